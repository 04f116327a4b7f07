"""The bot recovers from each fault of REST, and loses or repeats no reply."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.wiring import MESSAGES, Wire, replies, wired
from briefbot.bot.transport.limits import Limits
from briefbot.domain.revision import Change
from briefbot.editing.edit import Edit
from briefbot.editing.export_file import changes_text
from briefbot.rendering import source_pages
from briefbot.service import Service
from contract import Contract
from fake_discord import Cut, Kind, Message

WHEN = "since when is the library open again"
ANSWER = "Hollowbrook's village library reopened on Saturday, March 22."
COST = "what was the price of the repair"
MANAGE_GUILD = 1 << 5
HASTY = Limits(notice_time=0.01, pauses=(0.01, 0.01))
PROMPT = replace(HASTY, acknowledge_after=0.0)
CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"


@pytest.fixture
def limits() -> Limits:
    """Shorten all waits."""
    return HASTY


@pytest.fixture
async def wire(service: Service, tmp_path: Path, contract: Contract | None, limits: Limits) -> AsyncIterator[Wire]:
    async with wired(service, tmp_path, contract, limits=limits) as wire:
        yield wire


@pytest.mark.parametrize("has_bucket", [True, False])
@pytest.mark.parametrize("is_global", [True, False])
async def test_429_is_waited_out(wire: Wire, *, has_bucket: bool, is_global: bool) -> None:
    wire.fake.faults.limit("POST", MESSAGES, times=2, has_bucket=has_bucket, is_global=is_global)
    assert (await wire.ask(WHEN)).startswith(ANSWER)
    assert len(replies(wire)) == 1


@pytest.mark.parametrize("limits", [replace(HASTY, calls=80.0)])
async def test_global_limit_is_kept_once_discord_has_named_it(wire: Wire) -> None:
    """discord.py alone sends all again at once when a global 429 is over, and gives up after the fifth.

    `benchmarks.flood` shows it.
    """
    fake, channels = wire.fake, [wire.fake.channel(wire.guild, f"channel-{number}") for number in range(30)]
    fake.limits.set_global(calls=5, seconds=0.05)
    asked = [await fake.say(channel, wire.ana, WHEN, mentions=[fake.bot]) for channel in channels * 2]
    replies = [await fake.next_message(channel, seconds=30.0) for channel in channels * 2]
    assert [reply.reference for reply in replies] == [question.id for question in asked]
    assert all(reply.content.startswith((ANSWER, "Answered a few minutes ago: ")) for reply in replies)
    assert fake.limits.refused["global"] <= len(channels)  # calls that were under way
    assert len(replies) == sum(message.author_id == fake.bot.id for channel in channels for message in fake.messages(channel))


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_5xx_is_tried_again(wire: Wire, monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    sleep = asyncio.sleep
    monkeypatch.setattr(asyncio, "sleep", lambda seconds, *args: sleep(min(seconds, 0.01), *args))
    wire.fake.faults.fail("POST", MESSAGES, status=status, times=2)
    assert (await wire.ask(WHEN)).startswith(ANSWER)
    assert len(replies(wire)) == 1


@pytest.mark.parametrize("when", [Cut.BEFORE, Cut.AFTER])
async def test_cut_line_neither_loses_nor_doubles_a_reply(wire: Wire, when: Cut) -> None:
    wire.fake.faults.cut("POST", MESSAGES, when=when)
    assert (await wire.ask(WHEN)).startswith(ANSWER)
    assert (await wire.ask(COST)).startswith("The repair cost")
    assert len(replies(wire)) == 2


@pytest.mark.parametrize("when", [Cut.BEFORE, Cut.AFTER])
async def test_cut_line_neither_loses_nor_doubles_the_answer_to_a_command(wire: Wire, when: Cut) -> None:
    wire.fake.faults.cut("POST", CALLBACK, when=when)
    asking = await wire.fake.interact_command("ask", wire.ana, wire.channel, {"question": WHEN})
    assert (await wire.fake.next_answer(asking)).content.startswith(ANSWER)
    assert len(replies(wire)) == 1


NOT_TAKEN = ["429 with a bucket", "429 without a bucket", "502", "503"]
"""Faults of which the first three are discord.py's own to try again, save in interactions, where it tries all."""
FAULTS = [*NOT_TAKEN, "cut before", "cut after"]
FOLLOW_UP = "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}"
MESSAGE = "/channels/{channel_id}/messages/{message_id}"


