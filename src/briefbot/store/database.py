"""One database: opened when it is needed, brought up to date, and opened anew after every failure."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from briefbot.errors import StoreError
from briefbot.store import files, migrations
from briefbot.store.failures import DamagedError, failure_of, is_damage
from briefbot.words import mark

log = logging.getLogger(__name__)

PATIENCE = 5.0
"""Seconds to wait for another writer before giving up."""
_WRITES = "briefbot_writes"
"""The option of a connection that says that its transaction will write."""


def sqlite_url(path: Path) -> URL:
    """Name a SQLite file as SQLAlchemy does."""
    return URL.create("sqlite", database=str(path))


class Database:
    """Transactions on one database; the first one makes or upgrades it."""

    def __init__(self, url: URL, *, patience: float = PATIENCE) -> None:
        """Take where the database is; nothing is opened yet."""
        self._engine = _engine(url, patience)
        self._path = Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None
        self._is_ready = False
        self._lock = RLock()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that only reads."""
        with self._guarded():
            self._prepare()
            with self._engine.connect() as connection, connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that is durable once the block has ended without an error."""
        # One writer at a time: SQLite has no more, and a damaged file is never moved away under one.
        with self._lock, self._guarded():
            self._prepare()
            with self._engine.connect().execution_options(**{_WRITES: True}) as connection, connection.begin():
                yield connection

    def close(self) -> None:
        """Let go of every connection; the next transaction opens new ones."""
        with self._lock:
            self._is_ready = False
            self._engine.dispose()

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Turn a driver's error into one that says what happened, and start afresh with the next transaction."""
        try:
            yield
        except IntegrityError:
            raise  # no failure of the database: whoever wrote knows what it means
        except SQLAlchemyError as error:
            self.close()
            failure = (self._recover() if is_damage(error) else None) or failure_of(error)
            log.error("the store failed: %s", failure.why, exc_info=error)
            raise failure from error

    def _recover(self) -> StoreError | None:
        """Set a damaged file aside, so that the next transaction makes a new one; say so."""
        if self._path is None:
            return None
        with self._lock:
            aside = files.set_aside(self._path)
        if aside is None:
            return None
        log.error("%s is damaged: it was set aside as %s; a new one will be used, and the bundle is served", self._path, aside)
        return StoreError(mark("the database's file was damaged and was set aside as {name}; try again"), name=aside.name)

    def _prepare(self) -> None:
        """Check the file and make or upgrade the database, once after every opening."""
        if self._is_ready:
            return
        with self._lock:
            if self._is_ready:
                return
            if self._path is not None:
                files.make_directory(self._path)
                files.align_companions(self._path)
            with self._engine.connect() as connection, connection.begin():
                _check_file(connection)
                step = migrations.pending(connection)
            if step is not None:
                self._upgrade()
            self._is_ready = True

    def _upgrade(self) -> None:
        """Bring the tables up to date, after a copy of the file was set aside."""
        with self._engine.connect().execution_options(**{_WRITES: True}) as connection, connection.begin():
            step = migrations.pending(connection)  # again, now that nobody else can write
            if step is None:
                return
            if self._path is not None and step.before is not None:
                copy = files.copy_aside(self._path, f"before-{step.after}")
                log.info("%s was copied to %s before its upgrade to %s", self._path, copy, step.after)
            migrations.upgrade(connection)


def _check_file(connection: Connection) -> None:
    """Make SQLite read the whole file, so that damage shows before anything is written."""
    if connection.dialect.name == "sqlite":
        found = connection.exec_driver_sql(files.CHECK).scalar()
        if found != files.SOUND:
            raise DamagedError(str(found))


def _engine(url: URL, patience: float) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url)
    engine = create_engine(url, connect_args={"timeout": patience})
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: Any, _record: Any) -> None:
    """Make SQLite durable: what is committed survives a loss of power."""
    connection.isolation_level = None  # `_begin` opens transactions, not the driver
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """Take the lock to write at once where it will be needed: later, SQLite would refuse without waiting."""
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
