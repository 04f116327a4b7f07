"""Daily counts of what was asked, without people and without anybody's words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from briefbot.domain.knowledge import Item
from briefbot.domain.outcome import Abstained, Answered, Outcome, Quoted, Suggested, given

Refusal: TypeAlias = Literal["silent", "off_topic", "not_understood"]
Kind: TypeAlias = Literal["answered", "offered", Refusal, "shown", "right", "wrong"]
"""The kinds of counts: outcomes of questions, items shown, and ratings of replies."""
REFUSALS: tuple[Refusal, ...] = ("silent", "off_topic", "not_understood")
OUTCOMES: tuple[Kind, ...] = ("answered", "offered", *REFUSALS)
"""The possible outcomes of a question; together they count every question."""


@dataclass(frozen=True, slots=True)
class DayCount:
    """How often something happened on one day."""

    day: date
    kind: Kind
    thing_id: str
    """The item that was shown; "" for all other kinds."""
    count: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What was asked in a server between two days."""

    first: date
    last: date
    counts: tuple[DayCount, ...]
    asked: tuple[tuple[Item, int], ...]
    """The items that were shown and how often, the most frequent first."""
    never: tuple[Item, ...]
    """The items that were never shown."""
    open_groups: int
    """How many groups of the inbox are not settled."""

    def total(self, *kinds: Kind) -> int:
        """Return the sum of some kinds."""
        return sum(each.count for each in self.counts if each.kind in kinds)

    def daily(self, *kinds: Kind) -> Counter[date]:
        """Return the sum of some kinds for each day."""
        found: Counter[date] = Counter()
        for each in self.counts:
            if each.kind in kinds:
                found[each.day] += each.count
        return found

    @property
    def days(self) -> Sequence[date]:
        """List the days on which something was asked, newest first."""
        return sorted(self.daily(*OUTCOMES), reverse=True)


def kinds_of(outcomes: Iterable[Outcome]) -> Iterator[Kind]:
    """Yield the kinds to count for some outcomes; small talk and wishes are not counted."""
    for outcome in outcomes:
        match outcome:
            case Answered() | Quoted():
                yield "answered"
            case Suggested():
                yield "offered"
            case Abstained(reason="silent" | "off_topic" | "not_understood" as reason):
                yield reason


def shown_by(outcomes: Iterable[Outcome]) -> Counter[str]:
    """Count the items that some outcomes show."""
    return Counter(item for outcome in outcomes if isinstance(outcome, Answered | Quoted | Abstained) for item in given(outcome))
