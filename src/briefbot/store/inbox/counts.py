"""Count questions by server and day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from briefbot.domain.figures import DayCount
from briefbot.store.database import Database
from briefbot.store.guilds import ensure_guild
from briefbot.store.schema import daily_counts


class Counts:
    """The counts of all guilds."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, guild: int, counts: Sequence[DayCount]) -> None:
        """Add to the counts; a subtraction leaves none below zero."""
        with self._database.writing(settles=False) as connection:
            ensure_guild(connection, guild)
            # two processes lock rows in the same order, so that they cannot deadlock
            for each in sorted(counts, key=_key):
                _add(connection, guild, each)

    def of_guild(self, guild: int, since: date) -> list[DayCount]:
        """List a guild's counts from a day on, oldest first."""
        wanted = (daily_counts.c.guild_id == guild, daily_counts.c.day >= since)
        columns = (daily_counts.c.day, daily_counts.c.kind, daily_counts.c.thing_id, daily_counts.c.count)
        with self._database.reading() as connection:
            found = connection.execute(select(*columns).where(*wanted)).all()
        return sorted((DayCount(*row) for row in found), key=_key)

    def delete_older(self, than: date) -> None:
        """Delete the counts from before a day."""
        with self._database.writing(settles=False) as connection:
            connection.execute(delete(daily_counts).where(daily_counts.c.day < than))


def _key(each: DayCount) -> tuple[date, str, str]:
    return each.day, each.kind, each.thing_id


def _add(connection: Connection, guild: int, each: DayCount) -> None:
    row = {"guild_id": guild, "day": each.day, "kind": each.kind, "thing_id": each.thing_id}
    same = [daily_counts.c[name] == value for name, value in row.items()]
    summed = daily_counts.c.count + each.count
    adding = update(daily_counts).where(*same, summed >= 0).values(count=summed)
    if connection.execute(adding).rowcount or each.count < 0:
        return
    try:
        with connection.begin_nested():
            connection.execute(insert(daily_counts).values(count=each.count, **row))
    except IntegrityError:
        connection.execute(adding)  # another process inserted the row in the meantime
