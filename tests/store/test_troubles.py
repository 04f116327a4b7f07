"""Rare failures of a store: an emptied directory, a failed upgrade, invalid values."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from briefbot.domain.revision import Change, Revision
from briefbot.errors import BackupError, StoreError
from briefbot.service import Service
from briefbot.service.absence import Present
from briefbot.service.guild_settings import Guilds
from briefbot.store import Database, Store, open_store, sqlite_url
from briefbot.store.backups import back_up, back_up_daily, restore
from kept import guilds_left

WITHDRAWING, BLOCKING, OTHER = 1001, 1002, 1003
ANA = 42
NOON = datetime(2025, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "briefbot.db"


@pytest.fixture
def filled(file: Path) -> Store:
    """Make a store with a retired entry in one guild and a block in another."""
    store = open_store(file.parent)
    retired = Change("entry", "cost", "retired")
    store.revisions.append([Revision(WITHDRAWING, 1, retired, "retire", ANA, NOON, "withdrawn", "0123456789abcdef")])
    store.guilds.keep(BLOCKING, {"blocked": [ANA]})
    return store


def execute(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(statement)
        connection.commit()


# The data directory ----------------------------------------------------------------------------------


def emptied(directory: Path) -> None:
    shutil.rmtree(directory)
    directory.mkdir()


def moved(directory: Path) -> None:
    directory.rename(directory.with_name("elsewhere"))


@pytest.mark.parametrize("lose", [emptied, moved, shutil.rmtree], ids=["emptied", "moved", "deleted"])
def test_a_data_directory_that_is_lost_under_a_running_bot_is_no_first_start(
    lose: Callable[[Path], None], filled: Store, file: Path, tiny: Path
) -> None:
    service = Service(tiny, store=filled)
    service.warm()
    lose(file.parent)
    for _ in range(3):
        with pytest.raises(StoreError, match="gone"):
            service.refresh()
    with pytest.raises(StoreError, match="gone"):
        service.guilds.change(OTHER, member_cooldown=3)
    assert not file.exists()
    assert "cost" not in service.knowledge(WITHDRAWING).entries
    assert service.settings(BLOCKING).blocked == {ANA}


def test_a_data_directory_that_is_put_back_is_used_again(filled: Store, file: Path, tiny: Path) -> None:
    service = Service(tiny, store=filled)
    service.warm()
    elsewhere = file.parent.rename(file.parent.with_name("elsewhere"))
    for _ in range(2):
        with pytest.raises(StoreError, match="gone"):
            service.refresh()
    elsewhere.rename(file.parent)
    service.refresh()
    assert service.trouble is None
    assert service.settings(BLOCKING).blocked == {ANA}


@pytest.mark.parametrize("share", [0, 0.5])
def test_an_edit_into_a_file_that_was_cut_is_not_acknowledged(share: float, filled: Store, file: Path) -> None:
    """SQLite has its pages in memory, and would write the edit into what is left."""
    os.truncate(file, int(file.stat().st_size * share))
    for _ in range(3):
        with pytest.raises(StoreError, match=r"gone|damaged"):
            filled.guilds.keep(OTHER, {"is_paused": True})


# Opening ---------------------------------------------------------------------------------------------


def test_an_upgrade_that_fails_leaves_no_copies_behind(filled: Store, file: Path) -> None:
    filled.close()
    execute(file, "UPDATE alembic_version SET version_num = '0002'")  # a flipped bit; the columns are there already
    before = {path.name for path in file.parent.iterdir()}
    store = open_store(file.parent)
    for _ in range(3):
        with pytest.raises(StoreError, match="duplicate column"):
            store.open()
    store.close()
    assert {path.name for path in file.parent.iterdir()} == before


def test_two_versions_of_the_tables_at_once_are_refused(filled: Store, file: Path) -> None:
    filled.close()
    execute(file, "INSERT INTO alembic_version VALUES ('0002')")
    with pytest.raises(StoreError, match="newer briefbot"):
        open_store(file.parent).open()


def test_a_restored_database_that_somebody_reads_at_the_start_is_locked(filled: Store, file: Path) -> None:
    copy = file.with_name("copy.db")
    back_up(file, copy)
    filled.close()
    restore(copy, file)
    with closing(sqlite3.connect(file, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM guilds").fetchone()
        with pytest.raises(StoreError, match="locked"):
            Database(sqlite_url(file), patience=0.01).open()


# Rows ------------------------------------------------------------------------------------------------


def test_revisions_that_were_put_back_end_the_pause(filled: Store, file: Path, tiny: Path) -> None:
    service = Service(tiny, store=filled)
    service.warm()
    execute(file, "CREATE TABLE aside AS SELECT * FROM revisions")
    execute(file, "DELETE FROM revisions")
    service.refresh()
    assert service.settings(WITHDRAWING).is_paused
    execute(file, "INSERT INTO revisions SELECT * FROM aside")
    service.refresh()
    assert not service.settings(WITHDRAWING).is_paused
    assert "cost" not in service.knowledge(WITHDRAWING).entries


@pytest.mark.parametrize("value", [7, [[1]], [{"a": 1}], ["42"], [None], {"42": 1}], ids=str)
def test_a_setting_of_another_type_pauses_its_own_guild_alone(value: object, filled: Store, tiny: Path) -> None:
    filled.guilds.keep(BLOCKING, {"blocked": value})
    filled.guilds.keep(OTHER, {"blocked": [ANA]})
    service = Service(tiny, store=filled)
    service.warm()
    service.refresh()
    assert service.settings(BLOCKING).is_paused
    assert not service.settings(OTHER).is_paused
    assert service.kept_about(ANA).blocks == 1


def test_a_time_that_is_a_number_keeps_no_other_guild_from_being_noted_as_left(filled: Store, file: Path) -> None:
    execute(file, "UPDATE guilds SET left_at = 7, absent_since = 7 WHERE id = 1002")
    Guilds(filled.guilds).compare(Present(frozenset({BLOCKING})))
    assert guilds_left(filled).keys() == {WITHDRAWING}


def test_a_damaged_time_keeps_nobody_from_being_forgotten(filled: Store, file: Path) -> None:
    other = Revision(OTHER, 1, Change("entry", "cost", "retired"), "retire", ANA, NOON, "", "0123456789abcdef")
    filled.revisions.append([other])
    execute(file, "UPDATE revisions SET time = 'noon' WHERE guild_id = 1003")
    assert filled.revisions.forget(ANA) == 2
    assert filled.revisions.count_by(ANA) == 0
    assert [each.author for each in filled.revisions.newest(WITHDRAWING)] == [None]


# Backups ---------------------------------------------------------------------------------------------


def test_a_backup_into_what_is_no_directory_is_told_in_a_sentence(filled: Store, file: Path) -> None:
    plain = file.with_name("backups")
    plain.write_text("no directory")
    with pytest.raises(BackupError, match="cannot be copied"):
        back_up(file, plain / "copy.db")
    with pytest.raises(BackupError, match="cannot be copied"):
        back_up_daily(file, date(2025, 5, 1))


def test_a_database_is_never_its_own_backup(filled: Store, file: Path) -> None:
    with pytest.raises(BackupError, match="is the database itself"):
        back_up(file, file, replaces=True)
    filled.guilds.keep(OTHER, {"is_paused": True})
