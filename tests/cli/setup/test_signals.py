"""A running process gets signals to stop or to reload."""

from __future__ import annotations

import asyncio
import json
import os
import pty
import shutil
import signal
import subprocess
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from briefbot.cli.setup.signals import STOPPING
from cli.programs import PROGRAM, SECONDS, ended, killed, started
from fake_discord import Channel, FakeDiscord, User

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")

MESSAGES = "/channels/{channel_id}/messages"
CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
MANAGE_GUILD = 1 << 5
COST = "How much did the new roof cost?"


@dataclass
class Running:
    """A bot as a process, with a channel and a moderator in its fake Discord."""

    fake: FakeDiscord
    process: Process
    channel: Channel
    ana: User
    bundle: Path

    async def ask(self, question: str) -> str:
        await self.fake.say(self.channel, self.ana, question, mentions=[self.fake.bot])
        return (await self.fake.next_message(self.channel, seconds=SECONDS)).content

    async def next_event(self, *events: str) -> dict[str, object]:
        """Read the log until one of some events."""
        assert self.process.stderr is not None
        async with asyncio.timeout(SECONDS):
            while line := await self.process.stderr.readline():
                told: dict[str, object] = json.loads(line)
                if told["event"] in events:
                    return told
        raise AssertionError(events)


@pytest.fixture
async def running(environment: dict[str, str], tiny: Path, tmp_path: Path) -> AsyncIterator[Running]:
    bundle = shutil.copytree(tiny, tmp_path / "bundle")
    async with FakeDiscord() as fake:
        guild = fake.guild()
        channel, ana = fake.channel(guild), fake.member(guild, "ana", fake.role(guild, "mods", MANAGE_GUILD))
        own = {"BRIEFBOT_KNOWLEDGE": str(bundle), "BRIEFBOT_LOG_FORMAT": "json"}
        process = await started(fake, environment | own, "run")
        await fake.ready(seconds=SECONDS)
        yield Running(fake, process, channel, ana, bundle)
        await killed(process)


# The end -----------------------------------------------------------------------------------------


async def test_a_reply_on_its_way_arrives_before_the_end(running: Running) -> None:
    gate = running.fake.faults.hold("POST", MESSAGES)
    await running.fake.say(running.channel, running.ana, COST, mentions=[running.fake.bot])
    await gate.reached()
    running.process.send_signal(signal.SIGTERM)
    gate.release()
    assert "£61,500" in (await running.fake.next_message(running.channel)).content
    status, _, err = await ended(running.process)
    assert status == 0
    assert "Traceback" not in err


async def test_what_a_moderator_sets_is_kept_and_told_before_the_end(running: Running) -> None:
    fake = running.fake
    gate = fake.faults.hold("POST", CALLBACK)
    pausing = await fake.interact_command("knowledge pause", running.ana, running.channel)
    await gate.reached()
    running.process.send_signal(signal.SIGTERM)
    gate.release()
    assert "paused" in (await fake.next_answer(pausing)).content.lower()
    assert (await ended(running.process))[0] == 0


async def test_a_silent_discord_does_not_delay_the_end(running: Running) -> None:
    gate = running.fake.faults.hold("POST", MESSAGES)
    await running.fake.say(running.channel, running.ana, COST, mentions=[running.fake.bot])
    await gate.reached()
    running.process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(STOPPING + 2):  # a container waits this long before it kills
        assert await running.process.wait() == 0
    gate.release()


HANGING = """
import asyncio, os, signal, threading
from briefbot.cli.setup.signals import until_told

async def hang():
    os.kill(os.getpid(), signal.SIGTERM)
    try:
        await asyncio.Event().wait()
    finally:
        threading.Event().wait()

asyncio.run(until_told(hang(), 0.05))
"""


def test_a_stop_that_hangs_is_cut_short_and_shows_where(environment: dict[str, str]) -> None:
    ended = subprocess.run([sys.executable, "-c", HANGING], env=environment, capture_output=True, text=True, timeout=SECONDS, check=False)  # noqa: S603 -- ours
    assert ended.returncode == 1
    assert "in hang" in ended.stderr


# Reading again -----------------------------------------------------------------------------------


def write_answer(bundle: Path, answer: str) -> None:
    file = bundle / "entries" / "facts.yaml"
    file.write_text(file.read_text("utf-8").replace("The repair cost £61,500.", answer), encoding="utf-8")


async def test_a_hangup_lets_the_knowledge_be_read_again(running: Running) -> None:
    write_answer(running.bundle, "It cost £61,500 in all.")
    running.process.send_signal(signal.SIGHUP)
    assert (await running.next_event("the knowledge was read again"))["entries"]
    assert (await running.ask(COST)).startswith("It cost £61,500 in all.")


async def test_where_the_new_knowledge_has_problems_the_old_one_stays_and_each_is_told(running: Running) -> None:
    for name in ("first", "second"):
        (running.bundle / "entries" / f"{name}.yaml").write_text(f"- id: {name}\n  kind: nonsense\n", encoding="utf-8")
    running.process.send_signal(signal.SIGHUP)
    problems = []
    while (told := await running.next_event("a problem of the knowledge", "the knowledge was not read again, the one in use stays"))[
        "event"
    ] == "a problem of the knowledge":
        problems.append(str(told["problem"]))
    assert {problem.split(":")[0] for problem in problems} == {"entries/first.yaml", "entries/second.yaml"}
    assert told["problems"] == len(problems)
    assert "£61,500" in await running.ask(COST)


async def test_where_the_knowledge_is_gone_the_one_in_use_stays(running: Running) -> None:
    shutil.rmtree(running.bundle)
    running.process.send_signal(signal.SIGHUP)
    await running.next_event(
        "the knowledge could not be read again, the one in use stays", "the knowledge was not read again, the one in use stays"
    )
    assert "£61,500" in await running.ask(COST)


async def test_a_terminal_that_is_closed_ends_the_bot_that_was_started_in_it(environment: dict[str, str]) -> None:
    async with FakeDiscord() as fake:
        fake.guild()
        own, terminal = pty.openpty()
        process = await asyncio.create_subprocess_exec(
            *[sys.executable, "-c", PROGRAM, fake.api_url, fake.gateway_url, "run"],
            env={**environment, "DISCORD_TOKEN": fake.token},
            stdin=terminal,
            stdout=PIPE,
            stderr=PIPE,
            start_new_session=True,
        )
        os.close(terminal)
        await fake.ready(seconds=SECONDS)
        os.close(own)
        process.send_signal(signal.SIGHUP)  # the terminal sends the signal to its own processes
        assert (await ended(process))[0] == 0
