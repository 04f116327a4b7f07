"""Keep who wants to hear when there is an answer: until they are notified, for at most thirty days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from briefbot.domain.clocks import wall_clock
from briefbot.domain.inbox import Waiting
from briefbot.domain.knowledge import Key

KEPT_FOR = timedelta(days=30)
"""How long a person waits at most."""


class WaitingStore(Protocol):
    """Stores who is waiting."""

    def keep(self, waiting: Waiting) -> bool:
        """Keep that a person waits, replacing the same person's record for the group.

        Return False if the group is gone.
        """
        ...

    def answer(self, guild: int, group: int, answer: str | None) -> None:
        """Record what answers a group, for the people who wait for it; None if the answer is gone again."""
        ...

    def due(self, since: datetime) -> list[Waiting]:
        """List the waiting people of answered groups who have waited since a time or later, earliest first."""
        ...

    def drop(self, guild: int, group: int, person: int) -> None:
        """Delete that a person waits for a group."""
        ...

    def delete_older(self, than: datetime) -> None:
        """Delete the records from before a time."""
        ...

    def count_by(self, person: int) -> int:
        """Count the groups that a person waits for."""
        ...

    def forget_all_by(self, person: int) -> None:
        """Delete everything that a person waits for."""
        ...


class WaitingPeople:
    """The waiting people of all guilds."""

    def __init__(self, store: WaitingStore | None, clock: Callable[[], datetime] = wall_clock) -> None:
        """Set the store, if there is one, and the clock."""
        self._store, self._clock = store, clock

    def add(self, guild: int, group: int, person: int, channel: int, message: int) -> bool:
        """Keep that a person waits for a group's answer, below a message; return False if the group is gone."""
        waiting = Waiting(group, person, guild, channel, message, self._clock())
        return self._store is not None and self._store.keep(waiting)

    def answer(self, guild: int, group: int, key: Key | None) -> None:
        """Record what answers a group, for the people who wait for it; None if the answer is gone again."""
        if self._store is not None:
            self._store.answer(guild, group, " ".join(key) if key is not None else None)

    def due(self) -> list[Waiting]:
        """List the people to notify, in all guilds, earliest first."""
        return self._store.due(self._clock() - KEPT_FOR) if self._store is not None else []

    def drop(self, guild: int, group: int, person: int) -> None:
        """Delete that a person waits for a group, because they were notified."""
        if self._store is not None:
            self._store.drop(guild, group, person)

    def tidy(self) -> None:
        """Delete the records of people who have waited long enough."""
        if self._store is not None:
            self._store.delete_older(self._clock() - KEPT_FOR)

    def count_by(self, person: int) -> int:
        """Count the groups that a person waits for."""
        return self._store.count_by(person) if self._store is not None else 0

    def forget_all_by(self, person: int) -> None:
        """Delete everything that a person waits for."""
        if self._store is not None:
            self._store.forget_all_by(person)
