"""A blocked member has one appeal to the audit channel."""

from __future__ import annotations

from pathlib import Path

import pytest
from simcord import ChannelHandle, InteractionResult

from bot.conftest import labels
from bot.desks import Desk, submit, told
from briefbot.bot.app import make_bot
from briefbot.service import Service

APPEAL = "Ask to be unblocked"


@pytest.fixture
def service(keeping: Service) -> Service:
    """Return a service with a store."""
    return keeping


@pytest.fixture
def audit(desk: Desk) -> ChannelHandle:
    """Return the moderators an audit channel, and block Ana."""
    channel = desk.guild.create_text_channel("audit")
    desk.service.guilds.change(desk.guild.id, audit_channel=channel.id, member_cooldown=0)
    desk.service.guilds.block(desk.guild.id, desk.ana.id)
    return channel


async def refused(desk: Desk) -> InteractionResult:
    """Let Ana press a button below an answer that Max got."""
    await desk.max.send(desk.channel, f"<@{desk.bot.me.id}> How much did the new roof cost?")
    reply = next(message for message in desk.channel.history()[::-1] if message.author.id == desk.bot.me.id)
    return await desk.ana.click(reply, label="Was this right?")


async def ask(desk: Desk, refusal: InteractionResult, words: str = "") -> InteractionResult:
    """Let Ana appeal."""
    return await submit(desk.ana, await desk.ana.click(refusal.response, label=APPEAL), words=words)


async def test_it_is_posted_once_over_a_restart(desk: Desk, audit: ChannelHandle, tmp_path: Path) -> None:
    first, second = await refused(desk), await refused(desk)
    assert labels(first.response) == [APPEAL]
    assert told(await ask(desk, first, words="I was *tired*.")).startswith("The moderators have been asked.")
    await desk.env.restart_bot(make_bot(desk.service, tmp_path, message_content=True, shard_count=1))
    assert "you have already asked" in told(await desk.ana.click(second.response, label=APPEAL))
    [post] = audit.history()
    assert post.content == (
        f"<@{desk.ana.id}> is blocked and asks to be unblocked: `/knowledge unblock`. They can ask once.\n> I was \\*tired\\*."
    )
    assert labels((await refused(desk)).response) == []


async def test_a_lifted_block_counts_no_longer(desk: Desk, audit: ChannelHandle) -> None:
    await ask(desk, await refused(desk))
    desk.service.guilds.unblock(desk.guild.id, desk.ana.id)
    desk.service.guilds.block(desk.guild.id, desk.ana.id)
    assert labels((await refused(desk)).response) == [APPEAL]


async def test_there_is_none_without_an_audit_channel(desk: Desk) -> None:
    desk.service.guilds.block(desk.guild.id, desk.ana.id)
    assert labels((await refused(desk)).response) == []


async def test_what_does_not_get_there_is_no_appeal(desk: Desk, audit: ChannelHandle) -> None:
    refusal = await refused(desk)
    desk.service.guilds.change(desk.guild.id, audit_channel=1)
    assert "try again later" in told(await ask(desk, refusal))
    desk.service.guilds.change(desk.guild.id, audit_channel=audit.id)
    assert told(await ask(desk, await refused(desk))).startswith("The moderators have been asked.")
    assert len(audit.history()) == 1


async def test_words_about_self_harm_are_not_posted_and_use_nothing(desk: Desk, audit: ChannelHandle) -> None:
    await ask(desk, await refused(desk), words="i want to kill myself")
    assert audit.history() == []
    assert labels((await refused(desk)).response) == [APPEAL]
