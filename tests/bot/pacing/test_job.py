"""Scheduled jobs continue after failures, and wait in elapsed seconds."""

from __future__ import annotations

import asyncio

import pytest

from briefbot.bot.pacing.job import Job


class Sleep:
    """A clock that tests advance."""

    def __init__(self) -> None:
        self.waited: list[float] = []
        self._is_over = asyncio.Event()

    async def __call__(self, seconds: float) -> None:
        self.waited.append(seconds)
        await self._is_over.wait()
        self._is_over.clear()

    async def end(self) -> None:
        self._is_over.set()
        await settle()


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_a_job_is_done_soon_and_then_again_and_again_until_it_is_cancelled() -> None:
    done, sleep = [], Sleep()

    async def work() -> None:
        done.append(len(done))

    job = Job(work, 15.0, sleep)
    job.start()
    await settle()
    for _ in range(2):
        await sleep.end()
    assert (done, sleep.waited) == ([0, 1, 2], [15.0, 15.0, 15.0])
    job.cancel()
    await sleep.end()
    assert done == [0, 1, 2]


async def test_a_job_that_fails_is_told_in_the_log_and_done_again(caplog: pytest.LogCaptureFixture) -> None:
    sleep = Sleep()

    async def work() -> None:
        raise ZeroDivisionError

    job = Job(work, 15.0, sleep)
    job.start()
    await settle()
    await sleep.end()
    assert [record.seconds for record in caplog.records if record.message == "job failed, and is tried again"] == [15.0, 15.0]
    job.cancel()


async def test_a_job_that_was_cancelled_before_its_start_can_be_started() -> None:
    done = []

    async def work() -> None:
        done.append(len(done))

    job = Job(work, 15.0, Sleep())
    job.cancel()
    await settle()
    assert done == []
    job.start()
    await settle()
    assert done == [0]
    job.cancel()
