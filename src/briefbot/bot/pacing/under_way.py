"""Work in progress for people, so that a stop can wait for it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class UnderWay:
    """Counts work that has begun and not ended."""

    def __init__(self) -> None:
        self.count = 0
        self._has_ended = asyncio.Event()

    @contextmanager
    def one(self) -> Iterator[None]:
        """Count one piece of work during the block."""
        self.count += 1
        self._has_ended.clear()
        try:
            yield
        finally:
            self.count -= 1
            if not self.count:
                self._has_ended.set()

    async def finish(self, seconds: float) -> None:
        """Wait at most some seconds until no work is in progress."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self.count:
                    await self._has_ended.wait()
