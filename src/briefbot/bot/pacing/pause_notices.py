"""What was said because of a pause: it stands as long as it is true."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import discord

from briefbot.domain.recent import Recent

MOST = 1_000
"""Notices that are remembered; older ones stay where they are."""


class PauseNotices:
    """The notices of all guilds, until their pause is over."""

    def __init__(self) -> None:
        self._standing: Recent[int, tuple[int, discord.Message]] = Recent(MOST)

    def note(self, guild: int, notice: discord.Message) -> None:
        """Note that a notice was sent in a guild."""
        self._standing[notice.id] = guild, notice

    def take_over(self, is_paused: Callable[[int], bool]) -> Iterator[discord.Message]:
        """Take, once, the notices of the guilds that are no longer paused."""
        for number, (guild, notice) in list(self._standing.items()):
            if not is_paused(guild):
                self._standing.pop(number, None)
                yield notice
