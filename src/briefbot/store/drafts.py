"""Store moderators' unsaved edits, and the changes that wait for approval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update

from briefbot.domain.records import KeptDraft, PendingChange
from briefbot.store.database import Database
from briefbot.store.guilds import ensure_guild
from briefbot.store.schema import drafts, pending_changes


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
        """Count a person's drafts."""
        with self._database.reading() as connection:
            return connection.scalar(select(func.count()).select_from(drafts).where(drafts.c.author_id == person)) or 0

    def forget_all_by(self, person: int) -> None:
        """Delete a person's drafts."""
        with self._database.writing(settles=False) as connection:
            connection.execute(delete(drafts).where(drafts.c.author_id == person))


class PendingChanges:
    """The changes of all guilds that wait for approval."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, change: PendingChange) -> int:
        """Keep a change; return its number."""
        row = asdict(change)
        del row["number"]
        with self._database.writing(settles=False) as connection:
            ensure_guild(connection, change.guild_id)
            made = connection.execute(insert(pending_changes).values(row).returning(pending_changes.c.number))
            return int(made.scalar_one())

    def of_guild(self, guild: int) -> list[PendingChange]:
        """List the waiting changes of a guild, oldest first."""
        query = select(pending_changes).where(pending_changes.c.guild_id == guild).order_by(pending_changes.c.number)
        with self._database.reading() as connection:
            return [PendingChange(**row) for row in connection.execute(query).mappings()]

    def drop(self, guild: int, number: int) -> bool:
        """Delete a decided change; return whether it existed."""
        wanted = (pending_changes.c.guild_id == guild, pending_changes.c.number == number)
        with self._database.writing(settles=False) as connection:
            return bool(connection.execute(delete(pending_changes).where(*wanted)).rowcount)

    def count_by(self, person: int) -> int:
        """Count a person's changes."""
        theirs = select(func.count()).select_from(pending_changes).where(pending_changes.c.author_id == person)
        with self._database.reading() as connection:
            return connection.scalar(theirs) or 0

    def forget_all_by(self, person: int) -> None:
        """Delete a person's changes, and the note that others were made from what they wrote."""
        with self._database.writing(settles=False) as connection:
            connection.execute(delete(pending_changes).where(pending_changes.c.author_id == person))
            credited = pending_changes.c.credited_id == person
            connection.execute(update(pending_changes).where(credited).values(credited_id=None))
