"""Members ask the moderators if these have a channel for it, once in ten minutes, and hear of the answer."""

from __future__ import annotations

from pathlib import Path

import discord
import pytest
from simcord import ChannelHandle, InteractionResult

from bot.conftest import labels
from bot.desks import Desk, save, submit, told
from briefbot.bot.app import make_bot

SLATES = "how much did they pay for those slates"
ASK = "Ask the moderators"


@pytest.fixture
def desk_channel(desk: Desk) -> ChannelHandle:
    """Return the moderators a channel for questions."""
    channel = desk.guild.create_text_channel("desk")
    desk.service.guilds.change(desk.guild.id, inbox_days=30, member_cooldown=0, digest_channel=channel.id)
    return channel


async def said_no(desk: Desk) -> tuple[discord.Message, InteractionResult]:
    """Ask as Ana, and press No below the reply."""
    await desk.ana.send(desk.channel, f"<@{desk.bot.me.id}> {SLATES}")
    reply = desk.channel.history()[-1]
    asked = await desk.ana.click(reply, label="Was this right?")
    return reply, await desk.ana.click(asked.response, label="No")


async def test_it_is_posted_with_who_asks_and_a_link_and_pings_nobody(desk: Desk, desk_channel: ChannelHandle) -> None:
    reply, refused = await said_no(desk)
    done = await desk.ana.click(refused.response, label=ASK)
    assert told(done).startswith("The moderators have your question.")
    [post] = desk_channel.history()
    assert post.content.startswith(f"<@{desk.ana.id}> asks the moderators: “{SLATES}”")
    assert f"/{desk.guild.id}/{desk.channel.id}/{reply.id}" in post.content
    assert "Open the inbox" in labels(post)


async def test_the_answer_reaches_who_asked_over_a_restart(desk: Desk, desk_channel: ChannelHandle, tmp_path: Path) -> None:
    _, refused = await said_no(desk)
    await desk.ana.click(refused.response, label=ASK)
    await desk.env.restart_bot(make_bot(desk.service, tmp_path, message_content=True, shard_count=1))
    form = await desk.mia.select(desk_channel.history()[0], ["e.cost"])
    await save(desk.mia, await submit(desk.mia, form))
    assert desk.channel.history()[-1].content.startswith(f"<@{desk.ana.id}> You wanted to be told: there is an answer now.")


async def test_only_moderators_act_on_it(desk: Desk, desk_channel: ChannelHandle) -> None:
    _, refused = await said_no(desk)
    await desk.ana.click(refused.response, label=ASK)
    await desk.ana.select(desk_channel.history()[0], ["gap"])
    assert [group.state for group in desk.service.inbox.open_groups(desk.guild.id)] == ["open"]


async def test_once_in_ten_minutes(desk: Desk, desk_channel: ChannelHandle) -> None:
    for _ in range(2):
        _, refused = await said_no(desk)
        done = await desk.ana.click(refused.response, label=ASK)
    assert "less than ten minutes ago" in told(done)
    assert len(desk_channel.history()) == 1


async def test_what_cannot_be_posted_can_be_tried_again(desk: Desk, desk_channel: ChannelHandle) -> None:
    _, refused = await said_no(desk)
    desk.service.guilds.change(desk.guild.id, digest_channel=1)
    done = await desk.ana.click(refused.response, label=ASK)
    assert "no channel for questions any more" in told(done)
    desk.service.guilds.change(desk.guild.id, digest_channel=desk_channel.id)
    again = await desk.ana.click(refused.response, label=ASK)
    assert told(again).startswith("The moderators have your question.")


async def test_it_is_not_offered_without_a_channel(desk: Desk) -> None:
    desk.service.guilds.change(desk.guild.id, inbox_days=30)
    _, refused = await said_no(desk)
    assert ASK not in labels(refused.response)
