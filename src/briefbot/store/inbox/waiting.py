"""Store the people who want to hear when a question of the inbox has an answer."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update

from briefbot.domain.inbox import Waiting
from briefbot.store.database import Database
from briefbot.store.schema import inbox_groups
from briefbot.store.schema import waiting as table


class WaitingPeople:
    """The waiting people of all guilds."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, waiting: Waiting) -> bool:
        """Keep that a person waits, replacing the same person's record for the group.

        Return False if the group is gone.
        """
        same = (table.c.group_id == waiting.group_id, table.c.person_id == waiting.person_id)
        group = (inbox_groups.c.id == waiting.group_id, inbox_groups.c.guild_id == waiting.guild_id)
        with self._database.writing(settles=False) as connection:
            if connection.scalar(select(inbox_groups.c.id).where(*group)) is None:
                return False
            connection.execute(delete(table).where(*same))
            connection.execute(insert(table).values(asdict(waiting)))
            return True

    def answer(self, guild: int, group: int, answer: str | None) -> None:
        """Record what answers a group, for the people who wait for it; None if the answer is gone again."""
        wanted = (table.c.guild_id == guild, table.c.group_id == group)
        with self._database.writing(settles=False) as connection:
            connection.execute(update(table).where(*wanted).values(answer=answer))

    def due(self, since: datetime) -> list[Waiting]:
        """List the waiting people of answered groups who have waited since a time or later, earliest first."""
        wanted = (table.c.answer.is_not(None), table.c.time >= since)
        query = select(table).where(*wanted).order_by(table.c.time, table.c.person_id)
        with self._database.reading() as connection:
            return [Waiting(**row) for row in connection.execute(query).mappings()]

    def drop(self, guild: int, group: int, person: int) -> None:
        """Delete that a person waits for a group."""
        wanted = (table.c.guild_id == guild, table.c.group_id == group, table.c.person_id == person)
        with self._database.writing(settles=False) as connection:
            connection.execute(delete(table).where(*wanted))

    def delete_older(self, than: datetime) -> None:
        """Delete the records from before a time."""
        with self._database.writing(settles=False) as connection:
            connection.execute(delete(table).where(table.c.time < than))

    def count_by(self, person: int) -> int:
        """Count the groups that a person waits for."""
        with self._database.reading() as connection:
            return connection.scalar(select(func.count()).select_from(table).where(table.c.person_id == person)) or 0

    def forget_all_by(self, person: int) -> None:
        """Delete everything that a person waits for."""
        with self._database.writing(settles=False) as connection:
            connection.execute(delete(table).where(table.c.person_id == person))
