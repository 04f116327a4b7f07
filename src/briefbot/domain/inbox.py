"""Questions without a helpful answer, as moderators see them: grouped, and without the person who asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

Why: TypeAlias = Literal["refused", "none", "wrong", "asked", "suggested"]
"""Why a question is kept.

It was refused, answered with "none of these", rated wrong or sent to the moderators, or a member suggested an answer.
"""
State: TypeAlias = Literal["open", "done", "gap", "off", "ignored"]
"""What moderators decided.

Nothing yet, answered, left open by the article, not for this bot, or to be ignored from now on.
"""
SHOWN_WORDINGS = 2
"""How many wordings of a group are shown."""
NEAREST = 3
"""How many of the likeliest entries and quotations of a group are shown."""


@dataclass(frozen=True, slots=True)
class HeldQuestion:
    """A question in the inbox: its words and the day, never who asked."""

    guild_id: int
    words: str
    why: Why
    time: datetime
    near: tuple[str, ...] = ()
    """Ids of the items it may have meant, the likeliest first."""
    answer: str = ""
    """The answer that a member suggests."""


@dataclass(frozen=True, slots=True)
class HeldGroup:
    """Questions that mean the same."""

    id: int
    state: State
    person: int | None
    """The moderator who is working on it."""
    words: str
    """The first wording, which identifies the group for good."""
    questions: tuple[HeldQuestion, ...] = ()

    @property
    def count(self) -> int:
        """Return how often it was asked."""
        return len(self.questions)

    @property
    def wordings(self) -> tuple[str, ...]:
        """List the wordings, the most frequent first."""
        return _commonest(question.words for question in self.questions) or (self.words,)

    @property
    def near(self) -> tuple[str, ...]:
        """List the ids of the items it may mean, the likeliest first."""
        return _commonest(item for question in self.questions for item in question.near)[:NEAREST]

    @property
    def answers(self) -> tuple[str, ...]:
        """List the answers that members suggest, newest first."""
        return tuple(dict.fromkeys(question.answer for question in reversed(self.questions) if question.answer))


@dataclass(frozen=True, slots=True)
class Opinion:
    """A person's rating of a reply: whether it was right, and if not, why."""

    message_id: int
    person_id: int
    guild_id: int
    is_right: bool
    reason: str
    """Why it was not right: a reason from the menu, or the person's own words."""
    thing_id: str | None
    """The first item that the reply showed."""
    time: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """A person who wants to hear when a group has an answer, and the message below which they asked for it."""

    group_id: int
    person_id: int
    guild_id: int
    channel_id: int
    message_id: int
    time: datetime
    answer: str | None = None
    """What answers the group, such as "entry cost", from when it is known until this person is notified."""


def _commonest(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(each for each, _ in Counter(found).most_common())
