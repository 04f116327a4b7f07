"""Which of Discord's shards a process runs: all of them, or a range while other processes run the others."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SHIFT = 22
"""Discord assigns guilds to shards by the bits of their id above this one."""
_MOST = 65_536
"""The most shards in all; Discord asks for one per 1,000 guilds."""
_RANGE = re.compile(r"(?:(\d{1,5})(?:-(\d{1,5}))?/)?(\d{1,5})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Shards:
    """A range of shards, including its last one, out of all shards."""

    first: int
    last: int
    count: int

    def __str__(self) -> str:
        return f"{self.first}-{self.last}/{self.count}" if self.first < self.last else f"{self.first}/{self.count}"

    @property
    def ids(self) -> list[int]:
        """List the numbers of the shards."""
        return list(range(self.first, self.last + 1))

    @property
    def are_all(self) -> bool:
        """Return whether these are all the shards."""
        return len(self.ids) == self.count

    @property
    def part(self) -> float:
        """Return the fraction of all shards that these are."""
        return len(self.ids) / self.count

    def hear_of(self, guild: int | None) -> bool:
        """Return whether events of a guild come to these shards; direct messages come to the first shard."""
        return self.first <= shard_of(guild, self.count) <= self.last


def shard_of(guild: int | None, count: int) -> int:
    """Return the shard that receives a guild's events, or direct messages."""
    return 0 if guild is None else (guild >> _SHIFT) % count


def shards_from(text: str) -> Shards:
    """Read a count such as `16`, or a range such as `0-3/16` or `5/16`; raise ValueError if it is neither."""
    found = _RANGE.fullmatch(text)
    if found is None:
        raise ValueError(text)
    count = int(found[3])
    first = int(found[1] or 0)
    last = int(found[2]) if found[2] is not None else first if found[1] is not None else count - 1
    if not 0 <= first <= last < count <= _MOST:
        raise ValueError(text)
    return Shards(first, last, count)
