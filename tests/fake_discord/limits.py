"""Real rate limits, for benchmarks and load tests: off unless a test sets them."""

from __future__ import annotations

import time
from collections import Counter, deque
from dataclasses import dataclass

from .faults import Refusal, bucket_headers, too_many
from .request import Request

GLOBAL_CALLS = 50
"""Calls that Discord takes of a bot in a second, whatever their routes."""

# Each value of these has buckets of its own.
_MAJOR = ("channel_id", "guild_id", "webhook_id", "webhook_token")
_SHORTEST = 0.001


@dataclass(frozen=True, slots=True)
class Limit:
    """So many calls in so many seconds."""

    calls: int
    seconds: float


@dataclass(slots=True)
class _Window:
    ends: float
    used: int = 0


class Limits:
    """Count calls: per route and major parameter in fixed windows, and all together in whichever second holds most of
    them.

    Discord does not say where its global second begins; who keeps to the strictest reading keeps to any.
    """

    def __init__(self) -> None:
        self._limits: dict[tuple[str, str], Limit] = {}
        self._windows: dict[tuple[str, ...], _Window] = {}
        self._global: Limit | None = None
        self._taken: deque[float] = deque()
        self.refused: Counter[str] = Counter()
        """How many calls were answered 429, by Discord's name of the limit: user, global."""

    def set(self, method: str, route: str, calls: int, seconds: float) -> None:
        """Limit a route from now on."""
        self._limits[method, route] = Limit(calls, seconds)

    def set_global(self, calls: int = GLOBAL_CALLS, seconds: float = 1.0) -> None:
        """Limit all routes together from now on, but for those that respond to interactions."""
        self._global = Limit(calls, seconds)

    def count(self, request: Request) -> dict[str, str] | Refusal:
        """Count a call: the headers that go with its answer, or a 429 where too many came before it."""
        counted = self._count_with_all(request) or self._count_in_bucket(request)
        if isinstance(counted, Refusal):
            self.refused[counted.headers["X-RateLimit-Scope"]] += 1
        return counted

    def _count_with_all(self, request: Request) -> Refusal | None:
        if self._global is None or request.is_of_interaction:
            return None
        now = time.monotonic()
        while self._taken and self._taken[0] <= now - self._global.seconds:
            self._taken.popleft()
        if len(self._taken) >= self._global.calls:
            return too_many(max(self._taken[0] + self._global.seconds - now, _SHORTEST), {}, is_global=True)
        self._taken.append(now)
        return None

    def _count_in_bucket(self, request: Request) -> dict[str, str] | Refusal:
        limit = self._limits.get((request.method, request.route))
        if limit is None:
            return {}
        window = self._window(request, limit)
        left = max(window.ends - time.monotonic(), _SHORTEST)
        bucket = f"{request.method} {request.route}"
        if window.used >= limit.calls:
            return too_many(left, bucket_headers(bucket, limit.calls, 0, left))
        window.used += 1
        return bucket_headers(bucket, limit.calls, limit.calls - window.used, left)

    def _window(self, request: Request, limit: Limit) -> _Window:
        major = (request.parameters.get(name, "") for name in _MAJOR)
        key = (request.method, request.route, *major)
        window = self._windows.get(key)
        if window is None or window.ends <= time.monotonic():
            window = self._windows[key] = _Window(time.monotonic() + limit.seconds)
        return window
