"""Quick work on the event loop, a step at a time: between two steps the loop sees to Discord."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Pace:
    """Lets one step be made in each round of the event loop, in the order in which they are asked for."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()

    @asynccontextmanager
    async def step(self) -> AsyncIterator[None]:
        """Wait for one's round; the next step has to wait for another one."""
        await self._lock.acquire()
        try:
            yield
        finally:
            asyncio.get_running_loop().call_soon(self._lock.release)
