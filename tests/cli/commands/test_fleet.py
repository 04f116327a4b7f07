"""Several processes of `run` as one bot, with a PostgreSQL of their own and a Discord over real sockets."""

from __future__ import annotations

import re
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from cli.programs import SECONDS, ended, started
from fake_discord import FakeDiscord

SHARDS = 8
Start = Callable[..., Awaitable[Process]]


@pytest.fixture
async def fake() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord(shards=SHARDS) as made:
        yield made


@pytest.fixture
async def start(fake: FakeDiscord, environment: dict[str, str], address: str) -> AsyncIterator[Start]:
    """Give a function that starts a process with a range of shards; all are ended with the test."""
    running: list[Process] = []

    async def run(shards: str, **settings: str) -> Process:
        own = {"BRIEFBOT_SHARDS": shards, "BRIEFBOT_DATABASE": address, "BRIEFBOT_MESSAGE_CONTENT": "on"}
        running.append(await started(fake, {**environment, **own, **settings}, "run"))
        return running[-1]

    yield run
    for process in running:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def test_a_second_holder_is_refused_in_a_line_before_it_connects(fake: FakeDiscord, start: Start) -> None:
    first = await start("1/8")
    await fake.ready(seconds=SECONDS)
    calls = len(fake.requests)
    status, out, err = await ended(await start("0-3/8"))
    assert (status, out) == (2, "")
    assert re.fullmatch(
        rf"briefbot: the shards 0-3/8 cannot be taken: shard 1 is taken by 'briefbot 1/8 {first.pid}@\S+'; stop that process first",
        err.splitlines()[-1],
    )
    assert len(fake.requests) == calls
    assert {session.shard for session in fake.gateway.live} == {(1, 8)}


async def test_auto_takes_as_many_as_discord_says(fake: FakeDiscord, start: Start) -> None:
    process = await start("auto")
    await fake.ready(seconds=SECONDS)
    assert {session.shard for session in fake.gateway.live} == {(0, 8)}
    status, _, err = await ended(await start("7/8"))
    assert status == 2
    assert f"shard 7 is taken by 'briefbot 0-7/8 {process.pid}@" in err


async def test_a_part_without_postgresql_is_refused(start: Start) -> None:
    status, _, err = await ended(await start("0-3/8", BRIEFBOT_DATABASE=""))
    assert (status, err) == (2, "briefbot: the shards 0-3/8 are a part of all: several processes need PostgreSQL (BRIEFBOT_DATABASE)\n")
