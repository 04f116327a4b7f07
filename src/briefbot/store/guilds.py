"""What is kept about a guild itself: its settings, and since when the bot is gone from it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from briefbot.records import Absence
from briefbot.store.database import Database
from briefbot.store.schema import guilds, settings


def ensure_guild(connection: Connection, guild: int) -> None:
    """Make a guild's row, which everything else of it hangs on."""
    if connection.scalar(select(guilds.c.id).where(guilds.c.id == guild)) is not None:
        return
    try:
        with connection.begin_nested():
            connection.execute(insert(guilds).values(id=guild))
    except IntegrityError:
        return  # somebody else made it in the meantime


class Guilds:
    """Guilds' settings and removal."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def settings(self, guild: int) -> dict[str, Any]:
        """Read a guild's settings by name; what was never set is not there."""
        with self._database.reading() as connection:
            rows = connection.execute(select(settings.c.name, settings.c.value).where(settings.c.guild_id == guild))
            return {name: json.loads(value) for name, value in rows}

    def settings_of_all(self) -> dict[int, dict[str, Any]]:
        """Read the settings of all guilds that have set any, by guild and name."""
        found: dict[int, dict[str, Any]] = {}
        with self._database.reading() as connection:
            for guild, name, value in connection.execute(select(settings.c.guild_id, settings.c.name, settings.c.value)):
                found.setdefault(guild, {})[name] = json.loads(value)
        return found

    def values(self, name: str) -> list[Any]:
        """Read one setting of all guilds that have set it."""
        with self._database.reading() as connection:
            return [json.loads(value) for value in connection.scalars(select(settings.c.value).where(settings.c.name == name))]

    def keep(self, guild: int, values: Mapping[str, Any]) -> None:
        """Keep settings by name; the others stay, and None forgets one."""
        with self._database.writing() as connection:
            ensure_guild(connection, guild)
            for name, value in values.items():
                connection.execute(delete(settings).where(settings.c.guild_id == guild, settings.c.name == name))
                if value is not None:
                    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
                    connection.execute(insert(settings).values(guild_id=guild, name=name, value=text))

    def note_absences(self, judge: Callable[[int, Absence], Absence]) -> dict[int, tuple[Absence, Absence]]:
        """Let the absence of each known guild be judged, all at once; return what was noted and what is now, where that differs."""
        with self._database.writing() as connection:
            judged = {guild: (before, judge(guild, before)) for guild, before in _absences(connection).items()}
            changed = {guild: (before, after) for guild, (before, after) in judged.items() if before != after}
            if changed:
                rows = [{"guild": guild, **asdict(after)} for guild, (_, after) in changed.items()]
                connection.execute(update(guilds).where(guilds.c.id == bindparam("guild")), rows)
            return changed

    def left(self) -> dict[int, datetime]:
        """List the guilds that the bot left and whose data is still there, with the time."""
        with self._database.reading() as connection:
            rows = connection.execute(select(guilds.c.id, guilds.c.left_at).where(guilds.c.left_at.is_not(None)))
            return {row.id: row.left_at for row in rows}

    def known(self) -> set[int]:
        """List the guilds that something is kept of."""
        with self._database.reading() as connection:
            return set(connection.scalars(select(guilds.c.id)))

    def delete_absent(self, is_due: Callable[[int, Absence], bool]) -> list[int]:
        """Delete everything of the guilds whose absence is due for it; return their ids."""
        with self._database.writing() as connection:
            gone = [guild for guild, absence in _absences(connection).items() if is_due(guild, absence)]
            connection.execute(delete(guilds).where(guilds.c.id.in_(gone)))
            return gone


def _absences(connection: Connection) -> dict[int, Absence]:
    rows = connection.execute(select(guilds.c.id, guilds.c.left_at, guilds.c.absent_since).order_by(guilds.c.id))
    return {row.id: Absence(row.left_at, row.absent_since) for row in rows.all()}
