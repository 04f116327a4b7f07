"""Forms: shown from memory, opened again and left; their ids say what they are about, so they survive a restart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, Literal

import discord
from discord import ui

from briefbot.bot.access import editor_of, guild_of
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.drafts import Draft
from briefbot.bot.moderating.custom_ids import Discard, PickDraft, WriteAgain, WriteMore, WritePart, WrittenForm, outdated
from briefbot.bot.moderating.editing.draft_ids import draft_gone, draft_id, find_or_begin
from briefbot.bot.moderating.editing.fields import FORMS, Field, fitting, part, parts_of, written
from briefbot.bot.moderating.editing.options import MULTIPLE, options_of
from briefbot.bot.transport.components import CHOICE_LIMIT, CHOICES, Control, button, menu, view_of
from briefbot.bot.transport.custom_ids import CustomId
from briefbot.bot.transport.interactions import fill_in, put_off, send_reply, show_form
from briefbot.editing.overlay import title_in
from briefbot.i18n import mark, say
from briefbot.rendering.markdown import shorten

TITLE_LIMIT = 45
_LONG = 100
"""The most characters of a field with one line; longer ones have several."""
PHRASES: Final = "phrases"
"""The form that adds phrasings to existing ones, and so begins empty."""


class Form(ui.Modal):
    """A form that discord.py does not keep: the router needs nothing but its id."""

    def is_finished(self) -> bool:
        """Keep discord.py from keeping a dismissed form for ever."""
        return True


async def ask_in_form(interaction: Interaction, title: str, form: str, data: Mapping[str, Any], custom_id: CustomId) -> None:
    """Show the fields of a form, filled with a thing's text, and say what is edited in parts."""
    shown = Form(title=shorten(title, TITLE_LIMIT), custom_id=custom_id.pack())
    if form not in FORMS:
        field, number, parts = part(form, data)
        shown.add_item(_label(field, "\n".join(parts[number - 1]), []))
    else:
        knowledge = interaction.client.service.knowledge(guild_of(interaction))
        for field in fitting(form, data):
            shown.add_item(_label(field, written(field, data), options_of(field, data, knowledge)))
        for field in FORMS[form]:
            if field not in fitting(form, data):
                shown.add_item(
                    ui.TextDisplay(
                        say(
                            "**{field}** is too long for this form. Edit it in parts with the menu below the preview.",
                            field=say(field.label),
                        )
                    )
                )
    await show_form(interaction, shown)


def _label(field: Field, text: str, options: Sequence[discord.SelectOption]) -> ui.Label[Any]:
    hint = say(field.hint) if field.hint else None
    component: ui.Item[Any]
    if options:
        most = len(options) if field.key in MULTIPLE else 1
        least = 1 if field.is_required and field.key not in MULTIPLE else 0
        component = ui.Select(custom_id=field.key, options=list(options), required=least > 0, min_values=least, max_values=most)
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


_TITLES = {
    "entry-details": mark("Speaker and caveat: {what}"),
    "entry-tests": mark("Title and tests: {what}"),
    "quote-details": mark("Outlet and date: {what}"),
    "quote-tests": mark("Title and tests: {what}"),
    "phrases": mark("More ways to ask: {what}"),
    "alias": mark("Other forms: {what}"),
}
_EDIT = mark("Edit: {what}")
_NEW = {"entry": mark("Add an entry"), "quote": mark("Add a quotation"), "speaker": mark("Add a speaker")}


def _title(draft: Draft, form: str) -> str:
    """Say what a form edits."""
    if form in _NEW and not draft.key[1]:
        return say(_NEW[form])
    what = title_in(draft.data) or draft.key[1]
    if form not in FORMS:
        _, number, parts = part(form, draft.data)
        return say("Part {number} of {parts}: {what}", number=number, parts=len(parts), what=what)
    return say(_TITLES.get(form, _EDIT), what=what)


async def open_form(interaction: Interaction, draft: Draft, form: str | None = None, *, begun: Mapping[str, Any] | None = None) -> None:
    """Keep a draft, and show a form of it: the form of its thing, or another one, which may be partly filled in."""
    interaction.client.desk.keep(draft)
    form = form or draft.key[0]
    data = begun or {} if form == PHRASES else draft.data
    await ask_in_form(interaction, _title(draft, form), form, data, WrittenForm(form, draft_id(draft)))
    await interaction.client.call_apart(editor_of(interaction).get_ready)  # while the moderator writes


