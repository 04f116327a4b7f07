"""Waiting for effects without sleeping: values are put under a key and taken in order."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

KEPT = 10_000


class Mail(Generic[K, V]):
    """Keep values for whoever asks later, and wake whoever asked before."""

    def __init__(self) -> None:
        self._kept: defaultdict[K, deque[V]] = defaultdict(lambda: deque(maxlen=KEPT))
        self._waiting: dict[K, list[asyncio.Future[None]]] = {}

    def put(self, key: K, value: V) -> None:
        """Add a value and wake the longest waiting taker."""
        self._kept[key].append(value)
        if len(self._kept) > KEPT:
            del self._kept[next(iter(self._kept))]
        self._wake(key)

    async def take(self, key: K, seconds: float, describe: Callable[[], str]) -> V:
        """Return the oldest value under the key; raise TimeoutError, with what describe says, when none comes."""
        try:
            async with asyncio.timeout(seconds):
                while not self._kept.get(key):
                    await self._sleep(key)
        except TimeoutError:
            raise TimeoutError(f"nothing within {seconds} s: {describe()}") from None
        value = self._kept[key].popleft()
        if self._kept[key]:
            self._wake(key)
        else:
            del self._kept[key]
        return value

    def _wake(self, key: K) -> None:
        for future in self._waiting.get(key, ()):
            if not future.done():
                future.set_result(None)
                return

    async def _sleep(self, key: K) -> None:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        waiting = self._waiting.setdefault(key, [])
        waiting.append(future)
        try:
            await future
        finally:
            waiting.remove(future)
            if not waiting:
                self._waiting.pop(key, None)
