"""Moderators' revisions: appended, and never changed except for a reason that is added later."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from briefbot.domain.knowledge import THING_KINDS, ThingKind
from briefbot.domain.records import Told
from briefbot.domain.revision import EFFECTS, Change, Revision
from briefbot.errors import RevisionConflict, UnreadableError
from briefbot.store.checksums import checksum, time_text
from briefbot.store.database import Database
from briefbot.store.fleet.changes import announce
from briefbot.store.guilds import ensure_guild
from briefbot.store.schema import guilds, revisions

_SEALED = ("guild_id", "kind", "thing_id", "number", "action", "effect", "data", "author_id", "time", "reason", "based_on")
"""The columns of a row's checksum, in this order; the database assigns the sequence."""

MISSING = -1
"""Stands for the newest revision of a guild whose revisions are lost, although it counts some."""


class Revisions:
    """The revisions of all guilds."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, added: Sequence[Revision]) -> list[Revision]:
        """Append revisions, all or none; they are durable once this returns them with their sequence."""
        kept: list[Revision] = []
        try:
            with self._database.writing() as connection:
                for revision in added:
                    ensure_guild(connection, revision.guild)
                    own = guilds.c.id == revision.guild
                    connection.execute(update(guilds).where(own).values(revisions=guilds.c.revisions + 1))
                    inserted = connection.execute(insert(revisions).values(_row_of(revision)))
                    assert inserted.inserted_primary_key is not None  # noqa: S101 - the table has one
                    kept.append(replace(revision, sequence=inserted.inserted_primary_key[0]))
                for guild in {revision.guild for revision in added}:
                    announce(connection, Told(guild))
        except IntegrityError as error:
            raise self._conflict(added) from error
        return kept

    def explain(self, revision: Revision, reason: str) -> Revision:
        """Add a reason to a stored revision."""
        explained = replace(revision, reason=reason)
        row = _row_of(explained)
        with self._database.writing() as connection:
            own = revisions.c.sequence == revision.sequence
            connection.execute(update(revisions).where(own).values(reason=reason, checksum=row["checksum"]))
        return explained

    def _conflict(self, added: Sequence[Revision]) -> RevisionConflict:
        """Return which of some revisions came too late, and what was saved instead."""
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
        """Return the newest revision of one thing."""
        found = self.history(guild, (kind, thing_id), limit=1)
        return found[0] if found else None

    def newest(self, guild: int) -> list[Revision]:
        """List the newest revision of each thing of a guild, in the order in which they were made.

        Every row is read, because damage can make an older one seem the newest. Raise UnreadableError if a row is
        damaged.
        """
        with self._database.reading() as connection:
            counted = connection.scalar(select(guilds.c.revisions).where(guilds.c.id == guild)) or 0
        kept = self._read(guild, select(revisions).where(revisions.c.guild_id == guild).order_by(revisions.c.sequence))
        if len(kept) < counted:  # there are more if another process has added some since
            raise UnreadableError(guild)
        newest: dict[tuple[str, str], Revision] = {}
        for revision in kept:
            newest.pop(revision.key, None)
            newest[revision.key] = revision
        return list(newest.values())

    def history(self, guild: int, key: tuple[ThingKind, str] | None = None, *, limit: int | None = None, offset: int = 0) -> list[Revision]:
        """List a guild's revisions, of one thing or of all, newest first."""
        query = select(revisions).where(revisions.c.guild_id == guild)
        if key is not None:
            query = query.where(revisions.c.kind == key[0], revisions.c.thing_id == key[1])
        query = query.order_by(revisions.c.sequence.desc()).limit(limit).offset(offset)
        return self._read(guild, query)

    def one(self, guild: int, kind: ThingKind, thing_id: str, number: int) -> Revision | None:
        """Return one revision of a thing by its number."""
        query = select(revisions).where(
            revisions.c.guild_id == guild,
            revisions.c.kind == kind,
            revisions.c.thing_id == thing_id,
            revisions.c.number == number,
        )
        return next(iter(self._read(guild, query)), None)

    def _read(self, guild: int, query: Select[Any]) -> list[Revision]:
        """Read revisions of a guild; raise UnreadableError if one of their rows is damaged."""
        damage: Exception | None = None
        with self._database.reading() as connection:
            try:
                return [_revision_of(row) for row in connection.execute(query)]
            except (TypeError, ValueError) as error:
                damage = error
        raise UnreadableError(guild) from damage

    def head(self, guild: int) -> int:
        """Return the sequence of a guild's newest revision: 0 if it has none, MISSING if they are lost."""
        return self._heads(guild).get(guild, 0)

    def heads(self) -> dict[int, int]:
        """Return for each guild with revisions the sequence of its newest one, or MISSING if they are lost."""
        return self._heads()

    def _heads(self, guild: int | None = None) -> dict[int, int]:
        newest = select(revisions.c.guild_id, func.max(revisions.c.sequence)).group_by(revisions.c.guild_id)
        counted = select(guilds.c.id).where(guilds.c.revisions > 0)
        if guild is not None:
            newest, counted = newest.where(revisions.c.guild_id == guild), counted.where(guilds.c.id == guild)
        with self._database.reading() as connection:
            known = dict.fromkeys(connection.scalars(counted), MISSING)
            return {**known, **{row.guild_id: row[1] for row in connection.execute(newest)}}

    def count_by(self, person: int) -> int:
        """Count the revisions with a person's id."""
        named = or_(revisions.c.author_id == person, revisions.c.accepter_id == person)
        query = select(func.count()).select_from(revisions).where(named)
        with self._database.reading() as connection:
            return connection.scalar(query) or 0

    def forget(self, person: int) -> int:
        """Remove a person's id from every revision, and return the number of those; the revisions stay."""
        with self._database.writing() as connection:
            theirs = connection.scalars(select(revisions.c.sequence).where(revisions.c.author_id == person)).all()
            for sequence in theirs:
                own = revisions.c.sequence == sequence
                changed: dict[str, Any] = {"author_id": None}
                # one damaged row must not keep a person from being forgotten everywhere
                with suppress(TypeError, ValueError):
                    row = connection.execute(select(revisions).where(own)).one()
                    if _is_sound(row):  # a damaged row stays recognisable
                        changed["checksum"] = _checksum({**dict(row._mapping), **changed})
                connection.execute(update(revisions).where(own).values(changed))
            accepted = connection.execute(update(revisions).where(revisions.c.accepter_id == person).values(accepter_id=None)).rowcount
            announce(connection, Told(person=person))
            return len(theirs) + accepted


