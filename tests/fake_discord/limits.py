"""Real rate limits, for benchmarks and load tests: off unless a test sets them."""

from __future__ import annotations

import time
from dataclasses import dataclass

from .faults import VIA, Refusal, bucket_headers
from .request import Request

# Each value of these has buckets of its own.
_MAJOR = ("channel_id", "guild_id", "webhook_id", "webhook_token")


@dataclass(frozen=True, slots=True)
class Limit:
    """So many calls in a window of so many seconds."""

    calls: int
    seconds: float


@dataclass(slots=True)
class _Window:
    ends: float
    used: int = 0


class Limits:
    """Count calls per route and major parameter in fixed windows, as Discord does."""

    def __init__(self) -> None:
        self._limits: dict[tuple[str, str], Limit] = {}
        self._windows: dict[tuple[str, ...], _Window] = {}

    def set(self, method: str, route: str, calls: int, seconds: float) -> None:
        """Limit a route from now on."""
        self._limits[method, route] = Limit(calls, seconds)

    def count(self, request: Request) -> dict[str, str] | Refusal:
        """Count a call: the headers that go with its answer, or a 429 where the window is used up."""
        limit = self._limits.get((request.method, request.route))
        if limit is None:
            return {}
        window = self._window(request, limit)
        left = max(window.ends - time.monotonic(), 0.001)
        bucket = f"{request.method} {request.route}"
        if window.used >= limit.calls:
            payload = {"message": "You are being rate limited.", "retry_after": left, "global": False}
            headers = bucket_headers(bucket, limit.calls, 0, left) | VIA | {"Retry-After": f"{left:.3f}"}
            return Refusal(429, payload, headers)
        window.used += 1
        return bucket_headers(bucket, limit.calls, limit.calls - window.used, left)

    def _window(self, request: Request, limit: Limit) -> _Window:
        major = (request.parameters.get(name, "") for name in _MAJOR)
        key = (request.method, request.route, *major)
        window = self._windows.get(key)
        if window is None or window.ends <= time.monotonic():
            window = self._windows[key] = _Window(time.monotonic() + limit.seconds)
        return window
