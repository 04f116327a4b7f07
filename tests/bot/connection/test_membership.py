"""A server's data stays while the bot is in it, and is deleted some time after it left, whatever the bot missed."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.wiring import Wire, made, restarted, wired
from briefbot.bot.moderating.upkeep import Keeping
from briefbot.bot.pacing.job import Job
from briefbot.domain.records import Absence
from briefbot.domain.revision import Change
from briefbot.editing.edit import Edit
from briefbot.service import Service
from briefbot.store import Database, Store, sqlite_url
from contract import Contract
from fake_discord import FakeDiscord, Guild, pointed_at
from fake_discord.snowflakes import shard_of
from kept import guilds_known, guilds_left

COST = "what was the price of the repair"
KEY = ("entry", "cost")
MODERATOR = 42


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Yield a store that soon gives up on another process's lock."""
    made = Store.over(Database(sqlite_url(tmp_path / "data" / "briefbot.db"), patience=0.02))
    yield made
    made.close()


@pytest.fixture
async def wire(keeping: Service, tmp_path: Path, contract: Contract | None) -> AsyncIterator[Wire]:
    async with wired(keeping, tmp_path, contract) as wire:
        await wire.bot.wait_until_ready()
        await until(lambda: all(map(is_resting, keeping_of(wire)._jobs)))  # the first cleanup would delete backdated rows
        yield wire


def is_resting(job: Job) -> bool:
    """Return whether a job waits for its next turn."""
    coroutine = job._running.get_coro() if job._running is not None else None
    return getattr(getattr(coroutine, "cr_await", None), "__name__", "") == "sleep"


def fill(service: Service, guild: Guild, answer: str = "It cost £61,500.") -> None:
    """Make an edit and change a setting in a server."""
    editor = service.editor
    text = {**(editor.text(guild.id, KEY) or {}), "answer": answer}
    editor.apply(guild.id, MODERATOR, Edit(Change(*KEY, "text", text), seen=editor.version(guild.id, KEY)), "shorter")
    service.guilds.change(guild.id, member_cooldown=7, blocked=frozenset({5}))


def age(store: Store, days: float) -> None:
    """Backdate the records of servers that the bot left."""

    def earlier(time: datetime | None) -> datetime | None:
        return None if time is None else time - timedelta(days=days)

    store.guilds.note_absences(lambda _, known: Absence(earlier(known.left_at), earlier(known.absent_since)))


def left(store: Store) -> set[int]:
    return set(guilds_left(store))


async def until(is_so: Callable[[], bool]) -> None:
    """Wait until the bot has handled an event."""
    async with asyncio.timeout(60):
        while not is_so():  # noqa: ASYNC110 - the store has no event for it
            await asyncio.sleep(0.001)


def keeping_of(wire: Wire) -> Keeping:
    cog = wire.bot.get_cog("Keeping")
    assert isinstance(cog, Keeping)
    return cog


async def compared(wire: Wire) -> None:
    """Wait until the bot is ready and has compared its servers with the store."""
    await wire.bot.wait_until_ready()
    await until(lambda: is_compared(keeping_of(wire)))


def is_compared(keeping: Keeping) -> bool:
    return keeping._compared == keeping._membership.present() is not None


async def tidied(wire: Wire) -> None:
    """Advance the time by an hour, so that expired data is deleted."""
    await compared(wire)
    await keeping_of(wire).tidy()


# While the bot is connected ----------------------------------------------------------------------------


async def test_a_server_that_removes_the_bot_is_marked_and_one_that_adds_it_again_is_not(
    wire: Wire, keeping: Service, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "briefbot.service.guild_settings")
    fill(keeping, wire.guild)
    wire.fake.kick(wire.guild)
    await until(lambda: left(store) == {wire.guild.id})
    wire.fake.invite(wire.guild)
    await until(lambda: left(store) == set())
    assert (await wire.ask(COST)).startswith("It cost £61,500.")
    await until(lambda: len(caplog.records) > 1)  # it is logged after it was saved
    lines = [(record.getMessage(), vars(record)["guild"]) for record in caplog.records]
    assert lines == [("a server is marked as left", wire.guild.id), ("a server is there again", wire.guild.id)]


async def test_a_server_that_comes_and_goes_quickly_is_as_it_was_last(wire: Wire, keeping: Service, store: Store) -> None:
    fill(keeping, wire.guild)
    for _ in range(10):
        wire.fake.kick(wire.guild)
        wire.fake.invite(wire.guild)
    assert (await wire.ask(COST)).startswith("It cost £61,500.")
    await compared(wire)
    assert left(store) == set()


