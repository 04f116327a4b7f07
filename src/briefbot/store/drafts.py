"""Unsaved edits of moderators, which survive a restart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, func, insert, select

from briefbot.domain.records import KeptDraft
from briefbot.store.database import Database
from briefbot.store.guilds import ensure_guild
from briefbot.store.schema import drafts


class Drafts:
    """The drafts of all guilds."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, draft: KeptDraft) -> None:
        """Keep a draft, replacing the one with the same token."""
        with self._database.writing(settles=False) as connection:
            ensure_guild(connection, draft.guild_id)
            connection.execute(delete(drafts).where(drafts.c.token == draft.token))
            connection.execute(insert(drafts).values(asdict(draft)))

    def since(self, time: datetime) -> list[KeptDraft]:
        """List the drafts since a time, oldest first, and delete all others."""
        with self._database.writing(settles=False) as connection:
            connection.execute(delete(drafts).where(drafts.c.time < time))
            return [KeptDraft(**row) for row in connection.execute(select(drafts).order_by(drafts.c.time)).mappings()]

    def forget(self, tokens: Sequence[str]) -> None:
        """Delete drafts."""
        with self._database.writing(settles=False) as connection:
            connection.execute(delete(drafts).where(drafts.c.token.in_(tokens)))

    def count_by(self, person: int) -> int:
        """Return how many drafts a person has."""
        with self._database.reading() as connection:
            return connection.scalar(select(func.count()).select_from(drafts).where(drafts.c.author_id == person)) or 0

    def forget_all_by(self, person: int) -> None:
        """Delete a person's drafts."""
        with self._database.writing(settles=False) as connection:
            connection.execute(delete(drafts).where(drafts.c.author_id == person))
