"""Which servers the bot is gone from, for how long, and when what is kept of them may go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from briefbot.domain.records import Absence
from briefbot.domain.shards import shard_of

KEPT_AFTER_LEAVING = timedelta(days=30)
"""How long a guild's changes can still be exported after the bot has left it."""
SEEN_ABSENT = timedelta(days=1)
"""How long before its deletion a check must have seen a guild absent already: one list may be wrong, or one time."""
TOLERANCE = timedelta(hours=1)
"""How far the two clocks may drift apart between two checks."""


@dataclass(frozen=True, slots=True)
class Present:
    """The guilds that this process is in, by a list that is whole; of guilds on other shards it says nothing."""

    guilds: frozenset[int]
    shards: frozenset[int] = frozenset({0})
    shard_count: int = 1

    def lacks(self, guild: int) -> bool:
        """Return whether a guild would be on the list if the bot were in it, and is not."""
        return guild not in self.guilds and shard_of(guild, self.shard_count) in self.shards


def absence_now(known: Absence, now: datetime, *, starts_over: bool) -> Absence:
    """Return what is to be noted of a guild that is absent; no noted time lies ahead of the clock."""
    left_at, since = known.left_at or now, known.absent_since or now
    return Absence(min(left_at, now), now if starts_over else min(since, now))


def is_expired(absence: Absence, now: datetime) -> bool:
    """Return whether what is kept of a guild has been kept for long enough since the bot left it."""
    left_at, since = absence.left_at, absence.absent_since
    return left_at is not None and since is not None and now - left_at >= KEPT_AFTER_LEAVING and now - since >= SEEN_ABSENT
