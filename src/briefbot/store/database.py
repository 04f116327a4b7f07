"""One database: opened when needed, upgraded, and opened again after every failure."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock
from time import monotonic, sleep

from sqlalchemy import URL, Connection, Engine, inspect, select
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError, SQLAlchemyError

from briefbot.errors import LostStoreError, StoreError
from briefbot.i18n import mark
from briefbot.store import files
from briefbot.store.engines import WRITES, driver, engine_apart, engine_of, hold_upgrades
from briefbot.store.failures import DAMAGED, DamagedError, failure_of
from briefbot.store.migrations import OURS, Migrations, Step
from briefbot.store.schema import metadata

log = logging.getLogger(__name__)

_PAUSE = 0.1
"""Seconds between two attempts to connect."""
_MOMENT = 20
"""Milliseconds to wait for readers before the log is left to the next transaction."""
_NO_TABLE, _NO_COLUMN = "42P01", "42703"
"""PostgreSQL's error codes; SQLite only reports that a statement is wrong."""
_GONE = mark("the database is gone, although there was one; the operator has to restore a backup")
_FOREIGN = mark("the database is not briefbot's; the operator has to check the data directory or the setting `database`")


def sqlite_url(path: Path) -> URL:
    """Return SQLAlchemy's address of a SQLite file."""
    return URL.create("sqlite", database=str(path))


