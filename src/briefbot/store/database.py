"""One database: opened when it is needed, brought up to date, and opened again after every failure."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, select
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError

from briefbot.errors import LostStoreError, StoreError
from briefbot.i18n import mark
from briefbot.store import files
from briefbot.store.failures import DAMAGED, DamagedError, failure_of
from briefbot.store.migrations import OURS, Migrations
from briefbot.store.schema import metadata

log = logging.getLogger(__name__)

_MOMENT = 20
"""Milliseconds to wait for readers before the log is left to the next transaction."""
_WRITES = "briefbot_writes"
"""The option of a connection that says that its transaction will write."""
_GONE = mark("the database is gone, although there was one; the operator has to restore a backup")
_FOREIGN = mark("the database's file is not briefbot's; the operator has to look at the data directory")


def sqlite_url(path: Path) -> URL:
    """Name a SQLite file as SQLAlchemy does."""
    return URL.create("sqlite", database=str(path))


class Database:
    """Transactions on one database; the first one makes or upgrades it."""

    def __init__(self, url: URL, *, patience: float = files.PATIENCE, migrations: Migrations = OURS) -> None:
        """Take where the database is; nothing is opened yet."""
        self._engine, self._patience, self._migrations = _engine(url, patience), patience, migrations
        self.path = Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None
        """The file of a SQLite database, None for any other."""
        self._is_ready = self._was_opened = False
        self._identity: files.Identity | None = None
        self._size = 0
        self._failure = ""
        self._lock = RLock()

    def open(self) -> None:
        """Open, check and upgrade the database now; raise StoreError, which the caller tells, where it is damaged, newer, or gone."""
        with self._guarded(logging.DEBUG):
            self._prepare()

    def recheck(self) -> None:
        """Open the file again and check all of it: SQLite goes on with pages that it has in memory, whatever became of them on disk."""
        self.close()
        with self._guarded():
            self._prepare()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that only reads."""
        with self._guarded():
            self._prepare()
            with self._engine.connect() as connection, connection.begin():
                yield connection

    @contextmanager
    def writing(self, *, settles: bool = True) -> Iterator[Connection]:
        """Open a transaction that is durable once the block has ended without an error; `settles` for what must outlive SQLite's log."""
        with self._lock, self._guarded():  # one writer at a time: SQLite has no more
            self._prepare()
            with self._engine.connect().execution_options(**{_WRITES: True}) as connection:
                with connection.begin():
                    yield connection
                if settles:
                    self._settle(connection)
            self._refuse_another_file()  # what was written into a file without a name is not kept

    def close(self) -> None:
        """Let go of every connection; the next transaction opens new ones."""
        with self._lock:
            self._is_ready = False
            self._engine.dispose()

    @contextmanager
    def _guarded(self, level: int = logging.ERROR) -> Iterator[None]:
        """Turn a driver's error into one that says what happened, and start afresh with the next transaction."""
        try:
            yield
        except IntegrityError:
            raise  # no failure of the database: whoever wrote knows what it means
        except (SQLAlchemyError, sqlite3.Error, ValueError) as error:  # ValueError: a text or a time that is none
            self.close()
            failure = failure_of(error)
            self._log(level, failure, error)
            raise failure from error
        except StoreError as failure:
            self._log(level, failure)
            raise
        self._failure = ""

    def _log(self, level: int, failure: StoreError, cause: Exception | None = None) -> None:
        """Log a failure, with its traceback only at the first time: a job that tries again every few seconds meets it each time."""
        if failure.why != self._failure:
            self._failure = failure.why
            where = {"file": str(self.path)} if self.path else None
            log.log(level, "the store failed: %s", failure.why, exc_info=cause, extra=where)

    def _prepare(self) -> None:
        """Check the file and make or upgrade the database, once after every opening."""
        if self._is_ready:
            self._refuse_another_file()
            return
        with self._lock:
            if self._is_ready:
                return
            was_opened = False
            if self.path is not None:
                was_opened = self._was_opened or files.was_opened(self.path)
                if was_opened and files.is_missing(self.path):
                    raise LostStoreError(_GONE)
                files.make_directory(self.path)
                files.align_modes(self.path)
            self._bring_up_to_date(was_opened)
            if self.path is not None:
                files.note_opened(self.path)
                self._identity, self._size = files.identity(self.path), files.size(self.path)
            self._is_ready = self._was_opened = True  # from now on nothing is created, even if the whole directory goes

    def _refuse_another_file(self) -> None:
        """Raise StoreError where the file was deleted, moved, replaced or cut since it was opened; the next transaction opens it again."""
        if self.path is None:
            return
        known = self._size  # before the look at the file, which another thread may let grow meanwhile
        is_another, size = files.identity(self.path) != self._identity, files.size(self.path)
        if is_another or size < known:  # SQLite goes on writing into a file that somebody cuts: it has the pages in memory
            self.close()
            raise LostStoreError(_GONE if is_another or size == 0 else DAMAGED)
        self._size = max(known, size)

    def _bring_up_to_date(self, was_opened: bool) -> None:
        with self._engine.connect() as connection:
            with connection.begin():
                check_file(connection)
                step = self._migrations.pending(connection)
                if step is not None and step.before is None:
                    if inspect(connection).get_table_names():
                        raise LostStoreError(_FOREIGN)
                    if was_opened:
                        raise LostStoreError(_GONE)
            if self.path is not None:  # not before it is known whose file it is
                _driver(connection).execute("PRAGMA journal_mode=WAL")
        if step is not None:
            self._upgrade()
        with self._engine.connect() as connection, connection.begin():
            check_tables(connection)

    def _upgrade(self) -> None:
        """Bring the tables up to date, after a copy of the file was set aside."""
        with self._engine.connect().execution_options(**{_WRITES: True}) as connection, connection.begin():
            step = self._migrations.pending(connection)  # again, now that nobody else can write
            if step is None:
                return
            if self.path is None or step.before is None:
                self._migrations.upgrade(connection)
                return
            copy = files.copy_aside(self.path, f"before-{step.after}")
            try:
                self._migrations.upgrade(connection)
            except BaseException:
                files.drop(copy)  # nothing is changed; each new try would leave one more
                raise
            log.info("the database was copied before its upgrade", extra={"file": str(self.path), "copy": str(copy), "version": step.after})

    def _settle(self, connection: Connection) -> None:
        """Move what was written from SQLite's log into the file, and empty the log.

        Damage to the log, or its loss, then costs nothing, and nothing of it is mixed into a file that is put in this one's place.
        """
        if self.path is not None:
            driver = _driver(connection)
            with suppress(sqlite3.Error):  # it is durable already, and the next transaction moves it too
                driver.execute(f"PRAGMA busy_timeout={_MOMENT}")  # whoever reads is not waited for
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            with suppress(sqlite3.Error):
                driver.execute(f"PRAGMA busy_timeout={int(self._patience * 1_000)}")


