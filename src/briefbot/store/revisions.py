"""Moderators' revisions: appended, never altered; a number that is taken is a conflict."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from briefbot.errors import RevisionConflict
from briefbot.model import ThingKind
from briefbot.revision import Change, Revision
from briefbot.store.database import Database
from briefbot.store.guilds import ensure_guild
from briefbot.store.schema import revisions


class Revisions:
    """The revisions of all guilds."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, added: Sequence[Revision]) -> list[Revision]:
        """Keep revisions, all or none; they are durable once this returns them with their sequence."""
        kept: list[Revision] = []
        try:
            with self._database.writing() as connection:
                for revision in added:
                    ensure_guild(connection, revision.guild)
                    inserted = connection.execute(insert(revisions).values(_row_of(revision)))
                    assert inserted.inserted_primary_key is not None  # noqa: S101 - the table has one
                    kept.append(replace(revision, sequence=inserted.inserted_primary_key[0]))
        except IntegrityError as error:
            raise self._conflict(added) from error
        return kept

    def _conflict(self, added: Sequence[Revision]) -> RevisionConflict:
        """Find which of some revisions came too late, and what is there."""
        for revision in added:
            newest = self.newest_of(revision.guild, *revision.key)
            if newest is not None and newest.number >= revision.number:
                return RevisionConflict(
                    *revision.key,
                    newest=newest.number,
                    theirs=newest.change.data,
                    ours=revision.change.data,
                )
        raise AssertionError("the database refused a revision whose number is free")

    def newest_of(self, guild: int, kind: ThingKind, thing_id: str) -> Revision | None:
        """Find the newest revision of one thing."""
        found = self.history(guild, (kind, thing_id), limit=1)
        return found[0] if found else None

    def newest(self, guild: int) -> list[Revision]:
        """List the newest revision of each thing of a guild, in the order in which they were made."""
        same_thing = (revisions.c.kind, revisions.c.thing_id)
        numbers = (
            select(*same_thing, func.max(revisions.c.number).label("number"))
            .where(revisions.c.guild_id == guild)
            .group_by(*same_thing)
            .subquery()
        )
        query = (
            select(revisions)
            .join(
                numbers,
                (revisions.c.kind == numbers.c.kind)
                & (revisions.c.thing_id == numbers.c.thing_id)
                & (revisions.c.number == numbers.c.number),
            )
            .where(revisions.c.guild_id == guild)
            .order_by(revisions.c.sequence)
        )
        with self._database.reading() as connection:
            return [_revision_of(row) for row in connection.execute(query)]

    def history(self, guild: int, key: tuple[ThingKind, str] | None = None, *, limit: int | None = None, offset: int = 0) -> list[Revision]:
        """List a guild's revisions, of one thing or of all, the newest first."""
        query = select(revisions).where(revisions.c.guild_id == guild)
        if key is not None:
            query = query.where(revisions.c.kind == key[0], revisions.c.thing_id == key[1])
        query = query.order_by(revisions.c.sequence.desc()).limit(limit).offset(offset)
        with self._database.reading() as connection:
            return [_revision_of(row) for row in connection.execute(query)]

    def one(self, guild: int, kind: ThingKind, thing_id: str, number: int) -> Revision | None:
        """Find one revision of a thing by its number."""
        query = select(revisions).where(
            revisions.c.guild_id == guild,
            revisions.c.kind == kind,
            revisions.c.thing_id == thing_id,
            revisions.c.number == number,
        )
        with self._database.reading() as connection:
            row = connection.execute(query).first()
            return None if row is None else _revision_of(row)

    def head(self, guild: int) -> int:
        """Give the sequence of a guild's newest revision, 0 where it has none."""
        query = select(func.max(revisions.c.sequence)).where(revisions.c.guild_id == guild)
        with self._database.reading() as connection:
            return connection.scalar(query) or 0

    def heads(self) -> dict[int, int]:
        """Give for each guild that has revisions the sequence of its newest one."""
        query = select(revisions.c.guild_id, func.max(revisions.c.sequence).label("sequence")).group_by(revisions.c.guild_id)
        with self._database.reading() as connection:
            return {row.guild_id: row.sequence for row in connection.execute(query)}

    def count_by(self, person: int) -> int:
        """Count the revisions that carry a person's id."""
        query = select(func.count()).select_from(revisions).where(revisions.c.author_id == person)
        with self._database.reading() as connection:
            return connection.scalar(query) or 0

    def forget(self, person: int) -> int:
        """Take a person's id out of every revision, which stays; give how many there were."""
        with self._database.writing() as connection:
            done = connection.execute(update(revisions).where(revisions.c.author_id == person).values(author_id=None))
            return done.rowcount


def _row_of(revision: Revision) -> dict[str, Any]:
    change = revision.change
    return {
        "guild_id": revision.guild,
        "kind": change.kind,
        "thing_id": change.id,
        "number": revision.number,
        "action": revision.action,
        "effect": change.effect,
        "data": None if change.data is None else json.dumps(change.data, ensure_ascii=False),
        "author_id": revision.author,
        "time": revision.time,
        "reason": revision.reason,
        "based_on": revision.based_on,
    }


def _revision_of(row: Row[Any]) -> Revision:
    data = None if row.data is None else json.loads(row.data)
    return Revision(
        guild=row.guild_id,
        number=row.number,
        change=Change(row.kind, row.thing_id, row.effect, data),
        action=row.action,
        author=row.author_id,
        time=row.time,
        reason=row.reason,
        based_on=row.based_on,
        sequence=row.sequence,
    )
