"""What a database driver raised, said in words that tell a moderator why nothing was saved."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

from briefbot.errors import LostStoreError, StoreError
from briefbot.i18n import mark

_PRIMARY = 0xFF
"""SQLite's extended codes carry the primary one in their lowest byte."""
_UNREACHABLE = mark("the database cannot be reached; the operator has to look at it, or try again in a moment")
_LOCKED = mark("the database is locked by somebody else; try again in a moment")
_READ_ONLY = mark("the database's file cannot be written to; the operator has to allow it")
DAMAGED = mark("the database's file is damaged; the operator has to restore a backup")
_UNREADABLE = mark("the database holds something that cannot be read; the operator has to look at the log")
_REASONS = {
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_IOERR: mark("the disk reports an error; the operator has to look at it"),
    sqlite3.SQLITE_FULL: mark("the disk is full; the operator has to make room"),
    sqlite3.SQLITE_CANTOPEN: mark("the database's file cannot be opened; the operator has to look at the data directory"),
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
}
_STATES = {
    "08": _UNREACHABLE,
    "57P0": _UNREACHABLE,
    "53300": mark("the database takes no more connections; try again in a moment"),
    "53100": _REASONS[sqlite3.SQLITE_FULL],
    "53": mark("the database is short of memory or disk; the operator has to look at it"),
    "55P03": _LOCKED,
    "57014": mark("the database took too long; try again in a moment"),
    "40": _LOCKED,
    "25006": mark("the database cannot be written to; the operator has to allow it"),
    "42501": mark("the database does not allow it; the operator has to give the bot's role its rights"),
    "XX00": DAMAGED,
}
"""Why PostgreSQL refused, by the beginning of its code (appendix A of its manual); the longest that fits counts."""


class DamagedError(SQLAlchemyError):
    """SQLite's own check of a file found something wrong."""


def failure_of(error: SQLAlchemyError | sqlite3.Error | ValueError) -> StoreError:
    """Say why the database refused, or what it holds is no use."""
    if isinstance(error, DamagedError):
        return LostStoreError(DAMAGED)
    if isinstance(error, ValueError):
        return StoreError(_UNREADABLE)
    driver_error = error.orig if isinstance(error, DBAPIError) else error
    if not isinstance(error, DBAPIError | sqlite3.Error):
        return StoreError(mark("the database does not answer; the operator has to look at the log"))
    known = _of_sqlite(driver_error) or _of_postgresql(error)
    if known is not None:
        return LostStoreError(known) if known == DAMAGED else StoreError(known)
    return StoreError(mark("the database refused it ({error}); the operator has to look at the log"), error=driver_error)


def _of_sqlite(error: object) -> str | None:
    return _REASONS.get(getattr(error, "sqlite_errorcode", -1) & _PRIMARY)


def _of_postgresql(error: Exception) -> str | None:
    if isinstance(error, sqlite3.Error) or isinstance(getattr(error, "orig", None), sqlite3.Error):
        return None
    state = getattr(getattr(error, "orig", None), "sqlstate", None)
    if state is None:  # the server did not answer at all, or the connection broke
        return _UNREACHABLE if isinstance(error, OperationalError) else None
    return _STATES.get(max((each for each in _STATES if state.startswith(each)), key=len, default=""))
