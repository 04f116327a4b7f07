"""An edit before it is saved: its forms, what it looks like, what it changes, and what is wrong with it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import discord

from briefbot.bot.access import editor_of, guild_of
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.moderating.custom_ids import ANY, Discard, DraftId, Save, WriteAgain, WriteMore, WrittenForm, key_of, outdated, ref
from briefbot.bot.moderating.editing.drafts import Draft, desk_of
from briefbot.bot.moderating.editing.fields import FORMS, filled, in_words_of_the_form, make_id
from briefbot.bot.moderating.editing.forms import ask_in_form
from briefbot.bot.transport import item_keys
from briefbot.bot.transport.components import Control, button, view_of
from briefbot.bot.transport.router import Typed
from briefbot.bot.transport.sending import fill_in, is_answered, put_off
from briefbot.domain.knowledge import Entry
from briefbot.domain.revision import Change
from briefbot.editing.edit import Edit, Version
from briefbot.editing.editor import Proposal
from briefbot.editing.overlay import Key
from briefbot.errors import BriefbotError, EditRefused, RevisionConflict, StoreError
from briefbot.i18n import mark, say
from briefbot.rendering import moderation, replies
from briefbot.rendering.markdown import block_quote

_ANSWER_LIMIT, _DIFFERENCE_LIMIT = 700, 700
_LONG_TEXT = 300
"""Characters of a refused text from which on it is given back as a file."""

# Opening a form --------------------------------------------------------------------------------------


async def open_form(interaction: Interaction, draft: Draft) -> None:
    """Show the form of a draft's thing, filled with the draft."""
    await ask_in_form(interaction, title_of(draft), draft.key[0], draft.data, WrittenForm(draft.key[0], draft_id(draft)))


def title_of(draft: Draft) -> str:
    """Give a form its title."""
    return say("Add: {what}", what=draft.key[0]) if draft.edit.action == "add" else say("Edit: {what}", what=draft.key[1])


def draft_id(draft: Draft) -> DraftId:
    """Return what custom ids need of a draft."""
    seen = draft.edit.seen or Version(0, "")
    return DraftId(draft.token or ANY, ref(draft.key), draft.edit.action, seen.number, seen.digest)


def find_draft(interaction: Interaction, wanted: DraftId) -> Draft:
    """Find a draft; raise EditRefused if it is gone."""
    draft = desk_of(interaction.client).find(wanted.token, guild_of(interaction), interaction.user.id)
    if draft is None:
        raise gone()
    return draft


def find_or_begin(interaction: Interaction, wanted: DraftId) -> Draft:
    """Find a draft; if it is gone (the bot was restarted), begin an edit again from the text in use."""
    guild, author, editor = guild_of(interaction), interaction.user.id, editor_of(interaction)
    draft = desk_of(interaction.client).find(wanted.token, guild, author)
    if draft is not None:
        return draft
    if wanted.action != "edit":
        raise gone()
    key = key_of(wanted.thing, editor.keys(guild))
    return Draft(guild, author, Edit(Change(*key, "text", editor.text(guild, key)), "edit", wanted.seen))


def gone() -> BriefbotError:
    """Return the refusal of a draft that is gone."""
    return EditRefused(mark("This draft is no longer there: drafts are kept for 15 minutes. Nothing was saved; use the command again."))


# Trying an edit out ----------------------------------------------------------------------------------


async def form_submitted(interaction: Interaction, submitted: WrittenForm, typed: Typed) -> None:
    """Take what was filled in, and show a preview of the result."""
    form = submitted.form
    if form not in FORMS:
        raise outdated()
    try:
        draft = find_or_begin(interaction, submitted.draft)
    except BriefbotError as error:
        await put_off(interaction)
        await fill_in(interaction, say(error.message), files=[_file(dict(typed))])
        return
    data = draft.data
    if form == "phrases":
        added = filled("phrases", typed, {}, interaction.client.service.knowledge(draft.guild)).get("phrasings", [])
        data["phrasings"] = [*data.get("phrasings", []), *added]
    else:
        data = filled(form, typed, data, interaction.client.service.knowledge(draft.guild))
    await put_off(interaction)
    data = await interaction.client.call(completed, interaction, draft, data)  # it looks for the nearest entry
    await preview(interaction, desk_of(interaction.client).keep(draft.with_data(data)))


