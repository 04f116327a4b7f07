"""Faults by hand: the next few calls of a route are refused, cut off or held back."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from .errors import Payload

# Without this header discord.py takes a 429 for a ban by Cloudflare and gives up.
VIA = {"Via": "1.1 google"}


class Cut(Enum):
    """When the line is cut: before Discord acts, or after it acted and before the client hears of it."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer given in place of the real one."""

    status: int
    payload: Payload | str
    headers: Mapping[str, str] = field(default_factory=dict)


class Gate:
    """Hold calls until a test releases them: before Discord acts, or before the client hears that it did."""

    def __init__(self, when: Cut = Cut.BEFORE) -> None:
        self.when = when
        self._reached = asyncio.Event()
        self._released = asyncio.Event()

    async def reached(self, seconds: float = 60.0) -> None:
        """Wait until a call stands at the gate."""
        async with asyncio.timeout(seconds):
            await self._reached.wait()

    def release(self) -> None:
        """Let through what waits and what comes."""
        self._released.set()

    async def pass_through(self) -> None:
        """Stand at the gate until it opens."""
        self._reached.set()
        await self._released.wait()


@dataclass(slots=True)
class Fault:
    """What happens to the next `times` calls of a route."""

    method: str
    route: str
    times: int
    effect: Refusal | Cut | Gate


class Faults:
    """Keep the faults that tests ordered, the oldest first; routes are templates such as `/channels/{channel_id}`."""

    def __init__(self) -> None:
        self._ordered: list[Fault] = []

    def limit(
        self,
        method: str,
        route: str,
        *,
        times: int = 1,
        retry_after: float = 0.05,
        has_bucket: bool = True,
        is_global: bool = False,
        has_via: bool = True,
    ) -> None:
        """Answer 429, with or without bucket headers; without `Via` as Cloudflare does."""
        bucket = bucket_headers(f"{method} {route}", 5, 0, retry_after) if has_bucket else {}
        self._order(method, route, times, too_many(retry_after, bucket, is_global=is_global, has_via=has_via))

    def fail(self, method: str, route: str, *, status: int = 502, times: int = 1) -> None:
        """Answer with a server error, in HTML as Discord's proxies do."""
        self._order(method, route, times, Refusal(status, f"<html><h1>{status}</h1></html>"))

    def refuse(self, method: str, route: str, *, status: int = 403, code: int = 50013, message: str = "Missing Permissions") -> None:
        """Answer the next call with one of Discord's own errors."""
        self._order(method, route, 1, Refusal(status, {"message": message, "code": code}))

    def cut(self, method: str, route: str, *, times: int = 1, when: Cut = Cut.BEFORE) -> None:
        """Cut the connection in place of an answer."""
        self._order(method, route, times, when)

    def hold(self, method: str, route: str, *, times: int = 1, when: Cut = Cut.BEFORE) -> Gate:
        """Hold calls, or the answers to them, back until the returned gate is released."""
        gate = Gate(when)
        self._order(method, route, times, gate)
        return gate

    def _order(self, method: str, route: str, times: int, effect: Refusal | Cut | Gate) -> None:
        self._ordered.append(Fault(method, route, times, effect))

    def take(self, method: str, route: str) -> Refusal | Cut | Gate | None:
        """Use up one fault that was ordered for this call."""
        for fault in self._ordered:
            if (fault.method, fault.route) == (method, route):
                fault.times -= 1
                if not fault.times:
                    self._ordered.remove(fault)
                return fault.effect
        return None


def bucket_headers(bucket: str, limit: int, remaining: int, reset_after: float) -> dict[str, str]:
    """Describe a rate limit bucket as Discord's headers do."""
    return {
        "X-RateLimit-Limit": str(limit),
        "X-RateLimit-Remaining": str(remaining),
        "X-RateLimit-Reset-After": f"{reset_after:.3f}",
        "X-RateLimit-Bucket": f"{hash(bucket) & 0xFFFFFFFF:08x}",
    }


def too_many(retry_after: float, bucket: Mapping[str, str], *, is_global: bool = False, has_via: bool = True) -> Refusal:
    """Make a 429 as Discord does: to the second in its header, exactly in its body."""
    headers = {"Retry-After": str(math.ceil(retry_after)), "X-RateLimit-Scope": "global" if is_global else "user", **bucket}
    headers |= VIA if has_via else {}
    headers |= {"X-RateLimit-Global": "true"} if is_global else {}
    return Refusal(429, {"message": "You are being rate limited.", "retry_after": retry_after, "global": is_global}, headers)
