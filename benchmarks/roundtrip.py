"""Time from a message's event to the bot's reply, next to an echo bot on the same discord.py.

python -m benchmarks.roundtrip [QUESTIONS] [--semantic]

A fake Discord runs in this process; each bot in a process of its own, over real sockets, by default without sentence
vectors. Questions go round, one to each bot after the other, so that whatever else the machine does falls on both
alike; after that each bot gets a hundred at once, in turn.
"""

from __future__ import annotations

import asyncio
import gc
import itertools
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import discord

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))  # the fake Discord is a tool of the tests

from briefbot.bot.app import make_bot  # noqa: E402
from briefbot.bot.client import needed_intents  # noqa: E402 - after the path
from briefbot.cli.setup.service import open_service  # noqa: E402
from briefbot.cli.setup.settings import Settings  # noqa: E402
from briefbot.service import Service  # noqa: E402
from fake_discord import Channel, FakeDiscord, Guild, User, pointed_at  # noqa: E402

SEMANTIC = "briefbot with vectors"
QUESTIONS = 400
WARM_UP = 40
BURST = 100
CHANNELS = 50
START_SECONDS = 180.0
MEDIAN_LIMIT, THROUGHPUT_LIMIT = 1.5, 0.6


class Echo(discord.AutoShardedClient):
    """Repeats messages: the fastest bot that is possible with discord.py."""

    async def on_message(self, message: discord.Message) -> None:
        """Echo a mention."""
        if self.user in message.mentions and not message.author.bot:
            await message.reply(f"echo: {message.content}", mention_author=False, allowed_mentions=discord.AllowedMentions.none())


@dataclass
class Side:
    """One bot with its own fake Discord."""

    name: str
    fake: FakeDiscord
    guild: Guild
    channels: list[Channel]
    times: list[float] = field(default_factory=list)
    _asked: Iterator[int] = field(default_factory=itertools.count)

    def _asker(self) -> User:
        """Return a person who has not asked yet, so that no cooldown applies."""
        return self.fake.user(f"asker {next(self._asked)}")

    async def ask(self, number: int, question: str) -> float:
        """Ask in the next channel; return the seconds until the reply."""
        channel = self.channels[number % CHANNELS]
        started = time.perf_counter()
        await self.fake.say(channel, self._asker(), question, mentions=[self.fake.bot])
        await self.fake.next_message(channel, seconds=START_SECONDS)
        return time.perf_counter() - started

    async def ask_all(self, questions: Sequence[str]) -> float:
        """Ask everything at once; return the replies per second."""
        started = time.perf_counter()
        for number, question in enumerate(questions):
            await self.fake.say(self.channels[number % CHANNELS], self._asker(), question, mentions=[self.fake.bot])
        for number in range(len(questions)):
            await self.fake.next_message(self.channels[number % CHANNELS], seconds=START_SECONDS)
        return len(questions) / (time.perf_counter() - started)


@asynccontextmanager
async def side(name: str, count: int = CHANNELS) -> AsyncIterator[Side]:
    """Start a fake Discord with channels, and a bot on it in another process."""
    async with FakeDiscord() as fake:
        guild = fake.guild()
        channels = [fake.channel(guild, f"channel-{number}") for number in range(count)]
        command = [sys.executable, "-m", "benchmarks.roundtrip", "--as", name, fake.api_url, fake.gateway_url, fake.token]
        bot = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stderr=subprocess.DEVNULL)
        try:
            await fake.ready(seconds=START_SECONDS)
            yield Side(name, fake, guild, channels)
        finally:
            bot.terminate()
            await bot.wait()


def questions_of(count: int) -> list[str]:
    """List questions as people ask them: each entry's last phrasings, one entry after the other."""
    entries = list(Service(ROOT / "knowledge").knowledge().entries.values())
    return [entries[number % len(entries)].phrasings[-1 - number // len(entries)] for number in range(count)]


async def measure(count: int, name: str = "briefbot") -> bool:
    """Measure both bots and print the figures; return whether the limits are kept."""
    questions = questions_of(WARM_UP + 2 * count)
    gc.freeze()  # otherwise the garbage from reading the knowledge is collected during one bot's burst
    async with AsyncExitStack() as stack:
        sides = [await stack.enter_async_context(side(name)) for name in ("echo", name)]
        for number, question in enumerate(questions[: WARM_UP + count]):
            for each in sides:
                seconds = await each.ask(number, question)
                if number >= WARM_UP:
                    each.times.append(seconds)
        bursts = [questions[first : first + BURST] for first in range(WARM_UP + count, len(questions), BURST)]
        all_rates = [[await each.ask_all(burst) for each in sides] for burst in bursts]
    rates = [statistics.median(own) for own in zip(*all_rates, strict=True)]
    medians = [statistics.median(each.times) * 1000 for each in sides]
    for each, median, rate in zip(sides, medians, rates, strict=True):
        slow = statistics.quantiles(each.times, n=20)[-1] * 1000
        print(f"{each.name:{len(SEMANTIC)}} median {median:6.2f} ms, 95 % within {slow:6.2f} ms, {rate:6.0f} replies a second")  # noqa: T201
    more, times, share = medians[1] - medians[0], medians[1] / medians[0], rates[1] / rates[0]
    print(f"briefbot takes {more:.2f} ms more, {times:.2f} times as long, and gives {share:.2f} of the throughput")  # noqa: T201
    return times <= MEDIAN_LIMIT and share >= THROUGHPUT_LIMIT


async def run_bot(name: str, api: str, gateway: str, token: str) -> None:
    """Run one of the bots until terminated."""
    with pointed_at(api, gateway), tempfile.TemporaryDirectory() as data:
        client: discord.Client = Echo(intents=needed_intents(message_content=True), guild_ready_timeout=0.02)
        if name != "echo":
            service = open_service(Settings(knowledge=ROOT / "knowledge", data=Path(data), semantic="on" if name == SEMANTIC else "off"))
            client = make_bot(service, Path(data), message_content=True, guild_ready_timeout=0.02)
        async with client:
            await client.start(token)


if __name__ == "__main__":
    if "--as" in sys.argv:
        asyncio.run(run_bot(*sys.argv[sys.argv.index("--as") + 1 :]))
    else:
        numbers = [int(each) for each in sys.argv[1:] if each.isdigit()]
        sys.exit(
            0 if asyncio.run(measure(numbers[0] if numbers else QUESTIONS, SEMANTIC if "--semantic" in sys.argv else "briefbot")) else 1
        )
