"""What an edit would break: every phrasing and test asked of the knowledge before and after it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import fsum
from typing import Literal, Protocol, TypeAlias

from briefbot.domain.knowledge import Entry, Item, Knowledge, Quote
from briefbot.domain.outcome import Abstained, Answered, Outcome, Quoted, Suggested, Wished

Role: TypeAlias = Literal["phrasing", "reach", "not"]
"""What a replayed question is to its owner: a way to ask it, a test that must reach it, one that must not."""

Asking: TypeAlias = tuple[str, str, Role]
"""A question, the id of the item that it belongs to, and what it is to that."""


class Asks(Protocol):
    """What answers questions: a matcher."""

    def ask(self, typed: str) -> Outcome:
        """Decide what to say."""
        ...


@dataclass(frozen=True, slots=True)
class Moved:
    """A question whose winner changes: from one item to another, or to none (None)."""

    question: str
    owner: str
    role: Role
    before: str | None
    after: str | None

    @property
    def is_worse(self) -> bool:
        """Return whether the question was right and no longer is."""
        if self.role == "not":
            return self.after == self.owner
        return self.before == self.owner


@dataclass(frozen=True, slots=True)
class Replay:
    """What a replay found; where it was cut short, the questions that it did ask."""

    moved: tuple[Moved, ...]
    asked: int
    total: int

    @property
    def is_whole(self) -> bool:
        """Return whether every question was asked."""
        return self.asked == self.total


Progress = Callable[[int, int], bool]
"""Told how many questions of how many were asked; goes on while it says True."""
_STEP = 50
"""Questions between two reports of progress."""


def questions(knowledge: Knowledge) -> Iterator[Asking]:
    """Go through all phrasings and tests of a knowledge: question, the item's id, its role."""
    for item in knowledge.items():
        for phrasing in item.ways:
            yield phrasing, item.id, "phrasing"
        for test in item.tests.reach:
            yield test, item.id, "reach"
        for test in item.tests.avoid:
            yield test, item.id, "not"


def winner(outcome: Outcome) -> str | None:
    """Name the item that a question came to, or None where nothing was given."""
    match outcome:
        case Answered(entries=(Entry() as first, *_)) | Abstained(gap=Entry() as first):
            return first.id
        case Quoted(quotes=(Quote() as quote, *_)):
            return quote.id
        case Answered() | Quoted() | Suggested() | Abstained() | Wished():
            return None


class Winners:
    """The winners of one knowledge's questions, asked once and remembered."""

    def __init__(self, matcher: Asks) -> None:
        self.matcher = matcher
        self._known: dict[str, str | None] = {}

    def of(self, question: str) -> str | None:
        """Name the winner of a question."""
        if question not in self._known:
            self._known[question] = winner(self.matcher.ask(question))
        return self._known[question]


class RecentWinners:
    """The winners of a few matchers: what an edit makes is what the next one is compared with."""

    def __init__(self, kept: int = 4) -> None:
        """Take how many matchers to remember: the bundle's, and those of the servers that are being edited."""
        self._kept = kept
        self._winners: list[Winners] = []

    def of(self, matcher: Asks) -> Winners:
        """Return the winners of a matcher, with what they are known to be."""
        known = next((each for each in self._winners if each.matcher is matcher), None) or Winners(matcher)
        self._winners = [known, *(each for each in self._winners if each is not known)][: self._kept]
        return known


def compare(before: Winners, after: Winners, old: Knowledge, new: Knowledge, progress: Progress | None = None) -> Replay:
    """Ask every question of the old and of the new knowledge; list those whose winner changes, the worse first."""
    everything = _likeliest_first(list(dict.fromkeys([*questions(new), *questions(old)])), {item.id for item in _changed(old, new)})
    if before is after:
        return Replay((), len(everything), len(everything))
    moved: list[Moved] = []
    asked = 0
    for asked, (question, owner, role) in enumerate(everything, 1):
        first, second = before.of(question), after.of(question)
        if first != second:
            moved.append(Moved(question, owner, role, first, second))
        if progress is not None and asked % _STEP == 0 and not progress(asked, len(everything)):
            break
    return Replay(tuple(sorted(moved, key=lambda each: not each.is_worse)), asked, len(everything))


def _likeliest_first(everything: list[Asking], touched: set[str]) -> list[Asking]:
    """Put what the edit touches first, then what shares rare words with it: a replay that is cut short has seen the likeliest."""
    words = {question: frozenset(question.casefold().split()) for question, _, _ in everything}
    spread = Counter(word for found in words.values() for word in found)
    near = frozenset().union(*(words[question] for question, owner, _ in everything if owner in touched))

    def likelihood(each: Asking) -> tuple[bool, float]:
        question, owner, _ = each
        return owner in touched, fsum(1 / spread[word] for word in words[question] & near)

    return sorted(everything, key=likelihood, reverse=True)


def _changed(old: Knowledge, new: Knowledge) -> list[Item]:
    return [item for item in (*old.items(), *new.items()) if old.item(item.id) != new.item(item.id)]
