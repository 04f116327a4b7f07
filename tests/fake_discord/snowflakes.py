"""Ids as Discord makes them: the time in the upper bits, always rising."""

from __future__ import annotations

import time

EPOCH_MS = 1_420_070_400_000
TIME_SHIFT = 22


class Snowflakes:
    """Hand out ids that never repeat and never fall."""

    def __init__(self) -> None:
        self._last = 0

    def next(self) -> int:
        """Return the next id."""
        now = (int(time.time() * 1000) - EPOCH_MS) << TIME_SHIFT
        self._last = max(self._last + 1, now)
        return self._last

    def next_guild(self) -> int:
        """Return the next id in a millisecond of its own, so that guilds made in a row take turns at the shards."""
        self._last = ((self.next() >> TIME_SHIFT) + 1) << TIME_SHIFT
        return self._last


def shard_of(guild_id: int | None, shards: int) -> int:
    """Say which shard hears of a guild; what belongs to no guild goes to the first."""
    return 0 if guild_id is None else (guild_id >> TIME_SHIFT) % shards
