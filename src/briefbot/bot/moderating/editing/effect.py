"""The effect of an edit: shown below its preview once it is known, while the edit can already be saved."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence

import discord

from briefbot.bot.access import needs_approval
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.drafts import Draft
from briefbot.bot.moderating.custom_ids import Commit, Discard, GiveReason, Save, WriteAgain
from briefbot.bot.moderating.editing.draft_ids import draft_id
from briefbot.bot.transport.components import Control, button, view_of
from briefbot.bot.transport.interactions import fill_in, text_file
from briefbot.bot.transport.limits import Limits
from briefbot.domain.clocks import seconds
from briefbot.domain.knowledge import Knowledge
from briefbot.editing.proposal import Proposal
from briefbot.editing.replay import Replay
from briefbot.i18n import clip, say
from briefbot.rendering import comparison
from briefbot.rendering.markdown import small

ACTIONS = 2
"""The row of the save and discard buttons, below the form buttons and the menu of parts."""
ROOM = 800
"""The room for the effect in a message, in characters."""


async def show_with_effect(
    interaction: Interaction,
    draft: Draft,
    proposal: Proposal,
    content: str,
    more: Sequence[Control] = (),
    files: Sequence[discord.File] = (),
    *,
    since: float,
) -> None:
    """Show a preview at once, and again with its effect, unless it was saved, changed or discarded meanwhile.

    `since` is when the edit was submitted.
    """
    desk = interaction.client.desk
    if needs_approval(interaction):
        told = small(say("Once saved, it waits until somebody who can manage this server accepts it."))
        content = f"{content}\n{told}"
    ended = desk.begin_work(draft.token)
    try:
        waiting = small(say("Looking for right answers that this would break …"))
        await fill_in(interaction, f"{content}\n{waiting}", view=view_of([*more, *save_buttons(draft)]), files=files)
        found = await interaction.client.call_apart(_replay, interaction.client, proposal, ended, since)
        if ended.is_set():
            return
        told = clip(comparison.effect(found, *_knowledge(proposal)), ROOM)
        view = view_of([*more, *save_buttons(draft, is_breaking=bool(found.broken))])
        await fill_in(interaction, f"{content}\n{told}", view=view, files=[*files, *_all_broken(found, proposal)])
    finally:
        desk.forget_work(draft.token, ended)


async def told_effect(client: BriefBot, proposal: Proposal) -> str:
    """Return what an edit would break, if the limits leave time to find out."""
    found = await client.call_apart(_replay, client, proposal, asyncio.Event(), seconds())
    return clip(comparison.effect(found, *_knowledge(proposal)), ROOM)


def _replay(client: BriefBot, proposal: Proposal, ended: asyncio.Event, since: float) -> Replay:
    """Try the questions that an edit may affect, until the limits are reached."""
    time_is_over = over(client.limits, since)
    return client.service.editor.replay(proposal, lambda: not (ended.is_set() or time_is_over()))


def over(limits: Limits, since: float, clock: Callable[[], float] = seconds) -> Callable[[], bool]:
    """Return a function that says whether the time for an edit's effect is over.

    It counts from the submission, but not from too soon after the first question.
    """
    until: list[float] = []

    def is_over() -> bool:
        until[:] = until or [max(since + limits.effect_time, clock() + limits.least_effect_time)]
        return clock() >= until[0]

    return is_over


def _all_broken(found: Replay, proposal: Proposal) -> Iterator[discord.File]:
    if len(found.broken) > comparison.SHOWN_MOVES:
        yield text_file("broken.txt", "\n".join(comparison.broken_lines(found.broken, *_knowledge(proposal))))


def _knowledge(proposal: Proposal) -> tuple[Knowledge, Knowledge]:
    return proposal.before.overlay.knowledge, proposal.after.overlay.knowledge


def save_buttons(draft: Draft, *, is_breaking: bool = False) -> Iterator[Control]:
    """Make the buttons of every preview; if right answers break, the safe one comes first."""
    wanted = draft_id(draft)
    style = discord.ButtonStyle.primary if is_breaking else discord.ButtonStyle.secondary
    again = [button(say("Edit again"), WriteAgain(wanted), style=style, row=ACTIONS)] if draft.can_be_written else []
    drop = button(say("Discard"), Discard(wanted), row=ACTIONS)
    saver = button(say("Save"), Save(wanted), style=discord.ButtonStyle.primary, row=ACTIONS)
    if is_breaking:
        saver = button(say("Save anyway"), Commit(wanted), style=discord.ButtonStyle.danger, row=ACTIONS)
        yield from [*(again or [drop]), saver]
    else:
        yield from [saver, *again]
    yield button(say("Add a reason") if not draft.reason else say("Change the reason"), GiveReason(wanted), row=ACTIONS)
    if again or not is_breaking:
        yield drop
