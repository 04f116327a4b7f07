"""Several processes of `run` as one bot, with a PostgreSQL server and a fake Discord over real sockets."""

from __future__ import annotations

import asyncio
import re
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from itertools import count, pairwise
from pathlib import Path
from time import monotonic

import psycopg
import pytest
from sqlalchemy import make_url

from briefbot.domain.shards import shard_of, shards_from
from briefbot.service import Service
from briefbot.store import open_store
from cli.programs import SECONDS, ended, killed, started
from fake_discord import Channel, FakeDiscord, Guild, Message, User
from postgres import Server

SHARDS = 8
RANGES = ("0-2/8", "3-5/8", "6-7/8")
MANAGE_GUILD = 1 << 5
QUESTIONS = ("How much did the new roof cost?", "When did the library reopen?", "Why was the library closed?")
MOMENT = 0.02
BEFORE = ("The repair cost £61,500", "Answered a few minutes ago")
"""The answer to the first question, until it is retired."""
Start = Callable[..., Awaitable[Process]]


@pytest.fixture
def log_ins() -> int:
    """Return how many shards may log in at once: all, unless a test is about that."""
    return 16


@pytest.fixture
async def fake(log_ins: int) -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord(shards=SHARDS, log_ins=log_ins) as made:
        yield made


@pytest.fixture
async def start(fake: FakeDiscord, environment: dict[str, str], address: str, tmp_path: Path) -> AsyncIterator[Start]:
    """Yield a function that starts a process with a range of shards; all are ended with the test."""
    running: list[Process] = []

    async def run(shards: str, **settings: str) -> Process:
        own = {"BRIEFBOT_SHARDS": shards, "BRIEFBOT_DATABASE": address, "BRIEFBOT_MESSAGE_CONTENT": "on"}
        running.append(await started(fake, {**environment, **own, **settings}, "run"))
        return running[-1]

    yield run
    for process in running:
        await killed(process)


@dataclass
class Town:
    """A server on each shard, in which people ask and a moderator changes a setting."""

    fake: FakeDiscord
    places: list[tuple[Guild, Channel, User]] = field(default_factory=list)
    asked: list[tuple[Guild, Message]] = field(default_factory=list)
    acknowledged: dict[int, int] = field(default_factory=dict)
    """The cooldown that each server's moderator has set."""
    numbers: Iterable[int] = field(default_factory=count)

    @classmethod
    def of(cls, fake: FakeDiscord) -> Town:
        town = cls(fake)
        for _ in range(SHARDS):
            guild = fake.guild()
            mia = fake.member(guild, "mia", fake.role(guild, "mods", MANAGE_GUILD))
            town.places.append((guild, fake.channel(guild), mia))
        assert {shard_of(guild.id, SHARDS) for guild, _, _ in town.places} == set(range(SHARDS))
        return town

    async def ask(self) -> list[Message]:
        """Ask in each server, each time as another person."""
        number = next(iter(self.numbers))
        found = []
        for guild, channel, _ in self.places:
            asker = self.fake.member(guild, f"person-{number}")
            found.append(await self.fake.say(channel, asker, QUESTIONS[number % len(QUESTIONS)], mentions=[self.fake.bot]))
            self.asked.append((guild, found[-1]))
        return found

    async def answered(self, asked: Sequence[Message], shards: Sequence[int] = range(SHARDS)) -> None:
        """Wait until questions have a reply in the servers of some shards."""
        for (guild, channel, _), question in zip(self.places, asked, strict=True):
            while shard_of(guild.id, SHARDS) in shards and not self.replies(question):
                await self.fake.next_message(channel, seconds=SECONDS)

    def replies(self, question: Message) -> int:
        found = self.fake.world.messages_in(self.fake.world.channels[question.channel_id])
        return Counter(Message(each).reference for each in found)[question.id]

    async def set_everywhere(self, seconds: int) -> int:
        """Set a cooldown in each server; return how many moderators got a confirmation."""
        told = 0
        begun = [
            (guild, await self.fake.interact_command("settings cooldowns", mia, channel, {"member": seconds}))
            for guild, channel, mia in self.places
        ]
        for guild, interaction in begun:
            answer = await self.fake.next_answer(interaction, seconds=SECONDS)
            if "Nothing was saved" not in answer.content:
                self.acknowledged[guild.id] = seconds
                told += 1
        return told

    def kept(self, address: str) -> dict[int, int]:
        store = open_store(Path(), address)
        try:
            return {guild: values["member_cooldown"] for guild, values in store.guilds.settings_of_all().values.items()}
        finally:
            store.close()


