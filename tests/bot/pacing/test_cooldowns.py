"""Cooldowns, pauses and blocks, with few notices."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest.mock import Mock

import discord
import pytest

from bot.conftest import Stage, ask_more, labels, remove
from briefbot.bot.pacing.channel_queue import FullError
from briefbot.bot.pacing.cooldowns import Cooldowns, IgnoredError, PausedError, WaitError
from briefbot.bot.transport.error_reports import RefusedError
from briefbot.bot.transport.requests import Audience, Place, Request
from briefbot.domain.records import GuildSettings

WHEN = "When did the library reopen?"
COST = "How much did the new roof cost?"
REVIEW = "The article is under review in this server, so I'm not answering questions about it for now."


def request_at(place: Place) -> Request:
    """Make a request of a person in a place."""
    shared = Audience(place.person)
    return Request(Mock(spec=discord.Message), place, "mention", shared, replace(shared, is_private=True))


ANA, BEN = request_at(Place(1, 10, None, 100)), request_at(Place(1, 10, None, 200))


class Clock:
    """A clock that tests advance."""

    def __init__(self) -> None:
        self.time = 1_000.0

    def __call__(self) -> float:
        return self.time

    def move(self, seconds: float) -> None:
        self.time += seconds

    async def sleep(self, seconds: float) -> None:
        """Run all other tasks, then advance the clock."""
        await asyncio.sleep(0)
        self.move(seconds)


def cooldowns_of(clock: Clock, **settings: Any) -> Cooldowns:
    """Make cooldowns for guilds with the same settings, by default without a wait."""
    return Cooldowns(lambda _: GuildSettings(**{"member_cooldown": 0, **settings}), clock, clock.sleep)


def test_where_nothing_was_set_a_member_waits_a_few_seconds_and_a_channel_does_not() -> None:
    assert (GuildSettings().member_cooldown, GuildSettings().channel_cooldown) == (3, 0)


def test_without_cooldowns_everybody_is_let_in() -> None:
    guilds = {1: GuildSettings(member_cooldown=0)}
    cooldowns = Cooldowns(lambda guild: guilds[guild or 0], Clock())
    for _ in range(100):
        cooldowns.take_on(ANA)
    guilds[1] = GuildSettings(member_cooldown=1)
    with pytest.raises(WaitError):
        cooldowns.take_on(ANA)


def test_member_waits_and_others_do_not() -> None:
    clock = Clock()
    cooldowns = cooldowns_of(clock, member_cooldown=30)
    cooldowns.take_on(ANA)
    cooldowns.take_on(BEN)
    clock.move(28.5)
    with pytest.raises(RefusedError, match=r"Please wait 2 seconds before your next question\."):
        cooldowns.take_on(ANA)


def test_a_button_below_an_answer_needs_no_wait() -> None:
    cooldowns = cooldowns_of(Clock(), member_cooldown=30)
    cooldowns.take_on(ANA)
    cooldowns.take_on(replace(ANA, has_waited=True))
    with pytest.raises(WaitError):
        cooldowns.take_on(ANA)


def test_refused_question_does_not_begin_the_wait_again() -> None:
    clock = Clock()
    cooldowns = cooldowns_of(clock, member_cooldown=10)
    cooldowns.take_on(ANA)
    clock.move(9)
    with pytest.raises(RefusedError, match=r"Please wait 1 second before your next question\."):
        cooldowns.take_on(ANA)
    clock.move(1)
    cooldowns.take_on(ANA)


def test_question_that_is_only_let_in_begins_no_wait() -> None:
    cooldowns = cooldowns_of(Clock(), member_cooldown=30, channel_cooldown=5)
    cooldowns.admit(ANA)
    cooldowns.take_on(ANA)
    with pytest.raises(RefusedError, match="30 seconds"):
        cooldowns.admit(ANA)


def test_channel_waits_for_everybody_in_it() -> None:
    cooldowns = cooldowns_of(Clock(), channel_cooldown=5)
    cooldowns.take_on(ANA)
    with pytest.raises(RefusedError, match="5 seconds"):
        cooldowns.take_on(BEN)
    cooldowns.take_on(request_at(Place(1, 11, None, 200)))


def test_blocked_member_is_ignored_and_paused_bot_says_so() -> None:
    with pytest.raises(IgnoredError):
        cooldowns_of(Clock(), blocked=frozenset({100})).admit(ANA)
    with pytest.raises(RefusedError, match="under review"):
        cooldowns_of(Clock(), is_paused=True).admit(ANA)


async def test_short_wait_is_waited_out_and_begins_the_next_one() -> None:
    clock = Clock()
    cooldowns = cooldowns_of(clock, member_cooldown=4)
    cooldowns.take_on(ANA)
    clock.move(1)
    waited = await cooldowns.wait_out(ANA)
    assert clock.time == 1_004
    cooldowns.take_on(waited)
    clock.move(1)
    with pytest.raises(WaitError, match="3 seconds"):
        cooldowns.take_on(ANA)


async def test_who_need_not_wait_does_not() -> None:
    clock = Clock()
    cooldowns = cooldowns_of(clock, member_cooldown=4)
    assert await cooldowns.wait_out(ANA) is ANA
    cooldowns.take_on(ANA)
    assert await cooldowns.wait_out(BEN) is BEN
    assert clock.time == 1_000


async def test_longer_wait_is_told_at_once() -> None:
    clock = Clock()
    cooldowns = cooldowns_of(clock, member_cooldown=30)
    cooldowns.take_on(ANA)
    clock.move(19)
    with pytest.raises(WaitError, match="11 seconds"):
        await cooldowns.wait_out(ANA)
    clock.move(1)
    await cooldowns.wait_out(ANA)
    assert clock.time == 1_030


async def test_one_question_of_a_member_waits_and_the_second_is_told_how_long() -> None:
    cooldowns = cooldowns_of(Clock(), member_cooldown=4)
    cooldowns.take_on(ANA)
    first, second = await asyncio.gather(cooldowns.wait_out(ANA), cooldowns.wait_out(ANA), return_exceptions=True)
    assert isinstance(first, Request)
    assert first.has_waited
    assert isinstance(second, WaitError)
    assert str(second) == "Please wait 8 seconds before your next question."


async def test_members_who_wait_for_a_channel_wait_for_each_other() -> None:
    clock = Clock()
    people = [request_at(Place(1, 10, None, person)) for person in (200, 300, 400)]
    cooldowns = cooldowns_of(clock, channel_cooldown=4)
    cooldowns.take_on(ANA)
    *waited, late = await asyncio.gather(*map(cooldowns.wait_out, people), return_exceptions=True)
    assert [isinstance(each, Request) for each in waited] == [True, True]
    assert isinstance(late, WaitError)
    assert late.wait == 12


async def test_before_a_stop_nobody_waits_any_longer() -> None:
    cooldowns = Cooldowns(lambda _: GuildSettings(member_cooldown=4), Clock(), lambda _: asyncio.Event().wait())
    cooldowns.take_on(ANA)
    waiting = asyncio.create_task(cooldowns.wait_out(ANA))
    await asyncio.sleep(0)
    await cooldowns.finish()
    assert (await waiting).has_waited


async def test_pause_that_begins_while_somebody_waits_is_told() -> None:
    clock, guilds = Clock(), {1: GuildSettings(member_cooldown=4)}

    async def pause(seconds: float) -> None:
        guilds[1] = GuildSettings(is_paused=True)
        clock.move(seconds)

    cooldowns = Cooldowns(lambda guild: guilds[guild or 0], clock, pause)
    cooldowns.take_on(ANA)
    with pytest.raises(PausedError):
        await cooldowns.wait_out(ANA)


def test_member_is_told_once_in_some_minutes() -> None:
    clock = Clock()
    cooldowns = cooldowns_of(clock)
    assert [cooldowns.may_tell(who, WaitError) for who in (ANA, ANA, BEN)] == [True, False, True]
    clock.move(180)
    assert cooldowns.may_tell(ANA, WaitError)


def test_member_is_told_of_each_kind_of_refusal() -> None:
    cooldowns = cooldowns_of(Clock())
    assert [cooldowns.may_tell(ANA, kind) for kind in (WaitError, FullError, PausedError, FullError)] == [True, True, True, False]


def test_message_is_new_once() -> None:
    cooldowns = cooldowns_of(Clock())
    assert [cooldowns.is_new(1), cooldowns.is_new(2), cooldowns.is_new(1)] == [True, True, False]


async def test_hasty_member_is_told_as_long_as_it_is_so_and_once(stage: Stage) -> None:
    stage.set(member_cooldown=30)
    await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    assert stage.last().content == "Please wait 30 seconds before your next question."
    await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    assert len(stage.said()) == 2
    await stage.env.advance_time(29)
    assert len(stage.said()) == 2
    await stage.env.advance_time(2)
    assert len(stage.said()) == 1
    await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    assert "£61,500" in stage.last().content


async def test_hasty_member_is_answered_when_a_short_wait_is_over(stage: Stage) -> None:
    stage.set(member_cooldown=3)
    await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    asked = await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    await stage.env.advance_time(4)
    assert "£61,500" in stage.last().content
    assert stage.last().created_at - asked.created_at >= timedelta(seconds=3)


async def test_hasty_command_is_answered_when_a_short_wait_is_over(stage: Stage) -> None:
    stage.set(member_cooldown=3)
    await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    await stage.ana.slash(stage.channel, "ask", question=COST)
    await stage.env.advance_time(4)
    assert "£61,500" in stage.last().content


async def test_chatter_in_an_open_channel_takes_no_place_of_a_question_that_waits(stage: Stage) -> None:
    stage.set(open_channels=frozenset({stage.channel.id}), member_cooldown=3)
    await stage.ana.send(stage.channel, WHEN)
    await stage.ana.send(stage.channel, "thanks, that helps")
    await stage.ana.send(stage.channel, COST)
    await stage.env.advance_time(4)
    assert "£61,500" in stage.last().content


async def test_question_edited_right_after_its_answer_is_answered_when_the_wait_is_over(stage: Stage) -> None:
    stage.set(member_cooldown=3)
    asked = await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    await stage.ana.edit(asked, f"{stage.mention} {COST}")
    await stage.env.advance_time(4)
    assert ["£61,500" in content for content in stage.said()] == [True]


async def test_hasty_command_is_told_privately(stage: Stage) -> None:
    stage.set(member_cooldown=30)
    await stage.ana.slash(stage.channel, "ask", question=WHEN)
    result = await stage.ana.slash(stage.channel, "ask", question=COST)
    assert result.ephemeral
    assert result.response.content == "Please wait 30 seconds before your next question."
    assert len(stage.env.errors) == 1


async def test_what_the_bot_passes_over_in_an_open_channel_lets_nobody_wait(stage: Stage) -> None:
    stage.set(open_channels=frozenset({stage.channel.id}), member_cooldown=30, channel_cooldown=20)
    await stage.ana.send(stage.channel, "what is for lunch?")
    await stage.ana.send(stage.channel, WHEN)
    assert stage.last().content.startswith("Hollowbrook's village library reopened")
    await stage.ana.send(stage.channel, COST)
    assert len(stage.said()) == 1


async def test_hint_and_a_message_without_words_let_nobody_wait(stage: Stage) -> None:
    stage.set(member_cooldown=30)
    picture = await stage.ben.send(stage.channel, "https://example.org/roof.png")
    await stage.ana.send(stage.channel, stage.mention)
    await stage.ana.context_menu(stage.channel, "Answer from the article", picture)
    result = await stage.ana.slash(stage.channel, "ask", question=COST)
    assert "£61,500" in result.response.content
    stage.env.errors.clear()


async def test_asker_need_not_wait_to_press_below_the_own_reply(stage: Stage) -> None:
    stage.set(member_cooldown=30)
    await stage.ana.send(stage.channel, f"{stage.mention} What was the mill called?")
    nearest = stage.last()
    asked = await ask_more(stage.ana, nearest, "How many slates were laid?")
    assert asked.response.content.startswith("**How many slates were laid?**")
    await stage.ben.slash(stage.channel, "ask", question=WHEN)
    opened = await stage.ben.click(nearest, label="Sources")
    assert opened.response.content.startswith("**")
    stage.env.errors.clear()


async def test_asker_need_not_wait_to_press_below_a_private_reply(stage: Stage) -> None:
    stage.set(member_cooldown=30)
    answer = await stage.ana.slash(stage.channel, "ask", question=COST, private=True)
    related = await ask_more(stage.ana, answer.response, "Who paid for most of the repair?")
    assert related.response.content.startswith("**Who paid for most of the repair?**")


async def test_blocked_asker_can_press_nothing_that_answers(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    stage.set(blocked=frozenset({stage.ana.id}))
    result = await stage.ana.click(stage.last(), label="Ask more")
    assert result.response.content == "The moderators of this server have blocked you from asking me."


async def test_blocked_member_is_ignored(stage: Stage) -> None:
    stage.set(blocked=frozenset({stage.ana.id}))
    await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    await stage.ana.send(stage.channel, stage.mention)
    result = await stage.ana.slash(stage.channel, "ask", question=WHEN)
    assert stage.said() == []
    assert result.response.content == "The moderators of this server have blocked you from asking me."
    assert len(stage.env.errors) == 1


NOT_LET = "The moderators of this server have blocked you from asking me."


async def test_blocked_member_gets_no_lists_pages_or_sources(stage: Stage) -> None:
    await stage.ben.send(stage.channel, f"{stage.mention} {COST}")
    topics = await stage.ana.slash(stage.channel, "topics")
    stage.set(blocked=frozenset({stage.ana.id}))
    for command in ("topics", "quotes", "source", "quote"):
        assert (await stage.ana.slash(stage.channel, command)).response.content == NOT_LET
    assert (await stage.ana.click(stage.last(), label="Sources")).response.content == NOT_LET
    assert topics.response.content != NOT_LET
    assert len(stage.env.errors) == 4  # which simcord counts for refused commands


async def test_blocked_member_is_offered_nothing_while_typing(stage: Stage) -> None:
    assert await stage.ana.autocomplete(stage.channel, "ask", "question", "roof")
    stage.set(blocked=frozenset({stage.ana.id}))
    for command, option in (("ask", "question"), ("quote", "speaker"), ("quote", "topic")):
        assert not await stage.ana.autocomplete(stage.channel, command, option, "")


async def test_blocked_member_can_still_see_and_delete_what_is_kept(stage: Stage) -> None:
    stage.set(blocked=frozenset({stage.ana.id}))
    assert (await stage.ana.slash(stage.channel, "privacy")).response.content != NOT_LET
    assert (await stage.ana.slash(stage.channel, "help")).response.content != NOT_LET


async def test_people_who_may_not_write_in_a_channel_get_private_replies(stage: Stage) -> None:
    barred = {stage.guild.default_role: discord.PermissionOverwrite(send_messages=False)}
    news = stage.guild.create_text_channel("news", overwrites={**barred, stage.bot.me: discord.PermissionOverwrite(send_messages=True)})
    question = stage.env.backend.create_message(news.id, stage.ben.id, WHEN)
    asked = await stage.ana.slash(news, "ask", question=COST)
    quoted = await stage.ana.slash(news, "quote")
    answered = await stage.ana.context_menu(news, "Answer from the article", news.history()[-1])
    assert question.content == WHEN
    assert [each.response.ephemeral for each in (asked, quoted, answered)] == [True, True, True]
    assert [message.content for message in news.history() if not message.flags.ephemeral] == [WHEN]


async def test_blocked_member_is_ignored_in_an_open_channel(stage: Stage) -> None:
    stage.set(open_channels=frozenset({stage.channel.id}), blocked=frozenset({stage.ana.id}))
    await stage.ana.send(stage.channel, WHEN)
    assert stage.said() == []
    await stage.ben.send(stage.channel, WHEN)
    assert len(stage.said()) == 1


async def test_paused_bot_says_so_and_answers_nothing(stage: Stage) -> None:
    stage.set(is_paused=True)
    await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    assert stage.said() == [REVIEW]


async def test_notice_of_a_pause_is_given_once_in_minutes_and_to_moderators_always(stage: Stage) -> None:
    role = stage.guild.create_role("mods", permissions=discord.Permissions(manage_guild=True))
    mia = stage.guild.add_member(stage.env.create_user("mia"), roles=[role])
    stage.set(is_paused=True)
    for who in (stage.ana, stage.ana, stage.ben, mia, mia):
        await who.send(stage.channel, f"{stage.mention} {WHEN}")
    await stage.env.advance_time(170)
    assert stage.said() == [REVIEW] * 4
    await stage.env.advance_time(20)
    await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    assert stage.said() == [REVIEW] * 5


@pytest.mark.parametrize(
    ("command", "options"),
    [("ask", {"question": WHEN}), ("quote", {}), ("who-said", {"line": "buckets"}), ("quotes", {}), ("topics", {})],
)
async def test_no_command_tells_anything_of_the_article_while_paused(stage: Stage, command: str, options: dict[str, str]) -> None:
    stage.set(is_paused=True)
    result = await stage.ana.slash(stage.channel, command, **options)
    assert result.ephemeral
    assert result.response.content == REVIEW
    assert len(stage.env.errors) == 1


@pytest.mark.parametrize(("command", "option"), [("ask", "question"), ("quote", "speaker"), ("quote", "topic")])
async def test_nothing_is_completed_while_paused(stage: Stage, command: str, option: str) -> None:
    assert await stage.ana.autocomplete(stage.channel, command, option, "")
    stage.set(is_paused=True)
    assert await stage.ana.autocomplete(stage.channel, command, option, "") == []


async def test_no_button_of_an_earlier_reply_tells_anything_while_paused(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    stage.set(is_paused=True)
    for label in labels(stage.last()):
        assert (await stage.ana.click(stage.last(), label=label)).response.content == REVIEW
    await remove(stage, stage.ana, stage.last())
    assert stage.said() == []


async def test_which_article_it_is_and_what_is_kept_is_told_while_paused(stage: Stage) -> None:
    stage.set(is_paused=True)
    for command in ("help", "source", "privacy"):
        assert REVIEW not in (await stage.ana.slash(stage.channel, command)).response.content
