"""Complete copies of the database: made while the bot runs, daily, and checked before they replace the database."""

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
"""The name of the backups' directory in the data directory."""
KEPT = 7
"""How many daily backups are kept."""
_HALF = ".half"
"""The ending of a copy that is not finished."""
_EMPTY = mark("it has no briefbot data")


@dataclass(frozen=True, slots=True)
class Contents:
    """The content of a database, in numbers."""

    guilds: int
    revisions: int
    unreadable: frozenset[int] = frozenset()
    """Guilds with a damaged row."""

    def __str__(self) -> str:
        damaged = f"; damaged rows in server {', '.join(map(str, sorted(self.unreadable)))}" if self.unreadable else ""
        return f"{_counted(self.guilds, 'server')}, {_counted(self.revisions, 'change')}{damaged}"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def back_up(database: Path, target: Path, *, replaces: bool = False) -> Contents:
    """Copy a whole database, even while the bot writes; the copy is checked before it gets its name."""
    if not database.is_file():
        raise BackupError(f"there is no database {database}")
    if target.exists() and target.samefile(database):
        raise BackupError(f"{target} is the database itself; name another file")
    if target.exists() and not replaces:
        raise BackupError(f"{target} already exists; --force replaces it")
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
    """Keep one copy of a database for each of the last days; return today's if it was just made."""
    directory = database.parent / DIRECTORY
    target = directory / _name(database, today)
    if target.exists() or not database.is_file():
        return None
    with suppress(OSError):  # the copy itself reports why it cannot be made
        directory.mkdir(exist_ok=True)
    if back_up(database, target).unreadable:
        log.error("a backup holds damaged rows, and the older ones stay", extra={"file": str(target)})
        return target
    for old in _daily(database, today)[:-KEPT]:  # by count, not by date: a clock that jumps must not delete all of them
        with suppress(OSError):
            old.unlink()
    return target


def newest_backup(database: Path, today: date) -> Path | None:
    """Return the newest daily backup."""
    return next(reversed(_daily(database, today)), None)


def _daily(database: Path, today: date) -> list[Path]:
    """List the daily backups, newest last; one dated after today, by a wrong clock, counts as the oldest."""
    found = (database.parent / DIRECTORY).glob(f"{database.stem}-[0-9]*.db")
    return sorted(found, key=lambda path: (path.name <= _name(database, today), path.name))


def _name(database: Path, day: date) -> str:
    return f"{database.stem}-{day:%Y-%m-%d}.db"


def restore(backup: Path, database: Path) -> tuple[Contents, Path | None]:
    """Check a backup and replace a database with it; return its contents, and where the old database is kept."""
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
    """Copy a database into a file of its own, and check the copy."""
    files.drop(half)
    files.copy(database, half)
    try:
        return _contents(half)
    except StoreError as error:
        raise BackupError(f"{database} is not usable as a backup: {error.why}") from error


def _contents(path: Path) -> Contents:
    """Check a whole database file and count its contents; raise StoreError if it cannot be used."""
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
    """Count the contents of a database; damage is only found in tables of the newest form."""
    unreadable = read_settings(connection)[1] | guilds_with_damage(connection) if is_newest else frozenset[int]()
    return Contents(_count(connection, guilds), _count(connection, revisions), unreadable)


def _read_only(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(files.address(path, "ro"), uri=True, check_same_thread=False)
    connection.text_factory = read_text
    return connection


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def _keep_aside(database: Path) -> Path | None:
    """Keep the current database under another name, with its companion files.

    Its own name stays taken until it is replaced.
    """
    with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(files.address(database, "rw"), uri=True)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")  # all in one file; a damaged one is kept unchanged
    if not database.exists():
        return None
    aside = files.beside(database, "before-restore")
    for part in files.companions(database):
        part.rename(f"{aside}{part.name.removeprefix(database.name)}")
    try:
        aside.hardlink_to(database)
    except OSError:  # a directory, or a disk without links
        database.rename(aside)
    return aside


def _give_up(half: Path) -> None:
    """Delete an unfinished copy; if that fails too, the first error is the one that counts."""
    with suppress(OSError):
        files.drop(half)


def _why(error: OSError | sqlite3.Error) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
