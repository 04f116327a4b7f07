"""Quick work on the event loop, a step at a time: between two steps the loop sees to Discord."""

from __future__ import annotations

import asyncio


class LoopTurns:
    """Lets one step be made in each round of the event loop, in the order in which they are asked for.

    `async with` makes one.
    """

    def __init__(self) -> None:
        self._lock = asyncio.Lock()

    async def __aenter__(self) -> None:
        """Wait for one's round."""
        await self._lock.acquire()

    async def __aexit__(self, *_: object) -> None:
        """Let the next step wait for another round."""
        asyncio.get_running_loop().call_soon(self._lock.release)
