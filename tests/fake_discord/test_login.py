"""Unmodified discord.py clients log in to the fake, and talk there as they would on Discord."""

from __future__ import annotations

import asyncio

import discord
import pytest

from fake_discord import FakeDiscord, connected, pointed_at
from fake_discord.echo import Echo, Place, ShardedEcho, ask
from fake_discord.fake import WAIT_SECONDS


async def test_client_logs_in_and_sees_its_guild(place: Place) -> None:
    client = Echo()
    async with connected(place.fake, client):
        await asyncio.wait_for(client.wait_until_ready(), WAIT_SECONDS)
        guild = client.get_guild(place.guild.id)
        assert guild is not None
        assert [channel.name for channel in guild.text_channels] == ["general"]
        assert guild.me.guild_permissions.send_messages
    identify = await place.fake.next_gateway("IDENTIFY")
    assert identify["token"] == place.fake.token


async def test_pointing_is_undone() -> None:
    before = discord.http.Route.BASE
    with pointed_at("http://127.0.0.1:1/api/v10", "ws://127.0.0.1:1/gateway/"):
        assert before != discord.http.Route.BASE
    assert before == discord.http.Route.BASE


async def test_wrong_token_is_refused(place: Place) -> None:
    with pointed_at(place.fake.api_url, place.fake.gateway_url):
        async with Echo() as client:
            with pytest.raises(discord.LoginFailure):
                await client.start("wrong")


@pytest.mark.parametrize("kind", [Echo, ShardedEcho])
async def test_intent_not_granted_ends_with_4014(kind: type[Echo]) -> None:
    async with FakeDiscord(flags=0) as fake:
        with pytest.raises(discord.PrivilegedIntentsRequired):
            async with connected(fake, kind()):
                pass


async def test_flags_can_be_read_before_identifying() -> None:
    async with FakeDiscord(flags=0) as fake:
        client = Echo(intents=discord.Intents.default())
        async with connected(fake, client):
            assert not client.application_flags.gateway_message_content_limited
    async with FakeDiscord() as fake:
        client = Echo()
        async with connected(fake, client):
            assert client.application_flags.gateway_message_content_limited


async def test_mention_gets_a_reply(place: Place) -> None:
    async with connected(place.fake, Echo()):
        asked = await place.fake.say(place.channel, place.ana, "hello", mentions=[place.fake.bot])
        reply = await place.fake.next_message(place.channel)
    assert reply.content == "echo: hello"
    assert reply.reference == asked.id
    assert reply.pinged == frozenset()


async def test_reply_to_the_bot_mentions_it_unless_the_ping_is_off(place: Place) -> None:
    client = Echo()
    async with connected(place.fake, client):
        await ask(place, "one")
        first = place.fake.messages(place.channel)[-1]
        await place.fake.say(place.channel, place.ana, "two", reference=first, ping=False)
        await place.fake.say(place.channel, place.ana, "three", reference=first)
        assert (await place.fake.next_message(place.channel)).content == "echo: three"
    assert client.heard[1:] == ["two", "three"]


async def test_direct_message_is_answered(place: Place) -> None:
    async with connected(place.fake, Echo()):
        conversation = place.fake.dm(place.ana)
        await place.fake.say(conversation, place.ana, "psst")
        assert (await place.fake.next_message(conversation)).content == "echo: psst"


async def test_bot_opens_a_direct_conversation_and_sends_a_file(place: Place) -> None:
    client = Echo()
    async with connected(place.fake, client):
        user = await client.fetch_user(place.ana.id)
        file = discord.File(__file__, filename="notice.txt")
        await user.send("for you", file=file)
        sent = await place.fake.next_message(place.fake.dm(place.ana))
    assert sent.payload["attachments"][0]["filename"] == "notice.txt"
    assert b"for you" in place.fake.requests[-1].files["notice.txt"]
    assert place.fake.requests[-1].body["content"] == "for you"


async def test_content_is_withheld_without_the_intent(place: Place) -> None:
    client = Echo(intents=discord.Intents.default())
    async with connected(place.fake, client):
        await place.fake.say(place.channel, place.ana, "not for the bot")
        assert await ask(place, "hello") == "echo: hello"
    assert client.heard[0] == ""


async def test_edits_and_deletions_are_heard(place: Place) -> None:
    client = Echo()
    async with connected(place.fake, client):
        said = await place.fake.say(place.channel, place.ana, "frist")
        edited = asyncio.create_task(client.wait_for("raw_message_edit", timeout=WAIT_SECONDS))
        deleted = asyncio.create_task(client.wait_for("raw_message_delete", timeout=WAIT_SECONDS))
        await asyncio.sleep(0)
        await place.fake.edit(said, "first")
        await place.fake.delete(said)
        assert (await edited).message.content == "first"
        assert (await deleted).message_id == said.id


async def test_bot_edits_deletes_and_types(place: Place) -> None:
    client = Echo()
    async with connected(place.fake, client):
        channel = client.get_channel(place.channel.id)
        assert isinstance(channel, discord.TextChannel)
        async with channel.typing():
            message = await channel.send("draft")
        await message.edit(content="final")
        assert (await place.fake.next_edit(place.channel)).content == "final"
        assert (await channel.fetch_message(message.id)).content == "final"
        assert [one.content async for one in channel.history()] == ["final"]
        await message.delete()
        await place.fake.next_request("POST", "/channels/{channel_id}/typing")
    assert place.fake.messages(place.channel) == []


async def test_what_discord_refuses_is_refused(place: Place) -> None:
    client = Echo()
    async with connected(place.fake, client):
        channel = client.get_partial_messageable(place.channel.id)
        with pytest.raises(discord.HTTPException, match="2000 or fewer"):
            await channel.send("x" * 2001)
        with pytest.raises(discord.HTTPException, match="empty message"):
            await channel.send("")
        with pytest.raises(discord.HTTPException, match="Unknown message"):
            await channel.get_partial_message(1).reply("to nobody")
        with pytest.raises(discord.NotFound):
            await client.fetch_channel(1)


async def test_thread_and_late_guild_are_announced(place: Place) -> None:
    client = Echo()
    async with connected(place.fake, client):
        thread = place.fake.thread(place.channel)
        await place.fake.say(thread, place.ana, "hi", mentions=[place.fake.bot])
        assert (await place.fake.next_message(thread)).content == "echo: hi"
        second = place.fake.guild("second")
        channel = place.fake.channel(second)
        await place.fake.say(channel, place.fake.member(second, "bo"), "ho", mentions=[place.fake.bot])
        assert (await place.fake.next_message(channel)).content == "echo: ho"
        assert isinstance(client.get_channel(thread.id), discord.Thread)