def completed(interaction: Interaction, draft: Draft, data: dict[str, Any]) -> dict[str, Any]:
    """Fill in what no form asks for: the id and topic of what is new, and whether a quotation is cut."""
    kind, editor = draft.key[0], editor_of(interaction)
    if kind == "quote":
        data = editor.as_cut(data)
    if kind == "alias" or draft.key[1]:
        return data
    titles = {"entry": [*data.get("phrasings", ()), ""][0], "quote": data.get("text", ""), "speaker": data.get("name", "")}
    taken = [thing_id for _, thing_id in editor.keys(draft.guild)]
    if kind == "entry":
        near = interaction.client.service.complete(draft.guild, titles[kind], 1)
        topics = (each.topic for each in near if isinstance(each, Entry))
        data = {"topic": next(topics, "general"), **data}
    return {**data, "id": make_id(kind, str(titles[kind]), taken)}


async def preview(interaction: Interaction, draft: Draft) -> None:
    """Try a draft out and show it, privately; a refusal says why and gives the text back."""
    if not is_answered(interaction):
        await put_off(interaction)
    desk_of(interaction.client).end_replay(draft.token)  # of what the draft was before
    tried = await try_out(interaction, draft)
    if tried is None:
        return
    draft, proposal = tried
    before, after = proposal.texts(draft.key)
    full = moderation.difference_text(before, after)
    is_cut = len(full) > _DIFFERENCE_LIMIT
    await fill_in(
        interaction,
        "\n".join(_preview_lines(draft, proposal)),
        view=view_of(_preview_buttons(draft)),
        files=[text_file("difference.txt", full)] if is_cut else [],
    )


async def try_out(interaction: Interaction, draft: Draft) -> tuple[Draft, Proposal] | None:
    """Check a draft, and keep it with what it would make; where it is refused, say why."""
    draft = desk_of(interaction.client).keep(draft)
    try:
        proposal = await interaction.client.call(editor_of(interaction).propose, draft.guild, draft.author, *draft.edits)
    except BriefbotError as error:
        await refuse(interaction, draft, error)
        return None
    return desk_of(interaction.client).keep(replace(draft, proposal=proposal)), proposal


def _preview_lines(draft: Draft, proposal: Proposal) -> Iterator[str]:
    before, after = proposal.texts(draft.key)
    yield say("**Preview, not saved yet:** {what}", what=moderation.name(draft.key))
    is_leaving = after is None
    if is_leaving:
        yield say("This will no longer be offered; its history stays.")
    knowledge = (proposal.before if is_leaving else proposal.after).snapshot.knowledge
    item = knowledge.item(draft.key[1]) if draft.key[0] in ("entry", "quote") else None
    if item is not None and (is_leaving or draft.edit.change.effect == "text"):
        shown = replies.reply(item_keys.chosen(item, knowledge)).content
        yield block_quote(shortened(shown, _ANSWER_LIMIT))
    if item is None or not is_leaving:  # else every line of it would have a minus
        yield moderation.difference_block(before, after, _DIFFERENCE_LIMIT)
    yield from moderation.warnings(proposal.warnings)


