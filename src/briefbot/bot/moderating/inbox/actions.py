"""Moderators' actions on a group of the inbox: one press each, even after a restart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, get_args

from briefbot.bot.access import editor_of, guild_of
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.moderating.custom_ids import key_of
from briefbot.bot.moderating.editing.draft_ids import draft_of, new_draft
from briefbot.bot.moderating.editing.forms import PHRASES, open_form
from briefbot.bot.moderating.inbox.group_ids import Act, ActOnGroup, PickForGroup, TurnInbox
from briefbot.bot.moderating.inbox.panel import show_inbox
from briefbot.bot.transport.components import Control, button, view_of
from briefbot.bot.transport.error_reports import RefusedError
from briefbot.bot.transport.interactions import is_private_message, send_reply
from briefbot.domain.inbox import HeldGroup, State
from briefbot.domain.knowledge import ANSWER_LIMIT
from briefbot.i18n import mark, say
from briefbot.rendering import moderation

_WORDINGS = 3_000
"""The most characters of wordings in a form; its field holds 4,000."""


async def act(interaction: Interaction, pressed: ActOnGroup) -> None:
    """Do the action of a button."""
    await _act(interaction, pressed.act, pressed.group, pressed.page)


async def act_by_menu(interaction: Interaction, pressed: PickForGroup, picked: str) -> None:
    """Do the picked action, or add the group as a way to ask for something."""
    wanted = next((each for each in get_args(Act) if each == picked), None)
    if wanted is not None:
        await _act(interaction, wanted, pressed.group, 1)
        return
    guild = guild_of(interaction)
    key = key_of(picked, editor_of(interaction).names(guild))
    group = await _group(interaction, pressed.group)
    draft = replace(draft_of(interaction, key), group=group.id)
    await open_form(interaction, draft, PHRASES, begun={"phrasings": _wordings(group)})


async def _act(interaction: Interaction, wanted: Act, group: int, page: int) -> None:
    match wanted:
        case "new":
            await write_entry(interaction, group)
        case "mine":
            await _take(interaction, await _group(interaction, group), page)
        case _:
            await _settle(interaction, group, wanted, page)


async def write_entry(interaction: Interaction, number: int) -> None:
    """Open the form of a new entry, with the wordings of a group and the newest answer that a member suggested."""
    group = await _group(interaction, number)
    data: dict[str, Any] = {"kind": "fact", "stance": "fact", "phrasings": _wordings(group)}
    if group.answers:
        data["answer"] = group.answers[0][:ANSWER_LIMIT]
    await open_form(interaction, replace(new_draft(interaction, ("entry", ""), data), group=group.id))


async def _take(interaction: Interaction, group: HeldGroup, page: int) -> None:
    """Record that a moderator is working on a group, or no longer is."""
    person = None if group.person == interaction.user.id else interaction.user.id
    await interaction.client.call(interaction.client.service.inbox.settle, guild_of(interaction), group.id, group.state, person)
    what = moderation.quoted(group.wordings[0])
    note = say("You're on it: {what}", what=what) if person is not None else say("You're no longer on it: {what}", what=what)
    await _tell(interaction, note, page)


async def _settle(interaction: Interaction, number: int, state: State, page: int) -> None:
    """Record how a group was settled."""
    group = await interaction.client.call(interaction.client.service.inbox.settle, guild_of(interaction), number, state)
    if group is None:
        raise _gone()
    await _tell(interaction, moderation.settled(group, state), page, back=number if state != "open" else None)


async def _tell(interaction: Interaction, note: str, page: int, back: int | None = None) -> None:
    """Show what was done: above the open inbox, else in a new private message."""
    if is_private_message(interaction):
        await show_inbox(interaction, TurnInbox(page), note, back)
    else:
        await send_reply(interaction, note, view=view_of(_back(back)), is_private=True)


def _back(group: int | None) -> Iterator[Control]:
    if group is not None:
        yield button(say("Move back to the inbox"), ActOnGroup("open", group, 1))
    yield button(say("Open the inbox"), TurnInbox(1))


async def _group(interaction: Interaction, number: int) -> HeldGroup:
    found = await interaction.client.call(interaction.client.service.inbox.find, guild_of(interaction), number)
    if found is None:
        raise _gone()
    return found


def _gone() -> RefusedError:
    return RefusedError(mark("This question is no longer kept. `/knowledge inbox` shows the current ones."))


def _wordings(group: HeldGroup) -> list[str]:
    """List the wordings that fit into a form."""
    found: list[str] = []
    for words in (" ".join(each.split()) for each in group.wordings):
        if sum(map(len, found)) + len(words) <= _WORDINGS:
            found.append(words)
    return list(dict.fromkeys(found))


async def setup(bot: BriefBot) -> None:
    """Register the buttons and the menu."""
    bot.router.button(ActOnGroup, act, check=guild_of)
    bot.router.menu(PickForGroup, act_by_menu, check=guild_of)