async def run_all(fake: FakeDiscord, start: Start, **settings: str) -> dict[str, Process]:
    running = {shards: await start(shards, **settings) for shards in RANGES}
    await logged_in(fake, range(SHARDS))
    return running


async def logged_in(fake: FakeDiscord, shards: Sequence[int]) -> None:
    """Wait until that many more shards have logged in."""
    for _ in shards:
        await fake.next_gateway("READY", seconds=SECONDS)


async def test_a_second_process_for_a_shard_is_refused_before_it_connects(fake: FakeDiscord, start: Start) -> None:
    first = await start("1/8")
    await fake.ready(seconds=SECONDS)
    calls = len(fake.requests)
    status, out, err = await ended(await start("0-3/8"))
    assert (status, out) == (2, "")
    assert re.fullmatch(
        rf"briefbot: the shards 0-3/8 cannot be taken: shard 1 is taken by 'briefbot 1/8 {first.pid}@\S+'; stop that process first",
        err.splitlines()[-1],
    )
    assert len(fake.requests) == calls
    assert {session.shard for session in fake.gateway.live} == {(1, 8)}


async def test_auto_takes_as_many_as_discord_says(fake: FakeDiscord, start: Start) -> None:
    process = await start("auto")
    await fake.ready(seconds=SECONDS)
    assert {session.shard for session in fake.gateway.live} == {(0, 8)}
    status, _, err = await ended(await start("7/8"))
    assert status == 2
    assert f"shard 7 is taken by 'briefbot 0-7/8 {process.pid}@" in err


async def test_a_part_without_postgresql_is_refused(start: Start) -> None:
    status, _, err = await ended(await start("0-3/8", BRIEFBOT_DATABASE=""))
    assert (status, err) == (2, "briefbot: the shards 0-3/8 are only a part: several processes need PostgreSQL (BRIEFBOT_DATABASE)\n")


@pytest.mark.parametrize("log_ins", [1])
async def test_three_processes_log_in_one_after_the_other_and_one_registers_commands(fake: FakeDiscord, start: Start) -> None:
    for shard in range(3):
        await start(f"{shard}/8")
    await logged_in(fake, range(3))
    times = sorted(time for time, _ in fake.gateway.log_ins)
    assert min(later - earlier for earlier, later in pairwise(times)) >= 5.0
    assert sum(request.method == "PUT" and request.route.endswith("/commands") for request in fake.requests) == 1


async def test_an_edit_of_another_process_is_in_use_at_once(fake: FakeDiscord, start: Start, address: str, tiny: Path) -> None:
    town = Town.of(fake)
    await start("8")
    await logged_in(fake, range(SHARDS))
    await town.answered(await town.ask())
    guild, channel, mia = town.places[5]
    with closing(open_store(Path(), address)) as store:
        editor = Service(tiny, store=store).editor
        editor.apply(guild.id, mia.id, editor.retiring(guild.id, ("entry", "cost")))
    began, answer = monotonic(), BEFORE[0]
    while answer.startswith(BEFORE):
        await fake.say(channel, fake.member(guild, f"{monotonic()}"), QUESTIONS[0], mentions=[fake.bot])
        answer = (await fake.next_message(channel, seconds=SECONDS)).content
    print(f"in use within {monotonic() - began:.2f} s")  # noqa: T201


