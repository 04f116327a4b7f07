"""An unmodified discord.py connects over real sockets, and answers on every path."""

from __future__ import annotations

import asyncio
import errno
import socket
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import discord
import pytest

from bot.wiring import QUICK, Wire, wired
from briefbot.bot.app import LoginError, refusals_in_words, run
from briefbot.bot.transport.limits import Limits
from briefbot.domain.outcome import Exchange
from briefbot.service import Service
from contract import Contract
from fake_discord import FakeDiscord, Kind, pointed_at
from fake_discord.intents import ALL_GRANTED
from fake_discord.proxy import proxying

WHEN = "since when is the library open again"
ANSWER = "Hollowbrook's village library reopened on Saturday, March 22."
PROMPT = Limits(acknowledge_after=0.01)
CONTENT = discord.Intents(message_content=True).value


@pytest.fixture
async def wire(service: Service, tmp_path: Path, contract: Contract | None, limits: Limits) -> AsyncIterator[Wire]:
    """Connect the bot."""
    async with wired(service, tmp_path, contract, limits=limits) as wire:
        yield wire


def slowed(wire: Wire, ask: Callable[..., Exchange]) -> None:
    """Make the service answer in a thread, as for slow questions."""
    wire.bot.service.answer, wire.bot.service.is_slow = ask, True


async def test_mention_and_reply_are_answered(wire: Wire) -> None:
    asked = await wire.fake.say(wire.channel, wire.ana, WHEN, mentions=[wire.fake.bot])
    reply = await wire.fake.next_message(wire.channel)
    assert reply.content.startswith(ANSWER)
    assert reply.reference == asked.id
    assert reply.pinged == frozenset()
    await wire.fake.say(wire.channel, wire.ana, "How much did the new roof cost?", reference=reply, ping=False)
    assert "£61,500" in (await wire.fake.next_message(wire.channel)).content


async def test_questions_do_not_wait_for_the_work_of_moderators(wire: Wire) -> None:
    released = threading.Event()
    importing = [asyncio.create_task(wire.bot.call_apart(released.wait, 60)) for _ in range(40)]
    await asyncio.sleep(0)
    slowed(wire, wire.bot.service.answer)
    assert (await wire.ask(WHEN)).startswith(ANSWER)
    assert not any(task.done() for task in importing)
    released.set()
    await asyncio.gather(*importing)


async def test_direct_message_is_answered(wire: Wire) -> None:
    conversation = wire.fake.dm(wire.ana)
    await wire.fake.say(conversation, wire.ana, WHEN)
    assert (await wire.fake.next_message(conversation)).content.startswith(ANSWER)


async def test_slash_command_is_answered(wire: Wire) -> None:
    asking = await wire.fake.interact_command("ask", wire.ana, wire.channel, {"question": WHEN})
    answer = await wire.fake.next_response(asking)
    assert answer.kind is Kind.MESSAGE
    assert answer.shown.content.startswith(ANSWER)


@pytest.mark.parametrize(("question", "is_on_the_loop"), [(WHEN, True), (f"{WHEN} {'or so ' * 20}", False)])
async def test_short_question_is_answered_at_once_and_a_long_one_in_a_thread(wire: Wire, question: str, is_on_the_loop: bool) -> None:
    threads, ask = [], wire.bot.service.answer

    def noted(*args: Any) -> Exchange:
        threads.append(threading.current_thread())
        return ask(*args)

    wire.bot.service.answer = noted
    await wire.ask(question)
    assert [thread is threading.current_thread() for thread in threads] == [is_on_the_loop]


