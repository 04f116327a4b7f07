"""Data moves to PostgreSQL completely or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from briefbot.domain.inbox import HeldQuestion
from briefbot.domain.records import Receipt
from briefbot.domain.revision import Change, Revision
from briefbot.errors import BackupError
from briefbot.store import Store, open_store
from briefbot.store.moving import move
from kept import reply_of

NOON = datetime(2025, 5, 1, 12, tzinfo=UTC)


def revision(number: int, guild: int = 1) -> Revision:
    change = Change("entry", "tea", "text", {"id": "tea", "answer": "Как? 🙂"})
    return Revision(guild, number, change, "edit", 42, NOON, "a typo", "0123456789abcdef")


@pytest.fixture
def filled(store: Store) -> Store:
    """Return a SQLite store with something in each table."""
    for number in (1, 2, 3):
        store.revisions.append([revision(number)])
    store.guilds.keep(1, {"audit_channel": 5})
    store.replies.keep(Receipt(channel_id=8, message_id=9, guild_id=1, question_id=7, thing_id="tea", revision=2, time=NOON))
    store.questions.hold(HeldQuestion(1, "is it hot", "refused", NOON), None)
    return store


@pytest.fixture
def target(address: str, tmp_path: Path) -> Iterator[Store]:
    made = open_store(tmp_path / "no file", address)
    yield made
    made.close()


def test_everything_arrives_and_numbers_go_on(filled: Store, target: Store) -> None:
    said = list(move(filled.database, target.database))
    assert said[-1] == "compared: 1 server, 3 changes, every row the same"
    assert target.revisions.history(1) == filled.revisions.history(1)
    assert target.guilds.settings(1) == {"audit_channel": 5}
    assert reply_of(target, 8, 9) == reply_of(filled, 8, 9)
    [after] = target.revisions.append([revision(4)])
    assert after.sequence > target.revisions.history(1)[1].sequence
    [held] = target.questions.groups(1)
    assert target.questions.hold(HeldQuestion(1, "is it cold", "refused", NOON), None) == held.id + 1


def test_each_table_is_named_with_its_rows(filled: Store, target: Store) -> None:
    said = list(move(filled.database, target.database))
    assert {"guilds: 1 row", "revisions: 3 rows", "guild_settings: 1 row", "replies: 1 row"} <= set(said)


def test_a_database_that_holds_something_is_left_as_it_is(filled: Store, target: Store) -> None:
    target.guilds.keep(2, {"audit_channel": 6})
    with pytest.raises(BackupError, match=r"holds something already \(guild"):
        list(move(filled.database, target.database))
    assert target.guilds.settings(2) == {"audit_channel": 6}
    assert target.revisions.history(1) == []


def test_damaged_rows_are_not_moved(filled: Store, target: Store) -> None:
    with filled.database.writing() as connection:
        connection.exec_driver_sql("UPDATE revisions SET data = 'x' WHERE number = 2")
    with pytest.raises(BackupError, match="damaged rows in server 1"):
        list(move(filled.database, target.database))
    assert target.revisions.heads() == {}