class Database:
    """Transactions on one database; the first one creates or upgrades it."""

    def __init__(self, url: URL, *, patience: float = files.PATIENCE, migrations: Migrations = OURS) -> None:
        """Set the address of the database; nothing is opened yet."""
        self.name = url.database if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)
        """The file, or the address without the password, for messages."""
        self._engine, self._patience, self._migrations = engine_of(url, patience), patience, migrations
        self.path = Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None
        """The file of a SQLite database, or None."""
        self._is_ready = self._was_opened = self._is_out_of_reach = False
        self._identity: files.Identity | None = None
        self._size = 0
        self._failure = ""
        self._lock = RLock()

    def open(self) -> None:
        """Open, check and upgrade the database now; raise StoreError if it is damaged, newer, or gone."""
        with self._guarded(logging.DEBUG):
            self._prepare()

    def look(self) -> Step | None:
        """Check the database without changing it.

        Return the upgrade that is due, and raise StoreError like `open`.
        """
        with self._guarded(logging.DEBUG):
            was_opened = self.path is not None and files.was_opened(self.path)
            if self.path is not None and files.is_missing(self.path):  # connecting would create the file
                if was_opened:
                    raise LostStoreError(_GONE)
                return self._migrations.first()
            with self._connected(**{WRITES: True}) as connection, connection.begin():
                step = self._due(connection, was_opened)
                if step is None:
                    check_tables(connection)
                return step

    def recheck(self) -> None:
        """Open the file again and check all of it.

        SQLite keeps using pages that it has in memory, even if they changed on disk. PostgreSQL does not, so its
        connections are kept.
        """
        if self.path is not None:
            self.close()
        with self._guarded():
            self._prepare()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that only reads."""
        with self._guarded():
            self._prepare()
            with self._connected() as connection, connection.begin():
                yield connection

    @contextmanager
    def writing(self, *, settles: bool = True) -> Iterator[Connection]:
        """Open a transaction that is durable once the block has ended without an error.

        `settles` is for data that must survive even the loss of SQLite's log.
        """
        # one writer at a time: SQLite allows no more, and PostgreSQL's connections are shared with readers
        with self._lock, self._guarded():
            self._prepare()
            with self._connected(**{WRITES: True}) as connection:
                with connection.begin():
                    yield connection
                if settles:
                    self._settle(connection)
            self._refuse_another_file()  # writes into a deleted file would be lost

    def apart(self, name: str) -> Engine:
        """Make an engine for long-lived connections to PostgreSQL, under a name."""
        return engine_apart(self._engine.url, self._patience, name)

    def close(self) -> None:
        """Close every connection; the next transaction opens new ones."""
        with self._lock:
            self._is_ready = False
            self._engine.dispose()

    @contextmanager
    def _connected(self, **options: object) -> Iterator[Connection]:
        """Take a connection for a block; close it at the end if all others were closed meanwhile."""
        pool = self._engine.pool
        with self._connect().execution_options(**options) as connection:
            try:
                yield connection
            finally:
                if self._engine.pool is not pool:  # it would go back to a pool that nobody has any more
                    connection.invalidate()

    def _connect(self) -> Connection:
        """Open a connection; try again for a while if a server does not answer.

        After one failed attempt, the next caller tries only once: a reply's receipt must not delay an edit.
        """
        end = monotonic() + (0.0 if self._is_out_of_reach else self._patience)
        while True:
            try:
                made = self._engine.connect()
            except OperationalError:
                if self.path is not None or monotonic() + _PAUSE > end:
                    self._is_out_of_reach = True
                    raise
                sleep(_PAUSE)
            else:
                self._is_out_of_reach = False
                return made

    @contextmanager
    def _guarded(self, level: int = logging.ERROR) -> Iterator[None]:
        """Turn a driver's error into one that says what happened, and make the next transaction reconnect."""
        try:
            yield
        except IntegrityError:
            raise  # not a failure of the database: the caller knows what it means
        except (SQLAlchemyError, sqlite3.Error, ValueError) as error:  # ValueError: an invalid text or time
            self.close()
            failure = failure_of(error)
            self._log(level, failure, error)
            raise failure from error
        except StoreError as failure:
            self._log(level, failure)
            raise
        self._failure = ""

    def _log(self, level: int, failure: StoreError, cause: Exception | None = None) -> None:
        """Log a failure, with its traceback only the first time: a job that retries meets it every few seconds."""
        if failure.why != self._failure:
            self._failure = failure.why
            log.log(level, "the store failed: %s", failure.why, exc_info=cause, extra={"database": self.name})

    def _prepare(self) -> None:
        """Check the file and create or upgrade the database, once after every opening."""
        if self._is_ready:
            self._refuse_another_file()
            return
        with self._lock:
            if self._is_ready:
                return
            was_opened = self._was_opened
            if self.path is not None:
                was_opened = was_opened or files.was_opened(self.path)
                if was_opened and files.is_missing(self.path):
                    raise LostStoreError(_GONE)
                files.make_directory(self.path)
                files.align_modes(self.path)
            self._bring_up_to_date(was_opened)
            if self.path is not None:
                files.note_opened(self.path)
                self._identity, self._size = files.identity(self.path), files.size(self.path)
            # from now on nothing is created, even if the whole directory disappears
            self._is_ready = self._was_opened = True

    def _refuse_another_file(self) -> None:
        """Raise StoreError if the file was deleted, moved, replaced or cut since it was opened.

        The next transaction opens it again.
        """
        if self.path is None:
            return
        known = self._size  # before looking at the file, which another thread may let grow meanwhile
        is_another, size = files.identity(self.path) != self._identity, files.size(self.path)
        # SQLite keeps writing into a file that was cut, because it has the pages in memory
        if is_another or size < known:
            self.close()
            raise LostStoreError(_GONE if is_another or size == 0 else DAMAGED)
        self._size = max(known, size)

    def _bring_up_to_date(self, was_opened: bool) -> None:
        with self._connected() as connection:
            with connection.begin():
                step = self._due(connection, was_opened)
            if self.path is not None:  # not before it is known whose file it is
                driver(connection).execute("PRAGMA journal_mode=WAL")
        if step is not None:
            self._upgrade()
        with self._connected() as connection, connection.begin():
            check_tables(connection)

    def _due(self, connection: Connection, was_opened: bool) -> Step | None:
        """Return the upgrade that is due.

        Raise an error if the file is damaged, or the database is a different one.
        """
        check_file(connection)
        step = self._migrations.pending(connection)
        if step is not None and step.before is None:
            if inspect(connection).get_table_names():
                raise LostStoreError(_FOREIGN)
            if was_opened:
                raise LostStoreError(_GONE)
        return step

    def _upgrade(self) -> None:
        """Upgrade the tables, after making a copy of the file."""
        with self._connected(**{WRITES: True}) as connection, connection.begin():
            hold_upgrades(connection)
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
                files.drop(copy)  # nothing was changed, and each retry would leave another copy
                raise
            log.info("the database was copied before its upgrade", extra={"file": str(self.path), "copy": str(copy), "version": step.after})

    def _settle(self, connection: Connection) -> None:
        """Move the contents of SQLite's log into the file, and empty the log.

        Damage to the log, or its loss, then costs nothing, and none of it gets into a file that replaces this one.
        """
        if self.path is not None:
            cursor = driver(connection)
            with suppress(sqlite3.Error):  # it is already durable, and the next transaction moves it too
                cursor.execute(f"PRAGMA busy_timeout={_MOMENT}")  # do not wait for readers
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            with suppress(sqlite3.Error):
                cursor.execute(f"PRAGMA busy_timeout={int(self._patience * 1_000)}")


def check_file(connection: Connection) -> None:
    """Make SQLite read the whole file, to find damage before anything is written."""
    if connection.dialect.name == "sqlite":
        found = connection.exec_driver_sql(files.CHECK).scalar()
        if found != files.SOUND:
            raise DamagedError(str(found))


def check_tables(connection: Connection) -> None:
    """Raise DamagedError if a table or a column is missing although the tables claim to be the newest."""
    try:
        for table in metadata.sorted_tables:
            connection.execute(select(table).limit(0))
    except (OperationalError, ProgrammingError) as error:
        if getattr(error.orig, "sqlstate", _NO_TABLE) not in (_NO_TABLE, _NO_COLUMN):
            raise
        raise DamagedError(str(error.orig)) from error
