"""Notify the other processes of changes, and count the changes for processes that miss a notification."""

from __future__ import annotations

from sqlalchemy import Connection, func, select, text
from sqlalchemy.dialects.postgresql import insert

from briefbot.domain.records import Told
from briefbot.store.schema import shared

CHANNEL = "briefbot"
_CHANGES = "changes"


def announce(connection: Connection, told: Told) -> None:
    """Notify all processes of a change when the transaction is committed; of two changes at once, one waits."""
    if connection.dialect.name != "postgresql":
        return  # a single process, and terminal commands beside it
    counting = insert(shared).values(name=_CHANGES, number=1)
    counting = counting.on_conflict_do_update(index_elements=[shared.c.name], set_={"number": shared.c.number + 1})
    count = connection.scalar(counting.returning(shared.c.number))
    connection.execute(select(func.pg_notify(CHANNEL, f"{count} {told.guild or ''} {told.person or ''}")))


def count_of(connection: Connection) -> int:
    """Return the number of changes so far."""
    return connection.scalar(select(shared.c.number).where(shared.c.name == _CHANGES)) or 0


def listen(connection: Connection) -> None:
    """Let the connection receive notifications from now on."""
    connection.execute(text(f"LISTEN {CHANNEL}"))


def read(payload: str) -> tuple[int, Told]:
    """Return the number of a change from its notification, and the change."""
    count, guild, person = payload.split(" ")
    return int(count), Told(int(guild) if guild else None, int(person) if person else None)
