"""What is being done for somebody, so that a stop can wait until it is done."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class UnderWay:
    """Counts what has begun and has not ended."""

    def __init__(self) -> None:
        self.count = 0
        self._has_ended = asyncio.Event()

    @contextmanager
    def one(self) -> Iterator[None]:
        """Count something for as long as the block takes."""
        self.count += 1
        self._has_ended.clear()
        try:
            yield
        finally:
            self.count -= 1
            if not self.count:
                self._has_ended.set()

    async def finish(self, seconds: float) -> None:
        """Wait at most so many seconds until nothing is under way."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self.count:
                    await self._has_ended.wait()
