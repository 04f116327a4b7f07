"""What is put off: done after a while, unless it is called off or the bot stops before."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable


class Delayed:
    """Actions that wait, by the message that they are about."""

    def __init__(self, end: Callable[[int], object] = lambda _: None) -> None:
        """Take what is told of each message that was waited for, once that is done or called off.

        A stop of the bot is neither.
        """
        self._end, self._waiting = end, dict[int, asyncio.Task[None]]()

    def has(self, message: int) -> bool:
        """Return whether something is put off for a message."""
        return message in self._waiting

    def put_off(self, message: int, seconds: float, action: Callable[[], Awaitable[object]]) -> None:
        """Do something after a while, in place of what was put off for the same message."""
        self._cancel(message)
        task = asyncio.create_task(self._do(message, seconds, action))
        self._waiting[message] = task

    def drop(self, message: int) -> None:
        """Call off what was put off for a message, even where it has begun."""
        self._cancel(message)
        self._end(message)

    def _cancel(self, message: int) -> None:
        if (task := self._waiting.pop(message, None)) is not None:
            task.cancel()

    def drop_all(self) -> None:
        """Call everything off."""
        for message in list(self._waiting):
            self._cancel(message)

    async def _do(self, message: int, seconds: float, action: Callable[[], Awaitable[object]]) -> None:
        await asyncio.sleep(seconds)
        await action()
        # not before: what is tried again would overwrite what the message says by then
        self._waiting.pop(message, None)
        self._end(message)
