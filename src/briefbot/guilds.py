"""What a guild's moderators set, kept in memory for every message, and what becomes of it when the bot leaves."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields, replace
from datetime import UTC, datetime, timedelta
from threading import RLock
from typing import Any, Protocol

from briefbot.errors import StoreError
from briefbot.records import GuildSettings

log = logging.getLogger(__name__)

NO_SETTINGS = GuildSettings()
"""What holds where nobody has set anything."""
KEPT_AFTER_LEAVING = timedelta(days=30)
"""How long a guild's changes can still be exported after the bot has left it."""


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

    def leave(self, guild: int, time: datetime) -> None:
        """Note that the bot left a guild."""
        ...

    def join(self, guild: int) -> None:
        """Note that the bot is in a guild."""
        ...

    def left(self) -> dict[int, datetime]:
        """List the guilds that the bot left, with the time."""
        ...

    def delete_left(self, before: datetime) -> list[int]:
        """Delete everything of the guilds that the bot left before a time."""
        ...


class Guilds:
    """The settings of all guilds, and their removal."""

    def __init__(
        self,
        store: GuildStore,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store, self._clock = store, clock
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

    def leave(self, guild: int) -> None:
        """Mark a guild that the bot has left; what is kept of it goes after thirty days."""
        self._store.leave(guild, self._clock())

    def join(self, guild: int) -> None:
        """Keep what is kept of a guild that the bot is in (again)."""
        self._store.join(guild)

    def delete_expired(self) -> list[int]:
        """Delete everything of the guilds that the bot left thirty days ago or earlier; give their ids."""
        gone = self._store.delete_left(self._clock() - KEPT_AFTER_LEAVING)
        with self._lock:
            for guild in gone:
                self._known.pop(guild, None)
        return gone

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
