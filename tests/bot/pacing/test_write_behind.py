"""Writes after a reply are made in order, and before the bot stops."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator

import pytest

from briefbot.bot.pacing.write_behind import WriteBehind


@pytest.fixture
async def backlog() -> AsyncIterator[WriteBehind]:
    backlog = WriteBehind()
    yield backlog
    await backlog.finish()


async def test_work_is_done_in_order_and_off_the_loop(backlog: WriteBehind) -> None:
    done: list[tuple[int, bool]] = []
    for number in range(5):
        backlog.add(lambda number=number: done.append((number, threading.current_thread() is threading.main_thread())))
    assert done == []
    await backlog.finish()
    assert done == [(number, False) for number in range(5)]


async def test_work_that_is_added_meanwhile_is_done(backlog: WriteBehind) -> None:
    started, go_on, done = threading.Event(), threading.Event(), []

    def slow() -> None:
        started.set()
        assert go_on.wait(5)

    backlog.add(slow)
    backlog.add(lambda: done.append("second"))
    go_on.set()
    await backlog.finish()
    backlog.add(lambda: done.append("third"))
    await backlog.finish()
    assert done == ["second", "third"]


async def test_work_that_fails_is_logged_and_the_rest_is_done(backlog: WriteBehind, caplog: pytest.LogCaptureFixture) -> None:
    done: list[str] = []
    backlog.add(lambda: 1 / 0)
    backlog.add(lambda: done.append("after it"))
    await backlog.finish()
    assert done == ["after it"]
    assert "could not be written down" in caplog.text
