"""Queries of the store that only tests need."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from briefbot.domain.records import Receipt
from briefbot.store import Store
from briefbot.store.guilds import read_absences
from briefbot.store.schema import guilds, replies


def guilds_known(store: Store) -> set[int]:
    """List the guilds with data."""
    with store.database.reading() as connection:
        return set(connection.scalars(select(guilds.c.id)))


def guilds_left(store: Store) -> dict[int, datetime]:
    """List the guilds that the bot left and whose data is still there, with the time."""
    with store.database.reading() as connection:
        absences = read_absences(connection)
    return {guild: absence.left_at for guild, absence in absences.items() if absence.left_at is not None}


def reply_of(store: Store, channel: int, message: int) -> Receipt | None:
    """Find a reply by its message."""
    wanted = select(replies).where(replies.c.channel_id == channel, replies.c.message_id == message)
    with store.database.reading() as connection:
        row = connection.execute(wanted).mappings().one_or_none()
        return None if row is None else Receipt(**row)