async def test_an_outage_does_not_count_as_leaving(wire: Wire, keeping: Service, store: Store) -> None:
    fill(keeping, wire.guild)
    wire.fake.begin_outage(wire.guild)
    await until(lambda: wire.bot.guilds[0].unavailable)
    await tidied(wire)
    assert left(store) == set()


async def test_a_server_that_adds_the_bot_during_an_outage_is_there_when_that_ends(wire: Wire, keeping: Service, store: Store) -> None:
    fill(keeping, wire.guild)
    wire.fake.kick(wire.guild)
    await until(lambda: left(store) == {wire.guild.id})
    wire.guild.has_bot = True
    wire.fake.end_outage(wire.guild)
    await until(lambda: wire.bot.get_guild(wire.guild.id) is not None)
    await keeping_of(wire).refresh()
    assert left(store) == set()


# While it was off --------------------------------------------------------------------------------------


async def test_a_server_that_adds_the_bot_again_while_it_is_off_keeps_everything(
    wire: Wire, keeping: Service, store: Store, tmp_path: Path
) -> None:
    fill(keeping, wire.guild)
    keeping.guilds.pause(wire.guild.id)
    wire.fake.kick(wire.guild)
    await until(lambda: left(store) == {wire.guild.id})
    await wire.bot.close()
    wire.fake.invite(wire.guild)
    async with restarted(wire, keeping, tmp_path) as again:
        await compared(again)
        assert left(store) == set()
        age(store, 31)
        await tidied(again)
        assert keeping.guilds.settings(wire.guild.id).is_paused
        keeping.guilds.resume(wire.guild.id)
        assert (await again.ask(COST)).startswith("It cost £61,500.")
        assert store.guilds.settings(wire.guild.id)["blocked"] == [5]


async def test_a_server_that_adds_the_bot_again_a_month_after_it_was_left_keeps_everything(
    wire: Wire, keeping: Service, store: Store, tmp_path: Path
) -> None:
    fill(keeping, wire.guild)
    wire.fake.kick(wire.guild)
    await until(lambda: left(store) == {wire.guild.id})
    await wire.bot.close()
    age(store, 31)
    wire.fake.invite(wire.guild)
    async with restarted(wire, keeping, tmp_path) as again:
        await tidied(again)
        assert (await again.ask(COST)).startswith("It cost £61,500.")


async def test_a_server_that_removes_the_bot_while_it_is_off_goes_after_thirty_days(
    wire: Wire, keeping: Service, store: Store, tmp_path: Path
) -> None:
    fill(keeping, wire.guild)
    await wire.bot.close()
    wire.fake.kick(wire.guild)
    async with restarted(wire, keeping, tmp_path) as again:
        await until(lambda: left(store) == {wire.guild.id})
        age(store, 29.9)
        await tidied(again)
        assert left(store) == {wire.guild.id}
        age(store, 0.2)
        await tidied(again)
        assert guilds_known(store) == set()
        assert keeping.editor.history(wire.guild.id) == []


async def test_a_server_marked_by_an_earlier_version_goes_a_day_after_it_was_seen_absent(
    wire: Wire, keeping: Service, store: Store, tmp_path: Path
) -> None:
    fill(keeping, wire.guild)
    await wire.bot.close()
    wire.fake.kick(wire.guild)
    with closing(sqlite3.connect(tmp_path / "data" / "briefbot.db")) as connection, connection:
        connection.execute("UPDATE guilds SET left_at = '2025-01-01 12:00:00.000000'")
    async with restarted(wire, keeping, tmp_path) as again:
        await tidied(again)
        assert left(store) == {wire.guild.id}
        age(store, 1)
        await tidied(again)
        assert guilds_known(store) == set()


async def test_a_server_that_is_unavailable_at_the_start_is_not_left(wire: Wire, keeping: Service, store: Store, tmp_path: Path) -> None:
    fill(keeping, wire.guild)
    await wire.bot.close()
    wire.guild.is_unavailable = True
    async with restarted(wire, keeping, tmp_path) as again:
        await tidied(again)
        assert again.bot.guilds[0].unavailable
        assert left(store) == set()


# When a session is gone ----------------------------------------------------------------------------------


