"""Who wants to be told when a question of the inbox has an answer."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, func, insert, select

from briefbot.domain.inbox import Waiting
from briefbot.store.database import Database
from briefbot.store.schema import inbox_groups
from briefbot.store.schema import waiting as table


class WaitingPeople:
    """Those who wait in all guilds."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, waiting: Waiting) -> bool:
        """Keep that somebody waits, in place of what was kept of them and the group.

        Return False where the group is gone.
        """
        same = (table.c.group_id == waiting.group_id, table.c.person_id == waiting.person_id)
        group = (inbox_groups.c.id == waiting.group_id, inbox_groups.c.guild_id == waiting.guild_id)
        with self._database.writing(settles=False) as connection:
            if connection.scalar(select(inbox_groups.c.id).where(*group)) is None:
                return False
            connection.execute(delete(table).where(*same))
            connection.execute(insert(table).values(asdict(waiting)))
            return True

    def take(self, guild: int, group: int, since: datetime) -> list[Waiting]:
        """Take out, once, who has waited for a group since some time or later, the earliest first."""
        wanted = (table.c.guild_id == guild, table.c.group_id == group)
        query = select(table).where(*wanted, table.c.time >= since).order_by(table.c.time, table.c.person_id).with_for_update()
        with self._database.writing(settles=False) as connection:
            found = [Waiting(**row) for row in connection.execute(query).mappings()]
            connection.execute(delete(table).where(*wanted))
            return found

    def drop(self, guild: int, group: int, person: int) -> None:
        """Forget that somebody waits for a group."""
        wanted = (table.c.guild_id == guild, table.c.group_id == group, table.c.person_id == person)
        with self._database.writing(settles=False) as connection:
            connection.execute(delete(table).where(*wanted))

    def delete_older(self, than: datetime) -> None:
        """Forget who has waited since before a time."""
        with self._database.writing(settles=False) as connection:
            connection.execute(delete(table).where(table.c.time < than))

    def count_by(self, person: int) -> int:
        """Count what somebody waits for."""
        with self._database.reading() as connection:
            return connection.scalar(select(func.count()).select_from(table).where(table.c.person_id == person)) or 0

    def forget_all_by(self, person: int) -> None:
        """Forget what somebody waits for."""
        with self._database.writing(settles=False) as connection:
            connection.execute(delete(table).where(table.c.person_id == person))