def guilds_with_damage(connection: Connection) -> set[int]:
    """Return the guilds with a damaged row of a revision."""
    known = connection.scalars(select(revisions.c.guild_id).distinct()).all()
    return {guild for guild in known if not _are_sound(connection, guild)}


def _are_sound(connection: Connection, guild: int) -> bool:
    try:
        return all(map(_is_sound, connection.execute(select(revisions).where(revisions.c.guild_id == guild))))
    except (TypeError, ValueError):
        return False


def _row_of(revision: Revision) -> dict[str, Any]:
    change = revision.change
    row = {
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
        "accepter_id": revision.accepted_by,
    }
    return {**row, "checksum": _checksum(row)}


def _checksum(row: Mapping[str, Any]) -> str:
    return checksum(*(time_text(row[name]) if name == "time" else row[name] for name in _SEALED))


def _is_sound(row: Row[Any]) -> bool:
    return bool(row.checksum == _checksum(dict(row._mapping)))


def _revision_of(row: Row[Any]) -> Revision:
    """Make a revision from its row; raise ValueError or TypeError if the row is damaged."""
    if not _is_sound(row) or row.kind not in THING_KINDS or row.effect not in EFFECTS:
        raise ValueError(row.sequence)
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
        accepted_by=row.accepter_id,
        sequence=row.sequence,
    )
