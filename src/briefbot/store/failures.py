"""What a database driver raised, said in words that tell a moderator why nothing was saved."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from briefbot.errors import StoreError
from briefbot.words import mark

_PRIMARY = 0xFF
"""SQLite's extended codes carry the primary one in their lowest byte."""
_LOCKED = mark("the database is locked by somebody else; try again in a moment")
_READ_ONLY = mark("the database's file cannot be written to; the operator has to allow it")
_REASONS = {
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_IOERR: mark("the disk reports an error; the operator has to look at it"),
    sqlite3.SQLITE_FULL: mark("the disk is full; the operator has to make room"),
    sqlite3.SQLITE_CANTOPEN: mark("the database's file cannot be opened; the operator has to look at the data directory"),
}
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class DamagedError(SQLAlchemyError):
    """SQLite's own check of a file found something wrong."""


def says_damaged(error: BaseException | None) -> bool:
    """Tell whether SQLite itself says that a file is damaged, or no database."""
    return getattr(error, "sqlite_errorcode", -1) & _PRIMARY in _DAMAGED


def is_damage(error: SQLAlchemyError) -> bool:
    """Tell whether the file itself is damaged."""
    return isinstance(error, DamagedError) or (isinstance(error, DBAPIError) and says_damaged(error.orig))


def failure_of(error: SQLAlchemyError) -> StoreError:
    """Say why the database refused."""
    if not isinstance(error, DBAPIError):
        return StoreError(mark("the database does not answer; the operator has to look at the log"))
    known = _REASONS.get(getattr(error.orig, "sqlite_errorcode", -1) & _PRIMARY)
    if known is not None:
        return StoreError(known)
    return StoreError(mark("the database refused it ({error}); the operator has to look at the log"), error=error.orig)
