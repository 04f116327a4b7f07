"""Calls are delayed once Discord has refused one for its global limit; several processes share that limit."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest
from yarl import URL

from briefbot.bot.connection.rate_limit import LASTING, RateLimit, is_counted
from fake_discord import FakeDiscord


class Clock:
    """A clock that advances only by sleeping."""

    now = 1_000.0

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


class Caller:
    """Calls a Discord that allows two calls a minute, and records how long each waited."""

    def __init__(self, fake: FakeDiscord, session: aiohttp.ClientSession, clock: Clock) -> None:
        self._fake, self._session, self.clock = fake, session, clock

    async def call(self, path: str = "/users/@me") -> tuple[int, float]:
        started = self.clock.now
        async with self._session.get(self._fake.api_url + path) as response:
            return response.status, round(self.clock.now - started, 3)


@pytest.fixture
async def caller() -> AsyncIterator[Caller]:
    clock = Clock()
    trace = RateLimit(50.0, lambda: clock.now, clock.sleep).trace()
    async with FakeDiscord() as fake:
        headers = {"Authorization": f"Bot {fake.token}"}
        async with aiohttp.ClientSession(headers=headers, trace_configs=[trace]) as session:
            fake.limits.set_global(calls=2, seconds=60.0)
            yield Caller(fake, session, clock)


async def test_calls_go_as_they_come_until_one_is_refused(caller: Caller) -> None:
    assert [await caller.call() for _ in range(3)] == [(200, 0.0), (200, 0.0), (429, 0.0)]


async def test_next_call_waits_as_long_as_discord_says_and_those_after_it_for_one_another(caller: Caller) -> None:
    for _ in range(3):
        await caller.call()
    caller._fake.limits.set_global()
    assert [await caller.call() for _ in range(3)] == [(200, 60.0), (200, 0.02), (200, 0.02)]


async def test_calls_go_as_they_come_again_after_a_while(caller: Caller) -> None:
    for _ in range(3):
        await caller.call()
    caller._fake.limits.set_global()
    caller.clock.now += LASTING
    assert [await caller.call() for _ in range(2)] == [(200, 0.0), (200, 0.0)]


async def test_a_share_is_kept_to_from_the_first_call(caller: Caller) -> None:
    caller._fake.limits.set_global(calls=1_000)
    trace = RateLimit(50.0, lambda: caller.clock.now, caller.clock.sleep, share=2.5).trace()
    async with aiohttp.ClientSession(headers=caller._session.headers, trace_configs=[trace]) as session:
        caller._session = session
        assert [await caller.call() for _ in range(5)] == [(200, 0.0), (200, 0.0), (200, 0.8), (200, 0.0), (200, 0.8)]


@pytest.mark.parametrize(
    ("address", "counts"),
    [
        ("https://discord.com/api/v10/channels/1/messages", True),
        ("https://discord.com/api/v10/gateway/bot", True),
        ("https://discord.com/api/v10/interactions/1/token/callback", False),
        ("https://discord.com/api/v10/webhooks/1/token/messages/@original", False),
        ("wss://gateway.discord.gg/?v=10", False),
        ("https://cdn.discordapp.com/attachments/1/2/export.yaml", False),
    ],
)
async def test_what_counts_is_the_api_but_for_responses_to_interactions(address: str, counts: bool) -> None:
    assert is_counted(URL(address)) is counts
