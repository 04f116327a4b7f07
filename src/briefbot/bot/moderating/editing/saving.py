"""An edit on its way into the knowledge: why, what it would break, and the second press that saves it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace

import discord

from briefbot.bot.access import Asked, editor_of, guild_of, when_moderator_presses
from briefbot.bot.moderating.audit import tell_audit
from briefbot.bot.moderating.editing.drafts import Draft, desk_of
from briefbot.bot.moderating.editing.forms import Typed, ask_in_form, when_submitted
from briefbot.bot.moderating.editing.preview import args_of, five, lost, refuse, shortened, take_up, text_file, try_out
from briefbot.bot.transport.components import Control, button, view_of
from briefbot.bot.transport.sending import fill_in, put_off
from briefbot.editing.editor import Proposal
from briefbot.editing.replay import Replay
from briefbot.errors import BriefbotError
from briefbot.i18n import say
from briefbot.rendering import moderation

PATIENCE = 2.0
"""Seconds between two reports of a replay's progress; from the first on it may be skipped."""


@when_moderator_presses("k-save")
async def ask_reason(interaction: Asked, args: Sequence[str]) -> None:
    """Ask why, before the replay."""
    draft = take_up(interaction, five(args))
    if not draft.token:
        raise lost()
    await ask_in_form(interaction, say("Save: {what}", what=draft.key[1]), "reason", {"reason": draft.reason}, "k-reason", *args_of(draft))


@when_submitted("k-reason")
async def rehearse(interaction: Asked, args: Sequence[str], typed: Typed) -> None:
    """Ask all phrasings and tests of the knowledge as it would be, show what changes, and wait for the second press."""
    draft = take_up(interaction, five(args[1:]))
    if not draft.token:
        raise lost()
    await put_off(interaction)
    tried = await try_out(interaction, replace(draft, reason=typed.get("reason", "").strip()))
    if tried is None:
        return
    draft, proposal = tried
    found = await _replay(interaction, draft, proposal)
    if found is not None:
        is_whole_text = len(found.moved) <= moderation.SHOWN_MOVES
        files = [] if is_whole_text else [text_file("winners.txt", "\n".join(map(moderation.moved_line, found.moved)))]
        await fill_in(interaction, shortened(moderation.replayed(found), 1_900), view=view_of(_save_buttons(draft)), files=files)


async def _replay(interaction: Asked, draft: Draft, proposal: Proposal) -> Replay | None:
    """Replay, with progress shown; None where a second press came before the end."""
    ended = desk_of(interaction.client).begin_replay(draft.token)
    state = {"done": 0, "total": 0}

    def progress(done: int, total: int) -> bool:
        state.update(done=done, total=total)
        return not ended.is_set()

    task = asyncio.ensure_future(interaction.client.call(editor_of(interaction).replay, proposal, progress))
    try:
        while not task.done():
            await asyncio.wait({task}, timeout=PATIENCE)
            if not task.done() and not ended.is_set():
                text = say("Asking every phrasing and test: {done} of {total} …", **state)
                await fill_in(interaction, text, view=view_of(_save_buttons(draft, is_skipping=True)))
        found = await task
        return None if ended.is_set() else found
    finally:
        desk_of(interaction.client).forget_replay(draft.token, ended)


def _save_buttons(draft: Draft, *, is_skipping: bool = False) -> Iterator[Control]:
    label = say("Save without waiting") if is_skipping else say("Save now")
    yield button(label, "k-commit", *args_of(draft), style=discord.ButtonStyle.primary)
    if draft.can_be_written:
        yield button(say("Edit again"), "k-again", *args_of(draft))
    yield button(say("Discard"), "k-drop", *args_of(draft))


@when_moderator_presses("k-commit")
async def commit(interaction: Asked, args: Sequence[str]) -> None:
    """Save what was tried out."""
    draft = desk_of(interaction.client).find(five(args)[0], guild_of(interaction), interaction.user.id)
    if draft is None or draft.proposal is None:
        raise lost()
    desk_of(interaction.client).end_replay(draft.token)
    await put_off(interaction)
    try:
        [*saved] = await interaction.client.call(editor_of(interaction).save, draft.proposal, draft.reason)
    except BriefbotError as error:
        await refuse(interaction, draft, error)
        return
    desk_of(interaction.client).drop(draft.token)
    is_told = await tell_audit(interaction.client, draft.guild, saved)
    lines = [say("Saved: {what}, revision {number}.", what=moderation.name(each.key), number=each.number) for each in saved[:10]]
    if len(saved) > len(lines):
        lines.append(say("… and {count} more", count=len(saved) - len(lines)))
    if not is_told:
        lines.append(say("The audit channel could not be told: see `/settings check`."))
    await fill_in(interaction, "\n".join(lines))
