"""What a database driver raised, said in words that tell a moderator why nothing was saved."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from briefbot.errors import LostStoreError, StoreError
from briefbot.i18n import mark

_PRIMARY = 0xFF
"""SQLite's extended codes carry the primary one in their lowest byte."""
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
    known = _REASONS.get(getattr(driver_error, "sqlite_errorcode", -1) & _PRIMARY)
    if known is not None:
        return LostStoreError(known) if known == DAMAGED else StoreError(known)
    return StoreError(mark("the database refused it ({error}); the operator has to look at the log"), error=driver_error)
