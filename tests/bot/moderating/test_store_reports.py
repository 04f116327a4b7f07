"""While the store fails, settings stay in force, moderators are informed, and urgent changes are made in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from bot.wiring import Wire, replies, wired
from briefbot.bot.moderating.upkeep import Keeping
from briefbot.domain.revision import Change
from briefbot.editing.edit import Edit
from briefbot.service import Service
from briefbot.store import Database, Store, sqlite_url
from contract import Contract
from fake_discord import Channel, User

COST, PRICE = "How much did the repair cost?", "£61,500"
SOLAR = "How many solar panels are on the roof?"
PAUSED = "The article is under review in this server"
KEY = ("entry", "cost")
MODERATOR = 42
MANAGE_GUILD = 1 << 5
SHORTER = "It was £61,500 in all."
OVER = "The trouble is over. I work as usual again, and changes can be saved."
UNSAVED = "- A pause or a block is in effect, but not saved yet. I keep trying; if I'm restarted before that, it has to be set again."


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "briefbot.db"


@pytest.fixture
def store(file: Path) -> Iterator[Store]:
    made = Store.over(Database(sqlite_url(file), patience=0.02))
    yield made
    made.close()


@pytest.fixture
async def wire(keeping: Service, tmp_path: Path, contract: Contract | None) -> AsyncIterator[Wire]:
    async with wired(keeping, tmp_path, contract) as wire:
        await wire.bot.wait_until_ready()
        yield wire


@pytest.fixture
def mia(wire: Wire) -> User:
    return wire.fake.member(wire.guild, "mia", wire.fake.role(wire.guild, "mods", MANAGE_GUILD))


@pytest.fixture
async def audit(wire: Wire, keeping: Service) -> Channel:
    """Return the audit channel of a server with a block, a retired entry and an edited one."""
    channel = wire.fake.channel(wire.guild, "audit")
    keeping.guilds.change(wire.guild.id, audit_channel=channel.id)
    text = {**(keeping.editor.text(wire.guild.id, KEY) or {}), "answer": SHORTER}
    keeping.editor.apply(wire.guild.id, MODERATOR, Edit(Change(*KEY, "text", text), "edit"), "shorter")
    await refreshed(wire)
    return channel


async def refreshed(wire: Wire, times: int = 1) -> None:
    """Run the job that checks the store."""
    cog = wire.bot.get_cog("Keeping")
    assert isinstance(cog, Keeping)
    for _ in range(times):
        await cog.refresh()


async def command(wire: Wire, user: User, name: str, **options: Any) -> str:
    """Call a command, and return its reply."""
    return (await wire.fake.next_answer(await wire.fake.interact_command(name, user, wire.channel, options))).content


def damage(file: Path) -> bytes:
    """Overwrite the database's header while the bot runs; return the old header."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = file.read_bytes()
    file.write_bytes(b"x" * 100 + before[100:])
    return before


def mend(file: Path, content: bytes) -> None:
    for name in ("briefbot.db-wal", "briefbot.db-shm"):
        file.with_name(name).unlink(missing_ok=True)
    file.write_bytes(content)


