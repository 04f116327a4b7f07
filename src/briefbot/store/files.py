"""A SQLite database's file: where it is, whether it is still the same file, and copies of it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from stat import S_IMODE, S_ISREG
from time import monotonic
from typing import Literal, TypeAlias

from briefbot.errors import StoreError
from briefbot.i18n import mark

COMPANIONS = ("-wal", "-shm")
"""The endings of files that SQLite keeps beside a database's file."""
CHECK = "PRAGMA integrity_check(1)"
"""SQLite's own check, including indexes: with a damaged index, existing rows are not found."""
SOUND = "ok"
_OPENED = ".opened"
"""The ending of the marker file, instead of `.db`: deleting all files of the database does not delete it."""
_OPENED_TEXT = """\
briefbot made or opened the database beside this file. While this file is here, a missing or empty database is an error,
not a first start. To begin without the earlier data, delete this file too.
"""
_OTHERS, _SHARED = 0o007, 0o077
"""The permissions of a file for all users, and for everybody but its owner."""
PATIENCE = 5.0
"""Seconds to wait for another process before giving up."""
_MOST = 1_000
"""The most files with the same name and second."""
Identity: TypeAlias = tuple[int, int]
"""Device and number of a file; another file with the same name has another identity."""


def make_directory(path: Path) -> None:
    """Make the directory for a database's file."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = mark("the data directory {directory} cannot be created ({error})")
        raise StoreError(why, directory=path.parent, error=error.strerror or error) from error


def align_modes(path: Path) -> None:
    """Remove other users' permissions from a file of an earlier version, and give its companions the same mode.

    Files that were created beside a read-only file would otherwise stay read-only.
    """
    with suppress(OSError):
        mode = S_IMODE(path.stat().st_mode)
        if mode & _OTHERS:
            mode &= ~_SHARED
            path.chmod(mode)
        for part in companions(path):
            if S_IMODE(part.stat().st_mode) != mode:
                part.chmod(mode)


def companions(path: Path) -> Iterator[Path]:
    """List the existing companion files of a file."""
    yield from (part for ending in COMPANIONS if (part := Path(f"{path}{ending}")).exists())


def identity(path: Path) -> Identity | None:
    """Return the identity of the file at a path; None if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if S_ISREG(found.st_mode) else None


def size(path: Path) -> int:
    """Return the bytes of a file, 0 if there is none."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def is_missing(path: Path) -> bool:
    """Return whether there is no file, or an empty one."""
    try:
        return path.stat().st_size == 0 and path.is_file()
    except FileNotFoundError:
        return True


def was_opened(path: Path) -> bool:
    """Return whether there was a database before, whatever is there now."""
    return path.with_suffix(_OPENED).exists() or (not path.exists() and any(companions(path)))


def note_opened(path: Path) -> None:
    """Note that there is a database, so that a later start does not mistake its absence for the first start."""
    marker = path.with_suffix(_OPENED)
    with suppress(OSError):
        if not marker.exists():
            marker.write_text(_OPENED_TEXT, encoding="utf-8")


def copy(path: Path, target: Path, *, patience: float = PATIENCE) -> None:
    """Copy a whole database into a file of its own, even while somebody writes; raise OSError or sqlite3.Error."""
    end = monotonic() + patience

    def give_up_in_time(status: int, _remaining: int, _total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and monotonic() > end:
            raise sqlite3.OperationalError("database is locked")

    with closing(sqlite3.connect(address(path, "rw"), patience, uri=True)) as source, closing(sqlite3.connect(target)) as made:
        source.backup(made, progress=give_up_in_time)
        made.execute("PRAGMA journal_mode=DELETE")  # one file, which is easy to move
    synchronise(target)


def address(path: Path, mode: Literal["ro", "rw"]) -> str:
    """Return SQLite's address of a file, with which it does not create a missing file."""
    return f"{path.absolute().as_uri()}?mode={mode}"


def synchronise(path: Path) -> None:
    """Make a file, or a directory's list of names, survive a power failure."""
    if path.is_dir() and os.name == "nt":
        return  # Windows cannot open directories, and keeps their names by itself
    number = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def drop(path: Path) -> None:
    """Delete a copy and its companion files."""
    for part in (path, *(Path(f"{path}{ending}") for ending in ("-journal", *COMPANIONS))):
        with suppress(FileNotFoundError, NotADirectoryError):
            part.unlink()


def copy_aside(path: Path, label: str) -> Path:
    """Copy a file under another name beside it."""
    target = beside(path, label)
    try:
        copy(path, target)
    except (OSError, sqlite3.Error) as error:
        drop(target)
        raise StoreError(mark("the database could not be copied before its upgrade ({error})"), error=error) from error
    return target


def beside(path: Path, label: str) -> Path:
    """Return a name beside a file that does not exist yet."""
    stem = f"{path.name}.{label}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    names = (path.with_name(stem if n == 1 else f"{stem}-{n}") for n in range(1, _MOST))
    return next(name for name in names if not name.exists())
