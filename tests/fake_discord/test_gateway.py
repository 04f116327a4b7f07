"""Unmodified discord.py clients get over what the fake gateway does to them."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import discord
import pytest

from fake_discord import FakeDiscord, connected
from fake_discord.echo import Echo, Place, ShardedEcho, ask
from fake_discord.fake import WAIT_SECONDS


async def hear_all(place: Place, client: Echo, texts: list[str]) -> None:
    """Say these while nobody listens, then one more thing, and expect each exactly once."""
    for text in texts:
        await place.fake.say(place.channel, place.ana, text)
    assert await ask(place, "end") == "echo: end"
    assert client.heard == ["before", *texts, f"{place.fake.bot.mention} end"]


@pytest.mark.parametrize("kind", [Echo, ShardedEcho])
async def test_cut_socket_is_resumed_with_nothing_lost_or_doubled(place: Place, kind: type[Echo]) -> None:
    client = kind()
    async with connected(place.fake, client):
        await place.fake.say(place.channel, place.ana, "before")
        place.fake.gateway.drop()
        await hear_all(place, client, ["during one", "during two"])
        assert (await place.fake.next_gateway("RESUME"))["session_id"]
        await place.fake.next_gateway("RESUMED")


@pytest.mark.parametrize("spoil", ["reconnect", "invalid but resumable", "4000"])
async def test_resumable_ends_are_resumed(place: Place, spoil: str) -> None:
    client = Echo()
    async with connected(place.fake, client):
        await place.fake.say(place.channel, place.ana, "before")
        match spoil:
            case "reconnect":
                place.fake.gateway.reconnect()
            case "4000":
                place.fake.gateway.close(4000)
            case _:
                place.fake.gateway.invalidate(resumable=True)
        await hear_all(place, client, ["during"])
        await place.fake.next_gateway("RESUMED")


async def test_invalid_session_identifies_again(place: Place) -> None:
    async with connected(place.fake, Echo()):
        await place.fake.next_gateway("READY")
        place.fake.gateway.invalidate(resumable=False)
        assert (await place.fake.next_gateway("READY")).shard == (0, 1)
        assert await ask(place, "again") == "echo: again"
        with pytest.raises(TimeoutError, match="the last calls were"):
            await place.fake.next_gateway("RESUME", seconds=0.01)


async def test_close_4004_ends_the_client(place: Place) -> None:
    client = Echo()
    async with connected(place.fake, client) as running:
        place.fake.gateway.close(4004)
        with pytest.raises(discord.ConnectionClosed, match="4004"):
            await asyncio.wait_for(running, WAIT_SECONDS)


async def test_heartbeats_are_acknowledged_and_a_zombie_is_left() -> None:
    async with FakeDiscord(heartbeat_interval=0.05) as fake:
        place = Place(fake)
        client = Echo(heartbeat_timeout=0.3)
        async with connected(fake, client):
            for _ in range(3):
                await fake.next_gateway("HEARTBEAT")
            assert client.latency < 1
            fake.gateway.is_acking = False
            await fake.next_gateway("RESUME")
            fake.gateway.is_acking = True
            assert await ask(place, "alive") == "echo: alive"


async def test_two_shards_hear_their_own_guilds() -> None:
    async with FakeDiscord(shards=2) as fake:
        places = [Place(fake), Place(fake)]
        client = ShardedEcho()
        async with connected(fake, client, shards=2):
            assert sorted(session.shard for session in fake.gateway.live) == [(0, 2), (1, 2)]
            for place in places:
                assert await ask(place, "here") == "echo: here"
            fake.gateway.drop(shard=1)
            await fake.next_gateway("RESUMED")
            for place in places:
                assert await ask(place, "still") == "echo: still"
        assert len(client.heard) == 4


async def test_two_processes_share_the_shards() -> None:
    async with FakeDiscord(shards=2) as fake:
        places = sorted([Place(fake), Place(fake)], key=lambda place: place.guild.id >> 22 & 1)
        clients = [Echo(shard_id=shard, shard_count=2) for shard in range(2)]
        async with connected(fake, clients[0]), connected(fake, clients[1], shards=2):
            for number, place in enumerate(places):
                assert await ask(place, str(number)) == f"echo: {number}"
            conversation = fake.dm(places[1].ana)
            await fake.say(conversation, places[1].ana, "psst")
            await fake.next_message(conversation)
        assert [[text.split()[-1] for text in client.heard] for client in clients] == [["0", "psst"], ["1"]]


IDENTIFY = {"op": 2, "d": {"token": "fake-token", "intents": 1}}


@pytest.mark.parametrize(
    ("frames", "code"),
    [
        (["no json"], 4002),
        ([{"op": 99}], 4001),
        ([{"op": 3, "d": {}}], 4003),
        ([{"op": 2, "d": {"token": "wrong", "intents": 1}}], 4004),
        ([IDENTIFY, IDENTIFY], 4005),
        ([{"op": 2, "d": {"token": "fake-token", "intents": 1, "shard": [2, 2]}}], 4010),
    ],
)
async def test_gateway_closes_on_what_is_not_allowed(place: Place, frames: list[Any], code: int) -> None:
    async with aiohttp.ClientSession() as session, session.ws_connect(place.fake.gateway_url) as socket:
        for frame in frames:
            await (socket.send_str(frame) if isinstance(frame, str) else socket.send_json(frame))
        while (message := await socket.receive(timeout=WAIT_SECONDS)).type is aiohttp.WSMsgType.TEXT:
            pass
        assert (message.type, message.data) == (aiohttp.WSMsgType.CLOSE, code)


async def test_resume_of_a_session_that_is_gone_is_invalid(place: Place) -> None:
    async with aiohttp.ClientSession() as session, session.ws_connect(place.fake.gateway_url) as socket:
        await socket.send_json({"op": 6, "d": {"token": place.fake.token, "session_id": "gone", "seq": 1}})
        assert (await socket.receive_json(timeout=WAIT_SECONDS))["op"] == 10
        assert await socket.receive_json(timeout=WAIT_SECONDS) == {"op": 9, "d": False, "s": None, "t": None}


async def test_members_are_sent_on_request(place: Place) -> None:
    intents = discord.Intents.default()
    intents.members = True
    client = Echo(intents=intents)
    async with connected(place.fake, client):
        await asyncio.wait_for(client.wait_until_ready(), WAIT_SECONDS)
        guild = client.get_guild(place.guild.id)
        assert guild is not None
        assert [member.name for member in await guild.query_members("an")] == ["ana"]
