"""Describe the errors of a database driver, so that a moderator knows why nothing was saved."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

from briefbot.errors import LostStoreError, StoreError
from briefbot.i18n import mark

_PRIMARY = 0xFF
"""SQLite's extended codes have the primary code in their lowest byte."""
_UNREACHABLE = mark("the database cannot be reached; try again in a moment, or tell the operator")
_LOCKED = mark("the database is locked by another program; try again in a moment")
_READ_ONLY = mark("the database file is not writable; the operator has to change that")
DAMAGED = mark("the database file is damaged; the operator has to restore a backup")
_UNREADABLE = mark("the database has data that cannot be read; the operator has to look at the log")
_REASONS = {
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_IOERR: mark("the disk reports an error; the operator has to look at it"),
    sqlite3.SQLITE_FULL: mark("the disk is full; the operator has to free some space"),
    sqlite3.SQLITE_CANTOPEN: mark("the database file cannot be opened; the operator has to check the data directory"),
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
}
_STATES = {
    "08": _UNREACHABLE,
    "57P0": _UNREACHABLE,
    "53300": mark("the database accepts no more connections; try again in a moment"),
    "53100": _REASONS[sqlite3.SQLITE_FULL],
    "53": mark("the database is out of memory or disk space; the operator has to look at it"),
    "55P03": _LOCKED,
    "57014": mark("the database took too long; try again in a moment"),
    "40": _LOCKED,
    "25006": mark("the database is not writable; the operator has to change that"),
    "42501": mark("the database does not permit it; the operator has to grant the bot's role the privileges"),
    "XX00": DAMAGED,
}
"""PostgreSQL's reasons by the beginning of the code (appendix A of its manual); the longest match counts."""


class DamagedError(SQLAlchemyError):
    """SQLite's own check found damage in a file."""


def failure_of(error: SQLAlchemyError | sqlite3.Error | ValueError) -> StoreError:
    """Return the error for a refusal of the database, or for damaged contents."""
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
