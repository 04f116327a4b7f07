"""What is pressed or picked, by the custom id that names it, over a restart too."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Self, TypeAlias, cast

import discord
from discord import ui

from briefbot.bot.transport.components import BUTTON, MENU
from briefbot.bot.transport.error_reports import RefusedError, tell_failure
from briefbot.i18n import mark, speak

Handler: TypeAlias = Callable[[discord.Interaction[Any], Sequence[str]], Awaitable[None]]

_handlers: dict[str, Handler] = {}
# discord.py tells dynamic items apart by their pattern alone.
_ARGUMENTS = r":[a-z-]+(?::[^:]*)*"


def when_pressed(verb: str) -> Callable[[Handler], Handler]:
    """Let a function handle what is pressed or picked under a verb; it gets the arguments, then the picked values."""

    def register(handler: Handler) -> Handler:
        _handlers[verb] = handler
        return handler

    return register


async def _handle(interaction: discord.Interaction[Any], custom_id: str, values: Sequence[str]) -> None:
    """Hand over to the verb's handler; errors run into the same funnel as those of commands."""
    _, verb, *args = custom_id.split(":")
    speak(str(interaction.locale))
    try:
        if verb not in _handlers:
            raise RefusedError(mark("This button is from an older version of me. Please ask again."))
        await _handlers[verb](interaction, [*args, *values])
    except Exception as error:
        await tell_failure(interaction, error)


class Press(ui.DynamicItem[ui.Button[Any]], template=BUTTON + _ARGUMENTS):
    """A button whose custom id names what it does."""

    @classmethod
    async def from_custom_id(cls, _: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /) -> Self:  # noqa: ARG003
        """Make the button again from the message that it stands under."""
        return cls(cast(ui.Button[Any], item))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do what the button is for."""
        await _handle(interaction, self.custom_id, ())


class Pick(ui.DynamicItem[ui.Select[Any]], template=MENU + _ARGUMENTS):
    """A menu whose custom id names what it does."""

    @classmethod
    async def from_custom_id(cls, _: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /) -> Self:  # noqa: ARG003
        """Make the menu again from the message that it stands under."""
        return cls(cast(ui.Select[Any], item))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do what the menu is for."""
        await _handle(interaction, self.custom_id, self.item.values)
