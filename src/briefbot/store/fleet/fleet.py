"""One process among several: it holds its range and follows the others' changes, on a connection of its own."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from threading import Event, Thread
from typing import Any, TypeAlias

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from briefbot.domain.records import Told
from briefbot.domain.shards import Shards
from briefbot.errors import StoreError, TakenError
from briefbot.store.database import Database
from briefbot.store.failures import failure_of
from briefbot.store.fleet.changes import count_of, listen, read
from briefbot.store.fleet.notes import read_note, write_note
from briefbot.store.fleet.ranges import name_of, take
from briefbot.store.fleet.turns import Turns

log = logging.getLogger(__name__)

Follow: TypeAlias = Callable[[Told], object]

_EVERY = 0.5
"""Seconds between two checks for changes without a notification, and between two attempts to connect."""
_PATIENCE = 5.0
"""Seconds to wait for a range at the start: the previous process may just be ending."""
_TAKING_AGAIN = 20.0
"""The same after the connection broke: PostgreSQL needs up to 11 seconds to release the range."""
_ENDING = 1.0
"""Seconds to wait for the thread at the end; a database that does not answer must not block it."""
_UNKNOWN = -1


class Fleet:
    """This process among those that answer together."""

    def __init__(self, database: Database, shards: Shards, patience: float = _PATIENCE, again: float = _TAKING_AGAIN) -> None:
        """Set the database, the range, and the seconds to wait for it, at first and after the connection broke."""
        self.shards = shards
        self.lost: Future[None] = Future()
        """Done, with an error that names the owner, when another process has the range."""
        self._database, self._patience, self._again = database, patience, again
        self._engine = database.apart(name_of(shards))
        self._turns = Turns(self._engine)
        assert self._engine.dialect.loaded_dbapi is not None  # noqa: S101 -- the engine could be made
        self._errors: tuple[type[Exception], ...] = (SQLAlchemyError, self._engine.dialect.loaded_dbapi.Error)
        self._line: Connection | None = None
        self._seen, self._noted = _UNKNOWN, ""
        self._ends = Event()
        self._thread: Thread | None = None

    def take(self) -> None:
        """Take the range.

        Raise TakenError if another process has one of its shards, StoreError if the database does not answer.
        """
        try:
            self._line = self._connect(self._patience)
            self._seen = count_of(self._line)
        except SQLAlchemyError as error:
            raise failure_of(error) from error

    def follow(self, *followers: Follow) -> None:
        """Notify followers of each change from now on, in a thread.

        Notify them of no change in particular if some may have been missed.
        """
        self._thread = Thread(target=self._follow, args=(followers,), name="fleet", daemon=True)
        self._thread.start()

    def try_turn(self, name: str) -> bool:
        """Take a turn at work that only one process does at a time; return False while another has it."""
        return self._turns.try_take(name)

    def end_turn(self, name: str) -> None:
        """Give up a turn."""
        self._turns.end(name)

    def read_note(self, name: str) -> str:
        """Return the latest note of any process, "" if there is none."""
        return read_note(self._database, name)

    def write_note(self, name: str, text: str) -> None:
        """Write a note for all processes."""
        write_note(self._database, name, text)

    def close(self) -> None:
        """Release the range."""
        self._turns.close()
        self._ends.set()
        if self._thread is not None:
            self._thread.join(_ENDING)
        self._drop_line()

    def _connect(self, patience: float) -> Connection:
        line = self._engine.connect()
        try:
            take(line, self.shards, patience)
            listen(line)
        except BaseException:
            line.close()
            raise
        return line

    def _drop_line(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            with suppress(*self._errors):
                line.invalidate()  # it may be broken, so it is not used again
                line.close()

    def _follow(self, followers: tuple[Follow, ...]) -> None:
        self._follow_on(followers)
        if self._ends.is_set():
            self._drop_line()  # which may have been connected after `close` had waited long enough

    def _follow_on(self, followers: tuple[Follow, ...]) -> None:
        while not self._ends.is_set():
            try:
                if self._line is None:
                    self._line = self._connect(self._again)
                    log.info("the range of shards is held again", extra={"shards": str(self.shards)})
                self._hear(self._line, followers)
                self._noted = ""
                if self._seen == _UNKNOWN:  # a follower failed, and is notified again
                    self._ends.wait(_EVERY)
            except TakenError as error:
                self.lost.set_exception(error)
                return
            except Exception as error:  # whatever the error, changes are followed again
                self._seen = _UNKNOWN
                if self._line is not None and self._is_broken(self._line):
                    self._note_once("the line to the other processes broke", error)
                    self._drop_line()  # and connect at once
                    continue
                self._note_once("changes cannot be followed just now", error)  # the range stays held meanwhile
                self._ends.wait(_EVERY)

    def _note_once(self, what: str, error: Exception) -> None:
        """Log a failure, but not each failed attempt after it."""
        if what not in self._noted:
            log.warning(what, exc_info=error)
        self._noted += what

    def _is_broken(self, line: Connection) -> bool:
        driver: Any = line.connection.driver_connection if not line.invalidated else None
        return driver is None or bool(driver.closed)

    def _hear(self, line: Connection, followers: tuple[Follow, ...]) -> None:
        """Pass on the notifications of a moment, then what was missed."""
        self._pass_on_notified(line, _EVERY if self._seen != _UNKNOWN else 0.0, followers)
        count = count_of(line)
        self._pass_on_notified(line, 0.0, followers)  # notifications that arrived during the count
        if count != self._seen:  # less if an older state of the database was restored
            self._tell(Told(), count, followers)

    def _pass_on_notified(self, line: Connection, seconds: float, followers: tuple[Follow, ...]) -> None:
        driver: Any = line.connection.driver_connection
        for notified in driver.notifies(timeout=seconds):
            count, told = read(notified.payload)
            if count > self._seen:
                self._tell(told if count == self._seen + 1 else Told(), count, followers)
            if self._ends.is_set():
                return

    def _tell(self, told: Told, count: int, followers: tuple[Follow, ...]) -> None:
        """Notify followers of a change; if they cannot read it, everything is read a moment later."""
        try:
            for follow in followers:
                follow(told)
        except StoreError:  # logged where it was raised
            self._seen = _UNKNOWN
        except Exception:
            log.exception("a change could not be followed", extra={"guild": told.guild})
            self._seen = count
        else:
            self._seen = count
