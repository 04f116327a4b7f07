"""Backups are complete however they are made, and a restore is checked first and is atomic."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest

from briefbot.domain.records import Receipt
from briefbot.domain.revision import Change, Revision
from briefbot.errors import BackupError
from briefbot.store import Store, files, open_store
from briefbot.store.backups import KEPT, Contents, back_up, back_up_daily, newest_backup, restore

HERE, THERE = 1, 2
NOON = datetime(2025, 5, 1, 12, tzinfo=UTC)
FIRST = date(2025, 5, 1)


def a_revision(number: int, guild: int = HERE) -> Revision:
    return Revision(guild, number, Change("entry", "tea", "text", {"id": "tea", "answer": f"Hot {number}."}), "edit", 42, NOON, "", "")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "briefbot.db"


@pytest.fixture
def filled(store: Store) -> Store:
    store.revisions.append([a_revision(number) for number in (1, 2, 3)])
    store.guilds.keep(THERE, {"is_paused": True})
    store.replies.keep(Receipt(10, 1, HERE, 2, "tea", 1, NOON))
    return store


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'") if "sqlite" not in name]
        return {name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr) for name in tables}  # noqa: S608


def test_a_backup_holds_every_row_and_is_one_file(filled: Store, file: Path, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere" / "copy.db"
    target.parent.mkdir()
    assert back_up(file, target) == Contents(guilds=2, revisions=3)
    assert rows(target) == rows(file)
    assert [path.name for path in target.parent.iterdir()] == ["copy.db"]


def test_a_backup_made_while_the_bot_writes_is_whole(store: Store, file: Path, tmp_path: Path) -> None:
    store.guilds.keep(HERE, {"is_paused": True})
    writer = Thread(target=lambda: [store.revisions.append([a_revision(2 * n + 1), a_revision(2 * n + 2)]) for n in range(40)])
    writer.start()
    copies = [tmp_path / f"copy-{number}.db" for number in range(10)]
    for copy in copies:
        back_up(file, copy)
    writer.join()
    for copy in copies:
        found = rows(copy)
        assert len(found["revisions"]) % 2 == 0  # a pair is kept together, or not at all
        assert back_up(copy, copy.with_suffix(".again")).unreadable == frozenset()


def test_a_backup_does_not_replace_a_file_unless_it_is_told_to(filled: Store, file: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.write_text("dear")
    with pytest.raises(BackupError, match=r"copy\.db already exists; --force replaces it"):
        back_up(file, target)
    assert target.read_text() == "dear"
    back_up(file, target, replaces=True)
    assert rows(target) == rows(file)


def test_a_backup_of_nothing_or_into_nowhere_says_so(store: Store, file: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match=r"there is no database .*briefbot\.db"):
        back_up(file, tmp_path / "copy.db")
    store.open()
    with pytest.raises(BackupError, match="cannot be copied"):
        back_up(file, tmp_path / "no" / "such" / "copy.db")


def test_a_damaged_database_is_no_backup(filled: Store, file: Path, tmp_path: Path) -> None:
    filled.close()
    file.write_bytes(file.read_bytes()[:4096] + b"\xff" * 8192)
    with pytest.raises(BackupError):
        back_up(file, tmp_path / "copy.db")
    assert not list(tmp_path.glob("copy*"))


# Daily -----------------------------------------------------------------------------------------------


def test_there_is_one_backup_a_day_for_seven_days(filled: Store, file: Path) -> None:
    made = [filled.back_up_daily(FIRST + timedelta(days=day)) for day in range(10)]
    assert filled.back_up_daily(FIRST + timedelta(days=9)) is None
    kept = sorted((file.parent / "backups").iterdir())
    assert kept == made[-KEPT:]
    assert newest_backup(file, FIRST + timedelta(days=9)) == kept[-1]
    assert kept[-1].name == "briefbot-2025-05-10.db"
    assert rows(kept[-1]) == rows(file)


@pytest.mark.parametrize("jump", [date(2099, 1, 1), date(1970, 1, 1)])
def test_a_clock_that_jumps_costs_no_more_than_the_oldest(jump: date, filled: Store, file: Path) -> None:
    made = [filled.back_up_daily(FIRST + timedelta(days=day)) for day in range(KEPT)]
    jumped = filled.back_up_daily(jump)
    assert jumped is not None
    assert jumped.exists()
    assert sorted((file.parent / "backups").iterdir()) == sorted([jumped, *filter(None, made[1:])])
    next_day = filled.back_up_daily(FIRST + timedelta(days=KEPT))
    assert newest_backup(file, FIRST + timedelta(days=KEPT)) == next_day


def test_a_backup_gives_up_where_the_database_stays_locked(filled: Store, file: Path, tmp_path: Path) -> None:
    filled.close()
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            files.copy(file, tmp_path / "copy.db", patience=0)


DAMAGE = {
    "a setting": ("UPDATE guild_settings SET value = 'no'", THERE),
    "a revision": ("UPDATE revisions SET reason = 'other' WHERE number = 2", HERE),
    "the time of a revision": ("UPDATE revisions SET time = 'noon' WHERE number = 2", HERE),
}


@pytest.mark.parametrize(("change", "guild"), DAMAGE.values(), ids=DAMAGE)
def test_a_backup_with_damaged_rows_says_so_and_pushes_no_older_one_out(
    change: str, guild: int, filled: Store, file: Path, tmp_path: Path
) -> None:
    for day in range(KEPT):
        filled.back_up_daily(FIRST + timedelta(days=day))
    filled.close()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(change)
        connection.commit()
    assert str(back_up(file, tmp_path / "copy.db")) == f"2 servers, 3 changes; damaged rows in server {guild}"
    back_up_daily(file, FIRST + timedelta(days=KEPT))
    assert len(list((file.parent / "backups").iterdir())) == KEPT + 1


# Restoring -------------------------------------------------------------------------------------------


def test_a_restore_brings_everything_back_and_keeps_what_was_there(filled: Store, file: Path, tmp_path: Path) -> None:
    back_up(file, tmp_path / "copy.db")
    before = rows(file)
    filled.revisions.append([a_revision(4)])
    filled.guilds.keep(THERE, {"is_paused": False})
    later = rows(file)
    filled.close()
    contents, aside = restore(tmp_path / "copy.db", file)
    assert contents == Contents(guilds=2, revisions=3)
    assert rows(file) == before
    assert aside is not None
    assert rows(aside) == later
    again = open_store(file.parent)
    assert again.guilds.settings(THERE) == {"is_paused": True}
    again.revisions.append([a_revision(4)])
    again.close()


@pytest.mark.parametrize("is_there", [True, False])
def test_a_restore_mends_a_database_that_is_damaged_or_gone(is_there: bool, filled: Store, file: Path, tmp_path: Path) -> None:
    back_up(file, tmp_path / "copy.db")
    filled.close()
    if is_there:
        file.write_bytes(b"\xff" * 10_000)
        Path(f"{file}-wal").write_bytes(b"\xff" * 10_000)
    else:
        file.unlink()
    _, aside = restore(tmp_path / "copy.db", file)
    assert (aside is not None and aside.read_bytes() == b"\xff" * 10_000) == is_there
    again = open_store(file.parent)
    assert again.guilds.settings(THERE) == {"is_paused": True}
    again.close()


NO_BACKUPS = {
    "nothing": None,
    "no database": b"dear diary " * 1000,
    "an empty file": b"",
}


@pytest.mark.parametrize("content", NO_BACKUPS.values(), ids=NO_BACKUPS)
def test_what_is_no_backup_is_refused_and_the_database_stays(content: bytes | None, filled: Store, file: Path, tmp_path: Path) -> None:
    filled.close()
    before = rows(file)
    if content is not None:
        (tmp_path / "copy.db").write_bytes(content)
    with pytest.raises(BackupError, match=r"copy\.db"):
        restore(tmp_path / "copy.db", file)
    assert rows(file) == before
    assert not list(tmp_path.glob("*.half*"))


def test_a_database_of_something_else_is_no_backup(filled: Store, file: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as connection:
        connection.execute("CREATE TABLE books (title)")
    filled.close()
    with pytest.raises(BackupError, match=r"other\.db is not usable as a backup: it has no briefbot data"):
        restore(tmp_path / "other.db", file)


def test_a_backup_of_a_newer_briefbot_is_refused(filled: Store, file: Path, tmp_path: Path) -> None:
    back_up(file, tmp_path / "copy.db")
    with closing(sqlite3.connect(tmp_path / "copy.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    filled.close()
    with pytest.raises(BackupError, match="newer briefbot"):
        restore(tmp_path / "copy.db", file)


def test_a_copy_made_by_other_means_can_be_restored_with_its_log(filled: Store, file: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for part in tmp_path.glob("briefbot.db*"):
        shutil.copy(part, elsewhere / part.name)
    before = rows(file)
    filled.close()
    file.unlink()
    restore(elsewhere / "briefbot.db", file)
    assert rows(file) == before


ENDLESS = """
import sys
from pathlib import Path
from briefbot.store.backups import back_up, restore
work = {"restore": restore, "back up": lambda database, copy: back_up(database, copy, replaces=True)}[sys.argv[1]]
print("ready", flush=True)
while True:
    work(Path(sys.argv[2]), Path(sys.argv[3]))
