"""People who pressed "Tell me" hear once: by a reply if they can see the channel, otherwise by a direct message."""

from __future__ import annotations

from pathlib import Path

import discord
import pytest
from simcord import ChannelHandle, MemberActor
from simcord.backend.models.channel import Overwrite
from simcord.enums import OverwriteType

from bot.conftest import labels, pick
from bot.desks import Desk, save, shown, submit, told
from briefbot.bot.app import make_bot
from briefbot.bot.moderating.editing.telling import LOOK
from briefbot.domain.records import Kept
from briefbot.service import Service

SLATES = "how much did they pay for those slates"
TELL = "Tell me when there's an answer"
NEWS = "You asked me to tell you: there is an answer now"
COST = "The repair cost £61,500."


@pytest.fixture
def service(keeping: Service) -> Service:
    """Return a service with a store."""
    return keeping


@pytest.fixture(autouse=True)
def _wanted(desk: Desk) -> None:
    """Switch the inbox on."""
    desk.service.guilds.change(desk.guild.id, inbox_days=30, member_cooldown=0)


async def wait_for_it(desk: Desk, who: MemberActor, channel: ChannelHandle | None = None) -> discord.Message:
    """Ask, press No and "Tell me", and return the reply."""
    channel = channel or desk.channel
    await who.send(channel, f"<@{desk.bot.me.id}> {SLATES}")
    reply = channel.history()[-1]
    await press_tell_me(who, reply)
    return reply


async def press_tell_me(who: MemberActor, reply: discord.Message) -> None:
    asked = await who.click(reply, label="Was this right?")
    done = await who.click((await who.click(asked.response, label="No")).response, label=TELL)
    assert "I'll tell you once" in done.response.content


async def make_an_answer(desk: Desk, **typed: str) -> None:
    """Make the question a way to ask an entry, as a moderator."""
    panel = shown(await desk.mia.slash(desk.channel, "knowledge inbox"))
    saved = await save(desk.mia, await submit(desk.mia, await desk.mia.select(panel, ["e.cost"]), **typed))
    assert told(saved).startswith("Saved and in use:")


def news(channel: ChannelHandle) -> list[discord.Message]:
    return [message for message in channel.history() if NEWS in message.content]


def news_alone(who: MemberActor) -> list[str]:
    channel = who.user.dm_channel
    return [message.content for message in channel.history() if NEWS in message.content] if channel is not None else []


async def test_by_a_reply_that_names_them_and_gives_the_answer(desk: Desk) -> None:
    reply = await wait_for_it(desk, desk.ana)
    await make_an_answer(desk)
    [message] = news(desk.channel)
    assert message.content.startswith(f"<@{desk.ana.id}> {NEWS}.")
    assert COST in message.content
    assert message.reference is not None
    assert message.reference.message_id == reply.id
    assert news_alone(desk.ana) == []


async def test_only_once(desk: Desk) -> None:
    await wait_for_it(desk, desk.ana)
    await make_an_answer(desk)
    desk.service.inbox.hold(desk.guild.id, SLATES, "wrong")
    await make_an_answer(desk, phrasings="what was the bill for the slates")
    assert len(news(desk.channel)) == 1
    assert desk.service.kept_about(desk.ana.id).waiting == 0


async def test_those_below_one_reply_are_told_together(desk: Desk) -> None:
    reply = await wait_for_it(desk, desk.ana)
    await press_tell_me(desk.max, reply)
    await make_an_answer(desk)
    [message] = news(desk.channel)
    assert message.content.startswith(f"<@{desk.ana.id}> <@{desk.max.id}> ")


async def test_over_a_restart(desk: Desk, tmp_path: Path) -> None:
    await wait_for_it(desk, desk.ana)
    await desk.env.restart_bot(make_bot(desk.service, tmp_path, message_content=True, shard_count=1))
    await make_an_answer(desk)
    assert len(news(desk.channel)) == 1


async def test_by_direct_message_where_the_bot_is_to_be_silent_by_now(desk: Desk) -> None:
    await wait_for_it(desk, desk.ana)
    desk.service.guilds.change(desk.guild.id, quiet_channels=frozenset({desk.channel.id}))
    await make_an_answer(desk)
    assert news(desk.channel) == []
    [alone] = news_alone(desk.ana)
    assert alone.startswith(f"{NEWS} in here.")
    assert COST in alone


async def test_a_blocked_member_is_not_told(desk: Desk) -> None:
    await wait_for_it(desk, desk.ana)
    desk.service.guilds.block(desk.guild.id, desk.ana.id)
    await make_an_answer(desk)
    assert (news(desk.channel), news_alone(desk.ana)) == ([], [])


async def test_it_can_still_be_pressed_after_a_reason(desk: Desk) -> None:
    await desk.ana.send(desk.channel, f"<@{desk.bot.me.id}> {SLATES}")
    asked = await desk.ana.click(desk.channel.history()[-1], label="Was this right?")
    refused = await desk.ana.click(asked.response, label="No")
    thanked = await pick(desk.ana, refused.response, "It is out of date")
    assert labels(thanked.response) == [TELL]
    await desk.ana.click(thanked.response, label=TELL)
    assert desk.service.kept_about(desk.ana.id).waiting == 1


async def test_who_wants_to_be_forgotten_is_not_told(desk: Desk) -> None:
    await wait_for_it(desk, desk.ana)
    panel = await desk.ana.slash(desk.channel, "privacy")
    kept = await desk.ana.click(panel.response, label="Show my data")
    assert "- 1 answer that you want to be told about, for thirty days at most" in kept.response.content
    await desk.ana.click(panel.response, label="Delete my data")
    assert desk.service.kept_about(desk.ana.id) == Kept()
    await make_an_answer(desk)
    assert news(desk.channel) == []


