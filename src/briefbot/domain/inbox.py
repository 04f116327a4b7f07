"""Questions that got no answer which helped, as moderators see them: words without a person, grouped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

Why: TypeAlias = Literal["refused", "none", "wrong", "asked", "suggested"]
"""Why a question is held: it was refused, answered with "none of these", marked wrong, handed to the moderators, or given an answer."""
State: TypeAlias = Literal["open", "done", "gap", "off", "ignored"]
"""What moderators decided: nothing yet, answered, the article leaves it open, it is not for this bot, it is not to be held again."""
SHOWN_WORDINGS = 2
"""Wordings of a group that are shown."""
NEAREST = 3
"""Entries and quotations that are shown as the likeliest of a group."""


@dataclass(frozen=True, slots=True)
class HeldQuestion:
    """A question that is held: its words, never who asked, and only the day."""

    guild_id: int
    words: str
    why: Why
    time: datetime
    near: tuple[str, ...] = ()
    """Ids of what it may have meant, the likeliest first."""
    answer: str = ""
    """What a member suggests as the answer."""


@dataclass(frozen=True, slots=True)
class HeldGroup:
    """Questions that mean the same."""

    id: int
    state: State
    person: int | None
    """The moderator who is on it."""
    words: str
    """The first wording, by which the group is known for good."""
    questions: tuple[HeldQuestion, ...] = ()

    @property
    def count(self) -> int:
        """Count how often it was asked."""
        return len(self.questions)

    @property
    def wordings(self) -> tuple[str, ...]:
        """List the wordings, the most frequent first."""
        return _commonest(question.words for question in self.questions) or (self.words,)

    @property
    def near(self) -> tuple[str, ...]:
        """List the ids of what it may mean, the likeliest first."""
        return _commonest(item for question in self.questions for item in question.near)[:NEAREST]

    @property
    def answers(self) -> tuple[str, ...]:
        """List what members suggest as the answer, the newest first."""
        return tuple(dict.fromkeys(question.answer for question in reversed(self.questions) if question.answer))


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody says of a reply: whether it was right, and why not."""

    message_id: int
    person_id: int
    guild_id: int
    is_right: bool
    reason: str
    """Why it was not right: one of the menu's reasons, or the person's own words."""
    thing_id: str | None
    """What the reply showed first."""
    time: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who wants to be told when a group has an answer, and below which message they said so."""

    group_id: int
    person_id: int
    guild_id: int
    channel_id: int
    message_id: int
    time: datetime


def _commonest(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(each for each, _ in Counter(found).most_common())
