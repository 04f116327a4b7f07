"""Messages that change or go by themselves: offers, and notices of waits and pauses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TypeAlias

from briefbot.domain.recent import Recent
from briefbot.domain.records import TemporaryMessage
from briefbot.service.temporary import TemporaryMessages as Kept

MOST = 1_000
"""The most messages that are remembered; older ones stay until the next start."""
Later: TypeAlias = Callable[[Callable[[], object]], object]
"""Schedules something to be written soon."""


class TemporaryMessages:
    """The temporary messages of a running bot, which survive a restart."""

    def __init__(self, kept: Kept, later: Later) -> None:
        """Set their storage, and a scheduler for it."""
        self._kept, self._later = kept, later
        self._standing: Recent[int, TemporaryMessage] = Recent(MOST)

    def read(self, messages: Iterable[TemporaryMessage]) -> None:
        """Load the stored messages."""
        for each in messages:
            self._standing.setdefault(each.message_id, each)

    def note(self, message: TemporaryMessage) -> None:
        """Record a sent message."""
        self._standing[message.message_id] = message
        self._later(partial(self._kept.keep, message))

    def forget(self, number: int) -> None:
        """Forget a message that has changed or gone, if it is known."""
        if self._standing.pop(number, None) is not None:
            self._later(partial(self._kept.forget, number))

    def timed(self) -> list[TemporaryMessage]:
        """List the messages with a time to change or go."""
        return [each for each in self._standing.values() if each.until is not None]

    def of_ended_pauses(self, is_paused: Callable[[int], bool]) -> Iterator[TemporaryMessage]:
        """Remove and yield, once, the notices of guilds that are no longer paused."""
        for each in list(self._standing.values()):
            if each.kind == "pause" and each.guild_id is not None and not is_paused(each.guild_id):
                self.forget(each.message_id)
                yield each
