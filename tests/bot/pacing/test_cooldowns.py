"""Cooldowns, a queue per channel, and notices that do not become a nuisance."""

from __future__ import annotations

import asyncio

import pytest

from bot.conftest import Stage, labels
from briefbot.bot.pacing import channel_queue
from briefbot.bot.pacing.channel_queue import CrowdedError, FullError, Lanes, StoppingError
from briefbot.bot.pacing.cooldowns import IgnoredError, Manners, PausedError, WaitError
from briefbot.bot.transport.error_reports import RefusedError
from briefbot.bot.transport.places import Place
from briefbot.domain.records import GuildSettings

WHEN = "When did the library reopen?"
COST = "How much did the new roof cost?"
REVIEW = "The article is under review in this server, so I answer nothing about it for now."
ANA, BEN = Place(1, 10, None, 100), Place(1, 10, None, 200)


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.time = 1_000.0

    def __call__(self) -> float:
        return self.time

    def move(self, seconds: float) -> None:
        self.time += seconds


def test_without_cooldowns_everybody_is_let_in() -> None:
    manners = Manners(Clock())
    for _ in range(100):
        manners.take_on(ANA, GuildSettings())
    with pytest.raises(WaitError):
        manners.take_on(ANA, GuildSettings(member_cooldown=1))


def test_member_waits_and_others_do_not() -> None:
    clock = Clock()
    manners, settings = Manners(clock), GuildSettings(member_cooldown=30)
    manners.take_on(ANA, settings)
    manners.take_on(BEN, settings)
    clock.move(28.5)
    with pytest.raises(RefusedError, match=r"Please wait 2 seconds before your next question\."):
        manners.take_on(ANA, settings)


def test_refused_question_does_not_begin_the_wait_again() -> None:
    clock = Clock()
    manners, settings = Manners(clock), GuildSettings(member_cooldown=10)
    manners.take_on(ANA, settings)
    clock.move(9)
    with pytest.raises(RefusedError, match=r"Please wait 1 second before your next question\."):
        manners.take_on(ANA, settings)
    clock.move(1)
    manners.take_on(ANA, settings)


def test_question_that_is_only_let_in_begins_no_wait() -> None:
    manners, settings = Manners(Clock()), GuildSettings(member_cooldown=30, channel_cooldown=5)
    manners.admit(ANA, settings)
    manners.take_on(ANA, settings)
    with pytest.raises(RefusedError, match="30 seconds"):
        manners.admit(ANA, settings)


def test_channel_waits_for_everybody_in_it() -> None:
    manners, settings = Manners(Clock()), GuildSettings(channel_cooldown=5)
    manners.take_on(ANA, settings)
    with pytest.raises(RefusedError, match="5 seconds"):
        manners.take_on(BEN, settings)
    manners.take_on(Place(1, 11, None, 200), settings)


def test_blocked_member_is_ignored_and_paused_bot_says_so() -> None:
    manners = Manners(Clock())
    with pytest.raises(IgnoredError):
        manners.admit(ANA, GuildSettings(blocked=frozenset({100})))
    with pytest.raises(RefusedError, match="under review"):
        manners.admit(ANA, GuildSettings(is_paused=True))


def test_member_is_told_once_in_ten_minutes() -> None:
    clock = Clock()
    manners = Manners(clock)
    assert [manners.may_tell(who, WaitError) for who in (ANA, ANA, BEN)] == [True, False, True]
    clock.move(600)
    assert manners.may_tell(ANA, WaitError)


def test_member_is_told_of_each_kind_of_refusal() -> None:
    manners = Manners(Clock())
    assert [manners.may_tell(ANA, kind) for kind in (WaitError, FullError, PausedError, FullError)] == [True, True, True, False]


def test_message_is_new_once() -> None:
    manners = Manners(Clock())
    assert [manners.is_new(1), manners.is_new(2), manners.is_new(1)] == [True, True, False]


async def test_lane_keeps_the_order_of_a_channel() -> None:
    found, done = Lanes(), []

    async def answer(number: int, effort: int) -> None:
        async with found.turn(10, 100):
            for _ in range(effort):
                await asyncio.sleep(0)
            done.append(number)

    await asyncio.gather(*(answer(number, 10 - number) for number in range(10)))
    assert done == list(range(10))


async def test_channels_do_not_wait_for_each_other() -> None:
    found, go_on = Lanes(), asyncio.Event()

    async def slow() -> None:
        async with found.turn(10, 100):
            await go_on.wait()

    waiting = asyncio.create_task(slow())
    await asyncio.sleep(0)
    async with found.turn(11, 100):
        assert not waiting.done()
        go_on.set()
    await waiting


