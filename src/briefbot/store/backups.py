"""Whole copies of the database: made while the bot runs, one a day by itself, checked before one takes the database's place."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, NullPool, Table, create_engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from briefbot.errors import BackupError, StoreError
from briefbot.i18n import mark
from briefbot.store import files
from briefbot.store.database import check_file
from briefbot.store.engines import read_text
from briefbot.store.failures import failure_of
from briefbot.store.guilds import read_settings
from briefbot.store.migrations import OURS
from briefbot.store.revisions import guilds_with_damage
from briefbot.store.schema import guilds, revisions

log = logging.getLogger(__name__)

DIRECTORY = "backups"
"""In the data directory."""
KEPT = 7
"""Daily backups that are kept."""
_HALF = ".half"
"""Ends the name of a copy that is still being made."""
_EMPTY = mark("it holds nothing of briefbot's")


@dataclass(frozen=True, slots=True)
class Contents:
    """What a database holds."""

    guilds: int
    revisions: int
    unreadable: frozenset[int] = frozenset()
    """Guilds of which a row is damaged."""

    def __str__(self) -> str:
        damaged = f"; damaged rows in server {', '.join(map(str, sorted(self.unreadable)))}" if self.unreadable else ""
        return f"{_counted(self.guilds, 'server')}, {_counted(self.revisions, 'change')}{damaged}"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def back_up(database: Path, target: Path, *, replaces: bool = False) -> Contents:
    """Copy a database whole, also while the bot writes; the copy is checked before it gets its name."""
    if not database.is_file():
        raise BackupError(f"there is no database {database}")
    if target.exists() and target.samefile(database):
        raise BackupError(f"{target} is the database itself; name another file")
    if target.exists() and not replaces:
        raise BackupError(f"{target} is there already; --force replaces it")
    half = target.with_name(target.name + _HALF)
    try:
        contents = _copied(database, half)
        half.replace(target)
        files.synchronise(target.parent)
    except (OSError, sqlite3.Error) as error:
        raise BackupError(f"{database} cannot be copied to {target} ({_why(error)})") from error
    finally:
        _give_up(half)
    return contents


def back_up_daily(database: Path, today: date) -> Path | None:
    """Keep a copy of a database of each of the last days that had one; return today's where there was none yet."""
    directory = database.parent / DIRECTORY
    target = directory / _name(database, today)
    if target.exists() or not database.is_file():
        return None
    with suppress(OSError):  # the copy says why it cannot be made
        directory.mkdir(exist_ok=True)
    if back_up(database, target).unreadable:
        log.error("a backup holds damaged rows, and the older ones stay", extra={"file": str(target)})
        return target
    for old in _daily(database, today)[:-KEPT]:  # by count, not by date: a clock that jumps must not delete all of them
        with suppress(OSError):
            old.unlink()
    return target


def newest_backup(database: Path, today: date) -> Path | None:
    """Find the newest of the daily backups."""
    return next(reversed(_daily(database, today)), None)


def _daily(database: Path, today: date) -> list[Path]:
    """List the daily backups, the newest last; what a clock that was ahead has dated after today counts as the oldest."""
    found = (database.parent / DIRECTORY).glob(f"{database.stem}-[0-9]*.db")
    return sorted(found, key=lambda path: (path.name <= _name(database, today), path.name))


def _name(database: Path, day: date) -> str:
    return f"{database.stem}-{day:%Y-%m-%d}.db"


def restore(backup: Path, database: Path) -> tuple[Contents, Path | None]:
    """Put a backup in a database's place after a check; return what it holds, and where the database before is kept."""
    if not backup.is_file():
        raise BackupError(f"there is no file {backup}")
    database = database.resolve()
    half = database.with_name(database.name + _HALF)
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        contents = _copied(backup, half)
        before = _keep_aside(database)
        half.replace(database)
        files.synchronise(database.parent)
    except (OSError, sqlite3.Error) as error:
        raise BackupError(f"{backup} cannot be restored ({_why(error)})") from error
    finally:
        _give_up(half)
    files.note_opened(database)
    return contents, before


def _copied(database: Path, half: Path) -> Contents:
    """Copy a database into a file of its own, and check what came of it."""
    files.drop(half)
    files.copy(database, half)
    try:
        return _contents(half)
    except StoreError as error:
        raise BackupError(f"{database} is no use as a backup: {error.why}") from error


def _contents(path: Path) -> Contents:
    """Check a database's file whole, and count what it holds; raise StoreError where it cannot be used."""
    engine = create_engine("sqlite://", creator=lambda: _read_only(path), poolclass=NullPool)
    try:
        with engine.connect() as connection:
            check_file(connection)
            step = OURS.pending(connection)
            if step is not None and step.before is None:
                raise StoreError(_EMPTY)
            return contents_of(connection, is_newest=step is None)
    except (SQLAlchemyError, ValueError) as error:
        raise failure_of(error) from error


def contents_of(connection: Connection, *, is_newest: bool = True) -> Contents:
    """Count what a database holds; damage shows only in tables of the newest shape."""
    unreadable = read_settings(connection)[1] | guilds_with_damage(connection) if is_newest else frozenset[int]()
    return Contents(_count(connection, guilds), _count(connection, revisions), unreadable)


def _read_only(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(files.address(path, "ro"), uri=True, check_same_thread=False)
    connection.text_factory = read_text
    return connection


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def _keep_aside(database: Path) -> Path | None:
    """Keep what is in a database's place under another name, with what belongs to it; the place stays taken until it is replaced."""
    with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(files.address(database, "rw"), uri=True)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")  # all in one file; a damaged one is kept as it is
    if not database.exists():
        return None
    aside = files.beside(database, "before-restore")
    for part in files.companions(database):
        part.rename(f"{aside}{part.name.removeprefix(database.name)}")
    try:
        aside.hardlink_to(database)
    except OSError:  # a directory, or a disk that has no links
        database.rename(aside)
    return aside


def _give_up(half: Path) -> None:
    """Delete what is left of a copy; where that fails too, why the copy failed is what counts."""
    with suppress(OSError):
        files.drop(half)


def _why(error: OSError | sqlite3.Error) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
