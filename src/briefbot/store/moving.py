"""Move all rows from one database to another, in one transaction, and compare them at the end."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from sqlalchemy import Connection, Table, func, insert, select, text

from briefbot.errors import BackupError
from briefbot.store.backups import contents_of
from briefbot.store.database import Database
from briefbot.store.schema import metadata

_BATCH = 1_000
"""Rows per statement."""


def move(source: Database, target: Database) -> Iterator[str]:
    """Copy everything into an empty database, and yield a line for each table.

    Raise BackupError if either is unusable.
    """
    with source.reading() as old, target.writing() as new:
        contents = contents_of(old)
        if contents.unreadable:
            raise BackupError(f"{source.name} has damaged rows ({contents}); restore a backup first")
        _refuse_filled(new, target)
        for table in metadata.sorted_tables:
            yield f"{table.name}: {_counted(_copy(old, new, table))}"
        _count_on(new)
        different = [table.name for table in metadata.sorted_tables if _digest(old, table) != _digest(new, table)]
        if different:
            raise BackupError(f"nothing was moved: {', '.join(different)} does not match the original")
    yield f"compared: {contents}, every row the same"


def _refuse_filled(connection: Connection, target: Database) -> None:
    filled = [table.name for table in metadata.sorted_tables if connection.scalar(select(func.count()).select_from(table))]
    if filled:
        raise BackupError(f"{target.name} holds something already ({', '.join(filled)}); name an empty database")


def _copy(old: Connection, new: Connection, table: Table) -> int:
    count = 0
    for rows in old.execute(select(table)).mappings().partitions(_BATCH):
        new.execute(insert(table), [dict(row) for row in rows])
        count += len(rows)
    return count


def _count_on(connection: Connection) -> None:
    """Let PostgreSQL number new rows after the copied ones; SQLite does so by itself."""
    if connection.dialect.name == "postgresql":
        for column in (table.autoincrement_column for table in metadata.sorted_tables):
            newest = connection.scalar(select(func.max(column))) if column is not None else None
            if column is not None and newest is not None:
                named = {"table": column.table.name, "column": column.name, "newest": newest}
                connection.execute(text("SELECT setval(pg_get_serial_sequence(:table, :column), :newest)"), named)


def _digest(connection: Connection, table: Table) -> bytes:
    """Return a digest of all rows, in the order of the keys."""
    found = sha256()
    for row in connection.execute(select(table).order_by(*table.primary_key.columns)):
        found.update(repr(tuple(row)).encode(errors="surrogateescape") + b"\n")
    return found.digest()


def _counted(rows: int) -> str:
    return f"{rows:,} row{'' if rows == 1 else 's'}"