"""


def kill_while(work: str, source: Path, target: Path, root: Path, seed: int) -> None:
    """Repeat a process's work, and kill it at a random moment."""
    command = [sys.executable, "-c", ENDLESS, work, str(source), str(target)]
    with subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(root / "src")}, stdout=subprocess.PIPE) as child:  # noqa: S603 -- ours
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
        with pytest.raises(subprocess.TimeoutExpired):
            child.wait(random.Random(seed).uniform(0, 0.2))  # noqa: S311 -- no secret
        child.send_signal(signal.SIGKILL)


KILLS = pytest.mark.parametrize("seed", range(6))
needs_kill = pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")


@needs_kill
@KILLS
def test_a_restore_that_is_killed_leaves_the_old_database_or_the_new_one(
    seed: int, filled: Store, file: Path, tmp_path: Path, root: Path
) -> None:
    back_up(file, tmp_path / "copy.db")
    new = rows(file)
    filled.revisions.append([a_revision(4)])
    old = rows(file)
    filled.close()
    kill_while("restore", tmp_path / "copy.db", file, root, seed)
    store = open_store(file.parent)
    store.open()
    store.close()
    assert rows(file) in (old, new)
    restore(tmp_path / "copy.db", file)
    assert rows(file) == new


@needs_kill
@KILLS
def test_a_backup_that_is_killed_leaves_a_whole_one_or_none(seed: int, filled: Store, file: Path, tmp_path: Path, root: Path) -> None:
    copy = tmp_path / "copy.db"
    kill_while("back up", file, copy, root, seed)
    assert not copy.exists() or rows(copy) == rows(file)
    back_up(file, copy, replaces=True)
    assert rows(copy) == rows(file)
