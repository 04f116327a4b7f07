"""Questions of a channel one after the other: in order, and no more waiting than can be answered soon."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from briefbot.bot.transport.error_reports import RefusedError
from briefbot.i18n import Message, mark, mark_many

WAITING = 25
"""Questions that wait in a channel at most; Discord lets a bot send about one message a second there."""
WAITING_FOR_ONE = 10
"""How many of these can be one member's, so that others find a place; as many come to a channel when 2,000 come over 200 channels."""


class FullError(RefusedError):
    """Too many questions wait in a channel."""


class CrowdedError(RefusedError):
    """Too many questions of one member wait in a channel."""


class StoppingError(RefusedError):
    """The bot is about to stop."""


class Lane:
    """The questions of one channel."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.waiting: Counter[int | None] = Counter()


class Lanes:
    """A lane for each channel in which somebody is being answered."""

    def __init__(self) -> None:
        self._lanes: dict[int, Lane] = {}
        self._is_closed = False
        self._are_empty = asyncio.Event()

    async def finish(self, seconds: float) -> None:
        """Let no more questions in, and wait until those that are in have been answered, as long as that at most."""
        self._is_closed = True
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._lanes:  # links are renewed one turn after the other
                    await self._are_empty.wait()

    @asynccontextmanager
    async def turn(self, channel: int, asker: int | None = None) -> AsyncIterator[None]:
        """Wait for one's turn in a channel; RefusedError where a question is not let in. What is no question has no asker."""
        lane = self._lanes.get(channel, Lane())
        if asker is not None:
            self._let_in(lane, asker)
        self._lanes[channel] = lane
        self._are_empty.clear()
        lane.waiting[asker] += 1
        try:
            async with lane.lock:
                yield
        finally:
            lane.waiting[asker] -= 1
            if not lane.waiting.total():
                self._lanes.pop(channel, None)
            if not self._lanes:
                self._are_empty.set()

    def _let_in(self, lane: Lane, asker: int) -> None:
        if self._is_closed:
            raise StoppingError(mark("I am just being restarted. Please ask again in a minute."))
        if lane.waiting.total() - lane.waiting[None] >= WAITING:
            raise FullError(mark("There are more questions here than I can answer at once. Please ask again in a minute."))
        if lane.waiting[asker] >= WAITING_FOR_ONE:
            raise CrowdedError(_told_to_wait(lane.waiting[asker]))


def _told_to_wait(count: int) -> Message:
    return mark_many(
        "{count} question of yours waits here already. Please ask again when it is answered.",
        "{count} questions of yours wait here already. Please ask again when they are answered.",
        count,
    )
