"""Short steps of work on the event loop: between two steps the loop serves Discord."""

from __future__ import annotations

import asyncio


class LoopTurns:
    """Allows one step in each round of the event loop, in the order of requests.

    `async with` makes one.
    """

    def __init__(self) -> None:
        self._lock = asyncio.Lock()

    async def __aenter__(self) -> None:
        """Wait for a round."""
        await self._lock.acquire()

    async def __aexit__(self, *_: object) -> None:
        """Let the next step wait for another round."""
        asyncio.get_running_loop().call_soon(self._lock.release)
