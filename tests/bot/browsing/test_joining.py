"""The bot greets a server that it joins once, where it may write, with examples and a button for the settings."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import discord
import pytest
from simcord import ChannelHandle, Env, GuildHandle, MemberActor
from simcord.backend.serializers import guild_create_payload, message_payload

from bot.conftest import Stage
from bot.desks import press_forged
from bot.wiring import Wire, replies, restarted, wired
from briefbot.bot.moderating.custom_ids import SetUp
from briefbot.rendering.cards import Draw
from briefbot.service import Service
from contract import Contract

HELLO = "Hello! I answer questions about the article “Hollowbrook library reopens under a roof of reclaimed slate”"
EXAMPLES = ["How old was the old roof?", "When did the library reopen?", "What did Calloway say about the buckets?"]


@pytest.fixture
def service(keeping: Service) -> Service:
    """Return the service with a store."""
    return keeping


@pytest.fixture
def draw() -> Draw | None:
    return None


def now(**earlier: float) -> str:
    return (discord.utils.utcnow() - timedelta(**earlier)).isoformat()


async def until(is_so: Callable[[], bool]) -> None:
    """Wait until the bot has recorded the greeting in its thread, and sent it."""
    async with asyncio.timeout(5):
        while not is_so():  # noqa: ASYNC110 - the store has no event for it
            await asyncio.sleep(0.001)


async def join(stage: Stage, guild: GuildHandle, at: str) -> None:
    """Join an existing server, with an event as Discord sends it: without the server's availability."""
    backend = stage.env.backend
    made = backend.get_guild(guild.id)
    backend.emit("GUILD_DELETE", {"id": str(guild.id)})
    made.members[stage.bot.me.id].joined_at = at
    told: dict[str, Any] = {**guild_create_payload(backend, made)}
    del told["unavailable"]
    backend.emit("GUILD_CREATE", told)
    await stage.env.settle()


async def come_back(stage: Stage, guild: GuildHandle) -> None:
    """End an outage of a server."""
    backend = stage.env.backend
    backend.emit("GUILD_DELETE", {"id": str(guild.id), "unavailable": True})
    backend.emit("GUILD_CREATE", {**guild_create_payload(backend, backend.get_guild(guild.id))})
    await stage.env.settle()


def barred(guild: GuildHandle, name: str) -> ChannelHandle:
    """Add a channel in which nobody may write."""
    return guild.create_text_channel(name, overwrites={guild.default_role: discord.PermissionOverwrite(send_messages=False)})


async def greeting(stage: Stage) -> discord.Message:
    await join(stage, stage.guild, now())
    await until(lambda: bool(stage.replies()))
    return stage.last()


def manager(stage: Stage) -> MemberActor:
    role = stage.guild.create_role("managers", permissions=discord.Permissions(manage_guild=True))
    return stage.guild.add_member(stage.env.create_user("mia"), roles=[role])


async def test_a_server_is_told_what_the_bot_answers_about(stage: Stage) -> None:
    message = await greeting(stage)
    assert message.content.startswith(HELLO)
    assert "Mention me with a question, use `/ask`, or pick an example below" in message.content
    menu, *buttons = [part for row in message.components for part in row.children]
    assert [option.label for option in menu.options] == EXAMPLES
    assert [part.label for part in buttons] == ["Set up", "What can I ask?"]
    assert (message.mentions, message.role_mentions, message.mention_everyone) == ([], [], False)


async def test_the_channel_for_what_a_server_is_told_comes_first(stage: Stage) -> None:
    welcome = stage.guild.create_text_channel("welcome")
    stage.env.backend.get_guild(stage.guild.id).system_channel_id = welcome.id
    await join(stage, stage.guild, now())
    await until(lambda: bool(welcome.history()))
    assert welcome.last_message.content.startswith(HELLO)
    assert stage.replies() == []


async def test_nothing_is_said_where_the_bot_may_not_write(simcord_env: Env, stage: Stage) -> None:
    guild = simcord_env.create_guild("Rules first")
    rules, lounge = barred(guild, "rules"), guild.create_text_channel("lounge")
    await join(stage, guild, now())
    await until(lambda: bool(lounge.history()))
    assert lounge.last_message.content.startswith(HELLO)
    assert rules.history() == []