def shortened(text: str, limit: int) -> str:
    """Cut a text that keeps its lines."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _preview_buttons(draft: Draft) -> Iterator[Control]:
    wanted = draft_id(draft)
    if draft.can_be_written and draft.key[0] in ("entry", "quote"):
        yield button(say("More phrasings"), WriteMore("phrases", wanted))
        details = say("Speaker and caveat") if draft.key[0] == "entry" else say("Outlet and date")
        yield button(details, WriteMore("details", wanted))
        yield button(say("Tests"), WriteMore("tests", wanted))
    yield from save_or_discard(draft)


def save_or_discard(draft: Draft) -> Iterator[Control]:
    """Make the buttons that every preview has."""
    yield button(say("Save"), Save(draft_id(draft)), style=discord.ButtonStyle.primary, row=1)
    if draft.can_be_written:
        yield button(say("Edit again"), WriteAgain(draft_id(draft)), row=1)
    yield button(say("Discard"), Discard(draft_id(draft)), row=1)


async def refuse(interaction: Interaction, draft: Draft, error: BriefbotError) -> None:
    """Say why an edit cannot be, with the way back to it; a long text is handed back as a file, so that none is lost."""
    draft = desk_of(interaction.client).keep(draft)
    lines = [shortened(in_words_of_the_form(say(error.message), draft.key[0], draft.data.get("id", draft.key[1])), 1_000)]
    if isinstance(error, RevisionConflict):
        lines.append(say("Theirs (-) against yours (+):"))
        lines.append(moderation.difference_block(error.theirs, error.ours, _DIFFERENCE_LIMIT))
        # Whoever edits again has seen the other text now.
        seen = editor_of(interaction).version(draft.guild, draft.key)
        draft = desk_of(interaction.client).keep(replace(draft, edit=replace(draft.edit, seen=seen)))
    is_long = sum(len(str(value)) for value in draft.data.values()) > _LONG_TEXT
    files = [_file(draft.data)] if is_long or isinstance(error, RevisionConflict) else []
    await fill_in(interaction, "\n".join(lines), view=view_of(_refusal_buttons(draft, error)), files=files)


def _refusal_buttons(draft: Draft, error: BriefbotError) -> Iterator[Control]:
    if draft.can_be_written:
        yield button(say("Edit again"), WriteAgain(draft_id(draft)), style=discord.ButtonStyle.primary)
    if isinstance(error, StoreError):
        yield button(say("Save"), Save(draft_id(draft)))
    yield button(say("Discard"), Discard(draft_id(draft)))


def _file(data: dict[str, Any]) -> discord.File:
    return text_file("your-text.txt", moderation.plain_text(data))


def text_file(name: str, text: str) -> discord.File:
    """Make a file of a text."""
    return discord.File(io.BytesIO(text.encode("utf-8", "backslashreplace")), name)


# Buttons below a preview -----------------------------------------------------------------------------


async def write_again(interaction: Interaction, pressed: WriteAgain) -> None:
    """Show the form again, filled with what was written."""
    await open_form(interaction, desk_of(interaction.client).keep(find_or_begin(interaction, pressed.draft)))


async def write_more(interaction: Interaction, pressed: WriteMore) -> None:
    """Show another form about the same thing."""
    draft = desk_of(interaction.client).keep(find_or_begin(interaction, pressed.draft))
    form = "phrases" if pressed.form == "phrases" else f"{draft.key[0]}-{pressed.form}"
    if form not in FORMS:
        raise outdated()
    data = {} if form == "phrases" else draft.data
    await ask_in_form(interaction, title_of(draft), form, data, WrittenForm(form, draft_id(draft)))


async def discard(interaction: Interaction, pressed: Discard) -> None:
    """Forget a draft."""
    desk, token = desk_of(interaction.client), pressed.draft.token
    if desk.find(token, guild_of(interaction), interaction.user.id) is not None:
        desk.drop(token)
    await put_off(interaction)
    await fill_in(interaction, say("Discarded; nothing was saved."))


async def start(interaction: Interaction, make: Callable[[], Edit]) -> None:
    """Show the preview of an edit that needs no form; what it is made from may have to be read first."""
    guild = guild_of(interaction)
    await put_off(interaction)
    try:
        edit = await interaction.client.call(make)
    except BriefbotError as error:
        await fill_in(interaction, say(error.message))
        return
    await preview(interaction, Draft(guild, interaction.user.id, edit))


def new_draft(interaction: Interaction, key: Key, data: dict[str, Any]) -> Draft:
    """Begin a thing that is not there yet."""
    return Draft(guild_of(interaction), interaction.user.id, Edit(Change(*key, "text", data), "add"))


def draft_of(interaction: Interaction, key: Key) -> Draft:
    """Begin an edit of a thing that is there."""
    guild, editor = guild_of(interaction), editor_of(interaction)
    edit = Edit(Change(*key, "text", editor.text(guild, key)), "edit", editor.version(guild, key))
    return Draft(guild, interaction.user.id, edit)


async def setup(bot: BriefBot) -> None:
    """Register the form and the buttons."""
    bot.router.form(WrittenForm, form_submitted, check=guild_of)
    bot.router.button(WriteAgain, write_again, check=guild_of)
    bot.router.button(WriteMore, write_more, check=guild_of)
    bot.router.button(Discard, discard, check=guild_of)
