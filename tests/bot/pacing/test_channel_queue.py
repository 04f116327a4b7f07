"""The questions of a channel are answered in order, and only a few may wait."""

from __future__ import annotations

import asyncio

import pytest

from bot.conftest import Stage, ask_more
from briefbot.bot.pacing.channel_queue import ChannelQueues, CrowdedError, FullError, StoppingError
from briefbot.bot.transport.limits import Limits

WHEN = "When did the library reopen?"
COST = "How much did the new roof cost?"


async def test_queue_keeps_the_order_of_a_channel() -> None:
    found, done = ChannelQueues(), []

    async def answer(number: int, effort: int) -> None:
        async with found.turn(10, 100):
            for _ in range(effort):
                await asyncio.sleep(0)
            done.append(number)

    await asyncio.gather(*(answer(number, 10 - number) for number in range(10)))
    assert done == list(range(10))


async def test_channels_do_not_wait_for_each_other() -> None:
    found, go_on = ChannelQueues(), asyncio.Event()

    async def slow() -> None:
        async with found.turn(10, 100):
            await go_on.wait()

    waiting = asyncio.create_task(slow())
    await asyncio.sleep(0)
    async with found.turn(11, 100):
        assert not waiting.done()
        go_on.set()
    await waiting


async def test_full_queue_says_so_and_empties_again() -> None:
    found = ChannelQueues(Limits(waiting=2))
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


async def test_one_member_fills_some_places_of_a_queue_and_the_others_are_left() -> None:
    found = ChannelQueues(Limits(waiting_for_one=2))
    async with found.turn(10, 100):
        waiting = [asyncio.create_task(found.turn(10, person).__aenter__()) for person in (100, 200)]
        await asyncio.sleep(0)
        with pytest.raises(CrowdedError, match="2 of your questions are already waiting here"):
            async with found.turn(10, 100):
                pass
        async with found.turn(11, 100):
            pass
        for each in waiting:
            each.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
    async with found.turn(10, 100):
        pass


async def test_what_is_no_question_takes_nobodys_place() -> None:
    found = ChannelQueues(Limits(waiting_for_one=1))
    async with found.turn(10):
        waiting = [asyncio.create_task(found.turn(10).__aenter__()) for _ in range(3)]
        waiting.append(asyncio.create_task(found.turn(10, 100).__aenter__()))
        await asyncio.sleep(0)
        assert not any(each.done() for each in waiting)
        for each in waiting:
            each.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)


async def test_what_is_no_question_fills_no_queue() -> None:
    """Thirty deletions during a reply do not block the next question."""
    found = ChannelQueues(Limits(waiting=2))
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


async def test_queues_that_finish_answer_whoever_waits_and_let_nobody_else_in() -> None:
    found, done = ChannelQueues(), []

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


async def test_queues_that_finish_wait_for_what_takes_one_turn_after_the_other() -> None:
    found, done = ChannelQueues(), []

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


async def test_queues_wait_for_a_turn_no_longer_than_they_are_told() -> None:
    found = ChannelQueues()
    await found.finish(60)
    async with found.turn(10):
        finishing = asyncio.create_task(found.finish(0))
        await asyncio.wait({finishing}, timeout=60)
        assert finishing.done()


FULL = "There are more questions here than I can answer at once. Please ask again in a minute."


@pytest.mark.parametrize("limits", [Limits(waiting=0)])
@pytest.mark.parametrize(("command", "options"), [("ask", {"question": WHEN}), ("quote", {}), ("who-said", {"line": "buckets"})])
async def test_command_is_told_that_the_queue_is_full(stage: Stage, command: str, options: dict[str, str]) -> None:
    result = await stage.ana.slash(stage.channel, command, **options)
    assert result.ephemeral
    assert result.response.content == FULL
    stage.env.errors.clear()


@pytest.mark.parametrize("limits", [Limits(waiting=1)])
async def test_whatever_else_asks_is_told_that_the_queue_is_full(stage: Stage) -> None:
    said = await stage.ben.send(stage.channel, WHEN)
    await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    answer = stage.last()
    async with stage.bot.queues.turn(stage.channel.id, stage.ben.id):
        related = await ask_more(stage.ben, answer, "Who paid for most of the repair?")
        menu = await stage.ana.context_menu(stage.channel, "Answer from the article", said)
        assert [result.response.content for result in (related, menu)] == [FULL, FULL]
        assert all(result.ephemeral for result in (related, menu))
        await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    assert stage.said() == [answer.content, FULL]
    stage.env.errors.clear()


@pytest.mark.parametrize("limits", [Limits(waiting_for_one=1)])
async def test_member_with_many_questions_waiting_is_told_so(stage: Stage) -> None:
    said = await stage.ana.send(stage.channel, WHEN)
    crowded = "1 of your questions is already waiting here. Please ask again when it is answered."
    async with stage.bot.queues.turn(stage.channel.id, stage.ana.id):
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


@pytest.mark.parametrize("limits", [Limits(waiting=1)])
async def test_member_who_had_to_wait_is_told_of_a_full_queue(stage: Stage) -> None:
    stage.set(member_cooldown=30)
    for _ in range(2):
        await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    assert stage.last().content == "Please wait 30 seconds before your next question."
    await stage.env.advance_time(60)
    async with stage.bot.queues.turn(stage.channel.id, stage.ben.id):
        await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
        assert stage.last().content == FULL


async def test_edit_counts_for_the_queue_and_deletion_is_followed_where_it_is_full(stage: Stage) -> None:
    asked = await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    await stage.restart(limits=Limits(waiting=0))
    await stage.ana.edit(asked, WHEN)
    assert stage.last().content.startswith("The repair cost £61,500.")
    await stage.ana.delete(asked)
    assert stage.said() == []


async def test_questions_of_a_channel_are_answered_in_order(stage: Stage) -> None:
    questions = [WHEN, COST, "Who led the roofing crew?", "How many books were damaged?"]
    for question in questions:
        await stage.ana.send(stage.channel, f"{stage.mention} {question}")
    references = [message.reference.message_id for message in stage.replies()]
    assert references == sorted(references)
    assert len(references) == 4


@pytest.mark.parametrize("limits", [Limits(waiting=1)])
async def test_question_that_finds_the_queue_full_lets_nobody_wait(stage: Stage) -> None:
    stage.set(member_cooldown=30)
    async with stage.bot.queues.turn(stage.channel.id, stage.ben.id):
        await stage.ana.slash(stage.channel, "ask", question=COST)
        await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    result = await stage.ana.slash(stage.channel, "ask", question=COST)
    assert "£61,500" in result.response.content
    stage.env.errors.clear()
