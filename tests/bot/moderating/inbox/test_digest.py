"""A digest of the inbox is posted in a channel as often as moderators want, with a menu for each group."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import discord
import pytest

from bot.desks import Desk, shown, told
from bot.moderating.inbox.conftest import RAIN, WET
from briefbot.bot.app import make_bot
from briefbot.domain.clocks import wall_clock

Hold = Callable[..., int]
HOUR = 3_600


def posts(desk: Desk) -> list[discord.Message]:
    return [message for message in desk.channel.history() if message.author.id == desk.bot.me.id and not message.flags.ephemeral]


async def restart(desk: Desk, tmp_path: Path) -> None:
    await desk.env.restart_bot(make_bot(desk.service, tmp_path, message_content=True, shard_count=1))
    await desk.env.settle()


def want(desk: Desk, often: str, hours_ago: int) -> None:
    """Set up the digest, with the last one some hours ago."""
    told = round(wall_clock().timestamp()) - hours_ago * HOUR
    desk.service.guilds.change(desk.guild.id, digest=often, digest_channel=desk.channel.id, digested=told)


@pytest.mark.parametrize(
    ("often", "hours_ago", "is_told"),
    [("daily", 25, True), ("daily", 23, False), ("weekly", 167, False), ("weekly", 169, True), ("off", 999, False)],
)
async def test_a_digest_comes_as_often_as_it_is_wanted_also_after_a_restart(
    desk: Desk, hold: Hold, tmp_path: Path, often: str, hours_ago: int, is_told: bool
) -> None:
    hold(RAIN, WET)
    want(desk, often, hours_ago)
    await restart(desk, tmp_path)
    await restart(desk, tmp_path)
    found = [message.content for message in posts(desk) if message.content.startswith("**Inbox:**")]
    assert len(found) == is_told
    assert all(f"**1.** **2 ×** “{RAIN}”" in each for each in found)


async def test_nothing_is_told_where_nothing_is_open(desk: Desk, hold: Hold, tmp_path: Path) -> None:
    desk.service.inbox.settle(desk.guild.id, hold(RAIN), "gap")
    want(desk, "daily", 25)
    await restart(desk, tmp_path)
    assert [each for each in posts(desk) if "Inbox" in each.content] == []


async def test_what_is_picked_below_a_digest_is_done_and_told_privately(desk: Desk, hold: Hold, tmp_path: Path) -> None:
    hold(RAIN)
    want(desk, "daily", 25)
    await restart(desk, tmp_path)
    digest = next(each for each in posts(desk) if each.content.startswith("**Inbox:**"))
    before = digest.content
    done = await desk.mia.select(digest, ["gap"])
    assert told(done) == f"A known gap, no longer listed: “{RAIN}”"
    assert desk.service.inbox.open_groups(desk.guild.id) == []
    back = await desk.mia.click(shown(done), label="Move back to the inbox")
    assert f"Back in the inbox: “{RAIN}”" in told(back)
    form = await desk.mia.select(digest, ["e.cost"])
    assert form.modal is not None
    opened = await desk.max.click(digest, label="Open the inbox")
    assert RAIN in told(opened)
    assert [each.content for each in posts(desk) if each.id == digest.id] == [before]


async def test_members_cannot_use_it(desk: Desk, hold: Hold, tmp_path: Path) -> None:
    hold(RAIN)
    want(desk, "daily", 25)
    await restart(desk, tmp_path)
    digest = next(each for each in posts(desk) if each.content.startswith("**Inbox:**"))
    assert told(await desk.ana.select(digest, ["ignored"])) == "Only moderators of this server may do this."
