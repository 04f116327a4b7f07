"""Among several processes, one does what only one may do, and shards log in one after the other."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future

import pytest

from briefbot.bot.connection.fleet import LogIns, alone, while_held
from briefbot.domain.shards import Shards
from briefbot.errors import StoreError, TakenError


class Process:
    """One of the processes that share a set of turns, as PostgreSQL would."""

    def __init__(self, turns: set[str], *, is_down: bool = False) -> None:
        self._turns, self._is_down = turns, is_down
        self.shards, self.lost = Shards(0, 0, 1), Future[None]()

    def try_turn(self, name: str) -> bool:
        if self._is_down:
            raise StoreError("the database cannot be reached")
        is_free = name not in self._turns
        self._turns.add(name)
        return is_free

    def end_turn(self, name: str) -> None:
        self._turns.discard(name)

    def follow(self, *followers: object) -> None: ...
    def read_note(self, name: str) -> str: ...
    def write_note(self, name: str, text: str) -> None: ...


async def two() -> int:
    return 2


async def logged_in(fleets: list[Process], shards: list[int], seconds: float) -> list[tuple[int, float]]:
    """Log a shard in from each process at once; return the times."""
    clock, found = asyncio.get_running_loop().time, []
    began = clock()

    async def log_in(fleet: Process, shard: int) -> None:
        await LogIns(fleet, two, seconds).wait(shard)
        found.append((shard, clock() - began))

    await asyncio.gather(*map(log_in, fleets, shards))
    return found


async def test_shards_of_a_bucket_log_in_one_after_the_other() -> None:
    turns = set[str]()
    times = dict(await logged_in([Process(turns) for _ in range(4)], [0, 1, 2, 3], 0.2))
    assert max(times[0], times[2]) - min(times[0], times[2]) >= 0.2
    assert max(times[1], times[3]) - min(times[1], times[3]) >= 0.2


async def test_without_the_database_a_shard_waits_as_long_as_one_process_alone_would(caplog: pytest.LogCaptureFixture) -> None:
    [(_, waited)] = await logged_in([Process(set(), is_down=True)], [5], 0.05)
    assert waited >= 0.05
    assert "a shard logs in without asking the other processes" in caplog.text


async def test_what_one_does_alone_the_next_one_begins_afterwards() -> None:
    turns, done = set[str](), list[str]()

    async def work(name: str) -> None:
        async with alone(Process(turns), "commands"):
            done.append(f"{name} begins")
            await asyncio.sleep(0)
            done.append(f"{name} ends")

    await asyncio.gather(work("a"), work("b"))
    assert done in (["a begins", "a ends", "b begins", "b ends"], ["b begins", "b ends", "a begins", "a ends"])


@pytest.mark.parametrize("fleet", [None, Process(set(), is_down=True), Process({"commands"})])
async def test_nobody_waits_for_ever(fleet: Process | None) -> None:
    async with alone(fleet, "commands", patience=0.0):
        pass


async def test_a_range_that_is_lost_ends_what_is_done() -> None:
    process, ended = Process(set()), asyncio.Event()

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    process.lost.set_exception(TakenError("shard 3 is taken"))
    with pytest.raises(TakenError):
        await while_held(work(), process)
    assert ended.is_set()


async def test_what_ends_by_itself_ends() -> None:
    await while_held(asyncio.sleep(0), Process(set()))
    with pytest.raises(ZeroDivisionError):
        await while_held(failing(), Process(set()))


async def failing() -> None:
    raise ZeroDivisionError
