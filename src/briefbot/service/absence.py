"""Which servers the bot has left, for how long, and when their data may be deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from briefbot.domain.records import Absence
from briefbot.domain.shards import shard_of

KEPT_AFTER_LEAVING = timedelta(days=30)
"""How long a guild's changes can still be exported after the bot has left it."""
SEEN_ABSENT = timedelta(days=1)
"""How long before the deletion a check must already have found a guild absent: one list or one clock may be wrong."""
TOLERANCE = timedelta(hours=1)
"""How far the two clocks may drift apart between two checks."""


@dataclass(frozen=True, slots=True)
class Present:
    """The guilds that this process is in, from a complete list; it says nothing about guilds on other shards."""

    guilds: frozenset[int]
    shards: frozenset[int] = frozenset({0})
    shard_count: int = 1

    def lacks(self, guild: int) -> bool:
        """Return whether a guild would be on the list if the bot were in it, but is not."""
        return guild not in self.guilds and shard_of(guild, self.shard_count) in self.shards


def absence_now(known: Absence, now: datetime, *, starts_over: bool) -> Absence:
    """Return the absence to record for a guild; no recorded time is in the future."""
    left_at, since = known.left_at or now, known.absent_since or now
    return Absence(min(left_at, now), now if starts_over else min(since, now))


def is_expired(absence: Absence, now: datetime) -> bool:
    """Return whether a guild's data has been kept long enough since the bot left it."""
    left_at, since = absence.left_at, absence.absent_since
    return left_at is not None and since is not None and now - left_at >= KEPT_AFTER_LEAVING and now - since >= SEEN_ABSENT