@pytest.mark.parametrize("limits", [PROMPT])
@pytest.mark.parametrize("is_private", [True, False])
async def test_slow_answer_is_acknowledged_in_time(wire: Wire, is_private: bool) -> None:
    acknowledged, ask = threading.Event(), wire.bot.service.answer

    def slow(*args: Any) -> Exchange:
        assert acknowledged.wait(5)
        return ask(*args)

    slowed(wire, slow)
    asking = await wire.fake.interact_command("ask", wire.ana, wire.channel, {"question": WHEN, "private": is_private})
    deferred = await wire.fake.next_response(asking)
    acknowledged.set()
    assert deferred.kind is Kind.DEFER
    answer = await wire.fake.next_answer(asking)
    assert answer.content.startswith(ANSWER)
    assert answer.is_ephemeral is is_private
    assert answer.id == deferred.shown.id


@pytest.mark.parametrize("limits", [PROMPT])
async def test_failure_after_acknowledging_is_told(wire: Wire) -> None:
    acknowledged = threading.Event()

    def failing(*_args: Any) -> Exchange:
        assert acknowledged.wait(5)
        raise ZeroDivisionError

    slowed(wire, failing)
    asking = await wire.fake.interact_command("ask", wire.ana, wire.channel, {"question": WHEN})
    await wire.fake.next_response(asking)
    acknowledged.set()
    assert (await wire.fake.next_response(asking)).kind is Kind.DELETE  # everybody has seen the typing indicator
    answer = await wire.fake.next_answer(asking)
    assert answer.content.startswith("Something went wrong on my side.")
    assert answer.is_ephemeral


async def test_question_deleted_before_the_answer_gets_none(wire: Wire) -> None:
    deleted, ask = threading.Event(), wire.bot.service.answer

    def slow(*args: Any) -> Exchange:
        assert deleted.wait(5)
        return ask(*args)

    slowed(wire, slow)
    asked = await wire.fake.say(wire.channel, wire.ana, WHEN, mentions=[wire.fake.bot])
    await wire.fake.delete(asked)
    deleted.set()
    conversation = wire.fake.dm(wire.ana)
    await wire.fake.say(conversation, wire.ana, WHEN)
    assert (await wire.fake.next_message(conversation)).content.startswith(ANSWER)
    assert wire.fake.messages(wire.channel) == []


@asynccontextmanager
async def ran(fake: FakeDiscord, service: Service, data: Path, **options: Any) -> AsyncIterator[None]:
    """Run the bot as the command does, and stop it as Ctrl-C does."""
    with pointed_at(fake.api_url, fake.gateway_url):
        running = asyncio.create_task(run(service, fake.token, data, **options, **QUICK))
        try:
            yield
        finally:
            running.cancel()
            with pytest.raises(asyncio.CancelledError):
                await running


@pytest.mark.parametrize(
    ("granted", "wanted", "is_asked_for"),
    [(ALL_GRANTED, "auto", True), (0, "auto", False), (ALL_GRANTED, "off", False), (ALL_GRANTED, "on", True)],
)
async def test_message_content_is_asked_for_where_it_is_granted(
    service: Service, tmp_path: Path, granted: int, wanted: str, is_asked_for: bool
) -> None:
    async with FakeDiscord(flags=granted) as fake, ran(fake, service, tmp_path, message_content=wanted):
        identify = await fake.next_gateway("IDENTIFY")
    assert bool(identify["intents"] & CONTENT) is is_asked_for


async def test_run_answers_and_stops_when_cancelled(service: Service, tmp_path: Path) -> None:
    async with FakeDiscord() as fake:
        guild = fake.guild()
        channel, ana = fake.channel(guild), fake.member(guild, "ana")
        async with ran(fake, service, tmp_path):
            await fake.ready()
            await fake.say(channel, ana, WHEN, mentions=[fake.bot])
            assert (await fake.next_message(channel)).content.startswith(ANSWER)


