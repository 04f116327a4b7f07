"""Store what replies show, and which replies are to be corrected: a queue that outlives the process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, func, insert, literal, select, update

from briefbot.domain.corrections import Correction, Due, Fate, ShownReply
from briefbot.domain.knowledge import Key
from briefbot.store.database import Database
from briefbot.store.guilds import ensure_guild
from briefbot.store.schema import corrections, due_corrections, shown_items


class Corrections:
    """The corrections of all guilds."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, reply: ShownReply) -> None:
        """Record what a reply shows now, replacing what it showed before; its age does not change."""
        shown = shown_items.c.message_id == reply.message_id
        row = {name: value for name, value in asdict(reply).items() if name != "items"}
        with self._database.writing(settles=False) as connection:
            row["time"] = connection.scalar(select(func.min(shown_items.c.time)).where(shown)) or reply.time
            connection.execute(delete(shown_items).where(shown))
            rows = [{**row, "position": place, "thing_id": thing, "stamp": stamp} for place, (thing, stamp) in enumerate(reply.items)]
            if rows:
                ensure_guild(connection, reply.guild_id)
                connection.execute(insert(shown_items), rows)

    def count(self, guild: int, thing: str, stamp: str, since: datetime) -> int:
        """Return the number of public replies that show a thing with a stamp other than this one."""
        with self._database.reading() as connection:
            return _count(connection, _older(guild, thing, stamp, since), is_private=False)

    def start(self, wanted: Correction, stamp: str, since: datetime) -> Correction:
        """Begin a correction and return it, or the same one if it is already running.

        It replaces a correction of an earlier revision.
        """
        same = (corrections.c.guild_id == wanted.guild_id, corrections.c.kind == wanted.kind, corrections.c.thing_id == wanted.thing_id)
        older = _older(wanted.guild_id, wanted.thing_id, stamp, since)
        with self._database.writing() as connection:
            ensure_guild(connection, wanted.guild_id)
            running = connection.execute(select(corrections).where(*same, corrections.c.ended_at.is_(None))).mappings().one_or_none()
            if running is not None and running["revision"] == wanted.revision:
                return Correction(**running)
            if running is not None:
                _cancel(connection, running["id"], wanted.time)
            total, private = (_count(connection, older, is_private=each) for each in (False, True))
            begun = replace(wanted, total=total, private=private, ended_at=None if total else wanted.time)
            row = {name: value for name, value in asdict(begun).items() if name != "id"}
            number = connection.execute(insert(corrections).values(row).returning(corrections.c.id)).scalar_one()
            due = select(literal(number), shown_items.c.message_id).where(*older, shown_items.c.is_private.is_(False)).distinct()
            connection.execute(insert(due_corrections).from_select(["correction_id", "message_id"], due))
            return replace(begun, id=number)

    def next_due(self, guild: int) -> Due | None:
        """Return the newest waiting reply of a guild's oldest running correction; None if nothing is waiting."""
        waiting = select(corrections, due_corrections.c.message_id).join(due_corrections)
        query = waiting.where(corrections.c.guild_id == guild).order_by(corrections.c.id, due_corrections.c.message_id.desc()).limit(1)
        with self._database.reading() as connection:
            row = connection.execute(query).mappings().one_or_none()
            if row is None:
                return None
            found = {name: value for name, value in row.items() if name != "message_id"}
            return Due(Correction(**found), row["message_id"], _reply(connection, guild, row["message_id"]))

    def settle(self, due: Due, fate: Fate, stamps: Mapping[str, str], time: datetime) -> Correction | None:
        """Record the result for a reply, once, and return the progress of its correction.

        Return None if the correction was cancelled in the meantime.
        """
        number, message = due.correction.id, due.message_id
        waits = (due_corrections.c.correction_id == number, due_corrections.c.message_id == message)
        shown = shown_items.c.message_id == message
        with self._database.writing(settles=False) as connection:
            if fate == "gone":
                connection.execute(delete(shown_items).where(shown))
            for thing, stamp in stamps.items():
                connection.execute(update(shown_items).where(shown, shown_items.c.thing_id == thing).values(stamp=stamp))
            if connection.execute(delete(due_corrections).where(*waits)).rowcount:
                counted = corrections.c[fate]
                connection.execute(update(corrections).where(corrections.c.id == number).values({counted: counted + 1}))
            _end_if_done(connection, number, time)
            return _one(connection, due.correction.guild_id, number)

    def cancel(self, guild: int, number: int, time: datetime) -> bool:
        """End a correction of a guild; return whether it was running."""
        with self._database.writing() as connection:
            found = _one(connection, guild, number)
            if found is None or found.ended_at is not None:
                return False
            _cancel(connection, number, time)
            return True

    def find(self, guild: int, number: int) -> Correction | None:
        """Return a correction of a guild, or None if there is none."""
        with self._database.reading() as connection:
            return _one(connection, guild, number)

    def guilds(self) -> list[int]:
        """List the guilds in which a correction is running."""
        with self._database.reading() as connection:
            return list(connection.scalars(select(corrections.c.guild_id).where(corrections.c.ended_at.is_(None)).distinct()))

    def of_things(self, guild: int, keys: Sequence[Key]) -> list[Correction]:
        """List a guild's corrections of some things, oldest first."""
        wanted = (corrections.c.guild_id == guild, corrections.c.thing_id.in_({thing for _, thing in keys}))
        with self._database.reading() as connection:
            found = connection.execute(select(corrections).where(*wanted).order_by(corrections.c.id)).mappings()
            return [each for each in (Correction(**row) for row in found) if each.key in keys]

    def count_by(self, person: int) -> int:
        """Count the corrections that a person began."""
        with self._database.reading() as connection:
            return connection.scalar(select(func.count()).select_from(corrections).where(corrections.c.author_id == person)) or 0

    def forget_all_by(self, person: int) -> None:
        """Remove a person from their corrections; the corrections stay."""
        with self._database.writing(settles=False) as connection:
            connection.execute(update(corrections).where(corrections.c.author_id == person).values(author_id=None))


