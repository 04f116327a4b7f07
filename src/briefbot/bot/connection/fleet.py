"""Several processes as one bot: what the process asks of those that it shares Discord's shards and limits with."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, Protocol

from briefbot.domain.records import Told
from briefbot.domain.shards import Shards


class Fleet(Protocol):
    """The processes that answer together, as one of them sees them."""

    @property
    def shards(self) -> Shards:
        """Give the range of shards that this process holds."""
        ...

    @property
    def lost(self) -> Future[None]:
        """Give what is done, with an error, once another process holds the range."""
        ...

    def follow(self, *followers: Callable[[Told], object]) -> None:
        """Tell followers, in a thread of its own, what other processes change."""
        ...


async def while_held(work: Coroutine[Any, Any, None], fleet: Fleet | None) -> None:
    """Do something as long as the range is held; TakenError says which process has it."""
    if fleet is None:
        await work
        return
    working, losing = asyncio.create_task(work), asyncio.wrap_future(fleet.lost)
    try:
        await asyncio.wait({working, losing}, return_when=asyncio.FIRST_COMPLETED)
        (losing if losing.done() else working).result()
    finally:
        working.cancel()
        with suppress(asyncio.CancelledError):
            await working
        losing.cancel()
