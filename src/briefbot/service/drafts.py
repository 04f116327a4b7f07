"""Moderators' drafts kept over a restart; where the store fails, the bot goes on with those in its memory."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from briefbot.domain.clocks import wall_clock
from briefbot.domain.records import KeptDraft
from briefbot.errors import StoreError

log = logging.getLogger(__name__)

KEPT_FOR = timedelta(hours=24)
"""How long a draft is kept after it was last changed."""


class DraftStore(Protocol):
    """Where drafts are kept for longer than the process lives."""

    def keep(self, draft: KeptDraft) -> None:
        """Keep a draft, in place of the one with its token."""
        ...

    def since(self, time: datetime) -> list[KeptDraft]:
        """List the drafts that were kept since a time, the oldest first, and forget all others."""
        ...

    def forget(self, tokens: Sequence[str]) -> None:
        """Forget drafts."""
        ...

    def count_by(self, person: int) -> int:
        """Count a person's drafts."""
        ...

    def forget_all_by(self, person: int) -> None:
        """Forget a person's drafts."""
        ...


class Drafts:
    """The drafts of all guilds."""

    def __init__(
        self,
        store: DraftStore | None = None,
        clock: Callable[[], datetime] = wall_clock,
        is_ours: Callable[[int], bool] = lambda _: True,
    ) -> None:
        """Take the store, if there is one, the time, and which guilds this process hears of."""
        self._store, self._clock, self._is_ours = store, clock, is_ours

    def keep(self, token: str, guild: int, author: int, text: str) -> None:
        """Keep a draft for longer than the process lives."""
        if self._store is not None:
            self._quietly(self._store.keep, KeptDraft(token, guild, author, self._clock(), text))

    def forget(self, token: str) -> None:
        """Forget a draft that was saved or discarded, or is over."""
        if self._store is not None:
            self._quietly(self._store.forget, [token])

    def kept(self) -> list[tuple[KeptDraft, float]]:
        """List the drafts that are kept, the oldest first, each with its age in seconds."""
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
        """Forget a person's drafts."""
        if self._store is not None:
            self._store.forget_all_by(person)

    def _quietly(self, work: Callable[..., None], *args: object) -> None:
        try:
            work(*args)
        except StoreError as error:
            log.error("draft is kept in memory alone", extra={"error": error.why})
