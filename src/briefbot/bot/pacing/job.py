"""Periodic jobs: by seconds that pass, not by the wall clock, which can be set."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)


class Job:
    """Does something repeatedly, even after errors."""

    def __init__(
        self, work: Callable[[], Awaitable[None]], every: float, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        """Set what to do, the seconds between two runs, and the way to wait."""
        self._work, self._every, self._sleep = work, every, sleep
        self._running: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Run for the first time soon."""
        self._running = asyncio.create_task(self._run())

    def cancel(self) -> None:
        """Stop, even during a run."""
        if self._running is not None:
            self._running.cancel()

    async def _run(self) -> None:
        while True:
            try:
                await self._work()
            except Exception:
                log.exception("job failed, and is tried again", extra={"seconds": self._every})
            await self._sleep(self._every)
