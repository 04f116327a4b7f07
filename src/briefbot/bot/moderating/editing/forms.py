"""Forms: shown from memory, and taken by one listener whether the bot was restarted in between or not."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeAlias

import discord
from discord import ui
from discord.ext import commands

from briefbot.bot.access import Asked, guild_of
from briefbot.bot.client import BriefBot
from briefbot.bot.moderating.custom_ids import outdated
from briefbot.bot.moderating.editing.fields import Field, fitting, written
from briefbot.bot.transport.error_reports import tell_failure
from briefbot.bot.transport.sending import show_form
from briefbot.i18n import say, speak
from briefbot.language.text import paired
from briefbot.rendering.markdown import shorten

Typed: TypeAlias = Mapping[str, str]
"""What was filled in, by field."""
Submitted: TypeAlias = Callable[[Asked, Sequence[str], Typed], Awaitable[None]]

PREFIX = "bb-form"
TITLE_LIMIT = 45
_LONG = 100
"""Characters from which on a field has several lines."""
_handlers: dict[str, Submitted] = {}


def when_submitted(verb: str) -> Callable[[Submitted], Submitted]:
    """Let a function handle the forms of a verb; it gets the arguments of its id and what was filled in."""

    def register(handler: Submitted) -> Submitted:
        _handlers[verb] = handler
        return handler

    return register


class Form(ui.Modal):
    """A form that discord.py does not keep: what is submitted comes to the listener, which needs nothing but its id."""

    def is_finished(self) -> bool:
        """Keep discord.py from remembering the form for ever where it is dismissed."""
        return True


async def ask_in_form(interaction: Asked, title: str, form: str, data: Mapping[str, Any], *args: object) -> None:
    """Show the fields of a form, filled with a thing's text; what it is about stands in its id, behind its name."""
    shown = Form(title=shorten(title, TITLE_LIMIT), custom_id=":".join((PREFIX, str(args[0]), form, *map(str, args[1:]))))
    for field in fitting(form, data):
        shown.add_item(_label(field, data))
    await show_form(interaction, shown)


def _label(field: Field, data: Mapping[str, Any]) -> ui.Label[Any]:
    hint = say(field.hint) if field.hint else None
    text = written(field, data)
    component: ui.Item[Any]
    if field.choices:
        options = [discord.SelectOption(label=choice, value=choice, default=choice == text) for choice in field.choices]
        component = ui.Select(custom_id=field.key, options=options, required=field.is_required)
    else:
        is_long = field.limit > _LONG
        component = ui.TextInput(
            custom_id=field.key,
            style=discord.TextStyle.paragraph if is_long else discord.TextStyle.short,
            default=text or None,
            required=field.is_required,
            max_length=field.limit,
        )
    return ui.Label(text=say(field.label), description=hint, component=component)


class Forms(commands.Cog):
    """Takes every form that is submitted."""

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[BriefBot]) -> None:
        """Hand a form to its handler, after the question whether they may."""
        data: Any = interaction.data or {}
        custom_id = str(data.get("custom_id", ""))
        if interaction.type is not discord.InteractionType.modal_submit or not custom_id.startswith(f"{PREFIX}:"):
            return
        _, verb, *args = custom_id.split(":")
        speak(str(interaction.locale))
        try:
            guild_of(interaction)
            if verb not in _handlers:
                raise outdated()
            await _handlers[verb](interaction, args, typed_in(interaction))
        except Exception as error:
            await tell_failure(interaction, error)


def typed_in(interaction: discord.Interaction[Any]) -> Typed:
    """Read what was filled in: the text of each field, or the first thing that was picked."""
    found: dict[str, str] = {}
    data: Any = interaction.data or {}
    for row in data.get("components", ()):
        component: Any = row.get("component") or next(iter(row.get("components", ())), {})
        values = component.get("values")
        found[str(component.get("custom_id", ""))] = paired(str(values[0] if values else component.get("value") or ""))
    return found
