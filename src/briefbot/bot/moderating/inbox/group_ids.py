"""The custom ids of the inbox: the group, and the action."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from briefbot.bot.moderating.custom_ids import ModeratorId
from briefbot.bot.transport.custom_ids import Page, Snowflake

Act: TypeAlias = Literal["new", "gap", "off", "ignored", "mine", "open"]
"""Write an entry, note a known gap, mark it as not for this bot, ignore it for good, work on it or stop that.

Or move it back to the inbox.
"""

AskedAct: TypeAlias = Literal["answer", "new", "gap", "dismiss"]
"""Answer a member in one's own words, write an entry, say that the article does not answer it, or dismiss it."""


@dataclass(frozen=True)
class ActOnGroup(ModeratorId):
    """Do something about a group."""

    head = "bb:k-group"
    act: Act
    group: int
    page: Page


@dataclass(frozen=True)
class PickForGroup(ModeratorId):
    """Do something about a group, or add it to the entry that is picked in a menu."""

    head = "bb-menu:k-group"
    group: int


@dataclass(frozen=True)
class TurnInbox(ModeratorId):
    """Show a page of the inbox."""

    head = "bb:k-inbox"
    page: Page


@dataclass(frozen=True)
class ActOnAsked(ModeratorId):
    """Do something about a question that a member asks the moderators."""

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