async def begin(interaction: Interaction, draft: Draft, form: Literal["phrases"] | None = None) -> None:
    """Open a form of a draft; if its author has an unsaved draft of the same thing, offer that first."""
    found = [each for each in interaction.client.desk.open_of(draft.guild, draft.author) if _is_about_the_same(each, draft)]
    if not found:
        await open_form(interaction, draft, form)
        return
    interaction.client.desk.keep(draft)
    options = [draft_option(each) for each in found[:CHOICES]]
    start_over = WriteMore(form, draft_id(draft)) if form is not None else WriteAgain(draft_id(draft))
    controls = [menu(say("Continue with a draft"), PickDraft(form or "-"), options=options), button(say("Start over"), start_over)]
    told = say("You have unsaved work here. A draft is kept for 24 hours.")
    await send_reply(interaction, told, view=view_of(controls), is_private=True)


def _is_about_the_same(known: Draft, draft: Draft) -> bool:
    """Return whether two drafts are about the same thing, or both about something new."""
    is_new = known.edit.action == draft.edit.action == "add" and known.key[0] == draft.key[0]
    return known.key == draft.key or (is_new and not draft.key[1])


def draft_option(draft: Draft) -> discord.SelectOption:
    """Make the menu option of a draft."""
    title = shorten(title_in(draft.data) or draft.key[1], CHOICE_LIMIT)
    return discord.SelectOption(label=title or say("Something new"), value=draft.token)


async def pick_draft(interaction: Interaction, pressed: PickDraft, picked: str) -> None:
    """Open a form of the picked draft."""
    draft = interaction.client.desk.find(picked, guild_of(interaction), interaction.user.id)
    if draft is None:
        raise draft_gone()
    await open_form(interaction, draft, PHRASES if pressed.form == PHRASES else None)


async def write_again(interaction: Interaction, pressed: WriteAgain) -> None:
    """Show the form again, filled with the draft."""
    await open_form(interaction, find_or_begin(interaction, pressed.draft))


async def write_more(interaction: Interaction, pressed: WriteMore) -> None:
    """Show another form about the same thing."""
    draft = find_or_begin(interaction, pressed.draft)
    form = PHRASES if pressed.form == PHRASES else f"{draft.key[0]}-{pressed.form}"
    if form not in FORMS:
        raise outdated()
    await open_form(interaction, draft, form)


def more_buttons(draft: Draft) -> Iterator[Control]:
    """Make the buttons for the other forms of a thing."""
    wanted = draft_id(draft)
    if draft.can_be_written and draft.key[0] in ("entry", "quote"):
        yield button(say("More phrasings"), WriteMore("phrases", wanted))
        details = say("Speaker and caveat") if draft.key[0] == "entry" else say("Outlet and date")
        yield button(details, WriteMore("details", wanted))
        yield button(say("Title and tests"), WriteMore("tests", wanted))
    yield from parts_menu(draft)


def parts_menu(draft: Draft) -> Iterator[Control]:
    """Make the menu of texts that are too long for a field, if there are any."""
    if not draft.can_be_written:
        return
    forms = parts_of(draft.key[0], draft.data)[:CHOICES]
    if forms:
        options = [discord.SelectOption(label=_part_name(form, draft.data), value=form) for form in forms]
        yield menu(say("Edit one part of a long text"), WritePart(draft_id(draft)), options=options)


def _part_name(form: str, data: Mapping[str, Any]) -> str:
    field, number, parts = part(form, data)
    name = say("{field}: part {number} of {parts}", field=say(field.label), number=number, parts=len(parts))
    return shorten(name, CHOICE_LIMIT)


async def write_part(interaction: Interaction, pressed: WritePart, picked: str) -> None:
    """Open the picked part."""
    draft = find_or_begin(interaction, pressed.draft)
    if picked not in parts_of(draft.key[0], draft.data):
        raise outdated()
    await open_form(interaction, draft, picked)


async def discard(interaction: Interaction, pressed: Discard) -> None:
    """Discard a draft."""
    desk, token = interaction.client.desk, pressed.draft.token
    if desk.find(token, guild_of(interaction), interaction.user.id) is not None:
        desk.drop(token)
    await put_off(interaction)
    await fill_in(interaction, say("Discarded. Nothing was saved."))


async def setup(bot: BriefBot) -> None:
    """Register the buttons."""
    bot.router.button(WriteAgain, write_again, check=guild_of)
    bot.router.button(WriteMore, write_more, check=guild_of)
    bot.router.button(Discard, discard, check=guild_of)
    bot.router.menu(WritePart, write_part, check=guild_of)
    bot.router.menu(PickDraft, pick_draft, check=guild_of)
