"""An edit on its way into the knowledge: why, what it would break, and the second press that saves it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import discord

from briefbot.bot.access import editor_of, guild_of
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.drafts import Draft
from briefbot.bot.moderating.audit import announce_revisions
from briefbot.bot.moderating.custom_ids import Commit, Discard, ReasonForm, Save, WriteAgain
from briefbot.bot.moderating.editing.draft_ids import draft_gone, draft_id, find_draft
from briefbot.bot.moderating.editing.forms import ask_in_form
from briefbot.bot.moderating.editing.preview import show_refusal, text_file, try_out
from briefbot.bot.transport.components import Control, button, view_of
from briefbot.bot.transport.interactions import fill_in, put_off
from briefbot.bot.transport.router import Typed
from briefbot.editing.proposal import Proposal
from briefbot.editing.replay import Replay
from briefbot.errors import BriefbotError
from briefbot.i18n import clip, say
from briefbot.rendering import moderation


async def ask_reason(interaction: Interaction, pressed: Save) -> None:
    """Ask why, before the replay."""
    draft = find_draft(interaction, pressed.draft)
    title, custom_id = say("Save: {what}", what=draft.key[1]), ReasonForm("reason", draft_id(draft))
    await ask_in_form(interaction, title, "reason", {"reason": draft.reason}, custom_id)


async def rehearse(interaction: Interaction, submitted: ReasonForm, typed: Typed) -> None:
    """Ask all phrasings and tests of the knowledge as it would be, show what changes, and wait for the second press."""
    draft = find_draft(interaction, submitted.draft)
    await put_off(interaction)
    tried = await try_out(interaction, replace(draft, reason=typed.get("reason", "").strip()))
    if tried is None:
        return
    draft, proposal = tried
    found = await _replay(interaction, draft, proposal)
    if found is not None:
        is_whole_text = len(found.moved) <= moderation.SHOWN_MOVES
        files = [] if is_whole_text else [text_file("winners.txt", "\n".join(map(moderation.moved_line, found.moved)))]
        await fill_in(interaction, clip(moderation.replayed(found), 1_900), view=view_of(_save_buttons(draft)), files=files)


async def _replay(interaction: Interaction, draft: Draft, proposal: Proposal) -> Replay | None:
    """Replay, with progress shown; None where a second press came before the end."""
    desk = interaction.client.desk
    ended = desk.begin_work(draft.token)
    state = {"done": 0, "total": 0}

    def progress(done: int, total: int) -> bool:
        state.update(done=done, total=total)
        return not ended.is_set()

    task = asyncio.ensure_future(interaction.client.call_apart(editor_of(interaction).replay, proposal, progress))
    try:
        while not task.done():
            await asyncio.wait({task}, timeout=interaction.client.limits.progress_every)
            if not task.done() and not ended.is_set():
                text = say("Asking every phrasing and test: {done} of {total} …", **state)
                await fill_in(interaction, text, view=view_of(_save_buttons(draft, is_skipping=True)))
        found = await task
        return None if ended.is_set() else found
    finally:
        desk.forget_work(draft.token, ended)


def _save_buttons(draft: Draft, *, is_skipping: bool = False) -> Iterator[Control]:
    label = say("Save without waiting") if is_skipping else say("Save now")
    yield button(label, Commit(draft_id(draft)), style=discord.ButtonStyle.primary)
    if draft.can_be_written:
        yield button(say("Edit again"), WriteAgain(draft_id(draft)))
    yield button(say("Discard"), Discard(draft_id(draft)))


async def commit(interaction: Interaction, pressed: Commit) -> None:
    """Save what was tried out."""
    draft = find_draft(interaction, pressed.draft)
    if draft.proposal is None:
        raise draft_gone()
    interaction.client.desk.end_work(draft.token)
    await put_off(interaction)
    try:
        [*saved] = await interaction.client.call_apart(editor_of(interaction).save, draft.proposal, draft.reason)
    except BriefbotError as error:
        await show_refusal(interaction, draft, error)
        return
    interaction.client.desk.drop(draft.token)
    is_told = await announce_revisions(interaction.client, draft.guild, saved)
    lines = [say("Saved: {what}, revision {number}.", what=moderation.name(each.key), number=each.number) for each in saved[:10]]
    if len(saved) > len(lines):
        lines.append(say("… and {count} more", count=len(saved) - len(lines)))
    if not is_told:
        lines.append(say("The audit channel could not be told: see `/settings check`."))
    await fill_in(interaction, "\n".join(lines))


async def setup(bot: BriefBot) -> None:
    """Register the form and the buttons."""
    bot.router.button(Save, ask_reason, check=guild_of)
    bot.router.form(ReasonForm, rehearse, check=guild_of)
    bot.router.button(Commit, commit, check=guild_of)
