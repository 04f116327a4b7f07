"""What of a person is left after they press "Delete": no id in any table, but those that the page names."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.conftest import Stage
from briefbot.bot.app import make_bot
from briefbot.bot.client import BriefBot
from briefbot.bot.drafts import Draft, packed_change
from briefbot.domain.revision import Change
from briefbot.editing.edit import Edit
from briefbot.service import Service
from briefbot.store import open_store

COST, SOLAR = ("entry", "cost"), ("entry", "solar")
MIA = 7


@pytest.fixture
def simcord_bot(tiny: Path, tmp_path: Path) -> BriefBot:
    """Return the bot with a store."""
    return make_bot(Service(tiny, store=open_store(tmp_path)), tmp_path, message_content=True, shard_count=1)


def places_of(person: int, directory: Path) -> set[tuple[str, str]]:
    """Return each table and column of the database in which a person's id stands, as a number or within a text."""
    with closing(sqlite3.connect(directory / "briefbot.db")) as connection:
        return set(_places(connection, str(person)))


def _places(connection: sqlite3.Connection, wanted: str) -> Iterator[tuple[str, str]]:
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        for _, column, *_ in connection.execute(f"PRAGMA table_info({table})").fetchall():
            if any(wanted in str(value) for (value,) in connection.execute(f'SELECT "{column}" FROM "{table}"')):  # noqa: S608 - of the schema
                yield table, column


async def leave_traces(stage: Stage) -> None:
    """Let Ana do all that leaves her id somewhere, as a member and as a moderator."""
    service, guild, ana = stage.bot.service, stage.guild.id, stage.ana.id
    editor = service.editor
    service.guilds.change(guild, inbox_days=30, moderators=5)
    retiring = editor.retiring(guild, COST)
    editor.apply(guild, ana, retiring)
    editor.save(editor.propose(guild, MIA, editor.retiring(guild, SOLAR)), accepted_by=ana)
    service.corrections.start(guild, COST, 1, ana, "abcdef")
    for author, credited in ((ana, None), (MIA, ana)):
        edit = Edit(Change("entry", "roof", "text", {"answer": "Slate."}), "add")
        draft = Draft(guild, author, edit, credited=credited, is_tried=True)
        stage.bot.desk.keep(draft)
        service.pending.add(guild, author, credited, packed_change(draft, draft.edits))
    group = service.inbox.hold(guild, "did it rain", "refused") or 0
    service.inbox.settle(guild, group, "open", ana)
    service.waiting.add(guild, group, ana, stage.channel.id, 9)
    service.opinions.give(guild, 9, ana, is_right=False, reason="it rained")
    await stage.ana.send(stage.channel, f"{stage.mention} How much did the new roof cost?")
    await stage.bot.writes.finish()


async def delete(stage: Stage) -> str:
    """Press Delete as Ana, and say yes."""
    told = await stage.ana.slash(stage.channel, "privacy")
    asked = await stage.ana.click(told.response, label="Delete my data")
    done = await stage.ana.click(asked.response, label="Delete for good")
    await stage.bot.writes.finish()
    return str(done.response.content)


async def test_nothing_of_them_is_left(stage: Stage, tmp_path: Path) -> None:
    await leave_traces(stage)
    assert places_of(stage.ana.id, tmp_path) == {
        ("revisions", "author_id"), ("revisions", "accepter_id"), ("corrections", "author_id"), ("drafts", "author_id"), ("drafts", "text"),
        ("pending_changes", "author_id"), ("pending_changes", "credited_id"), ("inbox_groups", "person_id"), ("waiting", "person_id"),
        ("opinions", "person_id"),
    }  # fmt: skip
    assert await delete(stage) == "Done. I no longer keep anything about you."
    assert places_of(stage.ana.id, tmp_path) == set()


async def test_a_block_and_its_appeal_are_left_and_the_page_says_so(stage: Stage, tmp_path: Path) -> None:
    await leave_traces(stage)
    stage.bot.service.guilds.block(stage.guild.id, stage.ana.id)
    stage.bot.service.guilds.appeal(stage.guild.id, stage.ana.id)
    assert "- You are blocked in 1 server." in await delete(stage)
    assert places_of(stage.ana.id, tmp_path) == {("guild_settings", "value")}
    told = (await stage.ana.slash(stage.channel, "privacy")).response.content
    assert "- Moderators can block people. The block, and whether the person asked to lift it, stays until they lift it." in told


async def test_what_others_made_of_their_words_stays_without_them(stage: Stage) -> None:
    await leave_traces(stage)
    await delete(stage)
    assert [(each.author_id, each.credited_id) for each in stage.bot.service.pending.of_guild(stage.guild.id)] == [(MIA, None)]
    assert [draft.credited for draft in stage.bot.desk.open_of(stage.guild.id, MIA)] == [None]
