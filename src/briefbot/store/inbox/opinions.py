"""Store people's opinions of replies: one opinion for each person and reply."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, func, insert, select

from briefbot.domain.inbox import Opinion
from briefbot.store.database import Database
from briefbot.store.guilds import ensure_guild
from briefbot.store.schema import opinions


class Opinions:
    """The opinions on the replies of all guilds."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, opinion: Opinion) -> Opinion | None:
        """Keep an opinion, replacing an earlier one of the same person; return that, or None if it is the first."""
        same = (opinions.c.message_id == opinion.message_id, opinions.c.person_id == opinion.person_id)
        with self._database.writing(settles=False) as connection:
            ensure_guild(connection, opinion.guild_id)
            earlier = connection.execute(select(opinions).where(*same)).mappings().first()
            connection.execute(delete(opinions).where(*same))
            connection.execute(insert(opinions).values(asdict(opinion)))
            return Opinion(**earlier) if earlier is not None else None

    def of_guild(self, guild: int) -> list[Opinion]:
        """List the opinions of the replies in a guild, oldest first."""
        query = select(opinions).where(opinions.c.guild_id == guild).order_by(opinions.c.time, opinions.c.message_id, opinions.c.person_id)
        with self._database.reading() as connection:
            return [Opinion(**row) for row in connection.execute(query).mappings()]

    def delete_older(self, than: datetime) -> None:
        """Delete the opinions from before a time."""
        with self._database.writing(settles=False) as connection:
            connection.execute(delete(opinions).where(opinions.c.time < than))

    def count_by(self, person: int) -> int:
        """Count a person's opinions."""
        with self._database.reading() as connection:
            return connection.scalar(select(func.count()).select_from(opinions).where(opinions.c.person_id == person)) or 0

    def forget_all_by(self, person: int) -> None:
        """Delete a person's opinions."""
        with self._database.writing(settles=False) as connection:
            connection.execute(delete(opinions).where(opinions.c.person_id == person))