def order(wire: Wire, fault: str, method: str, route: str) -> None:
    """Order a fault for the next call of a route."""
    match fault.split():
        case ["429", has, *_]:
            wire.fake.faults.limit(method, route, has_bucket=has == "with")
        case ["cut", when]:
            wire.fake.faults.cut(method, route, when=Cut(when))
        case _:
            wire.fake.faults.fail(method, route, status=int(fault))


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten all retries, including discord.py's."""
    sleep = asyncio.sleep
    monkeypatch.setattr(asyncio, "sleep", lambda seconds, *args: sleep(min(seconds, 0.01), *args))


@pytest.mark.parametrize("fault", FAULTS)
async def test_command_is_answered_once(wire: Wire, impatient: None, fault: str) -> None:
    order(wire, fault, "POST", CALLBACK)
    asking = await wire.fake.interact_command("ask", wire.ana, wire.channel, {"question": WHEN})
    assert (await wire.fake.next_answer(asking)).content.startswith(ANSWER)
    assert (await wire.ask(COST)).startswith("The repair cost")
    assert len(replies(wire)) == 2


@pytest.mark.parametrize("limits", [PROMPT])
@pytest.mark.parametrize("fault", FAULTS)
async def test_answer_that_was_put_off_is_given_once(wire: Wire, impatient: None, fault: str) -> None:
    order(wire, fault, "PATCH", FOLLOW_UP)
    async with wire.bot.queues.turn(wire.channel.id):
        asking = await wire.fake.interact_command("ask", wire.ana, wire.channel, {"question": WHEN})
        assert (await wire.fake.next_response(asking)).kind is Kind.DEFER
    assert (await wire.fake.next_answer(asking)).content.startswith(ANSWER)
    assert (await wire.ask(COST)).startswith("The repair cost")
    assert len(replies(wire)) == 2


@pytest.mark.parametrize("fault", FAULTS)
async def test_edit_and_deletion_of_a_question_reach_its_reply(wire: Wire, impatient: None, fault: str) -> None:
    fake = wire.fake
    asked = await fake.say(wire.channel, wire.ana, COST, mentions=[fake.bot])
    await fake.next_message(wire.channel)
    order(wire, fault, "PATCH", MESSAGE)
    await fake.edit(asked, f"{fake.bot.mention} {WHEN}")
    assert (await fake.next_edit(wire.channel)).content.startswith(ANSWER)
    order(wire, fault, "DELETE", MESSAGE)
    await fake.delete(asked)
    await fake.next_request("DELETE", MESSAGE)
    assert replies(wire) == []


@pytest.mark.parametrize("fault", FAULTS)
async def test_notice_arrives_once_and_goes(wire: Wire, impatient: None, fault: str) -> None:
    wire.bot.service.set(wire.guild.id, member_cooldown=30)
    await wire.ask(WHEN)
    order(wire, fault, "POST", MESSAGES)
    order(wire, fault, "DELETE", MESSAGE)
    assert await wire.ask(COST) == "Please wait 30 seconds before your next question."
    await wire.fake.next_request("DELETE", MESSAGE)
    assert len(replies(wire)) == 1


@pytest.mark.parametrize("fault", FAULTS)
async def test_offer_runs_out(wire: Wire, impatient: None, fault: str) -> None:
    wire.bot.service.suggest("cost", "grant")
    order(wire, fault, "PATCH", MESSAGE)
    assert (await wire.ask("the thing")).startswith("I'm not sure")
    assert (await wire.fake.next_edit(wire.channel)).content.endswith("Too late to pick: ask again.")


async def test_question_whose_command_has_expired_holds_up_nobody(wire: Wire) -> None:
    gate = wire.fake.faults.hold("POST", CALLBACK)
    asking = await wire.fake.interact_command("ask", wire.ana, wire.channel, {"question": WHEN})
    await gate.reached()
    wire.fake.expire(asking)
    gate.release()
    assert (await wire.ask(COST)).startswith("The repair cost")
    assert len(replies(wire)) == 1


async def test_questions_that_wait_when_the_bot_stops_are_answered_first(wire: Wire) -> None:
    fake, gate = wire.fake, wire.fake.faults.hold("POST", MESSAGES)
    for question in (WHEN, COST):
        await fake.say(wire.channel, wire.ana, question, mentions=[fake.bot])
    await gate.reached()
    stopping = asyncio.create_task(wire.bot.close())
    await asyncio.sleep(0)
    asking = await fake.interact_command("ask", wire.ana, wire.channel, {"question": WHEN})
    assert (await fake.next_answer(asking)).content == "I'm restarting. Please ask again in a minute."
    gate.release()
    await stopping
    assert [said[:16] for said in replies(wire)] == [ANSWER[:16], "The repair cost "]


