"""Corrections: a change of the knowledge updates the replies that gave the older text."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from briefbot.domain.clocks import wall_clock
from briefbot.domain.corrections import Correction, Due, Fate, ShownReply
from briefbot.domain.knowledge import Key
from briefbot.errors import EditRefused, StoreError
from briefbot.i18n import mark
from briefbot.service.receipts import KEPT_FOR

log = logging.getLogger(__name__)

NO_STORE = mark("Changes can't be kept: the operator has to give the bot a data directory.")


class CorrectionStore(Protocol):
    """Stores what replies show, and which are to be corrected."""

    def note(self, reply: ShownReply) -> None:
        """Record what a reply shows now."""
        ...

    def count(self, guild: int, thing: str, stamp: str, since: datetime) -> int:
        """Return the number of public replies that show a thing with a stamp other than this one."""
        ...

    def start(self, wanted: Correction, stamp: str, since: datetime) -> Correction:
        """Begin a correction and return it, or the same one if it is already running.

        It replaces a correction of an earlier revision.
        """
        ...

    def next_due(self, guild: int) -> Due | None:
        """Return the newest waiting reply of a guild's oldest running correction; None if nothing is waiting."""
        ...

    def settle(self, due: Due, fate: Fate, stamps: Mapping[str, str], time: datetime) -> Correction | None:
        """Record the result for a reply, once, and return the progress of its correction; None if there is none."""
        ...

    def cancel(self, guild: int, number: int, time: datetime) -> bool:
        """End a correction of a guild; return whether it was running."""
        ...

    def find(self, guild: int, number: int) -> Correction | None:
        """Return a correction of a guild, or None if there is none."""
        ...

    def guilds(self) -> list[int]:
        """List the guilds in which a correction is running."""
        ...

    def of_things(self, guild: int, keys: Sequence[Key]) -> list[Correction]:
        """List a guild's corrections of some things, oldest first."""
        ...

    def count_by(self, person: int) -> int:
        """Count the corrections that a person began."""
        ...

    def forget_all_by(self, person: int) -> None:
        """Remove a person from their corrections; the corrections stay."""
        ...


class Corrections:
    """The corrections of all guilds, for moderators and the bot."""

    def __init__(self, store: CorrectionStore | None, clock: Callable[[], datetime] = wall_clock) -> None:
        """Set the store, if there is one, and the clock."""
        self._store, self._clock = store, clock

    def note(self, guild: int, channel: int, message: int, items: tuple[tuple[str, str], ...], *, is_private: bool) -> None:
        """Record what a reply shows now, items by id with a stamp.

        If the store fails, no correction reaches the reply.
        """
        if self._store is not None:
            try:
                self._store.note(ShownReply(message, channel, guild, is_private, self._clock(), items))
            except StoreError as error:
                log.error("what a reply shows is not kept", extra={"error": error.why})

    def count(self, guild: int, thing: str, stamp: str) -> int:
        """Return the number of replies of the last thirty days that show an older text of a thing."""
        return self._kept.count(guild, thing, stamp, self._clock() - KEPT_FOR)

    def start(self, guild: int, key: Key, revision: int, author: int, stamp: str) -> Correction:
        """Begin to correct the replies of the last thirty days that show an older text of a thing."""
        now = self._clock()
        return self._kept.start(Correction(0, guild, *key, revision, author, now, 0, 0), stamp, now - KEPT_FOR)

    def next_due(self, guild: int) -> Due | None:
        """Return the next reply to check in a guild; None if nothing is waiting."""
        return self._kept.next_due(guild)

    def settle(self, due: Due, fate: Fate, stamps: Mapping[str, str]) -> Correction | None:
        """Record the result for a reply, and return the progress of its correction; None if there is none."""
        return self._kept.settle(due, fate, stamps, self._clock())

    def cancel(self, guild: int, number: int) -> bool:
        """End a correction of a guild; return whether it was running."""
        return self._kept.cancel(guild, number, self._clock())

    def find(self, guild: int, number: int) -> Correction | None:
        """Return a correction of a guild, or None if there is none."""
        return self._kept.find(guild, number)

    def guilds(self) -> list[int]:
        """List the guilds in which a correction is running."""
        return self._store.guilds() if self._store is not None else []

    def of_things(self, guild: int, keys: Sequence[Key]) -> list[Correction]:
        """List a guild's corrections of some things, oldest first."""
        return self._kept.of_things(guild, keys)

    def count_by(self, person: int) -> int:
        """Count the corrections that a person began."""
        return self._store.count_by(person) if self._store is not None else 0

    def forget_all_by(self, person: int) -> None:
        """Remove a person from their corrections."""
        if self._store is not None:
            self._store.forget_all_by(person)

    @property
    def _kept(self) -> CorrectionStore:
        if self._store is None:
            raise EditRefused(NO_STORE)
        return self._store
