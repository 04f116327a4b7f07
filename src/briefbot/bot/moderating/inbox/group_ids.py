"""The custom ids of the inbox: which group it is about, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from briefbot.bot.moderating.custom_ids import ModeratorId
from briefbot.bot.transport.custom_ids import Page, Snowflake

Act: TypeAlias = Literal["new", "gap", "off", "ignored", "mine", "open"]
"""Write an entry, note a known gap, that it is not for this bot, or to be ignored for good; be on it, or no longer.

Put it back.
"""

AskedAct: TypeAlias = Literal["answer", "new", "gap", "dismiss"]
"""Answer a member in words of one's own, write an entry, say that the article leaves it open; or none of these."""


@dataclass(frozen=True)
class ActOnGroup(ModeratorId):
    """Do something about a group."""

    head = "bb:k-group"
    act: Act
    group: int
    page: Page


@dataclass(frozen=True)
class PickForGroup(ModeratorId):
    """Do something about a group, or let it be a way to ask something: what is picked in a menu."""

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
    """0 where the inbox does not hold the question."""
    person: Snowflake
    channel: Snowflake
    message: Snowflake
    """The reply that the question is about; 0 where that was private."""


@dataclass(frozen=True)
class AnswerForm(ModeratorId):
    """The form in which moderators answer a member."""

    head = "bb-form:k-member"
    group: int
    person: Snowflake
    channel: Snowflake
    message: Snowflake
