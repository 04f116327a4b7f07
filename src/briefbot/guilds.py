"""What a guild's moderators set, kept in memory for every message, and what becomes of it when the bot leaves."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields, replace
from datetime import datetime
from threading import RLock
from typing import Any, Protocol

from briefbot.absence import KEPT_AFTER_LEAVING, TOLERANCE, Present, absence_now, is_expired
from briefbot.clocks import Reading, steady_clock, wall_clock
from briefbot.errors import StoreError
from briefbot.records import Absence, GuildSettings

log = logging.getLogger(__name__)

NO_SETTINGS = GuildSettings()
"""What holds where nobody has set anything."""


class GuildStore(Protocol):
    """Where guilds' settings are kept."""

    def settings(self, guild: int) -> dict[str, Any]:
        """Read a guild's settings by name; what was never set is not there."""
        ...

    def settings_of_all(self) -> dict[int, dict[str, Any]]:
        """Read the settings of all guilds that have set any, by guild and name."""
        ...

    def values(self, name: str) -> list[Any]:
        """Read one setting of all guilds that have set it."""
        ...

    def keep(self, guild: int, values: Mapping[str, Any]) -> None:
        """Keep settings by name; the others stay, and None forgets one."""
        ...

    def note_absences(self, judge: Callable[[int, Absence], Absence]) -> dict[int, tuple[Absence, Absence]]:
        """Let the absence of each known guild be judged, all at once; return what was noted and what is now, where that differs."""
        ...

    def left(self) -> dict[int, datetime]:
        """List the guilds that the bot left, with the time."""
        ...

    def delete_absent(self, is_due: Callable[[int, Absence], bool]) -> list[int]:
        """Delete everything of the guilds whose absence is due for it; return their ids."""
        ...


class Guilds:
    """The settings of all guilds, and their removal."""

    def __init__(
        self,
        store: GuildStore,
        wall: Callable[[], datetime] = wall_clock,
        steady: Callable[[], float] = steady_clock,
    ) -> None:
        """Take the store and two clocks: the time, and seconds by a clock that cannot be set."""
        self._store, self._wall, self._steady = store, wall, steady
        self._checked = self._read_clocks()
        self._known: dict[int, GuildSettings] = {}
        self._is_read_ahead = False
        self._lock = RLock()

    def settings(self, guild: int) -> GuildSettings:
        """Give a guild's settings; after the first refresh nobody waits for the store, and who is not known has set nothing."""
        known = self._known.get(guild)
        if known is not None or self._is_read_ahead:
            return known or NO_SETTINGS
        with self._lock:
            try:
                return self._known.setdefault(guild, _settings_of(self._store.settings(guild)))
            except StoreError as error:
                log.error("the settings of guild %s cannot be read, the defaults count: %s", guild, error.why)
                return NO_SETTINGS

    def change(self, guild: int, **changes: Any) -> GuildSettings:
        """Change settings; they are durable when this returns, and StoreError says that nothing changed."""
        with self._lock:
            changed = replace(_settings_of(self._store.settings(guild)), **changes)
            plain = _plain(changed)
            self._store.keep(guild, {name: plain[name] for name in changes})
            self._known[guild] = changed
            return changed

    def pause(self, guild: int) -> GuildSettings:
        """Let nothing be answered in a guild until it is resumed."""
        return self.change(guild, is_paused=True)

    def resume(self, guild: int) -> GuildSettings:
        """Answer again."""
        return self.change(guild, is_paused=False)

    def block(self, guild: int, person: int) -> GuildSettings:
        """Ignore a member's questions."""
        with self._lock:
            return self.change(guild, blocked=_settings_of(self._store.settings(guild)).blocked | {person})

    def unblock(self, guild: int, person: int) -> GuildSettings:
        """Answer a member again."""
        with self._lock:
            return self.change(guild, blocked=_settings_of(self._store.settings(guild)).blocked - {person})

    def count_blocking(self, person: int) -> int:
        """Count the guilds whose moderators let a person ask nothing."""
        return sum(person in blocked for blocked in self._store.values("blocked"))

    def compare(self, present: Present) -> datetime:
        """Mark the known guilds that the bot is no longer in as left, and those that it is in as not left; return the time of that."""
        reading = self._read_clocks()
        jump = reading.jump_since(self._checked)
        has_jumped = abs(jump) > TOLERANCE
        if has_jumped:
            log.warning("the clock was set by %s: no server is deleted before it has been seen absent for another day", jump)

        def judge(guild: int, known: Absence) -> Absence:
            if guild in present.guilds:
                return Absence()
            return absence_now(known, reading.time, starts_over=has_jumped) if present.lacks(guild) else known

        for guild, (before, after) in self._store.note_absences(judge).items():
            if (before.left_at is None) is not (after.left_at is None):
                log.info("server %s %s", guild, "is there again" if after.left_at is None else "is marked as left")
        self._checked = reading  # not before: where the store fails, the next comparison has to know of the jump
        return reading.time

    def delete_expired(self, present: Present) -> list[int]:
        """Delete everything of the guilds that the bot left thirty days ago or earlier, and is not in now; return their ids."""
        now = self.compare(present)
        gone = self._store.delete_absent(lambda guild, absence: present.lacks(guild) and is_expired(absence, now))
        with self._lock:
            for guild in gone:
                self._known.pop(guild, None)
                log.info("server %s is deleted, %s days after it was left", guild, KEPT_AFTER_LEAVING.days)
        return gone

    def _read_clocks(self) -> Reading:
        return Reading(self._wall(), self._steady())

    def left(self) -> dict[int, datetime]:
        """List the guilds that the bot left and whose changes can still be exported, with the time of leaving."""
        return self._store.left()

    def refresh(self) -> None:
        """Read the settings of all guilds at once; where that fails with StoreError they stay as they are until the next time."""
        try:
            with self._lock:
                self._known = {guild: _settings_of(values) for guild, values in self._store.settings_of_all().items()}
        finally:
            self._is_read_ahead = True


def _settings_of(values: Mapping[str, Any]) -> GuildSettings:
    """Make settings of what is kept; what this version does not know is left alone."""
    known: dict[str, Any] = {}
    for name in (field.name for field in fields(GuildSettings) if field.name in values):
        known[name] = frozenset(values[name]) if isinstance(values[name], list) else values[name]
    return GuildSettings(**known)


def _plain(settings: GuildSettings) -> dict[str, Any]:
    """Bring settings into the form in which they are kept."""
    return {name: sorted(value) if isinstance(value, frozenset) else value for name, value in asdict(settings).items()}
