"""Buttons and menus that outlive a restart: all that they need stands in their custom id."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Self, TypeAlias, cast

import discord
from discord import ui

from briefbot.bot.errors import RefusedError, tell_failure
from briefbot.bot.markdown import shorten
from briefbot.words import say, speak

LABEL_LIMIT = 80
"""Characters of a button's label that Discord takes."""
Handler: TypeAlias = Callable[[discord.Interaction[Any], Sequence[str]], Awaitable[None]]

_handlers: dict[str, Handler] = {}
_BUTTON, _MENU = "bb", "bb-menu"
# discord.py tells dynamic items apart by their pattern alone.
_ARGUMENTS = r":[a-z-]+(?::[^:]*)*"


def when_pressed(verb: str) -> Callable[[Handler], Handler]:
    """Let a function handle what is pressed or picked under a verb; it gets the arguments, then the picked values."""

    def register(handler: Handler) -> Handler:
        _handlers[verb] = handler
        return handler

    return register


def button(
    label: str, verb: str, *args: object, style: discord.ButtonStyle = discord.ButtonStyle.secondary, row: int | None = None
) -> Press:
    """Make a button."""
    return Press(ui.Button(label=shorten(label, LABEL_LIMIT), custom_id=_custom_id(_BUTTON, verb, args), style=style), row=row)


def menu(placeholder: str, verb: str, *args: object, options: Sequence[discord.SelectOption]) -> Pick:
    """Make a menu of which one option can be picked."""
    return Pick(ui.Select(placeholder=placeholder, custom_id=_custom_id(_MENU, verb, args), options=list(options)))


def _custom_id(kind: str, verb: str, args: Sequence[object]) -> str:
    return ":".join((kind, verb, *map(str, args)))


async def _handle(interaction: discord.Interaction[Any], custom_id: str, values: Sequence[str]) -> None:
    """Hand over to the verb's handler; errors run into the same funnel as those of commands."""
    _, verb, *args = custom_id.split(":")
    speak(str(interaction.locale))
    try:
        if verb not in _handlers:
            raise RefusedError(say("This button is from an older version of me. Please ask again."))
        await _handlers[verb](interaction, [*args, *values])
    except Exception as error:
        await tell_failure(interaction, error)


class Press(ui.DynamicItem[ui.Button[Any]], template=_BUTTON + _ARGUMENTS):
    """A button whose custom id names what it does."""

    @classmethod
    async def from_custom_id(cls, _: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /) -> Self:  # noqa: ARG003
        """Make the button again from the message that it stands under."""
        return cls(cast(ui.Button[Any], item))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do what the button is for."""
        await _handle(interaction, self.custom_id, ())


class Pick(ui.DynamicItem[ui.Select[Any]], template=_MENU + _ARGUMENTS):
    """A menu whose custom id names what it does."""

    @classmethod
    async def from_custom_id(cls, _: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /) -> Self:  # noqa: ARG003
        """Make the menu again from the message that it stands under."""
        return cls(cast(ui.Select[Any], item))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do what the menu is for."""
        await _handle(interaction, self.custom_id, self.item.values)
