"""A failing database reports that nothing was saved and why, and recovers as soon as possible."""

from __future__ import annotations

import ctypes
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from briefbot.domain.revision import Change, Revision
from briefbot.errors import StoreError
from briefbot.store import Database, Store, sqlite_url
from kept import guilds_known

GUILD = 7


def store_in(directory: Path) -> Store:
    return Store.over(Database(sqlite_url(directory / "data" / "bot.db"), patience=0.05))


@pytest.fixture
def store(tmp_path: Path):
    made = store_in(tmp_path)
    yield made
    made.close()


def a_revision(number: int = 1, thing: str = "tea") -> Revision:
    change = Change("entry", thing, "text", {"id": thing, "answer": "Hot."})
    return Revision(GUILD, number, change, "edit", 42, datetime(2025, 5, 1, tzinfo=UTC), "typo", "0123456789abcdef")


def file_of(tmp_path: Path) -> Path:
    return tmp_path / "data" / "bot.db"


def test_the_file_and_its_directory_are_made_on_first_use(store: Store, tmp_path: Path) -> None:
    assert not file_of(tmp_path).parent.exists()
    store.revisions.append([a_revision()])
    assert file_of(tmp_path).exists()


@pytest.mark.parametrize(("pragma", "expected"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)])
def test_sqlite_is_set_up_to_be_durable(store: Store, pragma: str, expected: object) -> None:
    with store.database.writing() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == expected


def test_a_block_that_raises_leaves_nothing(store: Store) -> None:
    with pytest.raises(RuntimeError), store.database.writing() as connection:  # noqa: PT012 - the block is what is tested
        connection.exec_driver_sql("INSERT INTO guilds (id) VALUES (1)")
        raise RuntimeError
    assert guilds_known(store) == set()


def test_a_locked_database_is_said_and_recovers(store: Store, tmp_path: Path) -> None:
    store.revisions.append([a_revision(1)])
    with closing(sqlite3.connect(file_of(tmp_path), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="Nothing was saved: the database is locked"):
            store.revisions.append([a_revision(2)])
        assert [each.number for each in store.revisions.newest(GUILD)] == [1]
        other.execute("ROLLBACK")
    store.revisions.append([a_revision(2)])


@contextmanager
def as_somebody_whom_files_can_refuse() -> Iterator[None]:
    """Yield up for a while what lets root write to every file.

    Linux's capability CAP_DAC_OVERRIDE, of this thread alone.
    """
    if os.geteuid() != 0:
        yield
        return
    libc, header, before = ctypes.CDLL(None, use_errno=True), (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    if libc.capget(header, before):
        pytest.skip("root cannot be refused here")
    less = (ctypes.c_uint32 * 6)(*before)
    less[0] &= ~(1 << 1)
    libc.capset(header, less)
    try:
        yield
    finally:
        libc.capset(header, before)


def test_a_read_only_file_is_said_and_recovers(tmp_path: Path) -> None:
    store = Store.over(Database(sqlite_url(file_of(tmp_path)), patience=0.05))
    store.revisions.append([a_revision(1)])
    store.close()
    file_of(tmp_path).chmod(0o444)
    with as_somebody_whom_files_can_refuse(), pytest.raises(StoreError, match=r"Nothing was saved: .*is not writable"):
        store.revisions.append([a_revision(2)])
    file_of(tmp_path).chmod(0o644)
    with as_somebody_whom_files_can_refuse():
        assert [each.number for each in store.revisions.history(GUILD)] == [1]
        store.revisions.append([a_revision(2)])
        store.close()


def test_a_database_that_refuses_writing_is_said_and_recovers(store: Store) -> None:
    store.revisions.append([a_revision(1)])
    with store.database.reading() as connection:
        connection.exec_driver_sql("PRAGMA query_only=ON")
    with pytest.raises(StoreError, match="is not writable"):
        store.revisions.append([a_revision(2)])
    store.revisions.append([a_revision(2)])


def test_a_full_disk_is_said_and_recovers(store: Store) -> None:
    store.revisions.append([a_revision(1)])
    with store.database.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    large = Revision(GUILD, 2, Change("entry", "tea", "text", {"answer": "x" * 100_000}), "edit", 1, datetime.now(UTC), "", "")
    with pytest.raises(StoreError, match="the disk is full"):
        store.revisions.append([large])
    assert [each.number for each in store.revisions.history(GUILD)] == [1]
    store.revisions.append([large])


def test_a_data_directory_that_cannot_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the directory should be")
    with pytest.raises(StoreError, match="data directory"):
        guilds_known(store_in(tmp_path))
