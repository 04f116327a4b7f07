"""Members ask the moderators where these have a channel for it, once in ten minutes."""

from __future__ import annotations

from pathlib import Path

import pytest
from simcord import ChannelHandle, InteractionResult

from bot.asked import ASK, SLATES, TEA, ask, channel_for_questions, refused
from bot.conftest import labels
from bot.desks import Desk, fields, shown, submit, told
from briefbot.bot.app import make_bot
from briefbot.service import Service

HAVE_IT = "The moderators have your question. I'll tell you when they answer."


@pytest.fixture
def service(keeping: Service) -> Service:
    """Give a service that keeps what it is told."""
    return keeping


@pytest.fixture
def questions(desk: Desk) -> ChannelHandle:
    """Give the moderators a channel for questions."""
    return channel_for_questions(desk)


async def said_no(desk: Desk) -> InteractionResult:
    """Let Ana ask something and say that the reply was not right."""
    asked = await desk.ana.click(await refused(desk, SLATES), label="Was this right?")
    return await desk.ana.click(asked.response, label="No")


async def restart(desk: Desk, data: Path) -> None:
    await desk.env.restart_bot(make_bot(desk.service, data, message_content=True, shard_count=1))


async def test_below_a_refusal_it_is_posted_with_who_asks_and_a_link_and_pings_nobody(desk: Desk, questions: ChannelHandle) -> None:
    reply = await refused(desk)
    assert labels(reply)[-2:] == [ASK, "Was this right?"]
    form = await desk.ana.click(reply, label=ASK)
    assert fields(form) == {"words": TEA}
    assert told(await submit(desk.ana, form)) == HAVE_IT
    [post] = questions.history()
    link = f"https://discord.com/channels/{desk.guild.id}/{desk.channel.id}/{reply.id}"
    assert post.content == f"<@{desk.ana.id}> asks the moderators:\n> {TEA}\n-# {link}"
    assert labels(post) == ["Answer", "New entry", "Known gap", "Dismiss", "Open the inbox"]
    assert [group.count for group in desk.service.inbox.open_groups(desk.guild.id)] == [1]


async def test_below_an_answer_it_is_in_the_private_part(desk: Desk, questions: ChannelHandle) -> None:
    assert ASK not in labels(await refused(desk, "How much did the new roof cost?"))
    private = await said_no(desk)
    assert told(await ask(desk.ana, private.response)) == HAVE_IT
    assert SLATES in questions.history()[0].content


async def test_below_none_of_these(desk: Desk, questions: ChannelHandle) -> None:
    await desk.ana.click(await refused(desk, SLATES), label="None of these")
    assert told(await ask(desk.ana, desk.channel.history()[-1])) == HAVE_IT
    assert SLATES in questions.history()[0].content


async def test_a_reply_has_at_most_five_buttons(desk: Desk, questions: ChannelHandle) -> None:
    for words in (TEA, "Did it rain on the day of the vote?", "Who is the mayor of the village?", "What is the weather on Mars?"):
        assert len(labels(await refused(desk, words))) <= 5


async def test_after_a_restart_the_words_are_typed_again(desk: Desk, questions: ChannelHandle, tmp_path: Path) -> None:
    reply = await refused(desk)
    await restart(desk, tmp_path)
    assert told(await ask(desk.ana, reply, words="Who made the telephone?")) == HAVE_IT
    assert "> Who made the telephone?" in questions.history()[0].content


async def test_it_works_without_the_inbox_which_then_holds_nothing(desk: Desk, questions: ChannelHandle) -> None:
    desk.service.guilds.change(desk.guild.id, inbox_days=0)
    assert told(await ask(desk.ana, await refused(desk))) == HAVE_IT
    assert labels(questions.history()[0]) == ["Answer", "New entry", "Known gap", "Dismiss"]
    assert desk.service.inbox.open_groups(desk.guild.id) == []


async def test_words_about_self_harm_are_not_handed_over(desk: Desk, questions: ChannelHandle) -> None:
    await ask(desk.ana, await refused(desk), words="i want to kill myself")
    assert questions.history() == []


async def test_once_in_ten_minutes(desk: Desk, questions: ChannelHandle) -> None:
    await ask(desk.ana, await refused(desk))
    again = await desk.ana.click(await refused(desk), label=ASK)
    assert "less than ten minutes ago" in told(again)
    assert len(questions.history()) == 1


async def test_what_cannot_be_posted_can_be_tried_again(desk: Desk, questions: ChannelHandle) -> None:
    reply = await refused(desk)
    form = await desk.ana.click(reply, label=ASK)
    desk.service.guilds.change(desk.guild.id, ask_channel=1)
    assert "no longer have a channel for questions" in told(await submit(desk.ana, form))
    desk.service.guilds.change(desk.guild.id, ask_channel=questions.id)
    assert told(await ask(desk.ana, reply)) == HAVE_IT


async def test_the_channel_of_the_digest_takes_them_until_another_is_chosen_or_none(desk: Desk) -> None:
    desk.service.guilds.change(desk.guild.id, member_cooldown=0)
    assert ASK not in labels(await refused(desk))
    desk.service.guilds.change(desk.guild.id, digest_channel=desk.channel.id)
    assert ASK in labels(await refused(desk))
    panel = shown(await desk.mia.slash(desk.channel, "settings show"))
    await desk.mia.select(panel, [], custom_id="bb-set:ask_channel")
    assert ASK not in labels(await refused(desk))
