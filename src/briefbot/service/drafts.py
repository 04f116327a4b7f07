"""Keep moderators' drafts over a restart if the store works, and their changes that wait for approval."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from briefbot.domain.clocks import wall_clock
from briefbot.domain.records import KeptDraft, PendingChange
from briefbot.errors import StoreError

log = logging.getLogger(__name__)

KEPT_FOR = timedelta(hours=24)
"""How long a draft is kept after its last change."""


class DraftStore(Protocol):
    """Stores drafts beyond the life of the process."""

    def keep(self, draft: KeptDraft) -> None:
        """Keep a draft, replacing the one with the same token."""
        ...

    def since(self, time: datetime) -> list[KeptDraft]:
        """List the drafts since a time, oldest first, and delete all others."""
        ...

    def forget(self, tokens: Sequence[str]) -> None:
        """Delete drafts."""
        ...

    def count_by(self, person: int) -> int:
        """Count a person's drafts."""
        ...

    def forget_all_by(self, person: int) -> None:
        """Delete a person's drafts."""
        ...


class Drafts:
    """The drafts of all guilds."""

    def __init__(
        self,
        store: DraftStore | None = None,
        clock: Callable[[], datetime] = wall_clock,
        is_ours: Callable[[int], bool] = lambda _: True,
    ) -> None:
        """Set the store, if there is one, the clock, and which guilds belong to this process."""
        self._store, self._clock, self._is_ours = store, clock, is_ours

    def keep(self, token: str, guild: int, author: int, text: str) -> None:
        """Keep a draft beyond the life of the process."""
        if self._store is not None:
            self._quietly(self._store.keep, KeptDraft(token, guild, author, self._clock(), text))

    def forget(self, token: str) -> None:
        """Delete a draft that was saved, discarded, or has expired."""
        if self._store is not None:
            self._quietly(self._store.forget, [token])

    def kept(self) -> list[tuple[KeptDraft, float]]:
        """List the stored drafts, oldest first, each with its age in seconds."""
        if self._store is None:
            return []
        now = self._clock()
        try:
            found = self._store.since(now - KEPT_FOR)
        except StoreError as error:
            log.error("drafts cannot be read", extra={"error": error.why})
            return []
        return [(draft, max((now - draft.time).total_seconds(), 0.0)) for draft in found if self._is_ours(draft.guild_id)]

    def count_by(self, person: int) -> int:
        """Count a person's drafts."""
        return self._store.count_by(person) if self._store is not None else 0

    def forget_all_by(self, person: int) -> None:
        """Delete a person's drafts."""
        if self._store is not None:
            self._store.forget_all_by(person)

    def _quietly(self, work: Callable[..., None], *args: object) -> None:
        try:
            work(*args)
        except StoreError as error:
            log.error("draft is kept in memory alone", extra={"error": error.why})


class PendingStore(Protocol):
    """Stores changes that wait for approval."""

    def add(self, change: PendingChange) -> int:
        """Keep a change; return its number."""
        ...

    def of_guild(self, guild: int) -> list[PendingChange]:
        """List the waiting changes of a guild, oldest first."""
        ...

    def drop(self, guild: int, number: int) -> bool:
        """Delete a decided change; return whether it existed."""
        ...

    def count_by(self, person: int) -> int:
        """Count a person's changes."""
        ...

    def forget_all_by(self, person: int) -> None:
        """Delete a person's changes, and the note that others were made from what they wrote."""
        ...


class PendingChanges:
    """The changes of all guilds that wait for approval."""

    def __init__(self, store: PendingStore | None, clock: Callable[[], datetime] = wall_clock) -> None:
        """Set the store, if there is one, and the clock."""
        self._store, self._clock = store, clock

    def add(self, guild: int, author: int, credited: int | None, text: str) -> int:
        """Keep a change until it is decided; return its number."""
        change = PendingChange(0, guild, author, credited, self._clock(), text)
        return self._store.add(change) if self._store is not None else 0

    def of_guild(self, guild: int) -> list[PendingChange]:
        """List the waiting changes of a guild, oldest first."""
        return self._store.of_guild(guild) if self._store is not None else []

    def find(self, guild: int, number: int) -> PendingChange | None:
        """Return a change; None if it is already decided."""
        return next((each for each in self.of_guild(guild) if each.number == number), None)

    def drop(self, guild: int, number: int) -> bool:
        """Delete a decided change; return whether it existed."""
        return self._store is not None and self._store.drop(guild, number)

    def count_by(self, person: int) -> int:
        """Count a person's changes."""
        return self._store.count_by(person) if self._store is not None else 0

    def forget_all_by(self, person: int) -> None:
        """Delete a person's changes, and the note that others were made from what they wrote."""
        if self._store is not None:
            self._store.forget_all_by(person)
