"""What people say of replies: one opinion of each on each, kept for thirty days; it moves nothing by itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from briefbot.domain.clocks import wall_clock
from briefbot.domain.inbox import Opinion

KEPT_FOR = timedelta(days=30)
"""How long an opinion is kept."""
REASON_LIMIT = 300
"""Characters of somebody's own words on why a reply is wrong."""


class OpinionStore(Protocol):
    """Where opinions are kept."""

    def keep(self, opinion: Opinion) -> Opinion | None:
        """Keep an opinion in place of an earlier one of the same person; return that, None where it is the first."""
        ...

    def delete_older(self, than: datetime) -> None:
        """Forget the opinions from before a time."""
        ...

    def count_by(self, person: int) -> int:
        """Count somebody's opinions."""
        ...

    def forget_all_by(self, person: int) -> None:
        """Forget somebody's opinions."""
        ...


class Opinions:
    """The opinions on the replies of all guilds."""

    def __init__(self, store: OpinionStore | None, clock: Callable[[], datetime] = wall_clock) -> None:
        """Take the store, if there is one, and the time."""
        self._store, self._clock = store, clock

    def give(self, guild: int, message: int, person: int, *, is_right: bool, reason: str = "", thing: str | None = None) -> Opinion | None:
        """Keep what somebody says of a reply, in place of what they said before.

        Return that, None where it is the first.
        """
        opinion = Opinion(message, person, guild, is_right, reason[:REASON_LIMIT], thing, self._clock())
        return self._store.keep(opinion) if self._store is not None else None

    def tidy(self) -> None:
        """Forget what was kept long enough."""
        if self._store is not None:
            self._store.delete_older(self._clock() - KEPT_FOR)

    def count_by(self, person: int) -> int:
        """Count somebody's opinions."""
        return self._store.count_by(person) if self._store is not None else 0

    def forget_all_by(self, person: int) -> None:
        """Forget somebody's opinions."""
        if self._store is not None:
            self._store.forget_all_by(person)