async def test_full_lane_says_so_and_empties_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channel_queue, "WAITING", 2)
    found = Lanes()
    async with found.turn(10, 100):
        waiting = asyncio.create_task(found.turn(10, 200).__aenter__())
        await asyncio.sleep(0)
        with pytest.raises(FullError, match="more questions here than I can answer at once"):
            async with found.turn(10, 300):
                pass
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    async with found.turn(10, 300):
        pass


async def test_one_member_fills_some_places_of_a_lane_and_the_others_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channel_queue, "WAITING_FOR_ONE", 2)
    found = Lanes()
    async with found.turn(10, 100):
        waiting = [asyncio.create_task(found.turn(10, person).__aenter__()) for person in (100, 200)]
        await asyncio.sleep(0)
        with pytest.raises(CrowdedError, match="2 questions of yours wait here already"):
            async with found.turn(10, 100):
                pass
        async with found.turn(11, 100):
            pass
        for each in waiting:
            each.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
    async with found.turn(10, 100):
        pass


async def test_what_is_no_question_takes_nobodys_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channel_queue, "WAITING_FOR_ONE", 1)
    found = Lanes()
    async with found.turn(10):
        waiting = [asyncio.create_task(found.turn(10).__aenter__()) for _ in range(3)]
        waiting.append(asyncio.create_task(found.turn(10, 100).__aenter__()))
        await asyncio.sleep(0)
        assert not any(each.done() for each in waiting)
        for each in waiting:
            each.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)


