"""How connections are set up for each kind of database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPICursor

from briefbot.errors import SettingsError

WRITES = "briefbot_writes"
"""The execution option of a connection whose transaction will write."""
_STATEMENT, _IDLE = 15, 60
"""Seconds that PostgreSQL allows a statement, and an idle transaction."""
_POOL = 5
"""The most connections of a process: one writes, and the others read."""
_IDLE_LINE, _ASK_EVERY, _ASK_TIMES, _LINE_LOST = 5, 2, 3, 10_000
"""Seconds before a silent connection is probed, and between probes; and two more limits.

They are the number of probes, and the milliseconds to wait for the confirmation of sent data.
"""
_NAME = 63
"""The most bytes of a connection's name in PostgreSQL."""
_UPGRADING = 0x62726965
"""The advisory lock for upgrades of the tables: `brie` in ASCII, to avoid the numbers of other programs."""


def engine_of(url: URL, patience: float) -> Engine:
    """Make the engine of a database; raise SettingsError if its driver is missing."""
    return _sqlite(url, patience) if url.get_backend_name() == "sqlite" else _postgresql(url, patience)


def driver(connection: Connection) -> DBAPICursor:
    """Return the driver's own cursor, for statements outside any transaction."""
    return connection.connection.cursor()


def hold_upgrades(connection: Connection) -> None:
    """Wait until no other process upgrades the tables, and block others until the transaction ends."""
    if connection.dialect.name == "postgresql":
        for limit in ("lock_timeout", "statement_timeout"):
            connection.exec_driver_sql(f"SET LOCAL {limit} = 0")
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _UPGRADING})


def engine_apart(url: URL, patience: float, name: str) -> Engine:
    """Make an engine for long-lived connections with a name, outside transactions.

    PostgreSQL closes such connections soon after they break.
    """
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
    """Make SQLite durable: committed data survives a power failure."""
    connection.isolation_level = None  # `_begin_sqlite` opens transactions, not the driver
    connection.text_factory = read_text  # before anything is read
    for pragma in ("synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def read_text(raw: bytes) -> str:
    """Decode a text that may be damaged: one such row must not prevent the others from being read."""
    return raw.decode(errors="surrogateescape")


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once if it will be needed: later, SQLite would refuse without waiting."""
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
            pool_pre_ping=True,  # a connection that broke while idle is replaced
        )
    except ModuleNotFoundError as error:
        raise SettingsError("the database is PostgreSQL, but the extra is missing: pip install 'briefbot[postgres]'") from error
    event.listen(engine, "connect", _set_up_postgresql(_limits(patience)))
    return engine


def _arguments(patience: float) -> dict[str, Any]:
    return {"connect_timeout": max(2, round(patience)), "application_name": "briefbot"}  # libpq treats 1 as 2


def _limits(patience: float) -> dict[str, object]:
    return {
        "lock_timeout": f"{round(1_000 * patience)}ms",
        "statement_timeout": f"{_STATEMENT}s",
        "idle_in_transaction_session_timeout": f"{_IDLE}s",
        "timezone": "UTC",
        "synchronous_commit": "on",  # committed data is on disk, whatever the server's default
    }


def _set_up_postgresql(limits: Mapping[str, object]) -> Callable[[Any, Any], None]:
    def set_up(connection: Any, _record: Any) -> None:
        with connection.cursor() as cursor:
            for name, value in limits.items():
                cursor.execute(f"SET {name} = '{value}'")
        connection.commit()

    return set_up
