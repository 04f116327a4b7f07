"""Questions of a channel one after the other: in order, and no more waiting than can be answered soon."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from briefbot.bot.errors import RefusedError
from briefbot.words import say

WAITING = 25
"""Questions that wait in a channel at most; Discord lets a bot send about one message a second there."""


class FullError(RefusedError):
    """Too many questions wait in a channel."""


class Lane:
    """The questions of one channel."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.waiting = 0


class Lanes:
    """A lane for each channel in which somebody is being answered."""

    def __init__(self) -> None:
        self._lanes: dict[int, Lane] = {}

    @asynccontextmanager
    async def turn(self, channel: int, *, is_question: bool = True) -> AsyncIterator[None]:
        """Wait for one's turn in a channel; FullError where too many wait already, except for what is no new question."""
        lane = self._lanes.setdefault(channel, Lane())
        if is_question and lane.waiting >= WAITING:
            raise FullError(say("There are more questions here than I can answer at once. Please ask again in a minute."))
        lane.waiting += 1
        try:
            async with lane.lock:
                yield
        finally:
            lane.waiting -= 1
            if not lane.waiting:
                self._lanes.pop(channel, None)