async def test_what_is_no_question_fills_no_lane(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where somebody deletes thirty messages one by one while a reply is on its way, the next question is let in all the same."""
    monkeypatch.setattr(channel_queue, "WAITING", 2)
    found = Lanes()
    async with found.turn(10, 100):
        waiting = [asyncio.create_task(found.turn(10).__aenter__()) for _ in range(3)]
        waiting.append(asyncio.create_task(found.turn(10, 200).__aenter__()))
        await asyncio.sleep(0)
        assert not any(each.done() for each in waiting)
        with pytest.raises(FullError):
            async with found.turn(10, 300):
                pass
        for each in waiting:
            each.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)


async def test_lanes_that_finish_answer_whoever_waits_and_let_nobody_else_in() -> None:
    found, done = Lanes(), []

    async def answer(number: int) -> None:
        async with found.turn(10, 100):
            await asyncio.sleep(0)
            done.append(number)

    waiting = [asyncio.create_task(answer(number)) for number in range(3)]
    await asyncio.sleep(0)
    finishing = asyncio.create_task(found.finish(60))
    await asyncio.sleep(0)
    with pytest.raises(StoppingError):
        await answer(3)
    await finishing
    assert done == [0, 1, 2]
    await asyncio.gather(*waiting)


async def test_lanes_that_finish_wait_for_what_takes_one_turn_after_the_other() -> None:
    found, done = Lanes(), []

    async def renew() -> None:
        for link in range(3):
            async with found.turn(10):
                for _ in range(10):
                    await asyncio.sleep(0)
                done.append(link)

    renewing = asyncio.create_task(renew())
    await asyncio.sleep(0)
    await found.finish(60)
    assert done == [0, 1, 2]
    await renewing


async def test_lanes_wait_for_a_turn_no_longer_than_they_are_told() -> None:
    found = Lanes()
    await found.finish(60)
    async with found.turn(10):
        finishing = asyncio.create_task(found.finish(0))
        await asyncio.wait({finishing}, timeout=60)
        assert finishing.done()


async def test_hasty_member_is_told_once_and_the_notice_goes(stage: Stage) -> None:
    stage.set(member_cooldown=30)
    await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    assert stage.last().content == "Please wait 30 seconds before your next question."
    await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    assert len(stage.said()) == 2
    await stage.env.advance_time(11)
    assert len(stage.said()) == 1
    await stage.env.advance_time(20)
    await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    assert "£61,500" in stage.last().content


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


async def test_question_that_finds_the_queue_full_lets_nobody_wait(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.set(member_cooldown=30)
    with monkeypatch.context() as patch:
        patch.setattr(channel_queue, "WAITING", 0)
        await stage.ana.slash(stage.channel, "ask", question=COST)
        await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    result = await stage.ana.slash(stage.channel, "ask", question=COST)
    assert "£61,500" in result.response.content
    stage.env.errors.clear()


async def test_asker_need_not_wait_to_press_below_the_own_reply(stage: Stage) -> None:
    stage.set(member_cooldown=30)
    await stage.ana.send(stage.channel, f"{stage.mention} What was the mill called?")
    nearest, asked = stage.last(), await stage.ana.click(stage.last(), label="1")
    assert asked.response.content.startswith("**")
    await stage.ana.click(stage.last(), label=next(label for label in labels(stage.last()) if label and label.endswith("?")))
    assert len(stage.said()) == 3
    await stage.ben.slash(stage.channel, "ask", question=WHEN)
    refused = await stage.ben.click(nearest, label="1")
    assert refused.response.content == "Please wait 30 seconds before your next question."
    stage.env.errors.clear()


async def test_asker_need_not_wait_to_press_below_a_private_reply(stage: Stage) -> None:
    stage.set(member_cooldown=30)
    answer = await stage.ana.slash(stage.channel, "ask", question=COST, private=True)
    related = await stage.ana.click(answer.response, label="Who paid for most of the repair?")
    assert related.response.content.startswith("**Who paid for most of the repair?**")


async def test_blocked_asker_can_press_nothing_that_answers(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    stage.set(blocked=frozenset({stage.ana.id}))
    result = await stage.ana.click(stage.last(), label="Who paid for most of the repair?")
    assert result.response.content == "The moderators of this server do not let you ask me."


async def test_blocked_member_is_ignored(stage: Stage) -> None:
    stage.set(blocked=frozenset({stage.ana.id}))
    await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    await stage.ana.send(stage.channel, stage.mention)
    result = await stage.ana.slash(stage.channel, "ask", question=WHEN)
    assert stage.said() == []
    assert result.response.content == "The moderators of this server do not let you ask me."
    assert len(stage.env.errors) == 1


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
        if label != "Remove":
            assert (await stage.ana.click(stage.last(), label=label)).response.content == REVIEW
    await stage.ana.click(stage.last(), label="Remove")
    assert stage.said() == []


async def test_which_article_it_is_and_what_is_kept_is_told_while_paused(stage: Stage) -> None:
    stage.set(is_paused=True)
    for command in ("help", "source", "privacy"):
        assert REVIEW not in (await stage.ana.slash(stage.channel, command)).response.content


FULL = "There are more questions here than I can answer at once. Please ask again in a minute."


@pytest.mark.parametrize(("command", "options"), [("ask", {"question": WHEN}), ("quote", {}), ("who-said", {"line": "buckets"})])
async def test_command_is_told_that_the_queue_is_full(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, command: str, options: dict[str, str]
) -> None:
    monkeypatch.setattr(channel_queue, "WAITING", 0)
    result = await stage.ana.slash(stage.channel, command, **options)
    assert result.ephemeral
    assert result.response.content == FULL
    stage.env.errors.clear()


async def test_whatever_else_asks_is_told_that_the_queue_is_full(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    said = await stage.ben.send(stage.channel, WHEN)
    await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    answer = stage.last()
    monkeypatch.setattr(channel_queue, "WAITING", 0)
    related = await stage.ben.click(answer, label="Who paid for most of the repair?")
    menu = await stage.ana.context_menu(stage.channel, "Answer from the article", said)
    assert [result.response.content for result in (related, menu)] == [FULL, FULL]
    assert all(result.ephemeral for result in (related, menu))
    await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    assert stage.said() == [answer.content, FULL]
    stage.env.errors.clear()


async def test_member_with_many_questions_waiting_is_told_so(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    said = await stage.ana.send(stage.channel, WHEN)
    monkeypatch.setattr(channel_queue, "WAITING_FOR_ONE", 0)
    crowded = "0 questions of yours wait here already. Please ask again when they are answered."
    for result in (
        await stage.ana.slash(stage.channel, "ask", question=COST),
        await stage.ana.slash(stage.channel, "quote"),
        await stage.ana.context_menu(stage.channel, "Answer from the article", said),
    ):
        assert result.ephemeral
        assert result.response.content == crowded
    for _ in range(2):
        await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    assert stage.said() == [crowded]
    await stage.env.advance_time(11)
    assert stage.said() == []
    stage.env.errors.clear()


async def test_member_who_had_to_wait_is_told_of_a_full_queue_too(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.set(member_cooldown=5)
    for _ in range(2):
        await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    assert stage.last().content == "Please wait 5 seconds before your next question."
    await stage.env.advance_time(60)
    monkeypatch.setattr(channel_queue, "WAITING", 0)
    await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    assert stage.last().content == FULL


async def test_edit_and_deletion_are_followed_where_the_queue_is_full(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    monkeypatch.setattr(channel_queue, "WAITING", 0)
    await stage.ana.edit(asked, WHEN)
    assert stage.last().content.startswith("Hollowbrook's village library reopened")
    await stage.ana.delete(asked)
    assert stage.said() == []


async def test_questions_of_a_channel_are_answered_in_order(stage: Stage) -> None:
    questions = [WHEN, COST, "Who led the roofing crew?", "How many books were damaged?"]
    for question in questions:
        await stage.ana.send(stage.channel, f"{stage.mention} {question}")
    references = [message.reference.message_id for message in stage.replies()]
    assert references == sorted(references)
    assert len(references) == 4
