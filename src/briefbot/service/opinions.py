"""People's ratings of replies: one per person and reply, kept for thirty days; a rating alone changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from briefbot.domain.clocks import wall_clock
from briefbot.domain.inbox import Opinion

KEPT_FOR = timedelta(days=30)
"""How long a rating is kept."""
REASON_LIMIT = 300
"""The most characters of a person's own words on why a reply is wrong."""


class OpinionStore(Protocol):
    """Stores ratings."""

    def keep(self, opinion: Opinion) -> Opinion | None:
        """Keep a rating, replacing an earlier one of the same person; return that, or None if it is the first."""
        ...

    def delete_older(self, than: datetime) -> None:
        """Delete the ratings from before a time."""
        ...

    def count_by(self, person: int) -> int:
        """Count a person's opinions."""
        ...

    def forget_all_by(self, person: int) -> None:
        """Delete a person's opinions."""
        ...


class Opinions:
    """The ratings of replies in all guilds."""

    def __init__(self, store: OpinionStore | None, clock: Callable[[], datetime] = wall_clock) -> None:
        """Set the store, if there is one, and the clock."""
        self._store, self._clock = store, clock

    def give(self, guild: int, message: int, person: int, *, is_right: bool, reason: str = "", thing: str | None = None) -> Opinion | None:
        """Keep a person's rating of a reply, replacing their previous one.

        Return that, or None if it is the first.
        """
        opinion = Opinion(message, person, guild, is_right, reason[:REASON_LIMIT], thing, self._clock())
        return self._store.keep(opinion) if self._store is not None else None

    def tidy(self) -> None:
        """Delete ratings that were kept long enough."""
        if self._store is not None:
            self._store.delete_older(self._clock() - KEPT_FOR)

    def count_by(self, person: int) -> int:
        """Count a person's opinions."""
        return self._store.count_by(person) if self._store is not None else 0

    def forget_all_by(self, person: int) -> None:
        """Delete a person's opinions."""
        if self._store is not None:
            self._store.forget_all_by(person)
