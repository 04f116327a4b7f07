"""Define the controls that several kinds of messages have.

They turn pages, ask more, show what can be asked, and remove a message.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import discord

from briefbot.bot.transport.components import Control, button, find_below
from briefbot.bot.transport.custom_ids import CustomId, Snowflake
from briefbot.i18n import say

TURN_ROW = 1
"""The row of page buttons; other controls have rows of their own."""


@dataclass(frozen=True)
class Remove(CustomId):
    """Remove a reply, where its message's menu is not available, and on older replies."""

    head = "bb:remove"
    asker: Snowflake
    others: tuple[Snowflake, ...] = ()
    """Who else may remove it, besides the asker and moderators."""


@dataclass(frozen=True)
class AskMore(CustomId):
    """Show what else can be asked."""

    head = "bb:more"
    asker: Snowflake
    near: str
    """The keys of the items that the reply lists as closest, or "-"."""
    others: tuple[Snowflake, ...] = ()


@dataclass(frozen=True)
class PickSuggestion(CustomId):
    """Choose a suggestion from a menu."""

    head = "bb-menu:suggest"
    asker: Snowflake
    others: tuple[Snowflake, ...] = ()


@dataclass(frozen=True)
class ShowTopics(CustomId):
    """Show what can be asked."""

    head = "bb:what"
    askers: tuple[Snowflake, ...] = ()
    """Who asked what the message replies to, and who else may remove it; missing from older buttons."""


@dataclass(frozen=True)
class AskModerators(CustomId):
    """Send a question to the moderators.

    A group of the inbox and the reply that it is about, or 0 and 0 below that reply itself.
    """

    head = "bb:ask-moderators"
    group: int
    message: Snowflake


@dataclass(frozen=True)
class Appeal(CustomId):
    """Ask the moderators, once, to unblock the person who presses."""

    head = "bb:appeal"


def pager(number: int, total: int, to: Callable[[int], CustomId], *, row: int | None = TURN_ROW) -> Iterator[Control]:
    """Make the buttons that turn pages, in a row of their own or with other buttons."""
    if number > 1:
        yield button(say("Previous page ({number} of {total})", number=number - 1, total=total), to(number - 1), row=row)
    if number < total:
        yield button(say("Next page ({number} of {total})", number=number + 1, total=total), to(number + 1), row=row)


def uncounted_pager(number: int, to: Callable[[int], CustomId], *, has_more: bool) -> Iterator[Control]:
    """Make the buttons that turn pages whose number is unknown, or shown elsewhere."""
    if number > 1:
        yield button(say("Previous page"), to(number - 1))
    if has_more:
        yield button(say("Next page"), to(number + 1))


def remover(asker: int, *others: int, row: int | None = None) -> Control:
    """Make the button that removes a reply."""
    return button(say("Remove"), Remove(asker, others), row=row)


def removers(message: discord.Message) -> tuple[int, ...]:
    """Return who can remove a reply, according to its controls, the asker first; empty if nobody asked for it."""
    found = find_below(message, Remove) or find_below(message, AskMore) or find_below(message, PickSuggestion)
    if found is not None:
        return (found.asker, *found.others)
    told = find_below(message, ShowTopics)
    return told.askers if told is not None else ()


def is_pressed_by_asker(interaction: discord.Interaction[Any]) -> bool:
    """Return whether the asker pressed a button on their own reply, which only they see if it is private."""
    message = interaction.message
    return message is not None and (message.flags.ephemeral or removers(message)[:1] == (interaction.user.id,))


def topics_teller(*askers: int) -> Control:
    """Make the button that shows what can be asked."""
    return button(say("What can I ask?"), ShowTopics(askers))