async def test_a_question_that_is_gone_has_nothing_to_wait_for(desk: Desk) -> None:
    await desk.ana.send(desk.channel, f"<@{desk.bot.me.id}> {SLATES}")
    asked = await desk.ana.click(desk.channel.history()[-1], label="Was this right?")
    refused = await desk.ana.click(asked.response, label="No")
    desk.service.inbox.clear(desk.guild.id)
    assert "no longer kept" in told(await desk.ana.click(refused.response, label=TELL))


# Later ---------------------------------------------------------------------------------------------


async def test_after_a_pause(desk: Desk) -> None:
    await wait_for_it(desk, desk.ana)
    desk.service.guilds.pause(desk.guild.id)
    await make_an_answer(desk)
    assert news(desk.channel) == []
    desk.service.guilds.resume(desk.guild.id)
    await desk.env.advance_time(LOOK)
    assert len(news(desk.channel)) == 1
    await desk.env.advance_time(LOOK)
    assert len(news(desk.channel)) == 1


async def test_after_a_restart_in_between(desk: Desk, tmp_path: Path) -> None:
    reply = await wait_for_it(desk, desk.ana)
    [group] = desk.service.inbox.open_groups(desk.guild.id)
    desk.service.waiting.answer(desk.guild.id, group.id, ("entry", "cost"))  # and the bot is killed
    await desk.env.restart_bot(make_bot(desk.service, tmp_path, message_content=True, shard_count=1))
    await desk.env.advance_time(LOOK)
    [message] = news(desk.channel)
    assert message.reference is not None
    assert message.reference.message_id == reply.id


async def test_an_answer_that_was_retired_meanwhile_is_not_told(desk: Desk) -> None:
    await wait_for_it(desk, desk.ana)
    desk.service.guilds.pause(desk.guild.id)
    await make_an_answer(desk)
    editor = desk.service.editor
    editor.apply(desk.guild.id, desk.mia.id, editor.retiring(desk.guild.id, ("entry", "cost")))
    desk.service.guilds.resume(desk.guild.id)
    await desk.env.advance_time(LOOK)
    assert (news(desk.channel), desk.service.kept_about(desk.ana.id).waiting) == ([], 1)


# Elsewhere -----------------------------------------------------------------------------------------


async def test_by_direct_message_if_the_channel_is_deleted(desk: Desk) -> None:
    channel = desk.guild.create_text_channel("soon gone")
    await wait_for_it(desk, desk.ana, channel)
    desk.env.backend.delete_channel(channel.id)
    await desk.env.settle()
    await make_an_answer(desk)
    assert len(news_alone(desk.ana)) == 1


async def test_by_direct_message_if_they_no_longer_see_the_channel(desk: Desk) -> None:
    channel = desk.guild.create_text_channel("club")
    await wait_for_it(desk, desk.ana, channel)
    deny = discord.Permissions(view_channel=True).value
    desk.env.backend.set_overwrite(channel.id, Overwrite(target_id=desk.ana.id, type=OverwriteType.MEMBER, deny=deny))
    await desk.env.settle()
    await make_an_answer(desk)
    assert (news(channel), len(news_alone(desk.ana))) == ([], 1)


async def test_by_direct_message_if_they_asked_in_a_private_thread(desk: Desk) -> None:
    thread = desk.env.backend.create_thread(desk.channel.id, "quiet", desk.ana.id, type=discord.ChannelType.private_thread.value)
    for person in (desk.ana.id, desk.bot.me.id):
        desk.env.backend.add_thread_member(thread.id, person)
    await desk.env.settle()
    channel = ChannelHandle(desk.env, desk.guild, thread)
    await wait_for_it(desk, desk.ana, channel)
    await make_an_answer(desk)
    assert (news(channel), len(news_alone(desk.ana))) == ([], 1)


async def test_who_takes_no_direct_messages_is_forgotten(desk: Desk) -> None:
    await wait_for_it(desk, desk.ana)
    desk.service.guilds.change(desk.guild.id, quiet_channels=frozenset({desk.channel.id}))
    desk.env.inject_error("POST", "/users/@me/channels", status=403, code=50007, message="Cannot send messages to this user")
    await make_an_answer(desk)
    assert (news_alone(desk.ana), desk.service.kept_about(desk.ana.id).waiting) == ([], 0)


async def test_who_has_left_is_not_told_and_forgotten(desk: Desk) -> None:
    await wait_for_it(desk, desk.ana)
    desk.env.backend.get_guild(desk.guild.id).members.pop(desk.ana.id)
    await make_an_answer(desk)
    assert (news(desk.channel), desk.service.kept_about(desk.ana.id).waiting) == ([], 0)


async def test_more_than_twenty_are_told_in_several_replies(desk: Desk) -> None:
    reply = await wait_for_it(desk, desk.ana)
    [group] = desk.service.inbox.open_groups(desk.guild.id)
    crowd = [desk.guild.add_member(desk.env.create_user(f"member{number}")) for number in range(24)]
    for member in crowd:
        desk.service.waiting.add(desk.guild.id, group.id, member.id, desk.channel.id, reply.id)
    await make_an_answer(desk)
    first, second = news(desk.channel)
    assert [len(first.mentions), len(second.mentions)] == [20, 5]
