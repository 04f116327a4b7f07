"""Write data after a reply was sent, so that nobody waits for the disk.

In order, and completed before the bot stops.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable

log = logging.getLogger(__name__)


class WriteBehind:
    """Does slow work in a thread, one piece after the other."""

    def __init__(self) -> None:
        self._waiting: deque[Callable[[], object]] = deque()
        self._working: asyncio.Task[None] | None = None

    def add(self, work: Callable[[], object]) -> None:
        """Schedule work after everything that was added before it."""
        self._waiting.append(work)
        if self._working is None or self._working.done():
            self._working = asyncio.create_task(self._work())

    async def finish(self) -> None:
        """Wait until everything is done."""
        if self._working is not None:
            await self._working

    async def _work(self) -> None:
        while self._waiting:
            await asyncio.to_thread(self._do_all)

    def _do_all(self) -> None:
        while self._waiting:
            work = self._waiting.popleft()
            try:
                work()
            except Exception:
                log.exception("something could not be written down")
