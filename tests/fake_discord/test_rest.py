"""Unmodified discord.py clients get over what the fake REST does to them."""

from __future__ import annotations

import asyncio

import aiohttp
import discord
import pytest

from fake_discord import Cut, connected
from fake_discord.echo import MESSAGES, Commanding, Echo, Place, ask


@pytest.mark.parametrize("has_bucket", [True, False])
@pytest.mark.parametrize("is_global", [True, False])
async def test_429_is_retried(place: Place, *, has_bucket: bool, is_global: bool) -> None:
    async with connected(place.fake, Echo()):
        place.fake.faults.limit("POST", MESSAGES, times=2, has_bucket=has_bucket, is_global=is_global)
        assert await ask(place, "patience") == "echo: patience"
    assert [request.path for request in place.fake.requests].count(f"/channels/{place.channel.id}/messages") == 3


async def test_429_without_via_is_a_ban(place: Place) -> None:
    client = Echo()
    async with connected(place.fake, client):
        place.fake.faults.limit("POST", MESSAGES, has_via=False)
        with pytest.raises(discord.HTTPException, match="429"):
            await client.get_partial_messageable(place.channel.id).send("no")


async def test_502_is_retried(place: Place) -> None:
    async with connected(place.fake, Echo()):
        place.fake.faults.fail("POST", MESSAGES, status=502)
        assert await ask(place, "patience") == "echo: patience"


async def test_503_is_retried_in_interactions_only(place: Place) -> None:
    """discord.py's HTTPClient retries 500, 502, 504 and 524, its webhook adapter everything from 500."""
    fake = place.fake
    client = Commanding()
    async with connected(fake, client):
        fake.faults.fail("POST", MESSAGES, status=503)
        with pytest.raises(discord.DiscordServerError):
            await client.get_partial_messageable(place.channel.id).send("no")
        fake.faults.fail("POST", "/webhooks/{webhook_id}/{webhook_token}", status=503)
        interaction = await fake.interact_command("book ask", place.ana, place.channel, {"topic": "tea"})
        assert (await fake.next_answer(interaction)).content == "tea for all"


async def test_discords_own_refusals_reach_the_bot(place: Place) -> None:
    client = Echo()
    async with connected(place.fake, client):
        place.fake.faults.refuse("POST", MESSAGES)
        with pytest.raises(discord.Forbidden, match="Missing Permissions"):
            await client.get_partial_messageable(place.channel.id).send("no")


@pytest.mark.parametrize(("when", "arrived"), [(Cut.BEFORE, 0), (Cut.AFTER, 1)])
async def test_cut_request_is_an_os_error_and_never_repeated(place: Place, when: Cut, arrived: int) -> None:
    """A POST whose answer is lost may have been carried out: only a nonce can tell."""
    client = Echo()
    async with connected(place.fake, client):
        place.fake.faults.cut("POST", MESSAGES, when=when)
        channel = client.get_partial_messageable(place.channel.id)
        with pytest.raises((OSError, aiohttp.ClientError)):
            await channel.send("once", nonce=7)
        assert len(place.fake.messages(place.channel)) == arrived
        await channel.send("once", nonce=7)
    assert len(place.fake.messages(place.channel)) == 1


async def test_call_is_held_until_released(place: Place) -> None:
    client = Echo()
    async with connected(place.fake, client):
        gate = place.fake.faults.hold("POST", MESSAGES)
        asked = await place.fake.say(place.channel, place.ana, "now", mentions=[place.fake.bot])
        await gate.reached()
        assert place.fake.messages(place.channel) == [asked]
        gate.release()
        assert (await place.fake.next_message(place.channel)).content == "echo: now"


async def test_set_limits_are_kept_by_the_client(place: Place) -> None:
    client = Echo()
    place.fake.limits.set("POST", MESSAGES, calls=2, seconds=0.1)
    async with connected(place.fake, client):
        channel = client.get_partial_messageable(place.channel.id)
        await asyncio.gather(*(channel.send(str(number)) for number in range(6)))
    times = [request.at for request in place.fake.requests if request.route == MESSAGES]
    assert len(place.fake.messages(place.channel)) == 6
    assert times[-1] - times[0] >= 0.15
