"""Work that only one process does at a time: PostgreSQL's advisory locks by name, released when it ends."""

from __future__ import annotations

from contextlib import suppress
from threading import Lock
from zlib import crc32

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from briefbot.store.failures import failure_of

_KIND = 0x62726902
"""The first half of the locks' numbers; the second half is made from the name."""
_SIGN = 1 << 31


class Turns:
    """This process's turns, on a connection that exists as long as it has any."""

    def __init__(self, engine: Engine) -> None:
        """Set the engine for the connection."""
        self._engine, self._lock = engine, Lock()
        self._line: Connection | None = None
        self._taken: set[str] = set()

    def try_take(self, name: str) -> bool:
        """Take a turn, unless any process has it; raise StoreError if the database does not answer."""
        with self._lock:
            if name in self._taken:
                return False
            try:
                self._line = self._line or self._engine.connect()
                is_taken = bool(self._line.scalar(select(func.pg_try_advisory_lock(_KIND, _number(name)))))
            except SQLAlchemyError as error:
                self._drop()
                raise failure_of(error) from error
            if is_taken:
                self._taken.add(name)
            return is_taken

    def end(self, name: str) -> None:
        """Give up a turn."""
        with self._lock:
            if self._line is None or name not in self._taken:
                return  # it ended with a connection that broke
            self._taken.discard(name)
            try:
                self._line.execute(select(func.pg_advisory_unlock(_KIND, _number(name))))
            except SQLAlchemyError:
                self._drop()
            if not self._taken:
                self._drop()

    def close(self) -> None:
        """Give up all turns."""
        with self._lock:
            self._drop()

    def _drop(self) -> None:
        line, self._line, self._taken = self._line, None, set()
        if line is not None:
            with suppress(SQLAlchemyError):
                line.close()


def _number(name: str) -> int:
    """Return a signed 32-bit number for a name."""
    return crc32(name.encode()) - _SIGN
