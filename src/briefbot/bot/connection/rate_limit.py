"""Calls to Discord held back once it has said that they are too many in all: a limit that discord.py only runs into, again and again."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import yarl

RATE = 45.0
"""Calls a second; Discord takes 50 of a bot, and not all are equally long on their way."""
LASTING = 600.0
"""Seconds for which calls are held back; in so many Discord counts the calls that it refuses, and bans whoever has 10,000 of them."""


class Restraint:
    """Lets calls go one by one, from the first that Discord refuses for its global limit on; at other times as they come."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        """Take the clock, in seconds, and the way to wait."""
        self._clock, self._sleep = clock, sleep
        self._turn = asyncio.Lock()
        self._until, self._next = -math.inf, -math.inf

    def trace(self) -> aiohttp.TraceConfig:
        """Give what lets the calls of a session pass here, those too that discord.py makes again."""
        trace = aiohttp.TraceConfig()
        trace.on_request_start.append(self._hold_back)
        trace.on_request_end.append(self._note)
        return trace

    async def _hold_back(self, _session: aiohttp.ClientSession, _context: Any, call: aiohttp.TraceRequestStartParams) -> None:
        if self._clock() >= self._until or not is_counted(call.url):
            return
        async with self._turn:
            while (wait := self._next - self._clock()) > 0:
                await self._sleep(wait)
            self._next = self._clock() + 1 / RATE

    async def _note(self, _session: aiohttp.ClientSession, _context: Any, call: aiohttp.TraceRequestEndParams) -> None:
        headers = call.response.headers
        if "X-RateLimit-Global" in headers:
            self._until = self._clock() + LASTING
            self._next = self._clock() + float(headers["Retry-After"])


def is_counted(url: yarl.URL) -> bool:
    """Return whether the global limit counts a call: all of the API but what responds to interactions; the gateway is elsewhere."""
    match url.parts:
        case ("/", "api", _, "interactions" | "webhooks", *_):
            return False
        case ("/", "api", *_):
            return True
    return False