def _driver(connection: Connection) -> DBAPICursor:
    """Give the driver's own cursor, for what must stand outside any transaction."""
    return connection.connection.cursor()


def check_file(connection: Connection) -> None:
    """Make SQLite read the whole file, so that damage shows before anything is written."""
    if connection.dialect.name == "sqlite":
        found = connection.exec_driver_sql(files.CHECK).scalar()
        if found != files.SOUND:
            raise DamagedError(str(found))


def check_tables(connection: Connection) -> None:
    """Raise DamagedError where a table or a column is missing, although the tables are said to be the newest."""
    try:
        for table in metadata.sorted_tables:
            connection.execute(select(table).limit(0))
    except OperationalError as error:
        raise DamagedError(str(error.orig)) from error


def _engine(url: URL, patience: float) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, hide_parameters=True)
    engine = create_engine(url, connect_args={"timeout": patience}, hide_parameters=True)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: Any, _record: Any) -> None:
    """Make SQLite durable: what is committed survives a loss of power."""
    connection.isolation_level = None  # `_begin` opens transactions, not the driver
    connection.text_factory = read_text  # before anything is read
    for pragma in ("synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def read_text(raw: bytes) -> str:
    """Read a text that damage may have made no text: one such row must not keep the others from being read."""
    return raw.decode(errors="surrogateescape")


def _begin(connection: Connection) -> None:
    """Take the lock to write at once where it will be needed: later, SQLite would refuse without waiting."""
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
