"""A delayed action runs once after a while, unless it is cancelled or replaced."""

from __future__ import annotations

import asyncio

from briefbot.bot.pacing.delayed import Delayed


class Action:
    """An action in two steps with a wait between them."""

    def __init__(self) -> None:
        self.begun, self.go_on, self.is_done = asyncio.Event(), asyncio.Event(), False

    async def __call__(self) -> None:
        self.begun.set()
        await self.go_on.wait()
        self.is_done = True


async def settle() -> None:
    """Run all tasks that can run."""
    for _ in range(10):
        await asyncio.sleep(0)


async def test_what_is_put_off_is_done_and_forgotten() -> None:
    later, action = Delayed(), Action()
    later.put_off(11, 0, action)
    action.go_on.set()
    await settle()
    assert action.is_done
    assert later._waiting == {}


async def test_what_is_called_off_is_not_done() -> None:
    later, action = Delayed(), Action()
    later.put_off(11, 0, action)
    later.drop(11)
    await settle()
    assert not action.begun.is_set()


async def test_what_has_begun_can_be_called_off() -> None:
    """Otherwise a retry for an expired offer would overwrite the reply to an edited question."""
    later, action = Delayed(), Action()
    later.put_off(11, 0, action)
    await action.begun.wait()
    later.drop_all()
    action.go_on.set()
    await settle()
    assert not action.is_done


async def test_what_takes_the_place_of_what_has_begun_is_done() -> None:
    later, first, second = Delayed(), Action(), Action()
    later.put_off(11, 0, first)
    await first.begun.wait()
    later.put_off(11, 0, second)
    for action in (first, second):
        action.go_on.set()
    await settle()
    assert (first.is_done, second.is_done, later._waiting) == (False, True, {})