async def test_killed_processes_lose_only_what_they_were_doing(fake: FakeDiscord, start: Start, address: str) -> None:
    """Each question gets one reply, except those in flight and those without a process."""
    town, running = Town.of(fake), await run_all(fake, start)
    await town.answered(await town.ask())
    assert await town.set_everywhere(1) == SHARDS
    may_be_lost, unheard = list[Message](), list[Message]()
    for victim in (RANGES[0], RANGES[2]):
        gone = shards_from(victim).ids
        in_flight = await town.ask()
        await killed(running[victim])
        await cut_off(fake, gone)
        missed = await town.ask()
        others = [shard for shard in range(SHARDS) if shard not in gone]
        await town.answered(in_flight, others)
        await town.answered(missed, others)
        running[victim] = await start(victim)
        await logged_in(fake, gone)
        await town.answered(await town.ask())
        may_be_lost += [each for each, (guild, _, _) in zip(in_flight, town.places, strict=True) if shard_of(guild.id, SHARDS) in gone]
        unheard += [each for each, (guild, _, _) in zip(missed, town.places, strict=True) if shard_of(guild.id, SHARDS) in gone]
    counted = Counter(town.replies(each) for _, each in town.asked if each not in may_be_lost + unheard)
    in_flight_counted = Counter(map(town.replies, may_be_lost))
    assert counted == {1: len(town.asked) - len(may_be_lost) - len(unheard)}
    assert set(in_flight_counted) <= {0, 1}
    assert Counter(map(town.replies, unheard)) == {0: len(unheard)}
    assert town.kept(address) == town.acknowledged
    print(f"{counted=} {in_flight_counted=} unheard={len(unheard)}")  # noqa: T201


async def test_a_failing_database_loses_no_reply_and_no_acknowledged_change(
    fake: FakeDiscord, start: Start, address: str, postgresql: Server
) -> None:
    town, running = Town.of(fake), await run_all(fake, start)
    await town.answered(await town.ask())
    assert await town.set_everywhere(1) == SHARDS

    postgresql.stop()  # restarted
    try:
        await town.answered(await town.ask())
        assert await town.set_everywhere(2) == 0
    finally:
        postgresql.start()
    await held_again(address)
    assert await town.set_everywhere(3) == SHARDS

    with connection(address) as slow:  # slow
        slow.execute("LOCK TABLE replies IN ACCESS EXCLUSIVE MODE")
        await town.answered(await town.ask())
    await town.answered(await town.ask())

    with ExitStack() as crowd:  # out of connections
        with connection(address) as own:
            own.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"
            )
            fill(crowd, address)
        await town.answered(await town.ask())
    await held_again(address)
    assert await town.set_everywhere(4) == SHARDS
    await town.answered(await town.ask())

    assert Counter(town.replies(each) for _, each in town.asked) == {1: len(town.asked)}
    assert town.kept(address) == town.acknowledged
    assert [process.returncode for process in running.values()] == [None] * len(RANGES)


async def cut_off(fake: FakeDiscord, shards: Sequence[int]) -> None:
    """Wait until Discord has noticed that shards are gone."""
    while True:
        if not any(session.shard[0] in shards for session in fake.gateway.live):
            return
        await asyncio.sleep(MOMENT)


def connection(address: str) -> psycopg.Connection:
    url = make_url(address)
    return psycopg.connect(host=str(url.query["host"]), user=url.username, dbname=url.database)


def fill(crowd: ExitStack, address: str) -> None:
    """Open as many connections as the server accepts."""
    while True:
        try:
            crowd.enter_context(connection(address))
        except psycopg.OperationalError:
            return


async def held_again(address: str) -> None:
    """Wait until each shard has a holder."""
    query = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = 1651665152 AND granted"
    async with asyncio.timeout(SECONDS):
        while True:
            with connection(address) as own:
                if (own.execute(query).fetchone() or (0,))[0] == SHARDS:
                    return
            await asyncio.sleep(MOMENT)
