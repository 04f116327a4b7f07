"""Answer the questions of a channel one after the other, and let only as many wait as can be answered soon."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from briefbot.bot.transport.error_reports import RefusedError
from briefbot.bot.transport.limits import Limits
from briefbot.i18n import Message, mark, mark_many


class FullError(RefusedError):
    """Too many questions wait in a channel."""


class CrowdedError(RefusedError):
    """Too many questions of one member wait in a channel."""


class StoppingError(RefusedError):
    """The bot is about to stop."""


class _Queue:
    """The questions of one channel."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.waiting: Counter[int | None] = Counter()


class ChannelQueues:
    """A queue for each channel with a question in progress."""

    def __init__(self, limits: Limits | None = None) -> None:
        """Set the limits."""
        self._limits = limits or Limits()
        self._queues: dict[int, _Queue] = {}
        self._is_closed = False
        self._are_empty = asyncio.Event()

    @property
    def waiting(self) -> int:
        """Return the number of questions in progress or waiting, in all channels."""
        return sum(queue.waiting.total() for queue in self._queues.values())

    async def finish(self, seconds: float) -> None:
        """Accept no more questions, and wait at most some seconds for the accepted ones."""
        self._is_closed = True
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._queues:  # links are renewed one turn after the other
                    await self._are_empty.wait()

    @asynccontextmanager
    async def turn(self, channel: int, asker: int | None = None) -> AsyncIterator[None]:
        """Wait for a turn in a channel; raise RefusedError if a question is not accepted.

        Work other than questions has no asker.
        """
        queue = self._queues.get(channel, _Queue())
        if asker is not None:
            self._let_in(queue, asker)
        self._queues[channel] = queue
        self._are_empty.clear()
        queue.waiting[asker] += 1
        try:
            async with queue.lock:
                yield
        finally:
            queue.waiting[asker] -= 1
            if not queue.waiting.total():
                self._queues.pop(channel, None)
            if not self._queues:
                self._are_empty.set()

    def _let_in(self, queue: _Queue, asker: int) -> None:
        if self._is_closed:
            raise StoppingError(mark("I'm restarting. Please ask again in a minute."))
        if queue.waiting.total() - queue.waiting[None] >= self._limits.waiting:
            raise FullError(mark("There are more questions here than I can answer at once. Please ask again in a minute."))
        if queue.waiting[asker] >= self._limits.waiting_for_one:
            raise CrowdedError(_please_wait(queue.waiting[asker]))


def _please_wait(count: int) -> Message:
    return mark_many(
        "{count} of your questions is already waiting here. Please ask again when it is answered.",
        "{count} of your questions are already waiting here. Please ask again when they are answered.",
        count,
    )
