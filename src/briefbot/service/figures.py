"""Count what was asked in each server on each day, for its moderators.

Nothing is kept of people, their words, or self-harm.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from briefbot.domain.clocks import wall_clock
from briefbot.domain.figures import DayCount, Figures, kinds_of, shown_by
from briefbot.domain.inbox import Opinion
from briefbot.domain.knowledge import Knowledge
from briefbot.domain.outcome import Outcome
from briefbot.errors import StoreError

log = logging.getLogger(__name__)

KEPT_FOR = 400
"""How many days counts are kept: enough to compare a year with the one before."""


class CountStore(Protocol):
    """Stores counts."""

    def add(self, guild: int, counts: Sequence[DayCount]) -> None:
        """Add to counts; a subtraction leaves none below zero."""
        ...

    def of_guild(self, guild: int, since: date) -> list[DayCount]:
        """List a guild's counts from a day on, oldest first."""
        ...

    def delete_older(self, than: date) -> None:
        """Delete the counts from before a day."""
        ...


class Counting:
    """The counts of all guilds; days are in UTC."""

    def __init__(self, store: CountStore | None, clock: Callable[[], datetime] = wall_clock) -> None:
        """Set the store, if there is one, and the clock."""
        self._store, self._clock = store, clock

    @property
    def _today(self) -> date:
        return self._clock().date()

    def count(self, guild: int, outcomes: Sequence[Outcome], *, is_picked: bool = False) -> None:
        """Count outcomes of questions, and items that were shown.

        A choice from a menu shows an item, but is not another question.
        """
        kinds = [] if is_picked else kinds_of(outcomes)
        today = self._today
        counts = [DayCount(today, kind, "", number) for kind, number in Counter(kinds).items()]
        self._add(guild, [*counts, *(DayCount(today, "shown", item, number) for item, number in shown_by(outcomes).items())])

    def count_opinion(self, guild: int, *, is_right: bool, before: Opinion | None) -> None:
        """Count a person's rating of a reply, and no longer their previous one."""
        counts = [DayCount(self._today, "right" if is_right else "wrong", "", 1)]
        if before is not None:
            counts.append(DayCount(before.time.date(), "right" if before.is_right else "wrong", "", -1))
        self._add(guild, counts)

    def _add(self, guild: int, counts: Sequence[DayCount]) -> None:
        if self._store is None or not counts:
            return
        try:
            self._store.add(guild, counts)
        except StoreError as error:
            log.error("a question is not counted", extra={"guild": guild, "error": error.why})

    def over(self, guild: int, days: int, knowledge: Knowledge, open_groups: int) -> Figures:
        """Return the figures of the last days, including today."""
        last = self._today
        first = last - timedelta(days=days - 1)
        counts = self._store.of_guild(guild, first) if self._store is not None else []
        shown: Counter[str] = Counter()
        for each in counts:
            if each.kind == "shown":
                shown[each.thing_id] += each.count
        items = list(knowledge.items())
        asked = sorted(((item, shown[item.id]) for item in items if shown[item.id]), key=lambda pair: (-pair[1], pair[0].id))
        never = tuple(item for item in items if not shown[item.id])
        return Figures(first, last, tuple(counts), tuple(asked), never, open_groups)

    def tidy(self) -> None:
        """Delete counts that were kept long enough."""
        if self._store is not None:
            self._store.delete_older(self._today - timedelta(days=KEPT_FOR))
