"""Delayed actions: done after a while, unless they are cancelled or the bot stops first."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable


class Delayed:
    """Waiting actions, by the message that they are about."""

    def __init__(self, end: Callable[[int], object] = lambda _: None) -> None:
        """Set a function that is called for each message once its action is done or cancelled.

        It is not called when the bot stops.
        """
        self._end, self._waiting = end, dict[int, asyncio.Task[None]]()

    def has(self, message: int) -> bool:
        """Return whether an action is waiting for a message."""
        return message in self._waiting

    def put_off(self, message: int, seconds: float, action: Callable[[], Awaitable[object]]) -> None:
        """Do something after a while, replacing the waiting action for the same message."""
        self._cancel(message)
        task = asyncio.create_task(self._do(message, seconds, action))
        self._waiting[message] = task

    def drop(self, message: int) -> None:
        """Cancel the action for a message, even if it has begun."""
        self._cancel(message)
        self._end(message)

    def _cancel(self, message: int) -> None:
        if (task := self._waiting.pop(message, None)) is not None:
            task.cancel()

    def drop_all(self) -> None:
        """Cancel all actions."""
        for message in list(self._waiting):
            self._cancel(message)

    async def _do(self, message: int, seconds: float, action: Callable[[], Awaitable[object]]) -> None:
        await asyncio.sleep(seconds)
        await action()
        # not before: a retry would overwrite what the message says by then
        self._waiting.pop(message, None)
        self._end(message)
