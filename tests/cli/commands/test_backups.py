"""The data directory: one bot owns it, a broken database is refused, backups restore it."""

from __future__ import annotations

import os
import signal
import sqlite3
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from briefbot.store import open_store
from cli.conftest import Call
from cli.programs import SECONDS, ended, started
from fake_discord import Channel, FakeDiscord, Guild, User

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals and permissions of POSIX")
COST, PRICE = "How much did the new roof cost?", "£61,500"
PAUSED = "The article is under review in this server"


class Town:
    """A fake Discord with two servers."""

    def __init__(self, fake: FakeDiscord) -> None:
        self.fake = fake
        self.guilds = [fake.guild(), fake.guild()]
        self.channels = [fake.channel(guild) for guild in self.guilds]
        self.people = [fake.member(guild, f"member-{number}") for number, guild in enumerate(self.guilds)]

    def member(self, number: int) -> tuple[Guild, Channel, User]:
        return self.guilds[number], self.channels[number], self.people[number]

    async def ask(self, number: int) -> str:
        """Ask in one of the servers."""
        _, channel, person = self.member(number)
        await self.fake.say(channel, person, COST, mentions=[self.fake.bot])
        return (await self.fake.next_message(channel, seconds=SECONDS)).content


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    async with FakeDiscord() as fake:
        yield Town(fake)


@pytest.fixture
def data(environment: dict[str, str]) -> Path:
    return Path(environment["BRIEFBOT_DATA"])


@pytest.fixture
def file(data: Path) -> Path:
    return data / "briefbot.db"


@asynccontextmanager
async def running(town: Town, environment: dict[str, str], *arguments: str) -> AsyncIterator[Process]:
    """Let the bot run, and stop it."""
    process = await started(town.fake, environment, "run", *arguments)
    try:
        await town.fake.ready(seconds=SECONDS)
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
            await ended(process)


def pause(data: Path, guild: int) -> None:
    store = open_store(data)
    store.guilds.keep(guild, {"is_paused": True})
    store.close()


def paused_guilds(file: Path) -> list[int]:
    with closing(sqlite3.connect(file)) as connection:
        return [guild for (guild,) in connection.execute("SELECT guild_id FROM guild_settings WHERE name = 'is_paused'")]


# One owner -------------------------------------------------------------------------------------------


async def test_second_bot_on_one_data_directory_is_one_line_that_names_the_first(town: Town, environment: dict[str, str]) -> None:
    async with running(town, environment) as first:
        status, out, err = await ended(await started(town.fake, environment, "run"))
        assert (status, out) == (2, "")
        [line] = err.splitlines()
        assert line.startswith("briefbot: the data directory ")
        assert line.endswith(f" is in use by process {first.pid}: stop it first")
        assert PRICE in await town.ask(0)


async def test_lock_goes_with_the_process_however_it_ends(town: Town, environment: dict[str, str]) -> None:
    async with running(town, environment) as first:
        first.send_signal(signal.SIGKILL)
        await ended(first)
    async with running(town, environment):
        assert PRICE in await town.ask(0)


async def test_other_commands_work_beside_a_bot_that_runs(town: Town, environment: dict[str, str], call: Call, tmp_path: Path) -> None:
    async with running(town, environment):
        assert call("history", "--guild", "7").status == 0
        assert call("backup", str(tmp_path / "copy.db")).status == 0


async def test_restore_is_refused_while_a_bot_runs(town: Town, environment: dict[str, str], call: Call, tmp_path: Path) -> None:
    async with running(town, environment) as bot:
        call("backup", str(tmp_path / "copy.db"))
        refused = call("restore", str(tmp_path / "copy.db"))
    assert refused.status == 2
    assert f"is in use by process {bot.pid}" in refused.err


# A database that is no use ---------------------------------------------------------------------------


def damaged(file: Path) -> None:
    file.write_bytes(b"x" * 100 + file.read_bytes()[100:])


