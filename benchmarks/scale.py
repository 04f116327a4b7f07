"""Measure what one machine carries: servers in a process, questions in two, answers per second on one core.

python -m benchmarks.scale servers [--guilds 10000] [--edited 500] [--each 20] [--semantic] python -m benchmarks.scale
fleet [--questions 2000] [--seconds 10] [--calls 50] python -m benchmarks.scale core [--questions 2000] [--semantic]

The fake Discord runs in this process, `briefbot run` in others. `fleet` starts a PostgreSQL of its own. How much later
than an echo bot a reply comes is measured by `python -m benchmarks.roundtrip`.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import subprocess
import sys
import tempfile
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.edits import resident
from benchmarks.flood import let_loose
from benchmarks.roundtrip import ROOT, Side, questions_of
from briefbot.cli.setup.service import open_service
from briefbot.cli.setup.settings import Settings
from briefbot.domain.revision import Change, Revision, digest_of_data
from briefbot.service import Service
from briefbot.store import open_store
from cli.programs import PROGRAM
from fake_discord import Channel, FakeDiscord
from postgres import server

BUNDLE = ROOT / "knowledge"
SERVERS_A_SHARD = 2_500
"""As many as Discord allows."""
SHARDS, RANGES, CHANNELS = 8, ("0-3/8", "4-7/8"), 200
WARM_UP, PROGRESS = 200, 100
SECONDS = 300.0
"""Most seconds for a start, or for an answer."""
MODERATOR = 42


@asynccontextmanager
async def program(fake: FakeDiscord, data: Path, **settings: str) -> AsyncIterator[Process]:
    """Run briefbot on a fake Discord until the block ends; what it logs is in `log` in its data directory."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BRIEFBOT_")}
    own = {"BRIEFBOT_DATA": str(data), "BRIEFBOT_KNOWLEDGE": str(BUNDLE), "BRIEFBOT_MESSAGE_CONTENT": "on", "BRIEFBOT_SEMANTIC": "off"}
    paths = {"PYTHONPATH": str(ROOT / "src"), "OMP_NUM_THREADS": "1", "DISCORD_TOKEN": fake.token}
    command = [sys.executable, "-c", PROGRAM, fake.api_url, fake.gateway_url, "run"]
    with (data / "log").open("ab") as log:
        environment = {**kept, **own, **paths, **settings}
        process = await asyncio.create_subprocess_exec(
            *command, cwd=data, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=log
        )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def settings_of(data: Path, *, is_semantic: bool) -> Settings:
    """Return the settings of a process on the article's knowledge."""
    return Settings(knowledge=BUNDLE, data=data, semantic="on" if is_semantic else "off")


def spent(process: int) -> float:
    """Return the processor seconds that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def say(line: str) -> None:
    """Print a line at once, with the machine's load."""
    print(f"{line}  [load {os.getloadavg()[0]:.1f}]", flush=True)  # noqa: T201


# Many servers in one process -------------------------------------------------------------------------


def keep_edits(data: Path, guilds: Sequence[int], each: int, *, is_semantic: bool) -> None:
    """Save edits in several servers: another phrasing and another caveat of random entries."""
    store = open_store(data)
    service = open_service(settings_of(data, is_semantic=is_semantic), store)
    chance = random.Random(2)  # noqa: S311 -- no secret
    for guild in guilds:
        ids = chance.sample(sorted(service.knowledge().entries), each)
        store.revisions.append([_revision(service, guild, entry_id) for entry_id in ids])
    store.close()


def _revision(service: Service, guild: int, entry_id: str) -> Revision:
    text = service.editor.bundle_text(("entry", entry_id)) or {}
    phrasings = [*text["phrasings"], f"{entry_id.replace('-', ' ')}, asked by somebody in server {guild}"]
    change = Change("entry", entry_id, "text", {**text, "phrasings": phrasings, "caveat": f"Edited in {guild}."})
    return Revision(guild, 1, change, "edit", MODERATOR, datetime.now(UTC), "measured", digest_of_data(text))


