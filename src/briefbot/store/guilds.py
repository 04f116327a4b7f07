"""Store data about a guild itself: its settings, and since when the bot has been gone from it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, TypeAlias

from sqlalchemy import Connection, Row, Select, Table, bindparam, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from briefbot.domain.records import Absence, KeptSettings, Told
from briefbot.errors import UnreadableError
from briefbot.store.checksums import checksum
from briefbot.store.database import Database
from briefbot.store.fleet.changes import announce
from briefbot.store.schema import guilds, revisions, settings

_Rows: TypeAlias = dict[int, dict[str, Any]]


def ensure_guild(connection: Connection, guild: int) -> None:
    """Make a guild's row, which all its other rows refer to."""
    if connection.scalar(select(guilds.c.id).where(guilds.c.id == guild)) is not None:
        return
    try:
        with connection.begin_nested():
            connection.execute(insert(guilds).values(id=guild, settings=0, revisions=0))
    except IntegrityError:
        return  # another process made it in the meantime


class Guilds:
    """Guilds' settings and removal."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def settings(self, guild: int) -> dict[str, Any]:
        """Return a guild's settings by name, without those that were never set.

        Raise UnreadableError if a row is damaged.
        """
        with self._database.reading() as connection:
            found, unreadable = read_settings(connection, guild)
        if guild in unreadable:
            raise UnreadableError(guild)
        return found.get(guild, {})

    def settings_of_all(self) -> KeptSettings:
        """Return the settings of all guilds that have any, and which guilds have an unreadable row."""
        with self._database.reading() as connection:
            found, unreadable = read_settings(connection)
        return KeptSettings({guild: values for guild, values in found.items() if guild not in unreadable}, unreadable)

    def keep(self, guild: int, values: Mapping[str, Any]) -> None:
        """Keep settings by name; others stay, and None deletes one."""
        with self._database.writing() as connection:
            ensure_guild(connection, guild)
            # of two processes, one waits here
            connection.execute(select(guilds.c.id).where(guilds.c.id == guild).with_for_update())
            for name, value in values.items():
                connection.execute(delete(settings).where(settings.c.guild_id == guild, settings.c.name == name))
                if value is not None:
                    connection.execute(insert(settings).values(_row_of(guild, name, value)))
            count = select(func.count()).select_from(settings).where(settings.c.guild_id == guild).scalar_subquery()
            connection.execute(update(guilds).where(guilds.c.id == guild).values(settings=count))
            announce(connection, Told(guild))

    def note_absences(self, judge: Callable[[int, Absence], Absence]) -> dict[int, tuple[Absence, Absence]]:
        """Let `judge` decide on the absence of every known guild, all at once; return the changes."""
        with self._database.writing() as connection:
            judged = {guild: (before, judge(guild, before)) for guild, before in read_absences(connection).items()}
            changed = {guild: (before, after) for guild, (before, after) in judged.items() if before != after}
            if changed:
                rows = [{"guild": guild, **asdict(after)} for guild, (_, after) in changed.items()]
                connection.execute(update(guilds).where(guilds.c.id == bindparam("guild")), rows)
            return changed

    def delete_absent(self, is_due: Callable[[int, Absence], bool]) -> list[int]:
        """Delete all data of the guilds that are due for it; return their ids."""
        with self._database.writing() as connection:
            gone = [guild for guild, absence in read_absences(connection).items() if is_due(guild, absence)]
            connection.execute(delete(guilds).where(guilds.c.id.in_(gone)))
            return gone


def _row_of(guild: int, name: str, value: Any) -> dict[str, Any]:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return {"guild_id": guild, "name": name, "value": text, "checksum": checksum(guild, name, text)}


def read_settings(connection: Connection, guild: int | None = None) -> tuple[_Rows, frozenset[int]]:
    """Read the settings of one guild or of all, and which guilds have a damaged or missing row."""
    found: _Rows = {}
    damaged: set[int] = set()
    for row in connection.execute(_of(select(settings), settings.c.guild_id, guild)):
        try:
            found.setdefault(row.guild_id, {})[row.name] = _value_of(row)
        except (TypeError, ValueError, RecursionError):
            damaged.add(row.guild_id)
    return found, frozenset(damaged | _miscounted(connection, guild))


def _miscounted(connection: Connection, guild: int | None) -> set[int]:
    """Return the guilds with more or fewer rows than they count; a guild whose own row got another id counts none."""
    rows = _of(select(guilds.c.id, guilds.c.settings, guilds.c.revisions), guilds.c.id, guild)
    counted = {row.id: (row.settings, row.revisions) for row in connection.execute(rows)}
    kept, revised = (_rows_of_each(connection, table, guild) for table in (settings, revisions))
    return {each for each in {*counted, *kept, *revised} if counted.get(each, (0, 0)) != (kept[each], revised[each])}


def _rows_of_each(connection: Connection, table: Table, guild: int | None) -> Counter[int]:
    count = select(table.c.guild_id, func.count().label("rows")).group_by(table.c.guild_id)
    return Counter({row.guild_id: row.rows for row in connection.execute(_of(count, table.c.guild_id, guild))})


def _of(query: Select[Any], column: Any, guild: int | None) -> Select[Any]:
    return query if guild is None else query.where(column == guild)


def _value_of(row: Row[Any]) -> Any:
    """Return a setting's value; raise ValueError or TypeError if the row is damaged."""
    if row.checksum != checksum(row.guild_id, row.name, row.value):
        raise ValueError(row.name)
    return json.loads(row.value)


def read_absences(connection: Connection) -> dict[int, Absence]:
    """Return the absence of each guild; an unreadable one counts as none, so nothing is deleted for it."""
    query = select(guilds.c.id, guilds.c.left_at, guilds.c.absent_since).order_by(guilds.c.id)
    try:
        return {row.id: Absence(row.left_at, row.absent_since) for row in connection.execute(query).all()}
    except (TypeError, ValueError):  # TypeError: a time that is a number
        known = connection.scalars(select(guilds.c.id).order_by(guilds.c.id)).all()
        return {guild: _absence(connection, query.where(guilds.c.id == guild)) for guild in known}


def _absence(connection: Connection, query: Select[Any]) -> Absence:
    try:
        row = connection.execute(query).one()
    except (TypeError, ValueError):
        return Absence()
    return Absence(row.left_at, row.absent_since)