def _older(guild: int, thing: str, stamp: str, since: datetime) -> tuple[ColumnElement[bool], ...]:
    is_of_thing = (shown_items.c.guild_id == guild, shown_items.c.thing_id == thing)
    return (*is_of_thing, shown_items.c.stamp != stamp, shown_items.c.time >= since)


def _count(connection: Connection, older: Sequence[ColumnElement[bool]], *, is_private: bool) -> int:
    messages = func.count(shown_items.c.message_id.distinct())
    return connection.scalar(select(messages).where(*older, shown_items.c.is_private.is_(is_private))) or 0


def _cancel(connection: Connection, number: int, time: datetime) -> None:
    connection.execute(delete(due_corrections).where(due_corrections.c.correction_id == number))
    connection.execute(update(corrections).where(corrections.c.id == number).values(ended_at=time, is_cancelled=True))


def _reply(connection: Connection, guild: int, message: int) -> ShownReply | None:
    rows = connection.execute(select(shown_items).where(shown_items.c.message_id == message).order_by(shown_items.c.position)).all()
    if not rows:
        return None
    items = tuple((row.thing_id, row.stamp) for row in rows)
    return ShownReply(message, rows[0].channel_id, guild, rows[0].is_private, rows[0].time, items)


def _end_if_done(connection: Connection, number: int, time: datetime) -> None:
    """End a correction if it has no replies left."""
    is_left = select(due_corrections.c.message_id).where(due_corrections.c.correction_id == number).exists()
    done = (corrections.c.id == number, corrections.c.ended_at.is_(None), ~is_left)
    connection.execute(update(corrections).where(*done).values(ended_at=time))


def _one(connection: Connection, guild: int, number: int) -> Correction | None:
    wanted = (corrections.c.id == number, corrections.c.guild_id == guild)
    row = connection.execute(select(corrections).where(*wanted)).mappings().one_or_none()
    return None if row is None else Correction(**row)
