"""A SQLite database's file: where it is, whether it is sound, copied or set aside without losing anything."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from stat import S_IMODE

from briefbot.errors import StoreError
from briefbot.store.failures import says_damaged
from briefbot.words import mark

_COMPANIONS = ("", "-wal", "-shm")
"""What SQLite keeps beside a database's file belongs to it."""
CHECK = "PRAGMA quick_check(1)"
SOUND = "ok"
_MOST = 1_000
"""Files of one name and second that are told apart."""


def make_directory(path: Path) -> None:
    """Make the directory that a database's file is to lie in."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = mark("the data directory {directory} cannot be made ({error})")
        raise StoreError(why, directory=path.parent, error=error.strerror or error) from error


def align_companions(path: Path) -> None:
    """Let what SQLite keeps beside a file be as writable as the file: made while that was read-only, it would stay so for ever."""
    with suppress(OSError):
        mode = S_IMODE(path.stat().st_mode)
        for ending in _COMPANIONS[1:]:
            part = Path(f"{path}{ending}")
            if part.exists() and S_IMODE(part.stat().st_mode) != mode:
                part.chmod(mode)


def copy_aside(path: Path, label: str) -> Path:
    """Keep a copy of a file as it is now."""
    copy = _beside(path, label)
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
    except (OSError, sqlite3.Error) as error:
        copy.unlink(missing_ok=True)
        raise StoreError(mark("no copy of the database could be set aside before its upgrade ({error})"), error=error) from error
    return copy


def set_aside(path: Path) -> Path | None:
    """Move a damaged file out of the way, with what belongs to it; None where it is sound after all."""
    if _is_sound(path):
        return None
    aside = _beside(path, "damaged")
    for ending in _COMPANIONS:
        part = Path(f"{path}{ending}")
        if part.exists():
            part.rename(f"{aside}{ending}")
    return aside


def _is_sound(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(path)) as connection:
            return bool(connection.execute(CHECK).fetchone() == (SOUND,))
    except sqlite3.DatabaseError as error:
        return not says_damaged(error)


def _beside(path: Path, label: str) -> Path:
    """Name a file beside another that does not exist yet."""
    stem = f"{path.name}.{label}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    names = (path.with_name(stem if n == 1 else f"{stem}-{n}") for n in range(1, _MOST))
    return next(name for name in names if not name.exists())
