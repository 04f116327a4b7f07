"""Several processes as one bot: how this process shares Discord's shards and limits with the others."""

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
"""Seconds between two shards of a bucket; Discord requires 5, and calls take different times to arrive."""
PATIENCE = 30.0
"""Seconds to wait for another process's turn."""
_TRIES = 20
"""Attempts to get a turn while another process has it."""
_PAUSE = 0.25
"""Seconds between two attempts to get another kind of turn."""


class Fleet(Protocol):
    """The processes that answer together, from one process's point of view."""

    @property
    def shards(self) -> Shards:
        """Return the range of shards of this process."""
        ...

    @property
    def lost(self) -> Future[None]:
        """Return a future that is done, with an error, once another process has the range."""
        ...

    def follow(self, *followers: Callable[[Told], object]) -> None:
        """Notify followers of changes by other processes, in a thread of its own."""
        ...

    def try_turn(self, name: str) -> bool:
        """Take a turn at work that only one process does at a time; return False while another has it."""
        ...

    def end_turn(self, name: str) -> None:
        """Give up a turn."""
        ...

    def read_note(self, name: str) -> str:
        """Return the latest note of any process, "" if there is none."""
        ...

    def write_note(self, name: str, text: str) -> None:
        """Write a note for all processes."""
        ...


class LogIns:
    """Decides when a shard may identify: one of a bucket at a time, whichever process it belongs to."""

    def __init__(self, fleet: Fleet, concurrency: Callable[[], Awaitable[int]], seconds: float = BETWEEN) -> None:
        """Set the fleet, a function that returns the number of buckets, and the seconds between two shards of one."""
        self._fleet, self._ask, self._seconds = fleet, concurrency, seconds
        self._buckets: int | None = None

    async def wait(self, shard: int) -> None:
        """Wait until a shard may identify; if the database does not answer, wait as a single process would."""
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
        with suppress(RuntimeError):  # the bot has stopped, and all its turns ended with it
            asyncio.get_running_loop().run_in_executor(None, self._fleet.end_turn, turn)


@asynccontextmanager
async def alone(fleet: Fleet | None, name: str, patience: float = PATIENCE) -> AsyncIterator[None]:
    """Do something while no other process does; after a while, or without the database, do it anyway."""
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
    """Take a turn as soon as it is free; return False if another process has it for too long."""
    clock = asyncio.get_running_loop().time
    end = clock() + patience
    while True:
        if await asyncio.to_thread(fleet.try_turn, name):
            return True
        if clock() >= end:
            return False
        await asyncio.sleep(pause)


async def while_held(work: Coroutine[Any, Any, None], fleet: Fleet | None) -> None:
    """Do something as long as the range is held; raise TakenError with the process that takes it."""
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
