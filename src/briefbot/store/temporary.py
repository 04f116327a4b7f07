"""Messages that change or go by themselves, so that a restart does not leave them behind."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import delete, insert, select

from briefbot.domain.records import TemporaryMessage
from briefbot.store.database import Database
from briefbot.store.guilds import ensure_guild
from briefbot.store.schema import temporary_messages as table


class TemporaryMessages:
    """The temporary messages of all channels."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, message: TemporaryMessage) -> None:
        """Keep a message, replacing an earlier record of it."""
        with self._database.writing(settles=False) as connection:
            if message.guild_id is not None:
                ensure_guild(connection, message.guild_id)
            connection.execute(delete(table).where(table.c.message_id == message.message_id))
            connection.execute(insert(table).values(asdict(message)))

    def all(self) -> list[TemporaryMessage]:
        """List all messages, oldest first."""
        with self._database.reading() as connection:
            return [TemporaryMessage(**row) for row in connection.execute(select(table).order_by(table.c.message_id)).mappings()]

    def forget(self, message: int) -> None:
        """Delete the record of a message that has changed or gone."""
        with self._database.writing(settles=False) as connection:
            connection.execute(delete(table).where(table.c.message_id == message))