@pytest.mark.parametrize("fault", ["429", "502", "cut"])
@pytest.mark.parametrize(
    ("method", "route"), [("GET", "/users/@me"), ("GET", "/gateway/bot"), ("PUT", "/applications/{application_id}/commands")]
)
async def test_start_gets_over_a_fault(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str, route: str, fault: str
) -> None:
    sleep = asyncio.sleep
    monkeypatch.setattr(asyncio, "sleep", lambda seconds, *args: sleep(min(seconds, 0.01), *args))
    async with FakeDiscord() as fake:
        guild = fake.guild()
        channel, ana, ben = fake.channel(guild), *(fake.member(guild, name) for name in ("ana", "ben"))
        match fault:
            case "429":
                fake.faults.limit(method, route)
            case "502":
                fake.faults.fail(method, route)
            case _:
                fake.faults.cut(method, route)
        async with ran(fake, service, tmp_path):
            await fake.ready()
            await fake.say(channel, ana, WHEN, mentions=[fake.bot])
            assert (await fake.next_message(channel)).content.startswith(ANSWER)
            asking = await fake.interact_command("ask", ben, channel, {"question": WHEN})
            assert (await fake.next_answer(asking)).content


async def test_wrong_token_is_explained(service: Service, tmp_path: Path) -> None:
    async with FakeDiscord() as fake:
        with pointed_at(fake.api_url, fake.gateway_url), pytest.raises(LoginError, match="Discord refuses the token"):
            await run(service, "wrong", tmp_path)


@pytest.mark.parametrize(
    ("code", "expected"),
    [(4004, "Discord refuses the token"), (4010, "Discord ended the connection: .*4010"), (4013, "Discord ended the connection: .*4013")],
)
async def test_a_session_that_discord_ends_for_good_gives_one_line(service: Service, tmp_path: Path, code: int, expected: str) -> None:
    async with FakeDiscord(flags=ALL_GRANTED) as fake:
        with pointed_at(fake.api_url, fake.gateway_url):
            running = asyncio.create_task(run(service, fake.token, tmp_path, **QUICK))
            await fake.ready()
            fake.gateway.close(code)
            with pytest.raises(LoginError, match=expected) as ended:
                await running
    assert "\n" not in str(ended.value)


async def test_intent_that_is_not_switched_on_is_explained(service: Service, tmp_path: Path) -> None:
    async with FakeDiscord(flags=0) as fake:
        with pointed_at(fake.api_url, fake.gateway_url), pytest.raises(LoginError, match="Message Content Intent"):
            await run(service, fake.token, tmp_path, "on", **QUICK)


async def test_everything_goes_through_a_proxy_that_is_set(service: Service, tmp_path: Path) -> None:
    async with FakeDiscord() as fake, proxying(login="me:hush@") as proxy:
        guild = fake.guild()
        channel, ana = fake.channel(guild), fake.member(guild, "ana")
        async with ran(fake, service, tmp_path, proxy=proxy.url):
            await fake.ready()
            await fake.say(channel, ana, WHEN, mentions=[fake.bot])
            assert (await fake.next_message(channel)).content.startswith(ANSWER)
    asked = proxy.asked.decode(errors="replace")
    for wanted in (f"POST {fake.api_url}/channels/{channel.id}/messages ", "Upgrade: websocket", "Proxy-Authorization: Basic "):
        assert wanted in asked


async def test_a_refusing_proxy_gives_one_line_without_its_password(service: Service, tmp_path: Path) -> None:
    async with proxying(refuses=True, login="me:hush@") as proxy:
        with pytest.raises(LoginError, match="The proxy refuses to connect to Discord: 407") as ended:
            await run(service, "token", tmp_path, proxy=proxy.url)
    assert "hush" not in str(ended.value)


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left"), PermissionError(errno.EACCES, "Permission denied", "there")])
def test_what_fails_on_this_machine_is_not_blamed_on_discord(error: OSError) -> None:
    with pytest.raises(OSError, match=error.strerror or ""), refusals_in_words():
        raise error


@pytest.mark.parametrize("error", [ConnectionResetError(), TimeoutError(), socket.gaierror(-2, "Name or service not known")])
def test_a_failing_connection_gives_one_line(error: OSError) -> None:
    with pytest.raises(LoginError, match=r"^Discord cannot be reached: .+$"), refusals_in_words():
        raise error
