"""One database: opened when it is needed, brought up to date, and opened again after every failure."""

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
"""Seconds between two tries to connect."""
_MOMENT = 20
"""Milliseconds to wait for readers before the log is left to the next transaction."""
_NO_TABLE, _NO_COLUMN = "42P01", "42703"
"""PostgreSQL's codes; SQLite says no more than that a statement is wrong."""
_GONE = mark("the database is gone, although there was one; the operator has to restore a backup")
_FOREIGN = mark("the database is not briefbot's; the operator has to look at the data directory or at the setting `database`")


def sqlite_url(path: Path) -> URL:
    """Name a SQLite file as SQLAlchemy does."""
    return URL.create("sqlite", database=str(path))


class Database:
    """Transactions on one database; the first one makes or upgrades it."""

    def __init__(self, url: URL, *, patience: float = files.PATIENCE, migrations: Migrations = OURS) -> None:
        """Take where the database is; nothing is opened yet."""
        self.name = url.database if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)
        """The file, or the address without the password, for messages."""
        self._engine, self._patience, self._migrations = engine_of(url, patience), patience, migrations
        self.path = Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None
        """The file of a SQLite database, None for any other."""
        self._is_ready = self._was_opened = self._is_out_of_reach = False
        self._identity: files.Identity | None = None
        self._size = 0
        self._failure = ""
        self._lock = RLock()

    def open(self) -> None:
        """Open, check and upgrade the database now; raise StoreError, which the caller tells, where it is damaged, newer, or gone."""
        with self._guarded(logging.DEBUG):
            self._prepare()

    def look(self) -> Step | None:
        """Check the database as it is, changing nothing; return the upgrade that is due, and raise StoreError where `open` does."""
        with self._guarded(logging.DEBUG):
            was_opened = self.path is not None and files.was_opened(self.path)
            if self.path is not None and files.is_missing(self.path):  # to connect would make the file
                if was_opened:
                    raise LostStoreError(_GONE)
                return self._migrations.first()
            with self._connect().execution_options(**{WRITES: True}) as connection, connection.begin():
                step = self._due(connection, was_opened)
                if step is None:
                    check_tables(connection)
                return step

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
            with self._connect() as connection, connection.begin():
                yield connection

    @contextmanager
    def writing(self, *, settles: bool = True) -> Iterator[Connection]:
        """Open a transaction that is durable once the block has ended without an error; `settles` for what must outlive SQLite's log."""
        with self._lock, self._guarded():  # one writer at a time: SQLite has no more, and PostgreSQL's connections are shared with readers
            self._prepare()
            with self._connect().execution_options(**{WRITES: True}) as connection:
                with connection.begin():
                    yield connection
                if settles:
                    self._settle(connection)
            self._refuse_another_file()  # what was written into a file without a name is not kept

    def apart(self, name: str) -> Engine:
        """Make an engine for connections of PostgreSQL's that are held on to, under a name."""
        return engine_apart(self._engine.url, self._patience, name)

    def close(self) -> None:
        """Let go of every connection; the next transaction opens new ones."""
        with self._lock:
            self._is_ready = False
            self._engine.dispose()

    def _connect(self) -> Connection:
        """Take a connection; try again for a while where a server does not answer, as nothing was asked of it yet.

        Whoever comes after somebody who has tried in vain tries once: a reply's receipt must not keep an edit waiting.
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
            log.log(level, "the store failed: %s", failure.why, exc_info=cause, extra={"database": self.name})

    def _prepare(self) -> None:
        """Check the file and make or upgrade the database, once after every opening."""
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
        with self._connect() as connection:
            with connection.begin():
                step = self._due(connection, was_opened)
            if self.path is not None:  # not before it is known whose file it is
                driver(connection).execute("PRAGMA journal_mode=WAL")
        if step is not None:
            self._upgrade()
        with self._connect() as connection, connection.begin():
            check_tables(connection)

    def _due(self, connection: Connection, was_opened: bool) -> Step | None:
        """Return the upgrade that is due; raise where the file is damaged, or the database is another one than it was."""
        check_file(connection)
        step = self._migrations.pending(connection)
        if step is not None and step.before is None:
            if inspect(connection).get_table_names():
                raise LostStoreError(_FOREIGN)
            if was_opened:
                raise LostStoreError(_GONE)
        return step

    def _upgrade(self) -> None:
        """Bring the tables up to date, after a copy of the file was set aside."""
        with self._connect().execution_options(**{WRITES: True}) as connection, connection.begin():
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
                files.drop(copy)  # nothing is changed; each new try would leave one more
                raise
            log.info("the database was copied before its upgrade", extra={"file": str(self.path), "copy": str(copy), "version": step.after})

    def _settle(self, connection: Connection) -> None:
        """Move what was written from SQLite's log into the file, and empty the log.

        Damage to the log, or its loss, then costs nothing, and nothing of it is mixed into a file that is put in this one's place.
        """
        if self.path is not None:
            cursor = driver(connection)
            with suppress(sqlite3.Error):  # it is durable already, and the next transaction moves it too
                cursor.execute(f"PRAGMA busy_timeout={_MOMENT}")  # whoever reads is not waited for
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            with suppress(sqlite3.Error):
                cursor.execute(f"PRAGMA busy_timeout={int(self._patience * 1_000)}")


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
    except (OperationalError, ProgrammingError) as error:
        if getattr(error.orig, "sqlstate", _NO_TABLE) not in (_NO_TABLE, _NO_COLUMN):
            raise
        raise DamagedError(str(error.orig)) from error
