"""Which of Discord's shards a process takes: all, or a range of them while other processes take the others."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SHIFT = 22
"""Discord shares guilds out among shards by the part of their id above these bits."""
_MOST = 65_536
"""Shards in all; Discord asks for one per 1,000 guilds."""
_RANGE = re.compile(r"(?:(\d{1,5})(?:-(\d{1,5}))?/)?(\d{1,5})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Shards:
    """A range of shards, its last one included, of all that there are."""

    first: int
    last: int
    count: int

    def __str__(self) -> str:
        return f"{self.first}-{self.last}/{self.count}" if self.first < self.last else f"{self.first}/{self.count}"

    @property
    def ids(self) -> list[int]:
        """List the shards' numbers."""
        return list(range(self.first, self.last + 1))

    @property
    def are_all(self) -> bool:
        """Return whether no other process has a shard."""
        return len(self.ids) == self.count

    @property
    def part(self) -> float:
        """Return how much of all this is, as a fraction of one."""
        return len(self.ids) / self.count

    def hear_of(self, guild: int | None) -> bool:
        """Return whether what happens in a guild comes to these shards; direct messages come to the first one."""
        return self.first <= shard_of(guild, self.count) <= self.last


def shard_of(guild: int | None, count: int) -> int:
    """Return the shard that hears of a guild, or of direct messages."""
    return 0 if guild is None else (guild >> _SHIFT) % count


def shards_from(text: str) -> Shards:
    """Read a count such as `16`, or a range such as `0-3/16` or `5/16`; raise ValueError where it is none."""
    found = _RANGE.fullmatch(text)
    if found is None:
        raise ValueError(text)
    count = int(found[3])
    first = int(found[1] or 0)
    last = int(found[2]) if found[2] is not None else first if found[1] is not None else count - 1
    if not 0 <= first <= last < count <= _MOST:
        raise ValueError(text)
    return Shards(first, last, count)
