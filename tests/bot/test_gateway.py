"""The bot recovers from each fault of the gateway, receives missed events, and loses or repeats no reply."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.wiring import Wire, replies, wired
from briefbot.service import Service
from contract import Contract
from fake_discord import FakeDiscord
from fake_discord.snowflakes import shard_of

WHEN = "since when is the library open again"
ANSWER = "Hollowbrook's village library reopened on Saturday, March 22."
COST = "what was the price of the repair"
PRICE = "The repair cost £61,500."
WHO = "who led the roofing crew"
MESSAGE = "/channels/{channel_id}/messages/{message_id}"
RESUMED = ["drop", "op 7", "op 9, resumable", "4000"]
"""Disconnects after which the same session continues."""
LOST = ["drop for long", "op 9"]
"""Disconnects after which a new session begins, without the events in between."""


def spoil(fake: FakeDiscord, fault: str, shard: int | None = None) -> None:
    """Disconnect a shard, or all."""
    match fault:
        case "drop":
            fake.gateway.drop(shard)
        case "drop for long":
            fake.gateway.drop(shard, resumable=False)
        case "op 7":
            fake.gateway.reconnect(shard)
        case "op 9, resumable":
            fake.gateway.invalidate(resumable=True, shard=shard)
        case "op 9":
            fake.gateway.invalidate(resumable=False, shard=shard)
        case code:
            fake.gateway.close(int(code), shard)


@pytest.fixture
async def wire(service: Service, tmp_path: Path, contract: Contract | None) -> AsyncIterator[Wire]:
    async with wired(service, tmp_path, contract) as wire:
        yield wire


@pytest.mark.parametrize("fault", RESUMED)
async def test_what_people_did_while_the_line_was_down_is_answered_once(wire: Wire, fault: str) -> None:
    fake, channel = wire.fake, wire.channel
    asked = await fake.say(channel, wire.ana, WHO, mentions=[fake.bot])
    reply = await fake.next_message(channel)
    spoil(fake, fault)
    await fake.edit(asked, f"{fake.bot.mention} {WHEN}")
    await fake.say(channel, wire.ana, COST, mentions=[fake.bot])
    asking = await fake.interact_command("ask", wire.ana, channel, {"question": "How many books were damaged?"})
    pressed = await fake.press(reply, "Sources", wire.ana)
    assert (await fake.next_edit(channel)).content.startswith(ANSWER)
    assert (await fake.next_message(channel)).content.startswith(PRICE)
    assert (await fake.next_answer(asking)).content
    assert (await fake.next_answer(pressed)).is_ephemeral
    assert (await fake.next_gateway("RESUMED")).shard == (0, 1)
    assert len(replies(wire)) == 3


@pytest.mark.parametrize("fault", RESUMED)
async def test_question_deleted_while_the_line_was_down_takes_its_reply_along(wire: Wire, fault: str) -> None:
    fake = wire.fake
    asked = await fake.say(wire.channel, wire.ana, COST, mentions=[fake.bot])
    await fake.next_message(wire.channel)
    spoil(fake, fault)
    await fake.delete(asked)
    await fake.next_request("DELETE", MESSAGE)
    assert replies(wire) == []


@pytest.mark.parametrize("fault", LOST)
async def test_bot_begins_a_new_session_where_the_old_one_is_gone(wire: Wire, fault: str) -> None:
    fake = wire.fake
    asked = await fake.say(wire.channel, wire.ana, COST, mentions=[fake.bot])
    await fake.next_message(wire.channel)
    await fake.next_gateway("READY")
    spoil(fake, fault)
    await fake.next_gateway("READY")
    await fake.edit(asked, f"{fake.bot.mention} {WHEN}")
    assert (await fake.next_edit(wire.channel)).content.startswith(ANSWER)
    assert (await wire.ask(COST)).startswith(PRICE)
    assert len(replies(wire)) == 2


async def test_line_that_breaks_again_and_again_loses_and_doubles_nothing(wire: Wire) -> None:
    fake, channels = wire.fake, [wire.fake.channel(wire.guild, f"channel-{number}") for number in range(6)]
    asked = []
    for channel, fault in zip(channels, ["drop", "op 7", "drop", "4000", "op 9, resumable", "drop"], strict=True):
        asked.append(await fake.say(channel, wire.ana, COST, mentions=[fake.bot]))
        spoil(fake, fault)
        await fake.next_gateway("RESUMED")
    assert [(await fake.next_message(channel)).reference for channel in channels] == [question.id for question in asked]
    assert all(len(fake.messages(channel)) == 2 for channel in channels)


async def test_line_is_compressed_and_kept_alive_by_heartbeats(service: Service, tmp_path: Path, contract: Contract | None) -> None:
    async with wired(service, tmp_path, contract, heartbeat=0.02) as wire:
        assert wire.fake.gateway.compressions == ["zlib-stream"]
        for _ in range(3):
            await wire.fake.next_gateway("HEARTBEAT")
        assert (await wire.ask(WHEN)).startswith(ANSWER)
        assert wire.fake.gateway.compressions == ["zlib-stream"]  # still the same connection


async def test_missed_heartbeats_are_noticed(service: Service, tmp_path: Path, contract: Contract | None) -> None:
    async with wired(service, tmp_path, contract, heartbeat=0.05, heartbeat_timeout=0.3) as wire:
        wire.fake.gateway.is_acking = False
        assert (await wire.ask(COST)).startswith(PRICE)
        await wire.fake.next_gateway("RESUME")
        wire.fake.gateway.is_acking = True
        assert (await wire.ask(WHEN)).startswith(ANSWER)
        assert len(replies(wire)) == 2


async def test_events_that_come_twice_are_answered_once(wire: Wire) -> None:
    fake = wire.fake
    asked = await fake.say(wire.channel, wire.ana, COST, mentions=[fake.bot])
    await fake.next_message(wire.channel)
    asking = await fake.interact_command("ask", wire.ana, wire.channel, {"question": WHEN})
    await fake.next_answer(asking)
    fake.gateway.repeat("MESSAGE_CREATE", asked.id)
    fake.gateway.repeat("INTERACTION_CREATE", asking.id)
    assert (await wire.ask("Who led the roofing crew?")).startswith("Maud Ashby")
    assert len(replies(wire)) == 3


# Two shards ------------------------------------------------------------------------------------------


@pytest.fixture
async def sharded(service: Service, tmp_path: Path, contract: Contract | None) -> AsyncIterator[list[Wire]]:
    """Connect the bot with two shards; return a place on each."""
    async with wired(service, tmp_path, contract, shards=2) as wire:
        fake = wire.fake
        guild = next(guild for guild in iter(fake.guild, None) if shard_of(guild.id, 2) != shard_of(wire.guild.id, 2))
        other = Wire(fake, wire.bot, guild, fake.channel(guild), fake.member(guild, "bo"))
        yield sorted([wire, other], key=lambda place: shard_of(place.guild.id, 2))


async def test_each_shard_answers_its_own_guilds_and_the_first_direct_messages(sharded: list[Wire]) -> None:
    fake = sharded[0].fake
    for wire in sharded:
        assert (await wire.ask(WHEN)).startswith(ANSWER)
        asking = await fake.interact_command("ask", wire.ana, wire.channel, {"question": COST})
        assert (await fake.next_answer(asking)).content.startswith(PRICE)
        conversation = fake.dm(wire.ana)
        assert (await wire.ask(COST, where=conversation)).startswith(PRICE)
        assert len(replies(wire)) == 2


@pytest.mark.parametrize("shard", [0, 1])
@pytest.mark.parametrize("fault", RESUMED)
async def test_one_shards_line_breaks_and_both_lose_and_double_nothing(sharded: list[Wire], fault: str, shard: int) -> None:
    fake = sharded[0].fake
    spoil(fake, fault, shard)
    for wire in sharded:
        await fake.say(wire.channel, wire.ana, WHEN, mentions=[fake.bot])
        asking = await fake.interact_command("ask", wire.ana, wire.channel, {"question": COST})
        assert (await fake.next_message(wire.channel)).content.startswith(ANSWER)
        assert (await fake.next_answer(asking)).content.startswith(PRICE)
        assert len(replies(wire)) == 2
    assert (await fake.next_gateway("RESUMED")).shard == (shard, 2)


@pytest.mark.parametrize("shard", [0, 1])
@pytest.mark.parametrize("fault", LOST)
async def test_one_shards_session_is_gone_and_the_other_goes_on(sharded: list[Wire], fault: str, shard: int) -> None:
    fake, spoilt, other = sharded[0].fake, sharded[shard], sharded[1 - shard]
    for _ in sharded:
        await fake.next_gateway("READY")
    spoil(fake, fault, shard)
    assert (await other.ask(WHEN)).startswith(ANSWER)
    assert (await fake.next_gateway("READY")).shard == (shard, 2)
    assert (await spoilt.ask(WHEN)).startswith(ANSWER)
    assert [len(replies(wire)) for wire in sharded] == [1, 1]


@pytest.mark.parametrize(
    ("event", "data"),
    [
        ("MESSAGE_CREATE", {"id": "no number"}),
        ("MESSAGE_CREATE", None),
        ("MESSAGE_UPDATE", []),
        ("GUILD_CREATE", {"id": "1", "roles": 7}),
        ("INTERACTION_CREATE", {"id": "1"}),
        ("GUILD_ROLE_UPDATE", {}),
    ],
)
async def test_an_unreadable_event_is_skipped(wire: Wire, event: str, data: object, caplog: pytest.LogCaptureFixture) -> None:
    wire.fake.gateway.announce(event, data)
    assert (await wire.ask(COST)).startswith(PRICE)
    assert "an event could not be read" in caplog.text
    assert not wire.bot.is_closed()