@pytest.mark.parametrize("limits", [PROMPT])
async def test_a_private_answer_stays_private_although_others_saw_that_one_would_come(wire: Wire) -> None:
    wire.bot.service.answer = lambda *_: 1 // 0
    for command, options, told in (
        ("ask", {"question": WHEN}, "Something went wrong on my side."),
        ("quote", {"paragraph": 9}, "I found no such quotation"),
    ):
        async with wire.bot.queues.turn(wire.channel.id):
            asking = await wire.fake.interact_command(command, wire.ana, wire.channel, options)
            assert (await wire.fake.next_response(asking)).kind is Kind.DEFER
        assert (await wire.fake.next_response(asking)).kind is Kind.DELETE
        answer = await wire.fake.next_answer(asking)
        assert answer.content.startswith(told)
        assert answer.is_ephemeral
    assert replies(wire) == []


async def test_forbidden_reply_is_silence(wire: Wire) -> None:
    wire.fake.faults.refuse("POST", MESSAGES)
    await wire.fake.say(wire.channel, wire.ana, WHEN, mentions=[wire.fake.bot])
    assert (await wire.ask(COST)).startswith("The repair cost")
    assert len(replies(wire)) == 1


# Links to an answer that goes ---------------------------------------------------------------------------


@pytest.fixture
async def linked(wire: Wire) -> list[Message]:
    """Ask the same three times as ana, for an answer and two links; return the questions."""
    asked = []
    for told in (ANSWER, "Answered a few", "Answered a few"):
        asked.append(await wire.fake.say(wire.channel, wire.ana, WHEN, mentions=[wire.fake.bot]))
        assert (await wire.fake.next_message(wire.channel)).content.startswith(told)
    return asked


async def test_link_whose_question_is_edited_while_it_becomes_the_answer_follows_the_edit(wire: Wire, linked: list[Message]) -> None:
    fake = wire.fake
    fake.limits.set("GET", MESSAGE, calls=50, seconds=60.0)  # known to have room, so that discord.py lets calls pass each other
    await fake.edit(linked[2], f"{fake.bot.mention} {COST}")
    await fake.next_edit(wire.channel)
    gate = fake.faults.hold("GET", MESSAGE, when=Cut.AFTER)
    await fake.delete(linked[0])
    await gate.reached()
    await fake.edit(linked[1], f"{fake.bot.mention} {COST}")
    await wire.ask(WHEN, where=fake.channel(wire.guild, "other"))  # by now the edit is known
    gate.release()
    for _ in range(2):
        await fake.next_edit(wire.channel)
    assert [said[:16] for said in replies(wire)] == ["The repair cost "] * 2


async def test_link_that_cannot_become_the_answer_keeps_no_other_from_it(
    wire: Wire, linked: list[Message], caplog: pytest.LogCaptureFixture
) -> None:
    wire.fake.faults.refuse("GET", MESSAGE, code=50001, message="Missing Access")
    await wire.fake.delete(linked[0])
    assert (await wire.fake.next_edit(wire.channel)).content.startswith(ANSWER)
    assert [said[:16] for said in replies(wire)] == ["Answered a few m", ANSWER[:16]]
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == []


# What one person is told in several messages ---------------------------------------------------------

WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"
PAGES = ("first", "second", "third")
CUT_OFF = "The connection to Discord failed just now. If part of my answer is missing, please ask again."


async def told_in_pages(wire: Wire, fault: str, route: str, is_over: Callable[[], bool] = lambda: False) -> list[str]:
    """Press a button with a reply of three pages, one with a fault; return what the person sees."""
    service = wire.bot.service
    service.lengthen_article(1_500)
    contents = source_pages.context(service.knowledge().quotes["quote-heart"], service.knowledge(), service.article)
    name = dict(zip(contents, PAGES, strict=True))
    await wire.ask("What did Calloway say about the heart of the village?")
    reply = wire.fake.messages(wire.channel)[-1]
    order(wire, fault, "POST", route)
    await wire.fake.press(reply, "In context", wire.ana)
    async with asyncio.timeout(60):
        while not (is_over() or {contents[-1], CUT_OFF} & set(told(wire))):  # noqa: ASYNC110 - the fake has no event for either of them
            await asyncio.sleep(0.001)
    return [name.get(content, content) for content in told(wire)]


def told(wire: Wire) -> list[str]:
    """List private replies."""
    return [message.content for message in wire.fake.messages(wire.channel) if message.is_ephemeral]


@pytest.mark.parametrize("fault", FAULTS)
async def test_pages_after_a_first_one_that_met_a_fault_are_not_lost(wire: Wire, impatient: None, fault: str) -> None:
    assert await told_in_pages(wire, fault, CALLBACK) == list(PAGES)


@pytest.mark.parametrize("fault", NOT_TAKEN)
async def test_a_further_page_that_discord_did_not_take_is_sent_again(wire: Wire, impatient: None, fault: str) -> None:
    assert await told_in_pages(wire, fault, WEBHOOK) == list(PAGES)


