"""Store replies that can still be edited: which message answers which question, and how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import ColumnElement, delete, insert, select

from briefbot.domain.records import Receipt
from briefbot.store.database import Database
from briefbot.store.guilds import ensure_guild
from briefbot.store.schema import replies, shown_items


class Replies:
    """The replies of all channels."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, reply: Receipt) -> None:
        """Keep a reply, replacing an older one with the same message."""
        with self._database.writing(settles=False) as connection:
            if reply.guild_id is not None:
                ensure_guild(connection, reply.guild_id)
            connection.execute(delete(replies).where(*_is(reply.channel_id, reply.message_id)))
            connection.execute(insert(replies).values(asdict(reply)))

    def to_question(self, channel: int, question: int) -> list[Receipt]:
        """List the replies to a message."""
        to_it = (replies.c.channel_id == channel, replies.c.question_id == question)
        query = select(replies).where(*to_it).order_by(replies.c.message_id)
        with self._database.reading() as connection:
            return [Receipt(**row) for row in connection.execute(query).mappings()]

    def forget(self, channel: int, messages: Sequence[int]) -> None:
        """Delete replies whose messages were deleted."""
        with self._database.writing(settles=False) as connection:
            connection.execute(delete(replies).where(replies.c.channel_id == channel, replies.c.message_id.in_(messages)))
            connection.execute(delete(shown_items).where(shown_items.c.message_id.in_(messages)))

    def delete_older(self, than: datetime) -> int:
        """Delete the replies from before a time; return the number of them."""
        with self._database.writing(settles=False) as connection:
            connection.execute(delete(shown_items).where(shown_items.c.time < than))
            return connection.execute(delete(replies).where(replies.c.time < than)).rowcount


def _is(channel: int, message: int) -> tuple[ColumnElement[bool], ...]:
    return replies.c.channel_id == channel, replies.c.message_id == message
