"""Ask with 20,000 people, every tenth with a hostile text; print the delays of the event loop, and the bot's memory.

python -m benchmarks.crowd [PEOPLE]

The fake Discord runs in this process, the bot in one of its own, without sentence vectors; the bot measures itself. It
stops by itself.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path

from benchmarks.hostile import MESSAGE, ROOT, Holds, texts_for, watched
from benchmarks.roundtrip import START_SECONDS, questions_of
from briefbot.bot.app import make_bot
from briefbot.cli.setup.service import open_service
from briefbot.cli.setup.settings import load
from briefbot.service import Service
from fake_discord import Channel, FakeDiscord, pointed_at
from hostile import longer

PEOPLE, CHANNELS = 20_000, 200
HOSTILE = 10
"""One in this many people sends a hostile text."""
WAIT_SECONDS, READY_SECONDS = 30.0, 5.0
EVERY = 0.5
"""Seconds between two reports of the bot."""


def memory() -> float:
    """Return this process's memory in megabytes."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4_096 / 1e6


async def tell(holds: Holds, path: Path) -> None:
    """Report repeatedly how long the loop was held, and the memory."""
    while True:
        await asyncio.sleep(EVERY)
        if len(holds.all) > 1:
            write(holds, path)


def write(holds: Holds, path: Path) -> None:
    """Report how long the loop was held so far, in milliseconds, and the memory."""
    cuts = statistics.quantiles(holds.all, n=1_000)
    told = {"median": cuts[499], "99 %": cuts[989], "99.9 %": cuts[998], "longest": holds.longest, "megabytes": memory()}
    aside = path.with_suffix(".new")
    aside.write_text(json.dumps({name: round(figure, 2) for name, figure in told.items()}), encoding="utf-8")
    aside.replace(path)


async def run_bot(api: str, gateway: str, token: str, path: str) -> None:
    """Run the bot until terminated."""
    with pointed_at(api, gateway), tempfile.TemporaryDirectory() as data:
        service = open_service(replace(load(os.environ, ROOT), semantic="off", knowledge=ROOT / "knowledge"))
        bot = make_bot(service, Path(data), message_content=True, guild_ready_timeout=0.02)
        async with bot:
            running = asyncio.create_task(bot.start(token))
            await asyncio.sleep(READY_SECONDS)  # wait_until_ready needs a bot that is starting
            async with watched() as holds:
                reporting = asyncio.create_task(tell(holds, Path(path)))
                await running
                reporting.cancel()


@asynccontextmanager
async def crowded(path: Path) -> AsyncIterator[tuple[FakeDiscord, list[Channel]]]:
    """Start a fake Discord with channels, and the bot on it in another process."""
    async with FakeDiscord() as fake:
        guild = fake.guild()
        channels = [fake.channel(guild, f"channel-{number}") for number in range(CHANNELS)]
        command = [sys.executable, "-m", "benchmarks.crowd", "--as", fake.api_url, fake.gateway_url, fake.token, str(path)]
        bot = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stderr=subprocess.DEVNULL)
        try:
            await fake.ready(seconds=START_SECONDS)
            yield fake, channels
        finally:
            bot.terminate()
            await bot.wait()


def texts_of(people: int) -> list[str]:
    """List what everybody asks."""
    questions = questions_of(1_000)
    hostile = [longer(make(0), MESSAGE - 40) for _, make in texts_for(Service(ROOT / "knowledge"))]
    return [
        questions[number % len(questions)] if number % HOSTILE else hostile[number // HOSTILE % len(hostile)] for number in range(people)
    ]


async def ask_all(fake: FakeDiscord, channels: list[Channel], texts: list[str], first: int) -> int:
    """Ask in each channel, and count the replies."""
    answered = 0
    for number, (channel, typed) in enumerate(zip(channels, texts, strict=False), first):
        await fake.say(channel, fake.user(f"person {number}"), typed, mentions=[fake.bot])
    for channel in channels[: len(texts)]:
        with suppress(TimeoutError):
            await fake.next_message(channel, seconds=WAIT_SECONDS)
            answered += 1
    return answered


async def measure(people: int) -> None:
    """Ask with everybody, one question in each channel at a time, and print the bot's reports."""
    texts, answered = texts_of(people), 0
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "told.json"
        async with crowded(path) as (fake, channels):
            await asyncio.sleep(READY_SECONDS)
            started = time.perf_counter()
            for first in range(0, people, CHANNELS):
                answered += await ask_all(fake, channels, texts[first : first + CHANNELS], first)
                if first % (people // 4 // CHANNELS * CHANNELS or 1) == 0 or first + CHANNELS >= people:
                    await asyncio.sleep(2 * EVERY)
                    print(f"after {first + CHANNELS} people: {path.read_text(encoding='utf-8')}", flush=True)  # noqa: T201
            print(f"{answered} of {people} were answered in {time.perf_counter() - started:.0f} s")  # noqa: T201


if __name__ == "__main__":
    if "--as" in sys.argv:
        asyncio.run(run_bot(*sys.argv[sys.argv.index("--as") + 1 :]))
    else:
        asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE))
