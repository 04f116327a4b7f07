"""How often what was asked, by day: counts without a person and without anybody's words."""

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
"""What is counted: what a question came to, what was shown, and what people said of replies."""
REFUSALS: tuple[Refusal, ...] = ("silent", "off_topic", "not_understood")
OUTCOMES: tuple[Kind, ...] = ("answered", "offered", *REFUSALS)
"""What a question can come to; all of them are all questions."""


@dataclass(frozen=True, slots=True)
class DayCount:
    """How often something happened on a day."""

    day: date
    kind: Kind
    thing_id: str
    """What was shown; "" for all other kinds."""
    count: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What was asked in a server from one day to another."""

    first: date
    last: date
    counts: tuple[DayCount, ...]
    asked: tuple[tuple[Item, int], ...]
    """What was shown and how often, the most frequent first."""
    never: tuple[Item, ...]
    """What was not shown at all."""
    open_groups: int
    """Groups of the inbox that nobody has settled."""

    def total(self, *kinds: Kind) -> int:
        """Add up kinds."""
        return sum(each.count for each in self.counts if each.kind in kinds)

    def daily(self, *kinds: Kind) -> Counter[date]:
        """Add up kinds on each day."""
        found: Counter[date] = Counter()
        for each in self.counts:
            if each.kind in kinds:
                found[each.day] += each.count
        return found

    @property
    def days(self) -> Sequence[date]:
        """List the days on which something was asked, the newest first."""
        return sorted(self.daily(*OUTCOMES), reverse=True)


def kinds_of(outcomes: Iterable[Outcome]) -> Iterator[Kind]:
    """Go through what questions came to; small talk and wishes are none."""
    for outcome in outcomes:
        match outcome:
            case Answered() | Quoted():
                yield "answered"
            case Suggested():
                yield "offered"
            case Abstained(reason="silent" | "off_topic" | "not_understood" as reason):
                yield reason


def shown_by(outcomes: Iterable[Outcome]) -> Counter[str]:
    """Count what outcomes give to read."""
    return Counter(item for outcome in outcomes if isinstance(outcome, Answered | Quoted | Abstained) for item in given(outcome))
