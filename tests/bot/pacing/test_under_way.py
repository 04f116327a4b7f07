"""Stopping waits for tasks under way, but not forever."""

from __future__ import annotations

import asyncio

from briefbot.bot.pacing.under_way import UnderWay

LONG = 60.0


async def test_a_stop_waits_until_all_is_done() -> None:
    under_way, first, second = UnderWay(), asyncio.Event(), asyncio.Event()

    async def work(done: asyncio.Event) -> None:
        with under_way.one():
            await done.wait()

    async with asyncio.TaskGroup() as group:
        for each in (first, second):
            group.create_task(work(each))
        await asyncio.sleep(0)
        stopping = group.create_task(under_way.finish(LONG))
        first.set()
        await asyncio.sleep(0)
        assert not stopping.done()
        second.set()
    assert under_way.count == 0


async def test_what_does_not_end_is_not_waited_for() -> None:
    under_way = UnderWay()
    with under_way.one():
        await under_way.finish(0.0)
        assert under_way.count == 1


async def test_what_fails_is_over() -> None:
    under_way = UnderWay()
    try:
        with under_way.one():
            raise ValueError
    except ValueError:
        await under_way.finish(LONG)


async def test_where_nothing_is_under_way_nobody_waits() -> None:
    await UnderWay().finish(LONG)
