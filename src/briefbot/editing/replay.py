"""Find out what an edit would break.

Questions that it may affect are asked of the knowledge before and after, the likeliest first.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

from briefbot.domain.knowledge import Entry, Knowledge, Quote
from briefbot.domain.outcome import Abstained, Answered, Outcome, Quoted, Suggested, Wished

Role: TypeAlias = Literal["phrasing", "reach", "not"]
"""The role of a replayed question for its item: a phrasing, a test that must reach it, or one that must not."""

Asking: TypeAlias = tuple[str, str, Role]
"""A question, the id of its item, and its role."""

GoesOn: TypeAlias = Callable[[], bool]
"""Returns whether to continue."""
_OWN_WAY = 0.2
"""How much less likely a phrasing is to break than a test: an item wins its own words (docs/benchmarks.md)."""


class Asks(Protocol):
    """Answers questions: a matcher."""

    def ask(self, typed: str) -> Outcome:
        """Decide on a question."""
        ...

    def nearness(self, items: Collection[str]) -> Mapping[str, float]:
        """Return how near each phrasing is to those of some items."""
        ...


@dataclass(frozen=True, slots=True)
class Winner:
    """The result of a question: an item, an offer of several, or neither."""

    item: str | None = None
    is_offer: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """A question whose result changes and is wrong."""

    question: str
    owner: str
    role: Role
    before: Winner
    after: Winner

    @property
    def is_worse(self) -> bool:
        """Return whether the question was right and no longer is."""
        return is_right(self.role, self.owner, self.before)


@dataclass(frozen=True, slots=True)
class Replay:
    """The result of a replay for the questions that it asked; the others were not asked."""

    moved: tuple[Moved, ...]
    asked: int
    total: int

    @property
    def is_whole(self) -> bool:
        """Return whether every question was asked."""
        return self.asked == self.total

    @property
    def broken(self) -> tuple[Moved, ...]:
        """List the questions that were right and no longer are."""
        return tuple(moved for moved in self.moved if moved.is_worse)


def questions(knowledge: Knowledge) -> Iterator[Asking]:
    """Yield all phrasings and tests of a knowledge: question, the item's id, its role."""
    for item in knowledge.items():
        for phrasing in item.ways:
            yield phrasing, item.id, "phrasing"
        for test in item.tests.reach:
            yield test, item.id, "reach"
        for test in item.tests.avoid:
            yield test, item.id, "not"


def winner(outcome: Outcome) -> Winner:
    """Return the result of a question from its outcome."""
    match outcome:
        case Answered(entries=(Entry() as first, *_)) | Abstained(gap=Entry() as first):
            return Winner(first.id)
        case Quoted(quotes=(Quote() as quote, *_)):
            return Winner(quote.id)
        case Suggested():
            return Winner(is_offer=True)
        case Answered() | Quoted() | Abstained() | Wished():
            return Winner()


def is_right(role: Role, owner: str, found: Winner) -> bool:
    """Return whether the result of a question is right."""
    return (found.item == owner) is not (role == "not")


class Winners:
    """Caches the results of one knowledge's questions."""

    def __init__(self, matcher: Asks) -> None:
        self.matcher = matcher
        self._known: dict[str, Winner] = {}

    def of(self, question: str) -> Winner:
        """Return the result of a question."""
        if question not in self._known:
            self._known[question] = winner(self.matcher.ask(question))
        return self._known[question]


class RecentWinners:
    """Caches the results of a few matchers: the next edit is compared with the result of the last one."""

    def __init__(self, kept: int = 4) -> None:
        """Set how many matchers to keep: the bundle's, and those of the servers that are being edited."""
        self._kept = kept
        self._winners: list[Winners] = []

    def of(self, matcher: Asks) -> Winners:
        """Return the cached results of a matcher."""
        known = next((each for each in self._winners if each.matcher is matcher), None) or Winners(matcher)
        self._winners = [known, *(each for each in self._winners if each is not known)][: self._kept]
        return known


def compare(before: Winners, after: Winners, old: Knowledge, new: Knowledge, goes_on: GoesOn = lambda: True) -> Replay:
    """Ask the questions of the old and of the new knowledge, the likeliest to change first.

    The result lists those that are wrong now.
    """
    # A retired thing should not be answered any more: its own questions break nothing.
    everything = list(dict.fromkeys([*questions(new), *(each for each in questions(old) if new.item(each[1]) is not None)]))
    if before is after:
        return Replay((), len(everything), len(everything))
    moved: list[Moved] = []
    asked = 0
    for question, owner, role in _likeliest_first(everything, after.matcher, old, new):
        if not goes_on():
            break
        asked += 1
        second = after.of(question)
        if not is_right(role, owner, second) and (first := before.of(question)) != second:
            moved.append(Moved(question, owner, role, first, second))
    return Replay(tuple(sorted(moved, key=lambda each: not each.is_worse)), asked, len(everything))


def _likeliest_first(everything: Sequence[Asking], matcher: Asks, old: Knowledge, new: Knowledge) -> list[Asking]:
    """Put first what the edit touches, then what is near to it.

    Tests get the nearness of their item's nearest phrasing.
    """
    changed = {item.id for item in (*old.items(), *new.items()) if old.item(item.id) != new.item(item.id)}
    names = _changed_names(old, new)
    near = matcher.nearness(changed)
    own = {(way, item.id): near.get(way, 0.0) for item in new.items() for way in item.ways}
    nearest: dict[str, float] = {}
    for (_, owner), likeness in own.items():
        nearest[owner] = max(nearest.get(owner, 0.0), likeness)

    def likelihood(each: Asking) -> float:
        question, owner, role = each
        is_touched = owner in changed or any(name in question.casefold() for name in names)
        likeness = 1.0 if is_touched else near.get(question, 0.0) if role == "phrasing" else nearest.get(owner, 0.0)
        return likeness - _OWN_WAY * (role == "phrasing" and (question, owner) in own)

    return sorted(everything, key=likelihood, reverse=True)


def _changed_names(old: Knowledge, new: Knowledge) -> set[str]:
    """Return all forms of the names that differ between two knowledges."""
    return {form.casefold() for names in _names(old) ^ _names(new) for form in names}


def _names(knowledge: Knowledge) -> set[tuple[str, ...]]:
    speakers = {(speaker.name, *speaker.aliases) for speaker in knowledge.speakers.values()}
    return speakers | {(alias.canonical, *alias.forms) for alias in knowledge.aliases}
