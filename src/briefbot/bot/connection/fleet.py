"""Several processes as one bot: what the process asks of those that it shares Discord's shards and limits with."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from concurrent.futures import Future
from contextlib import asynccontextmanager, suppress
from typing import Any, Protocol

from briefbot.domain.records import Told
from briefbot.domain.shards import Shards
from briefbot.errors import StoreError

log = logging.getLogger(__name__)

BETWEEN = 5.25
"""Seconds between two shards of a bucket; Discord demands 5, and not all are equally long on their way."""
PATIENCE = 30.0
"""Seconds to wait for another process that does what is to be done alone."""
_TRIES = 20
"""Tries to get a turn while one of another process lasts."""
_PAUSE = 0.25
"""Seconds between two tries of other turns."""


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

    def try_turn(self, name: str) -> bool:
        """Take a turn at what only one process does at a time; return False while somebody has it."""
        ...

    def end_turn(self, name: str) -> None:
        """Let somebody else have a turn."""
        ...

    def read_note(self, name: str) -> str:
        """Return what a process noted last, "" where none did."""
        ...

    def write_note(self, name: str, text: str) -> None:
        """Note something for all processes."""
        ...


class LogIns:
    """When a shard may identify: one of a bucket at a time, whichever process it belongs to."""

    def __init__(self, fleet: Fleet, concurrency: Callable[[], Awaitable[int]], seconds: float = BETWEEN) -> None:
        """Take the fleet, what asks Discord how many buckets there are, and the seconds between two shards of one."""
        self._fleet, self._ask, self._seconds = fleet, concurrency, seconds
        self._buckets: int | None = None

    async def wait(self, shard: int) -> None:
        """Wait until a shard may identify; where the database does not answer, as long as one process alone would."""
        if self._buckets is None:
            self._buckets = await self._ask()
        turn = f"identify {shard % self._buckets}"
        try:
            await _take(self._fleet, turn, self._seconds / _TRIES, math.inf)
        except StoreError as error:
            log.warning("a shard logs in without asking the other processes", extra={"shard": shard, "error": error.why})
            await asyncio.sleep(self._seconds)
        else:
            asyncio.get_running_loop().call_later(self._seconds, self._end, turn)

    def _end(self, turn: str) -> None:
        with suppress(RuntimeError):  # the bot has stopped, and all its turns end with it
            asyncio.get_running_loop().run_in_executor(None, self._fleet.end_turn, turn)


@asynccontextmanager
async def alone(fleet: Fleet | None, name: str, patience: float = PATIENCE) -> AsyncIterator[None]:
    """Do something while no other process does; after a while, or without the database, all the same."""
    is_turn = False
    if fleet is not None:
        with suppress(StoreError):
            is_turn = await _take(fleet, name, _PAUSE, patience)
    try:
        yield
    finally:
        if fleet is not None and is_turn:
            await asyncio.to_thread(fleet.end_turn, name)


async def _take(fleet: Fleet, name: str, pause: float, patience: float) -> bool:
    """Take a turn as soon as nobody has it; return False if somebody has it for too long."""
    clock = asyncio.get_running_loop().time
    end = clock() + patience
    while True:
        if await asyncio.to_thread(fleet.try_turn, name):
            return True
        if clock() >= end:
            return False
        await asyncio.sleep(pause)


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