async def test_the_owner_is_told_where_the_bot_may_write_nowhere(simcord_env: Env, stage: Stage) -> None:
    owner = simcord_env.create_user("olga")
    guild = simcord_env.create_guild("Silent", owner=owner)
    barred(guild, "rules")
    await join(stage, guild, now())
    backend = stage.env.backend
    await until(lambda: bool(backend.messages.get(backend.dm_channels.get(owner.id))))
    [told] = [message_payload(backend, message) for message in backend.messages[backend.dm_channels[owner.id]].values()]
    assert told["content"].startswith(HELLO)
    assert "I can't write in any channel of Silent yet" in told["content"]
    assert [part.get("label") for row in told["components"] for part in row["components"]] == [None, "What can I ask?"]


async def test_a_server_is_greeted_once_whatever_happens(stage: Stage) -> None:
    await greeting(stage)
    await come_back(stage, stage.guild)
    await stage.restart()
    await come_back(stage, stage.guild)
    assert len(stage.replies()) == 1


async def test_a_server_that_is_joined_again_is_greeted_again(stage: Stage) -> None:
    await join(stage, stage.guild, now(hours=2))
    await until(lambda: len(stage.replies()) == 1)
    await join(stage, stage.guild, now())
    await until(lambda: len(stage.replies()) == 2)


async def test_a_server_of_long_ago_is_no_new_one(stage: Stage) -> None:
    await join(stage, stage.guild, now(days=40))
    assert stage.replies() == []


async def test_a_server_that_was_joined_while_the_bot_was_off_is_greeted_at_the_start(stage: Stage) -> None:
    stage.env.backend.get_guild(stage.guild.id).members[stage.bot.me.id].joined_at = now(hours=1)
    await stage.restart()
    await until(lambda: bool(stage.replies()))
    assert [content.startswith(HELLO) for content in stage.said()] == [True]


async def test_a_server_where_the_article_is_under_review_is_not_greeted(stage: Stage) -> None:
    stage.bot.service.guilds.pause(stage.guild.id)
    await join(stage, stage.guild, now())
    assert stage.replies() == []


async def test_an_example_is_answered_to_whoever_picks_it_alone(stage: Stage) -> None:
    message = await greeting(stage)
    menu = message.components[0].children[0]
    result = await stage.ana.select(message, [menu.options[1].value])
    assert result.response.content.startswith("**When did the library reopen?**\nHollowbrook's village library reopened")
    assert result.ephemeral


async def test_set_up_shows_the_settings_to_whoever_manages_the_server(stage: Stage) -> None:
    message, mia = await greeting(stage), manager(stage)
    await stage.restart()
    result = await mia.click(message, label="Set up")
    assert result.ephemeral
    shown = str(result.response.message.components) + result.response.content
    assert "bb-set:moderators" in shown
    assert "bb-set:open_channels" in shown
    assert "bb-set:cooldowns" in shown


async def test_set_up_is_refused_to_others_in_words(stage: Stage) -> None:
    message = await greeting(stage)
    result = await stage.ana.click(message, label="Set up")
    assert result.response.content == "Only moderators of this server may do this."
    forged = await press_forged(stage.ana, stage.channel, SetUp().pack())
    assert forged.response.content == "Only moderators of this server may do this."


# Over a socket ----------------------------------------------------------------------------------


@pytest.fixture
async def wire(keeping: Service, tmp_path: Path, contract: Contract | None) -> AsyncIterator[Wire]:
    async with wired(keeping, tmp_path, contract) as wire:
        await wire.bot.wait_until_ready()
        yield wire


async def test_a_join_over_the_wire_is_greeted_once_over_outages_and_restarts(wire: Wire, keeping: Service, tmp_path: Path) -> None:
    wire.fake.kick(wire.guild)
    wire.fake.invite(wire.guild, at=now())
    assert (await wire.fake.next_message(wire.channel)).content.startswith(HELLO)
    wire.fake.begin_outage(wire.guild)
    wire.fake.end_outage(wire.guild)
    assert await wire.ask("When did the library reopen?")
    async with restarted(wire, keeping, tmp_path) as again:
        await again.bot.wait_until_ready()
        assert await again.ask("How much did the new roof cost?")
        assert [content.startswith(HELLO) for content in replies(again)] == [True, False, False]


async def test_servers_of_before_are_not_greeted_at_a_start(wire: Wire) -> None:
    assert await wire.ask("When did the library reopen?")
    assert len(replies(wire)) == 1
