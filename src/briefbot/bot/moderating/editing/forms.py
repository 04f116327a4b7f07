"""Forms: shown from memory; what they are about is in their ids, so they can be sent off after a restart too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord
from discord import ui

from briefbot.bot.client import Interaction
from briefbot.bot.moderating.editing.fields import Field, fitting, written
from briefbot.bot.transport.custom_ids import CustomId
from briefbot.bot.transport.sending import show_form
from briefbot.i18n import say
from briefbot.rendering.markdown import shorten

TITLE_LIMIT = 45
_LONG = 100
"""Characters from which on a field has several lines."""


class Form(ui.Modal):
    """A form that discord.py does not keep: the router needs nothing but its id."""

    def is_finished(self) -> bool:
        """Keep discord.py from remembering the form for ever if it is dismissed."""
        return True


async def ask_in_form(interaction: Interaction, title: str, form: str, data: Mapping[str, Any], custom_id: CustomId) -> None:
    """Show the fields of a form, filled with a thing's text."""
    shown = Form(title=shorten(title, TITLE_LIMIT), custom_id=custom_id.pack())
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