@pytest.mark.parametrize(("fault", "shown"), [("cut before", PAGES[:1]), ("cut after", PAGES[:2])])
async def test_a_further_page_that_discord_may_have_taken_is_not_doubled_but_told(
    wire: Wire, impatient: None, fault: str, shown: tuple[str, ...]
) -> None:
    assert await told_in_pages(wire, fault, WEBHOOK) == [*shown, CUT_OFF]


async def test_a_line_that_stays_cut_ends_in_the_log(wire: Wire, impatient: None, caplog: pytest.LogCaptureFixture) -> None:
    wire.fake.faults.cut("POST", WEBHOOK)

    def is_over() -> bool:
        return "an error could not be told" in caplog.text

    assert await told_in_pages(wire, "cut before", WEBHOOK, is_over) == [PAGES[0]]


@pytest.mark.parametrize("limits", [PROMPT])
@pytest.mark.parametrize("fault", FAULTS)
async def test_an_answer_is_given_although_the_promise_of_it_met_a_fault(wire: Wire, impatient: None, fault: str) -> None:
    order(wire, fault, "POST", CALLBACK)
    async with wire.bot.queues.turn(wire.channel.id):
        asking = await wire.fake.interact_command("ask", wire.ana, wire.channel, {"question": WHEN})
        assert (await wire.fake.next_response(asking)).kind is Kind.DEFER
    assert (await wire.fake.next_answer(asking)).content.startswith(ANSWER)
    assert len(replies(wire)) == 1


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_file_is_handed_over_once_and_whole(
    keeping: Service, tmp_path: Path, contract: Contract | None, impatient: None, fault: str
) -> None:
    async with wired(keeping, tmp_path, contract, limits=HASTY) as wire:
        fake, key = wire.fake, ("entry", "cost")
        fake.member(wire.guild, wire.ana, fake.role(wire.guild, "mods", MANAGE_GUILD))
        text = {**(keeping.editor.text(wire.guild.id, key) or {}), "answer": "It cost £61,500."}
        keeping.editor.apply(
            wire.guild.id, wire.ana.id, Edit(Change(*key, "text", text), seen=keeping.editor.version(wire.guild.id, key)), "shorter"
        )
        order(wire, fault, "POST", CALLBACK)
        handed = await fake.next_answer(await fake.interact_command("knowledge export", wire.ana, wire.channel))
        [file] = handed.payload["attachments"]
        content = changes_text(keeping.editor.changes(wire.guild.id)).encode()
        assert (handed.content, handed.is_ephemeral, file["size"]) == ("This server's changes:", True, len(content))
        assert (await wire.ask(COST)).startswith("It cost £61,500.")
        assert len(fake.messages(wire.channel)) == 3


@pytest.mark.parametrize("limits", [replace(HASTY, call_time=0.05)])
@pytest.mark.parametrize("when", [Cut.BEFORE, Cut.AFTER])
async def test_a_hanging_call_is_abandoned_and_the_channel_continues(wire: Wire, when: Cut) -> None:
    gate = wire.fake.faults.hold("POST", MESSAGES, when=when)
    await wire.fake.say(wire.channel, wire.ana, WHEN, mentions=[wire.fake.bot])
    await gate.reached()
    ben = wire.fake.member(wire.guild, "ben")
    asking = await wire.fake.interact_command("ask", ben, wire.channel, {"question": COST})
    assert (await wire.fake.next_answer(asking)).content.startswith("The repair cost")
    gate.release()


@pytest.mark.parametrize("limits", [replace(HASTY, call_time=0.2)])
async def test_a_rate_limit_is_waited_out_however_long_that_takes(wire: Wire) -> None:
    wire.fake.faults.limit("POST", MESSAGES, retry_after=0.5)
    assert (await wire.ask(WHEN)).startswith(ANSWER)
    assert len(replies(wire)) == 1


async def test_call_that_is_refused_for_the_token_is_one_line_of_the_log(wire: Wire, caplog: pytest.LogCaptureFixture) -> None:
    wire.fake.faults.refuse("POST", MESSAGES, status=401, code=0, message="401: Unauthorized")
    await wire.fake.say(wire.channel, wire.ana, WHEN, mentions=[wire.fake.bot])
    assert (await wire.ask(COST)).startswith("The repair cost")
    [line] = [record for record in caplog.records if record.levelname == "ERROR"]
    assert (line.getMessage(), line.exc_info) == ("Discord refuses the token", None)


def test_what_discord_does_not_take_is_tried_again_for_half_a_minute() -> None:
    assert sum(Limits().pauses) == 30.0
    assert Limits().call_time == 10.0
