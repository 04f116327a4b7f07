"""Forms: shown from memory, opened again and left; what they are about is in their ids, so they outlive a restart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord
from discord import ui

from briefbot.bot.access import guild_of
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.drafts import Draft
from briefbot.bot.moderating.custom_ids import Discard, WriteAgain, WriteMore, WrittenForm, outdated
from briefbot.bot.moderating.editing.draft_ids import draft_id, find_or_begin
from briefbot.bot.moderating.editing.fields import FORMS, Field, fitting, written
from briefbot.bot.transport.custom_ids import CustomId
from briefbot.bot.transport.interactions import fill_in, put_off, show_form
from briefbot.i18n import say
from briefbot.rendering.markdown import shorten

TITLE_LIMIT = 45
_LONG = 100
"""Characters of a field that has one line; longer ones have several."""
PHRASES = "phrases"
"""The form that adds phrasings to what there is, and so begins empty."""


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


async def open_form(interaction: Interaction, draft: Draft, form: str | None = None, *, begun: Mapping[str, Any] | None = None) -> None:
    """Keep a draft, and show the form of its thing, or another form about it; what is added to it may have begun."""
    interaction.client.desk.keep(draft)
    form = form or draft.key[0]
    title = say("Add: {what}", what=draft.key[0]) if draft.edit.action == "add" else say("Edit: {what}", what=draft.key[1])
    data = begun or {} if form == PHRASES else draft.data
    await ask_in_form(interaction, title, form, data, WrittenForm(form, draft_id(draft)))


async def write_again(interaction: Interaction, pressed: WriteAgain) -> None:
    """Show the form again, filled with what was written."""
    await open_form(interaction, find_or_begin(interaction, pressed.draft))


async def write_more(interaction: Interaction, pressed: WriteMore) -> None:
    """Show another form about the same thing."""
    draft = find_or_begin(interaction, pressed.draft)
    form = PHRASES if pressed.form == PHRASES else f"{draft.key[0]}-{pressed.form}"
    if form not in FORMS:
        raise outdated()
    await open_form(interaction, draft, form)


async def discard(interaction: Interaction, pressed: Discard) -> None:
    """Forget a draft."""
    desk, token = interaction.client.desk, pressed.draft.token
    if desk.find(token, guild_of(interaction), interaction.user.id) is not None:
        desk.drop(token)
    await put_off(interaction)
    await fill_in(interaction, say("Discarded; nothing was saved."))


async def setup(bot: BriefBot) -> None:
    """Register the buttons."""
    bot.router.button(WriteAgain, write_again, check=guild_of)
    bot.router.button(WriteMore, write_more, check=guild_of)
    bot.router.button(Discard, discard, check=guild_of)
