"""The fake notices what is wrong in a test, and keeps the global limit."""

from __future__ import annotations

import asyncio

import aiohttp
import discord
import pytest

from fake_discord import FakeDiscord, FakeDiscordError, connected
from fake_discord.echo import Commanding, Echo, Place
from fake_discord.fake import WAIT_SECONDS


async def test_unknown_route_is_reported_at_the_end() -> None:
    fake, client = FakeDiscord(), Echo()
    await fake.__aenter__()
    async with connected(fake, client):
        with pytest.raises(discord.NotFound):
            await client.fetch_invite("x")
    with pytest.raises(FakeDiscordError, match="no such route in the fake: GET /api/v10/invites/x"):
        await fake.__aexit__(None, None, None)


async def test_fake_stops_itself() -> None:
    client = Echo()
    with pytest.raises(FakeDiscordError, match="stopped itself"):
        async with FakeDiscord(lifetime=0.2) as fake, connected(fake, client):
            await asyncio.wait_for(client.wait_for("disconnect"), WAIT_SECONDS)


async def test_saying_before_anybody_listens_is_refused(place: Place) -> None:
    with pytest.raises(FakeDiscordError, match="no session"):
        await place.fake.say(place.channel, place.ana, "hello")


async def test_global_limit_is_for_all_routes_but_those_of_interactions(place: Place) -> None:
    fake, client = place.fake, Commanding()
    async with connected(fake, client), aiohttp.ClientSession(headers={"Authorization": f"Bot {fake.token}"}) as session:
        fake.limits.set_global(calls=2, seconds=60.0)
        await session.get(f"{fake.api_url}/users/@me")
        await session.get(f"{fake.api_url}/channels/{place.channel.id}")
        refused = await session.get(f"{fake.api_url}/gateway/bot")
        body, told = await refused.json(), refused.headers
        assert (refused.status, body["global"]) == (429, True)
        assert 59 < body["retry_after"] <= 60
        assert (told["X-RateLimit-Global"], told["X-RateLimit-Scope"], told["Retry-After"]) == ("true", "global", "60")
        assert "X-RateLimit-Bucket" not in told
        asking = await fake.interact_command("book ask", place.ana, place.channel, {"topic": "tea"})
        assert (await fake.next_answer(asking)).content == "tea for all"
        assert (await fake.next_answer(asking)).content == "and more"
    assert fake.limits.refused == {"global": 1}


async def test_global_limit_is_lived_through(place: Place) -> None:
    client = Echo()
    async with connected(place.fake, client):
        place.fake.limits.set_global(calls=2, seconds=0.1)
        channels = [client.get_partial_messageable(place.fake.channel(place.guild, name).id) for name in ("one", "two", "three")]
        await asyncio.gather(*(channel.send("hello") for channel in channels))
    assert place.fake.limits.refused["global"] == 1
