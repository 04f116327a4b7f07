"""How a connection is set up, for each kind of database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPICursor

from briefbot.errors import SettingsError

WRITES = "briefbot_writes"
"""The option of a connection that says that its transaction will write."""
_STATEMENT, _IDLE = 15, 60
"""Seconds that PostgreSQL gives a statement, and a transaction in which nothing happens."""
_POOL = 5
"""Connections that a process keeps at most: one writes, and the others read."""
_IDLE_LINE, _ASK_EVERY, _ASK_TIMES, _LINE_LOST = 5, 2, 3, 10_000
"""Seconds after which a silent line is tried, and between two tries; how many tries; milliseconds for what was sent to arrive."""
_NAME = 63
"""Bytes of a connection's name that PostgreSQL keeps."""
_UPGRADING = 0x62726965
"""The advisory lock of whoever upgrades the tables: `brie` in ASCII, so that it meets no other program's number by chance."""


def engine_of(url: URL, patience: float) -> Engine:
    """Make the engine of a database; raise SettingsError where its driver is missing."""
    return _sqlite(url, patience) if url.get_backend_name() == "sqlite" else _postgresql(url, patience)


def driver(connection: Connection) -> DBAPICursor:
    """Return the driver's own cursor, for what must stand outside any transaction."""
    return connection.connection.cursor()


def hold_upgrades(connection: Connection) -> None:
    """Wait until no other process upgrades the tables, and keep others waiting until the transaction ends."""
    if connection.dialect.name == "postgresql":
        for limit in ("lock_timeout", "statement_timeout"):
            connection.exec_driver_sql(f"SET LOCAL {limit} = 0")
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _UPGRADING})


def engine_apart(url: URL, patience: float, name: str) -> Engine:
    """Make an engine for connections that are held on to under a name, in no transaction; PostgreSQL closes them soon after they break."""
    keeping = {"keepalives_idle": _IDLE_LINE, "keepalives_interval": _ASK_EVERY, "keepalives_count": _ASK_TIMES}
    arguments = {**_arguments(patience), **keeping, "tcp_user_timeout": _LINE_LOST, "application_name": name[:_NAME]}
    engine = create_engine(url, connect_args=arguments, hide_parameters=True, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    alive = {f"tcp_{key}": value for key, value in keeping.items()}
    event.listen(engine, "connect", _set_up_postgresql({**_limits(patience), **alive}))
    return engine


def _sqlite(url: URL, patience: float) -> Engine:
    engine = create_engine(url, connect_args={"timeout": patience}, hide_parameters=True)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    """Make SQLite durable: what is committed survives a loss of power."""
    connection.isolation_level = None  # `_begin_sqlite` opens transactions, not the driver
    connection.text_factory = read_text  # before anything is read
    for pragma in ("synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def read_text(raw: bytes) -> str:
    """Read a text that damage may have made no text: one such row must not keep the others from being read."""
    return raw.decode(errors="surrogateescape")


def _begin_sqlite(connection: Connection) -> None:
    """Take the lock to write at once where it will be needed: later, SQLite would refuse without waiting."""
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgresql(url: URL, patience: float) -> Engine:
    try:
        engine = create_engine(
            url,
            connect_args=_arguments(patience),
            hide_parameters=True,
            pool_size=_POOL,
            max_overflow=0,
            pool_timeout=patience,
            pool_pre_ping=True,  # a connection that broke while nobody used it is replaced
        )
    except ModuleNotFoundError as error:
        raise SettingsError("the database is PostgreSQL, but the extra is missing: pip install 'briefbot[postgres]'") from error
    event.listen(engine, "connect", _set_up_postgresql(_limits(patience)))
    return engine


def _arguments(patience: float) -> dict[str, Any]:
    return {"connect_timeout": max(2, round(patience)), "application_name": "briefbot"}  # libpq takes less than 2 for 2


def _limits(patience: float) -> dict[str, object]:
    return {
        "lock_timeout": f"{round(1_000 * patience)}ms",
        "statement_timeout": f"{_STATEMENT}s",
        "idle_in_transaction_session_timeout": f"{_IDLE}s",
        "timezone": "UTC",
        "synchronous_commit": "on",  # what is acknowledged is on disk, whatever the server's default
    }


def _set_up_postgresql(limits: Mapping[str, object]) -> Callable[[Any, Any], None]:
    def set_up(connection: Any, _record: Any) -> None:
        with connection.cursor() as cursor:
            for name, value in limits.items():
                cursor.execute(f"SET {name} = '{value}'")
        connection.commit()

    return set_up