@contextmanager
def read_only(store: Store) -> Iterator[None]:
    """Make all writes fail for a while."""

    def refuse(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA query_only=ON")

    store.close()
    event.listen(store.database._engine, "connect", refuse)
    yield
    event.remove(store.database._engine, "connect", refuse)
    store.close()


async def test_what_was_set_and_changed_stays_in_force_while_the_database_is_damaged(
    wire: Wire, audit: Channel, mia: User, keeping: Service, file: Path
) -> None:
    ben, other = wire.fake.member(wire.guild, "ben"), wire.fake.guild()
    there, cat = wire.fake.channel(other), wire.fake.member(other, "cat")
    keeping.guilds.block(wire.guild.id, ben.id)
    keeping.guilds.pause(other.id)
    damage(file)
    await refreshed(wire, 5)
    await wire.fake.say(wire.channel, ben, SOLAR, mentions=[wire.fake.bot])
    assert (await wire.ask(COST)).startswith(SHORTER)
    assert (await wire.ask(COST, by=cat, where=there)).startswith(PAUSED)
    assert "Nothing was saved" in await command(wire, mia, "knowledge undo", thing="entry:cost")
    assert [said.startswith(SHORTER) for said in replies(wire)] == [True]  # and nothing to Ben


async def test_moderators_hear_once_that_the_store_fails_and_once_that_it_works_again(
    wire: Wire, audit: Channel, mia: User, file: Path
) -> None:
    content = damage(file)
    await refreshed(wire)
    assert wire.fake.messages(audit) == []  # a short lock is not reported
    await refreshed(wire, 3)
    [told] = wire.fake.messages(audit)
    assert told.content == (
        "- Changes cannot be saved: the database file is damaged; the operator has to restore a backup."
        " Everything stays as it is; only `/knowledge pause` and `/knowledge block` still work."
    )
    assert told.content in await command(wire, mia, "settings check")
    mend(file, content)
    await refreshed(wire, 2)
    assert [message.content for message in wire.fake.messages(audit)] == [told.content, OVER]
    assert "cannot be saved" not in await command(wire, mia, "settings check")


async def test_a_damaged_row_pauses_its_server_alone_and_its_moderators_hear_of_it(
    wire: Wire, audit: Channel, mia: User, file: Path
) -> None:
    other = wire.fake.guild()
    there, cat = wire.fake.channel(other), wire.fake.member(other, "cat")
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE guild_settings SET value = '{' WHERE guild_id = ?", [wire.guild.id])
        connection.commit()
    await refreshed(wire, 2)
    assert (await wire.ask(COST)).startswith(PAUSED)
    assert PRICE in await wire.ask(COST, by=cat, where=there)
    [told] = wire.fake.messages(audit)
    assert told.content.startswith("- I don't answer in this server: some of its stored data is damaged.")
    assert told.content in await command(wire, mia, "settings check")
    assert "damaged" in await command(wire, mia, "knowledge resume")


async def test_resume_says_that_a_damaged_change_still_keeps_its_server_silent(
    wire: Wire, audit: Channel, mia: User, file: Path, keeping: Service
) -> None:
    keeping.guilds.pause(wire.guild.id)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE revisions SET reason = 'other', sequence = sequence + 1")  # the newest is another one: it is read again
        connection.commit()
    await refreshed(wire)
    over = "The pause is over, but I still can't answer."
    why = "- I don't answer in this server: some of its stored data is damaged. My operator has to restore a backup."
    assert (await wire.fake.next_message(audit)).content == why
    assert await command(wire, mia, "knowledge resume") == f"{over}\n{why}"
    assert (await wire.fake.next_message(audit)).content == f"{over} (<@{mia.id}>)\n{why}"
    assert (await wire.ask(COST)).startswith(PAUSED)


async def test_a_pause_and_a_block_work_while_nothing_can_be_written(wire: Wire, audit: Channel, mia: User, store: Store) -> None:
    ben = wire.fake.member(wire.guild, "ben")
    with read_only(store):
        assert await command(wire, mia, "knowledge block", member=ben) == (
            f"Blocked: I ignore the questions of <@{ben.id}> here.\n{UNSAVED}"
        )
        assert await command(wire, mia, "knowledge pause") == (
            "Paused: until `/knowledge resume`, I only say that the article is under review.\n" + UNSAVED
        )
        await refreshed(wire)
        assert (await wire.ask(COST)).startswith(PAUSED)
        assert UNSAVED in await command(wire, mia, "settings check")
    await refreshed(wire)
    assert (store.guilds.settings(wire.guild.id)["is_paused"], store.guilds.settings(wire.guild.id)["blocked"]) == (True, [ben.id])
    assert await command(wire, mia, "knowledge resume") == "Resumed: I answer again."
    assert (await wire.ask(COST)).startswith(SHORTER)


async def test_the_daily_backup_is_made_while_the_bot_runs(wire: Wire, audit: Channel, file: Path) -> None:
    cog = wire.bot.get_cog("Keeping")
    assert isinstance(cog, Keeping)
    for old in (file.parent / "backups").glob("*"):  # the one of the start
        old.unlink()
    for _ in range(2):
        await cog.tidy()
    [backup] = (file.parent / "backups").iterdir()
    with closing(sqlite3.connect(backup)) as connection:
        assert connection.execute("SELECT count(*) FROM revisions").fetchone() == (1,)


async def test_a_bot_that_cannot_read_its_store_at_the_start_answers_nothing_in_servers(
    keeping: Service, store: Store, file: Path, tmp_path: Path
) -> None:
    """The command refuses to start; started in another way, the bot does not know what is retired."""
    store.open()
    store.close()
    damage(file)
    async with wired(keeping, tmp_path, None) as wire:
        assert (await wire.ask(COST)).startswith(PAUSED)
