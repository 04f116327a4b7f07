"""The preview of an edit: what it looks like, what it changes, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import discord

from briefbot.bot.access import editor_of, guild_of
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.drafts import Draft
from briefbot.bot.moderating.custom_ids import WrittenForm, outdated
from briefbot.bot.moderating.editing.draft_ids import begin_again, find_or_begin
from briefbot.bot.moderating.editing.effect import ROOM, show_with_effect
from briefbot.bot.moderating.editing.fields import fields_of, filled
from briefbot.bot.moderating.editing.forms import PHRASES, more_buttons
from briefbot.bot.moderating.editing.passages import cited
from briefbot.bot.moderating.editing.refusals import show_refusal
from briefbot.bot.moderating.finding import called
from briefbot.bot.transport import item_keys
from briefbot.bot.transport.interactions import fill_in, is_answered, put_off, text_file
from briefbot.bot.transport.router import Typed
from briefbot.domain.clocks import seconds
from briefbot.domain.knowledge import Entry, Item, Key, Quote
from briefbot.editing.edit import Edit
from briefbot.editing.making_ids import make_id
from briefbot.editing.proposal import Proposal
from briefbot.errors import BriefbotError, EditRefused
from briefbot.i18n import clip, mark, say
from briefbot.rendering import comparison, moderation, replies
from briefbot.rendering.markdown import CONTENT_LIMIT, block_quote, escape, small

_ANSWER_LIMIT, _DIFFERENCE_LIMIT = 400, 500


async def form_submitted(interaction: Interaction, submitted: WrittenForm, typed: Typed) -> None:
    """Read a submitted form, and show a preview of the result."""
    form = submitted.form
    if not fields_of(form):
        raise outdated()
    draft = _begun(interaction, submitted)
    data = filled(form, typed, {} if form == PHRASES else draft.data, interaction.client.service.knowledge(draft.guild))
    if form == PHRASES:
        data = {**draft.data, "phrasings": [*draft.data.get("phrasings", []), *data.get("phrasings", [])]}
    # kept whatever happens to this interaction
    interaction.client.desk.keep(replace(draft.with_data(data), is_tried=True))
    await put_off(interaction)
    data = await interaction.client.call_apart(_complete, interaction, draft, data)  # this looks for the nearest entry
    await preview(interaction, draft.with_data(data))


def _begun(interaction: Interaction, submitted: WrittenForm) -> Draft:
    """Return the draft of a submitted form; if it is gone after a restart, begin it again."""
    try:
        return find_or_begin(interaction, submitted.draft)
    except EditRefused:
        return begin_again(interaction, submitted.draft, submitted.form)


def _complete(interaction: Interaction, draft: Draft, data: dict[str, Any]) -> dict[str, Any]:
    """Fill in what no form asks for: the id and topic of a new thing, and whether a quotation is cut."""
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
    """Check a draft and show it, privately, with its effect; a refusal gives the reason and returns the text."""
    since = seconds()
    if not is_answered(interaction):
        await put_off(interaction)
    interaction.client.desk.end_work(draft.token)  # about the draft's earlier text
    tried = await try_out(interaction, draft)
    if tried is None:
        return
    draft, proposal = tried
    content, files = await composed(interaction, draft, proposal, mark("**Preview, not saved yet:** {what}"))
    await show_with_effect(interaction, draft, proposal, content, list(more_buttons(draft)), files, since=since)


async def composed(interaction: Interaction, draft: Draft, proposal: Proposal, heading: str) -> tuple[str, list[discord.File]]:
    """Show what a draft would make, below a heading that names it as `{what}`; what does not fit is in files."""
    item = proposal.after.overlay.things.get(draft.key)
    naming = partial(called, editor_of(interaction), draft.guild)
    above = await interaction.client.call_apart(lambda: list(_shown_lines(draft, proposal, naming, heading)))
    below = await interaction.client.call_apart(lambda: list(_difference_lines(draft, proposal, naming)))
    files = list(_long_difference(draft, proposal))
    if isinstance(item, Entry | Quote) and draft.edit.change.effect == "text":
        found = await interaction.client.call_apart(editor_of(interaction).findings, draft.guild, item)
        above += comparison.remarks(found, is_kept=True)
        named = (*item.evidence, *item.context) if isinstance(item, Entry) else item.evidence
        room = CONTENT_LIMIT - ROOM - sum(len(line) + 1 for line in above + below)
        passages, more = cited(interaction, named, _told(item), room=room)
        above, files = above + passages, files + more
    return clip("\n".join(above + below), CONTENT_LIMIT - ROOM), files


def _told(item: Item) -> str:
    return item.text if isinstance(item, Quote) else f"{item.answer} {item.caveat}"


async def try_out(interaction: Interaction, draft: Draft) -> tuple[Draft, Proposal] | None:
    """Check a draft, and keep it with its result; if it is refused, say why and return None."""
    try:
        proposal = await interaction.client.call_apart(
            editor_of(interaction).propose, draft.guild, draft.credited or draft.author, *draft.edits
        )
    except BriefbotError as error:
        await show_refusal(interaction, draft, error)
        return None
    draft = replace(draft, proposal=proposal, is_tried=True)
    interaction.client.desk.keep(draft)
    return draft, proposal


def _long_difference(draft: Draft, proposal: Proposal) -> Iterator[discord.File]:
    """Make the file of a difference that is shown cut; a removed thing is shown as a reply."""
    if _is_leaving(draft, proposal):
        return
    full = moderation.difference_text(*proposal.texts(draft.key))
    if len(full) > _DIFFERENCE_LIMIT:
        yield text_file("difference.txt", full)


def _shown_lines(draft: Draft, proposal: Proposal, naming: moderation.Naming, heading: str) -> Iterator[str]:
    """Show the reply as it will look, or say that the thing is removed."""
    before, after = proposal.texts(draft.key)
    yield say(heading, what=naming(draft.key, after or before))
    if draft.reason:
        yield small(say("Why: {reason}", reason=escape(draft.reason)))
    is_leaving = _is_leaving(draft, proposal)
    key = draft.key
    if is_leaving:
        key = proposal.heir(key) or key
        yield from _leaving_lines(draft.key, key, proposal, naming)
    view = proposal.before if is_leaving and key == draft.key else proposal.after
    item, knowledge = view.overlay.things.get(key), view.overlay.knowledge
    if isinstance(item, Entry | Quote) and (is_leaving or draft.edit.change.effect == "text"):
        shown = replies.reply(item_keys.chosen(item, knowledge), is_titled=True).content
        yield block_quote(clip(shown, _ANSWER_LIMIT))


def _leaving_lines(key: Key, heir: Key, proposal: Proposal, naming: moderation.Naming) -> Iterator[str]:
    """Say that a thing is removed, and what replaces it."""
    if key in proposal.before.overlay.things:
        yield say("This will no longer be offered; its history stays.")
    elif heir == key:
        yield say("This is not offered here, and that will not change.")
    if heir != key:
        before, after = proposal.texts(heir)
        what = naming(heir, after or before)
        yield say("The bundle merged this into {heir}, which will be offered here:", heir=what)


def _is_leaving(draft: Draft, proposal: Proposal) -> bool:
    return draft.key not in proposal.after.overlay.things


def _difference_lines(draft: Draft, proposal: Proposal, naming: moderation.Naming) -> Iterator[str]:
    """Show what is changed, unless that is the whole reply above, and the check's remarks."""
    before, after = proposal.texts(draft.key)
    is_shown = before is not None and draft.key[0] in ("entry", "quote")
    if not (_is_leaving(draft, proposal) and is_shown):
        yield moderation.difference_block(before, after, _DIFFERENCE_LIMIT)
    yield from moderation.newly_withheld(proposal, naming)
    yield from moderation.warnings(proposal.warnings)


async def preview_edit(interaction: Interaction, make: Callable[[], Edit]) -> None:
    """Show the preview of an edit without a form, which may have to be read first."""
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