def gone(file: Path) -> None:
    file.unlink()


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def no_database(file: Path) -> None:
    file.write_bytes(b"dear diary " * 1_000)


def newer(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()


FAULTS = {
    damaged: "the database file is damaged",
    gone: "the database is gone, although there was one",
    emptied: "the database is gone, although there was one",
    no_database: "the database file is damaged",
    newer: "the database was made by a newer briefbot",
}


@pytest.mark.parametrize(("spoil", "why"), FAULTS.items(), ids=[spoil.__name__ for spoil in FAULTS])
async def test_start_is_refused_in_one_line_that_names_the_newest_backup(
    spoil: Callable[[Path], None], why: str, town: Town, environment: dict[str, str], data: Path, file: Path, call: Call
) -> None:
    pause(data, town.guilds[0].id)
    backup = data / "backups" / "briefbot-2025-05-01.db"
    backup.parent.mkdir()
    assert call("backup", str(backup)).status == 0
    spoil(file)
    status, out, err = await ended(await started(town.fake, environment, "run"))
    assert (status, out) == (2, "")
    [line] = err.splitlines()
    assert line.startswith(f"briefbot: {file}: {why}")
    assert f"`briefbot restore {backup}`" in line
    assert "`briefbot run --maintenance`" in line
    assert town.fake.requests == []
    if spoil is damaged:
        assert call("restore", str(backup)).status == 0
        async with running(town, environment):
            assert (await town.ask(0)).startswith(PAUSED)
            assert PRICE in await town.ask(1)


async def test_locked_database_at_the_start_is_one_line_that_recommends_no_backup(
    town: Town, environment: dict[str, str], data: Path, file: Path
) -> None:
    pause(data, town.guilds[0].id)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        status, out, err = await ended(await started(town.fake, environment, "run"))
    assert (status, out) == (2, "")
    assert err == f"briefbot: {file}: the database is locked by another program; try again in a moment\n"


@pytest.mark.parametrize("spoil", [None, damaged], ids=lambda spoil: spoil.__name__ if spoil else "sound")
async def test_maintenance_starts_with_every_server_paused(
    spoil: Callable[[Path], None] | None, town: Town, environment: dict[str, str], data: Path, file: Path
) -> None:
    pause(data, town.guilds[0].id)
    if spoil is not None:
        spoil(file)
    async with running(town, environment, "--maintenance"):
        assert (await town.ask(0)).startswith(PAUSED)
        assert (await town.ask(1)).startswith(PAUSED)
        direct = town.fake.dm(town.people[0])
        await town.fake.say(direct, town.people[0], COST)
        assert PRICE not in (await town.fake.next_message(direct)).content


# Backups ---------------------------------------------------------------------------------------------


def test_backup_and_restore_say_what_they_did(call: Call, data: Path, file: Path, tmp_path: Path) -> None:
    pause(data, 7)
    copy = tmp_path / "copy.db"
    made = call("backup", str(copy))
    assert (made.status, made.out) == (0, f"{copy}: 1 server, 0 changes\n")
    again = call("backup", str(copy))
    assert (again.status, again.err) == (2, f"briefbot: {copy} already exists; --force replaces it\n")
    assert call("backup", "--force", str(copy)).status == 0
    pause(data, 8)
    restored = call("restore", str(copy))
    assert restored.status == 0
    first, second = restored.out.splitlines()
    assert first == f"restored {copy}: 1 server, 0 changes"
    assert second.startswith(f"the previous database is kept as {file}.before-restore-")
    assert paused_guilds(file) == [7]


def test_backup_of_nothing_and_restore_of_nothing_are_one_line(call: Call, tmp_path: Path) -> None:
    made = call("backup", str(tmp_path / "copy.db"))
    assert made.status == 2
    assert made.err.startswith("briefbot: there is no database ")
    restored = call("restore", str(tmp_path / "copy.db"))
    assert (restored.status, restored.err) == (2, f"briefbot: there is no file {tmp_path / 'copy.db'}\n")