async def measure_servers(guilds: int, edited: int, each: int, *, is_semantic: bool) -> None:
    """Start a process for many servers.

    Print the time of its first answer, and its memory after an answer in each edited server.
    """
    shards = -(-guilds // SERVERS_A_SHARD)
    with tempfile.TemporaryDirectory() as directory:
        async with FakeDiscord(shards=shards, lifetime=2 * SECONDS + guilds) as fake:
            channels = [fake.channel(fake.guild(f"server {number}")) for number in range(guilds)]
            those = channels[:: max(guilds // max(edited, 1), 1)][: max(edited, 1)]
            await asyncio.to_thread(
                keep_edits, Path(directory), [channel.guild_id or 0 for channel in those], each, is_semantic=is_semantic
            )
            started = time.perf_counter()
            async with program(fake, Path(directory), BRIEFBOT_SEMANTIC="on" if is_semantic else "off") as process:
                await fake.ready(seconds=SECONDS)
                live = fake.gateway.live[0]
                await _answered(fake, next(each for each in (*those, *channels) if live.covers(each.guild_id)), 0)
                first, own, weight = time.perf_counter() - started, spent(process.pid), resident(process.pid)
                say(f"{guilds} servers in {shards} shards: first question answered {first:.1f} s after the start, {weight:.0f} MB")
                say(f"for which the process took {own:.1f} s of the processor")
                await fake.ready(shards, seconds=SECONDS)
                for number, channel in enumerate(those):
                    if number and number % PROGRESS == 0:
                        say(f"answered in {number} of the servers with edits: {resident(process.pid):.0f} MB")
                    await _answered(fake, channel, number)
                took = time.perf_counter() - started
                say(f"answered in all {len(those)} servers with {each} edits after {took:.1f} s: {resident(process.pid):.0f} MB")
                say(f"at most until then: {resident(process.pid, 'VmHWM'):.0f} MB")


async def _answered(fake: FakeDiscord, channel: Channel, number: int) -> None:
    """Ask in a channel, and wait for the reply."""
    asker = fake.member(fake.world.guilds[channel.guild_id or 0], f"asker {number}")
    question = await fake.say(channel, asker, "Who wrote the article?", mentions=[fake.bot])
    while (await fake.next_message(channel, seconds=SECONDS)).reference != question.id:
        pass  # a server that is new to the bot is greeted


# Two processes ---------------------------------------------------------------------------------------


async def measure_fleet(count: int, seconds: float, calls: int) -> bool:
    """Flood two processes on one PostgreSQL.

    Return whether each question was answered in order, or refused with a notice.
    """
    with tempfile.TemporaryDirectory() as directory, server() as postgresql:
        postgresql.run("CREATE DATABASE fleet")
        own = {"BRIEFBOT_DATABASE": str(postgresql.url("fleet")), "BRIEFBOT_CALLS": str(calls // len(RANGES))}
        async with FakeDiscord(shards=SHARDS, log_ins=SHARDS, lifetime=2 * SECONDS) as fake, AsyncExitStack() as stack:
            channels = [fake.channel(fake.guild(f"server {number}")) for number in range(CHANNELS)]
            guilds = [fake.world.guilds[channel.guild_id or 0] for channel in channels]
            askers = [fake.member(guilds[number % CHANNELS], f"asker {number}") for number in range(count)]
            processes = []
            for shards in RANGES:
                processes.append(await stack.enter_async_context(program(fake, _made(directory, shards[0]), BRIEFBOT_SHARDS=shards, **own)))
            await fake.ready(SHARDS, seconds=SECONDS)
            for channel in channels[:SHARDS]:
                await _answered(fake, channel, count)
            is_right = await let_loose(Side("fleet", fake, guilds[0], channels), questions_of(count), askers, seconds, calls)
            say(" and ".join(f"{resident(process.pid):.0f} MB" for process in processes))
    return is_right


def _made(*parts: str) -> Path:
    """Make a directory."""
    Path(*parts).mkdir()
    return Path(*parts)


# One core --------------------------------------------------------------------------------------------


def measure_core(count: int, *, is_semantic: bool) -> None:
    """Ask one process on one core, without a network, as fast as it answers."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as data:
        service = open_service(settings_of(Path(data), is_semantic=is_semantic))
        service.wake()
        service.snapshot().matcher.get_ready()
        questions = questions_of(count)
        for name, asked in (("as the knowledge has them", questions), ("in other words around", [f"Hi, {q} Anyone?" for q in questions])):
            for question in asked[:WARM_UP]:
                service.ask(None, question)
            started, spent = time.perf_counter(), time.process_time()
            for question in asked:
                service.ask(None, question)
            wall, own = time.perf_counter() - started, time.process_time() - spent
            say(f"{count} questions {name}: {count / wall:.0f} a second, {count / own:.0f} a second of the processor")


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("servers", "fleet", "core"))
    numbers = (("--guilds", 10_000), ("--edited", 500), ("--each", 20), ("--questions", 2_000), ("--seconds", 10), ("--calls", 50))
    for name, default in numbers:
        parser.add_argument(name, type=int, default=default)
    parser.add_argument("--semantic", action="store_true", help="with sentence vectors")
    given = parser.parse_args()
    if given.what == "servers":
        asyncio.run(measure_servers(given.guilds, given.edited, given.each, is_semantic=given.semantic))
    elif given.what == "core":
        measure_core(given.questions, is_semantic=given.semantic)
    else:
        return 0 if asyncio.run(measure_fleet(given.questions, given.seconds, given.calls)) else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
