"""Limit calls to Discord.

They are limited to a process's share of Discord's limit, and after a global refusal to one call at a time.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import yarl

LASTING = 600.0
"""Seconds of limited calls: Discord bans after 10,000 refused calls in ten minutes."""


class RateLimit:
    """After the first global refusal, lets calls go one at a time."""

    def __init__(
        self,
        calls: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        share: float | None = None,
    ) -> None:
        """Set the calls a second, the clock in seconds, the way to wait, and this process's share of calls a second."""
        self._calls, self._clock, self._sleep = min(calls, share or calls), clock, sleep
        self._share, self._let_go = share, deque[float](maxlen=max(1, int(share or 1)))
        self._turn = asyncio.Lock()
        self._until, self._next = -math.inf, -math.inf
        self.answers: Counter[int] = Counter()
        """The number of calls with each status."""

    def trace(self) -> aiohttp.TraceConfig:
        """Return the trace that passes a session's calls through this limit, including discord.py's repeated calls."""
        trace = aiohttp.TraceConfig()
        trace.on_request_start.append(self._hold_back)
        trace.on_request_end.append(self._note)
        return trace

    async def _hold_back(self, _session: aiohttp.ClientSession, _context: Any, call: aiohttp.TraceRequestStartParams) -> None:
        if not is_counted(call.url):
            return
        if self._share is not None:
            await self._keep_to(self._share)
        if self._clock() >= self._until:
            return
        async with self._turn:
            while (wait := self._next - self._clock()) > 0:
                await self._sleep(wait)
            self._next = self._clock() + 1 / self._calls

    async def _keep_to(self, share: float) -> None:
        """Wait until one more call keeps to the share.

        The last calls may have begun all at once.
        """
        async with self._turn:
            if len(self._let_go) == self._let_go.maxlen:
                while (wait := self._let_go[0] + len(self._let_go) / share - self._clock()) > 0:
                    await self._sleep(wait)
            self._let_go.append(self._clock())

    async def _note(self, _session: aiohttp.ClientSession, _context: Any, call: aiohttp.TraceRequestEndParams) -> None:
        headers = call.response.headers
        self.answers[call.response.status] += 1
        if "X-RateLimit-Global" in headers:
            self._until = self._clock() + LASTING
            self._next = self._clock() + float(headers["Retry-After"])


def is_counted(url: yarl.URL) -> bool:
    """Return whether the global limit counts a call: all of the API except responses to interactions.

    The gateway is separate.
    """
    match url.parts:
        case ("/", "api", _, "interactions" | "webhooks", *_):
            return False
        case ("/", "api", *_):
            return True
    return False
