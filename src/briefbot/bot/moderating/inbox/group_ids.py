"""Define the custom ids of the inbox: the group, and the action."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from briefbot.bot.moderating.custom_ids import ModeratorId
from briefbot.bot.transport.custom_ids import Page, Snowflake

Act: TypeAlias = Literal["new", "gap", "off", "ignored", "mine", "open"]
"""Actions: write an entry, note a known gap, mark as not for this bot, ignore for good, work on it, or stop that.

Or move the group back to the inbox.
"""

AskedAct: TypeAlias = Literal["answer", "new", "gap", "dismiss"]
"""Actions: answer a member in one's own words, write an entry, note that the article has no answer, or dismiss."""


@dataclass(frozen=True)
class ActOnGroup(ModeratorId):
    """Act on a group."""

    head = "bb:k-group"
    act: Act
    group: int
    page: Page


@dataclass(frozen=True)
class PickForGroup(ModeratorId):
    """Act on a group, or add it to the entry that is picked in a menu."""

    head = "bb-menu:k-group"
    group: int


@dataclass(frozen=True)
class TurnInbox(ModeratorId):
    """Show a page of the inbox."""

    head = "bb:k-inbox"
    page: Page


@dataclass(frozen=True)
class ActOnAsked(ModeratorId):
    """Act on a question that a member asks the moderators."""

    head = "bb:k-member"
    act: AskedAct
    group: int
    """0 if the question is not in the inbox."""
    person: Snowflake
    channel: Snowflake
    message: Snowflake
    """The reply that the question is about; 0 if that was private."""


@dataclass(frozen=True)
class AnswerForm(ModeratorId):
    """The form with which moderators answer a member."""

    head = "bb-form:k-member"
    group: int
    person: Snowflake
    channel: Snowflake
    message: Snowflake
