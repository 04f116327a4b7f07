"""Quick work leaves the event loop free in between."""

from __future__ import annotations

import asyncio

import pytest

from briefbot.bot.pacing.loop_turns import LoopTurns


async def test_first_step_is_made_at_once() -> None:
    made = []

    async def step(pace: LoopTurns) -> None:
        async with pace:
            made.append("step")

    asyncio.get_running_loop().call_soon(made.append, "round")
    await step(LoopTurns())
    assert made == ["step"]


async def test_other_work_comes_between_two_steps() -> None:
    pace, done, loop = LoopTurns(), [], asyncio.get_running_loop()

    async def step(number: int) -> None:
        async with pace:
            done.append(f"step {number}")
            loop.call_soon(done.append, f"what step {number} was followed by")

    await asyncio.gather(*(step(number) for number in range(3)))
    await asyncio.sleep(0)
    assert done == [text for number in range(3) for text in (f"step {number}", f"what step {number} was followed by")]


async def test_step_that_fails_lets_the_next_one_go() -> None:
    pace = LoopTurns()
    with pytest.raises(ZeroDivisionError):
        async with pace:
            raise ZeroDivisionError
    async with asyncio.timeout(60), pace:
        pass