@pytest.mark.parametrize("shards", [1, 2])
async def test_a_new_session_tells_which_servers_came_and_went_meanwhile(
    keeping: Service, store: Store, tmp_path: Path, contract: Contract | None, shards: int
) -> None:
    async with wired(keeping, tmp_path, contract, shards=shards) as wire:
        fake = wire.fake
        going, coming, *_ = [guild for guild in (fake.guild(f"server {n}") for n in range(6)) if on_shard_of(wire, guild, shards)]
        for guild in (going, coming, wire.guild):
            fill(keeping, guild)
        fake.kick(coming)
        await until(lambda: left(store) == {coming.id})
        fake.gateway.invalidate(resumable=False)
        fake.kick(going)
        fake.invite(coming)
        await until(lambda: left(store) == {going.id})
        assert {guild.id for guild in wire.bot.guilds if guild.id in (going.id, coming.id)} == {coming.id}


def on_shard_of(wire: Wire, guild: Guild, shards: int) -> bool:
    return shard_of(guild.id, shards) == shard_of(wire.guild.id, shards)


async def test_nothing_is_marked_or_deleted_while_the_connection_is_down(wire: Wire, keeping: Service, store: Store) -> None:
    fill(keeping, wire.guild)
    wire.fake.kick(wire.guild)
    await until(lambda: left(store) == {wire.guild.id})
    age(store, 31)
    wire.fake.gateway.hold(0)
    wire.fake.gateway.invalidate(resumable=False)
    await until(lambda: keeping_of(wire)._membership.present() is None)
    wire.fake.invite(wire.guild)
    await keeping_of(wire).tidy()
    assert left(store) == {wire.guild.id}
    wire.fake.gateway.release(0)
    await until(lambda: left(store) == set())


# Several shards, several processes -----------------------------------------------------------------------


def two_guilds(fake: FakeDiscord) -> list[Guild]:
    """Make a server on each of two shards."""
    first = fake.guild("one")
    second = next(guild for guild in iter(fake.guild, None) if shard_of(guild.id, 2) != shard_of(first.id, 2))
    return sorted([first, second], key=lambda guild: shard_of(guild.id, 2))


async def test_nothing_is_marked_before_all_shards_are_ready(
    keeping: Service, store: Store, tmp_path: Path, contract: Contract | None
) -> None:
    async with wired(keeping, tmp_path, contract, shards=2) as wire:
        fake, (first, second) = wire.fake, two_guilds(wire.fake)
        for guild in (first, second):
            fill(keeping, guild)
        await wire.bot.close()
        fake.kick(first)
        fake.gateway.hold(1)
        again = replace(wire, bot=made(keeping, tmp_path, message_content=True))
        with pointed_at(fake.api_url, fake.gateway_url):
            running = asyncio.create_task(again.bot.start(fake.token))
            await until(lambda: again.bot.get_cog("Keeping") is not None and keeping_of(again)._membership._heard == {0})
            await keeping_of(again).tidy()
            assert left(store) == set()
            fake.gateway.release(1)
            await until(lambda: left(store) == {first.id})
            await again.bot.close()
            await running


async def test_a_process_with_some_of_the_shards_leaves_the_servers_of_the_others_alone(
    keeping: Service, store: Store, tmp_path: Path, contract: Contract | None
) -> None:
    async with wired(keeping, tmp_path, contract, shard_ids=[0], shard_count=2) as wire:
        await wire.bot.wait_until_ready()
        first, second = two_guilds(wire.fake)
        for guild in (first, second):
            fill(keeping, guild)
            wire.fake.kick(guild)
        await until(lambda: left(store) == {first.id})
        age(store, 31)
        await tidied(wire)
        assert guilds_known(store) == {second.id}


# Where the store fails -----------------------------------------------------------------------------------


@pytest.mark.parametrize("event", ["leave", "join"])
async def test_what_a_locked_store_could_not_take_is_done_at_the_next_refresh(
    wire: Wire, keeping: Service, store: Store, tmp_path: Path, event: str
) -> None:
    fill(keeping, wire.guild)
    if event == "join":
        wire.fake.kick(wire.guild)
        await until(lambda: left(store) == {wire.guild.id})
    before = left(store)
    with closing(sqlite3.connect(tmp_path / "data" / "briefbot.db")) as connection:
        connection.execute("BEGIN IMMEDIATE")
        (wire.fake.invite if event == "join" else wire.fake.kick)(wire.guild)
        await until(lambda: (wire.bot.get_guild(wire.guild.id) is not None) is (event == "join"))
        await keeping_of(wire).refresh()
        assert left(store) == before
    await keeping_of(wire).refresh()
    assert left(store) == {wire.guild.id} - before
