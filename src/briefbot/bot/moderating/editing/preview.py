"""An edit before it is saved: what it looks like, what it changes, and what is wrong with it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import discord

from briefbot.bot.access import editor_of, guild_of
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.drafts import Draft
from briefbot.bot.moderating.custom_ids import Discard, Save, WriteAgain, WriteMore, WrittenForm, outdated
from briefbot.bot.moderating.editing.draft_ids import draft_id, find_or_begin
from briefbot.bot.moderating.editing.fields import FORMS, filled, make_id, with_labels
from briefbot.bot.moderating.editing.forms import PHRASES
from briefbot.bot.moderating.pointing import ways_to_same
from briefbot.bot.transport import item_keys
from briefbot.bot.transport.components import Control, button, view_of
from briefbot.bot.transport.interactions import fill_in, is_answered, put_off
from briefbot.bot.transport.router import Typed
from briefbot.domain.knowledge import Entry, Evidence, Item, Key, Quote
from briefbot.editing.edit import Edit
from briefbot.editing.proposal import Proposal
from briefbot.errors import BriefbotError, RevisionConflict, StoreError, Unsupported
from briefbot.i18n import clip, say
from briefbot.rendering import comparison, moderation, replies
from briefbot.rendering.markdown import CONTENT_LIMIT, block_quote

_ANSWER_LIMIT, _DIFFERENCE_LIMIT = 700, 700
_LONG_TEXT = 300
"""Characters of a refused text that is not given back; a longer one is, as a file."""


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
    data = filled(form, typed, {} if form == PHRASES else draft.data, interaction.client.service.knowledge(draft.guild))
    if form == PHRASES:
        data = {**draft.data, "phrasings": [*draft.data.get("phrasings", []), *data.get("phrasings", [])]}
    await put_off(interaction)
    data = await interaction.client.call_apart(_complete, interaction, draft, data)  # it looks for the nearest entry
    await preview(interaction, draft.with_data(data))


def _complete(interaction: Interaction, draft: Draft, data: dict[str, Any]) -> dict[str, Any]:
    """Fill in what no form asks for: the id and topic of what is new, and whether a quotation is cut."""
    kind, editor = draft.key[0], editor_of(interaction)
    if kind == "quote":
        data = editor.as_cut(data)
    if kind == "alias" or draft.key[1]:
        return data
    titles = {"entry": [*data.get("phrasings", ()), ""][0], "quote": data.get("text", ""), "speaker": data.get("name", "")}
    taken = [thing_id for _, thing_id in editor.names(draft.guild)]
    if kind == "entry":
        near = interaction.client.service.complete(draft.guild, titles[kind], 1)
        topics = (each.topic for each in near if isinstance(each, Entry))
        data = {"topic": next(topics, "general"), **data}
    return {**data, "id": make_id(kind, str(titles[kind]), taken)}


async def preview(interaction: Interaction, draft: Draft) -> None:
    """Check a draft and show it, privately; a refusal says why and gives the text back."""
    if not is_answered(interaction):
        await put_off(interaction)
    interaction.client.desk.end_work(draft.token)  # of what the draft was before
    tried = await try_out(interaction, draft)
    if tried is None:
        return
    draft, proposal = tried
    item = proposal.after.overlay.things.get(draft.key)
    above, below = list(_shown_lines(draft, proposal)), list(_difference_lines(draft, proposal))
    files = list(_long_difference(draft, proposal))
    if isinstance(item, Entry | Quote) and draft.edit.change.effect == "text":
        found = await interaction.client.call_apart(editor_of(interaction).findings, draft.guild, item)
        above += comparison.remarks(found, is_kept=True)
        named = (*item.evidence, *item.context) if isinstance(item, Entry) else item.evidence
        cited, more = _cited(interaction, named, _told(item), room=CONTENT_LIMIT - sum(len(line) + 1 for line in above + below))
        above, files = above + cited, files + more
    await fill_in(interaction, "\n".join(above + below), view=view_of(_preview_buttons(draft)), files=files)


def _told(item: Item) -> str:
    return item.text if isinstance(item, Quote) else f"{item.answer} {item.caveat}"


def _cited(interaction: Interaction, evidence: Sequence[Evidence], around: str, room: int) -> tuple[list[str], list[discord.File]]:
    """Show what the article says at some places; where that is cut, all of it as a file."""
    article, source = interaction.client.service.article, interaction.client.service.knowledge().source
    if article is None:
        return [], []
    found = comparison.passages(evidence, around, article, source, room)
    whole = [] if found.is_whole else [text_file("article.txt", comparison.whole_passages(evidence, article, source))]
    return list(found.lines), whole


async def try_out(interaction: Interaction, draft: Draft) -> tuple[Draft, Proposal] | None:
    """Check a draft, and keep it with what it would make; if it is refused, say why and return None."""
    try:
        proposal = await interaction.client.call_apart(editor_of(interaction).propose, draft.guild, draft.author, *draft.edits)
    except BriefbotError as error:
        await show_refusal(interaction, draft, error)
        return None
    draft = replace(draft, proposal=proposal)
    interaction.client.desk.keep(draft)
    return draft, proposal


def _long_difference(draft: Draft, proposal: Proposal) -> Iterator[discord.File]:
    """Make the file of a difference that is shown cut."""
    full = moderation.difference_text(*proposal.texts(draft.key))
    if len(full) > _DIFFERENCE_LIMIT:
        yield text_file("difference.txt", full)


def _shown_lines(draft: Draft, proposal: Proposal) -> Iterator[str]:
    """Show the reply as it will look, or what is no longer offered."""
    yield say("**Preview, not saved yet:** {what}", what=moderation.name(draft.key))
    is_leaving = _is_leaving(draft, proposal)
    key = draft.key
    if is_leaving:
        key = proposal.heir(key) or key
        yield from _leaving_lines(draft.key, key, proposal)
    view = proposal.before if is_leaving and key == draft.key else proposal.after
    item, knowledge = view.overlay.things.get(key), view.overlay.knowledge
    if isinstance(item, Entry | Quote) and (is_leaving or draft.edit.change.effect == "text"):
        shown = replies.reply(item_keys.chosen(item, knowledge), is_titled=True).content
        yield block_quote(clip(shown, _ANSWER_LIMIT))


def _leaving_lines(key: Key, heir: Key, proposal: Proposal) -> Iterator[str]:
    """Say what is no longer offered, and what is instead."""
    if key in proposal.before.overlay.things:
        yield say("This will no longer be offered; its history stays.")
    elif heir == key:
        yield say("This is not offered here, and will stay so.")
    if heir != key:
        yield say("The bundle has merged it into {heir}, which will be offered here:", heir=moderation.name(heir))


def _is_leaving(draft: Draft, proposal: Proposal) -> bool:
    return draft.key not in proposal.after.overlay.things


def _difference_lines(draft: Draft, proposal: Proposal) -> Iterator[str]:
    """Show what is changed, unless every line of a reply above would have a minus; and what the check remarks."""
    before, after = proposal.texts(draft.key)
    is_shown = before is not None and draft.key[0] in ("entry", "quote")
    if not (_is_leaving(draft, proposal) and is_shown):
        yield moderation.difference_block(before, after, _DIFFERENCE_LIMIT)
    yield from moderation.newly_withheld(proposal)
    yield from moderation.warnings(proposal.warnings)


def _preview_buttons(draft: Draft) -> Iterator[Control]:
    wanted = draft_id(draft)
    if draft.can_be_written and draft.key[0] in ("entry", "quote"):
        yield button(say("More phrasings"), WriteMore("phrases", wanted))
        details = say("Speaker and caveat") if draft.key[0] == "entry" else say("Outlet and date")
        yield button(details, WriteMore("details", wanted))
        yield button(say("Title and tests"), WriteMore("tests", wanted))
    yield from save_or_discard(draft)


def save_or_discard(draft: Draft) -> Iterator[Control]:
    """Make the buttons that every preview has."""
    yield button(say("Save"), Save(draft_id(draft)), style=discord.ButtonStyle.primary, row=1)
    if draft.can_be_written:
        yield button(say("Edit again"), WriteAgain(draft_id(draft)), row=1)
    yield button(say("Discard"), Discard(draft_id(draft)), row=1)


async def show_refusal(interaction: Interaction, draft: Draft, error: BriefbotError) -> None:
    """Say why an edit is refused, with the way back to it; a long text is handed back as a file, so that none is lost."""
    lines = [clip(with_labels(say(error.message), draft.key[0], draft.data.get("id", draft.key[1])), 1_000)]
    if isinstance(error, RevisionConflict):
        lines.append(say("Theirs (-) against yours (+):"))
        lines.append(moderation.difference_block(error.theirs, error.ours, _DIFFERENCE_LIMIT))
        # Whoever edits again has seen the other text now.
        seen = editor_of(interaction).version(draft.guild, draft.key)
        draft = replace(draft, edit=replace(draft.edit, seen=seen))
    interaction.client.desk.keep(draft)
    is_long = sum(len(str(value)) for value in draft.data.values()) > _LONG_TEXT
    files = [_file(draft.data)] if is_long or isinstance(error, RevisionConflict) else []
    if isinstance(error, Unsupported):
        room = CONTENT_LIMIT - sum(map(len, lines)) - len(lines)
        cited, whole = _cited(interaction, draft.data.get("evidence", ()), str(draft.data.get("answer", "")), room)
        lines, files = lines + cited, files + whole
    phrasings = [str(each) for each in draft.data.get("phrasings", ())]
    same = await interaction.client.call_apart(ways_to_same, interaction.client.service, draft.guild, draft.key, phrasings)
    await fill_in(interaction, "\n".join(lines), view=view_of([*_refusal_buttons(draft, error), *same]), files=files)


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


async def preview_edit(interaction: Interaction, make: Callable[[], Edit]) -> None:
    """Show the preview of an edit that needs no form; to make it, something may have to be read first."""
    guild = guild_of(interaction)
    await put_off(interaction)
    try:
        edit = await interaction.client.call_apart(make)
    except BriefbotError as error:
        await fill_in(interaction, say(error.message))
        return
    await preview(interaction, Draft(guild, interaction.user.id, edit))


async def setup(bot: BriefBot) -> None:
    """Register the form."""
    bot.router.form(WrittenForm, form_submitted, check=guild_of)
