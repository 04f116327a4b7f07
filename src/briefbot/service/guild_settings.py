"""A guild's settings, kept in memory for every message, and deleted some time after the bot has left."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from threading import RLock
from typing import Any, Protocol

from briefbot.domain.clocks import Reading, steady_clock, wall_clock
from briefbot.domain.records import Absence, GuildSettings, KeptSettings
from briefbot.errors import StoreError, UnreadableError
from briefbot.service.absence import KEPT_AFTER_LEAVING, TOLERANCE, Present, absence_now, is_expired

log = logging.getLogger(__name__)

NO_SETTINGS = GuildSettings()
"""The settings of a guild that has set nothing."""
IN_PRIVATE = GuildSettings(member_cooldown=0)
"""The settings outside guilds, where frequent questions do not affect anybody else."""
UNKNOWN = GuildSettings(is_paused=True)
"""The settings of a guild whose own ones are unknown.

It is paused, because answering could show withdrawn answers, or serve somebody who is blocked.
"""


class GuildStore(Protocol):
    """Stores guilds' settings."""

    def settings(self, guild: int) -> dict[str, Any]:
        """Return a guild's settings by name, without those that were never set."""
        ...

    def settings_of_all(self) -> KeptSettings:
        """Return the settings of all guilds that have any, and which guilds have an unreadable row."""
        ...

    def keep(self, guild: int, values: Mapping[str, Any]) -> None:
        """Keep settings by name; others stay, and None deletes one."""
        ...

    def note_absences(self, judge: Callable[[int, Absence], Absence]) -> dict[int, tuple[Absence, Absence]]:
        """Let `judge` decide on the absence of every known guild, all at once.

        Return the changes.
        """
        ...

    def delete_absent(self, is_due: Callable[[int, Absence], bool]) -> list[int]:
        """Delete all data of the guilds that are due for it; return their ids."""
        ...


@dataclass(frozen=True, slots=True)
class _Insisted:
    """Urgent settings that the store could not save: they hold in memory, and are saved later."""

    is_paused: bool = False
    blocked: frozenset[int] = frozenset()

    def over(self, settings: GuildSettings) -> GuildSettings:
        """Return the known settings with these."""
        return replace(settings, is_paused=settings.is_paused or self.is_paused, blocked=settings.blocked | self.blocked)


class Guilds:
    """The settings of all guilds, and their deletion.

    If they cannot be read, known settings stay in effect, and guilds with unknown ones are paused.
    """

    def __init__(
        self,
        store: GuildStore,
        wall: Callable[[], datetime] = wall_clock,
        steady: Callable[[], float] = steady_clock,
        is_ours: Callable[[int], bool] = lambda _: True,
    ) -> None:
        """Set the store, two clocks (wall and steady), and which guilds belong to this process."""
        self._store, self._wall, self._steady, self._is_ours = store, wall, steady, is_ours
        self._checked = self._read_clocks()
        self._known: Mapping[int, GuildSettings] = {}
        self._unreadable: frozenset[int] = frozenset()
        self._insisted: dict[int, _Insisted] = {}
        self._is_read_ahead = self._was_read = False
        self._lock = RLock()

    def settings(self, guild: int) -> GuildSettings:
        """Return a guild's settings.

        After the first refresh nobody waits for the store, and an unknown guild has the defaults.
        """
        known = self._known.get(guild)
        if known is None and not self._is_read_ahead:
            known = self._read(guild)
        if known is None:
            known = NO_SETTINGS if self._was_read or not self._is_read_ahead else UNKNOWN
        if guild in self._unreadable:
            known = replace(known, is_paused=True)
        insisted = self._insisted.get(guild)
        return known if insisted is None else insisted.over(known)

    def _read(self, guild: int) -> GuildSettings:
        with self._lock:
            try:
                found = self._kept(guild)
            except StoreError as error:
                log.error("settings cannot be read, the server is paused", extra={"guild": guild, "error": error.why})
                return UNKNOWN
            self._known = {**self._known, guild: found}
            return found

    def _kept(self, guild: int) -> GuildSettings:
        return _settings_of(guild, self._store.settings(guild))

    def change(self, guild: int, **changes: Any) -> GuildSettings:
        """Change settings; they are durable when this returns. Raise StoreError if nothing was changed."""
        with self._lock:
            changed = replace(self._kept(guild), **changes)
            plain = _plain(changed)
            self._store.keep(guild, {name: plain[name] for name in changes})
            self._known = {**self._known, guild: changed}
        return self.settings(guild)

    def pause(self, guild: int) -> GuildSettings:
        """Pause a guild until it is resumed; in memory if the store fails."""
        return self._insist(guild, _Insisted(is_paused=True))

    def resume(self, guild: int) -> GuildSettings:
        """Resume a guild; raise StoreError if it stays paused."""
        with self._lock:
            waiting = self._insisted.get(guild, _Insisted())
            self._wait_for(guild, replace(waiting, is_paused=False))
            if waiting.is_paused and not self._known.get(guild, NO_SETTINGS).is_paused and guild not in self._unreadable:
                return self.settings(guild)  # the pause was never saved
            return self.change(guild, is_paused=False)

    def block(self, guild: int, person: int) -> GuildSettings:
        """Ignore a member's questions; in memory if the store fails."""
        return self._insist(guild, _Insisted(blocked=frozenset({person})))

    def unblock(self, guild: int, person: int) -> GuildSettings:
        """Answer a member again; raise StoreError if the member stays blocked."""
        with self._lock:
            waiting = self._insisted.get(guild, _Insisted())
            self._wait_for(guild, replace(waiting, blocked=waiting.blocked - {person}))
            if person in waiting.blocked and person not in self._known.get(guild, NO_SETTINGS).blocked:
                return self.settings(guild)
            kept = self._kept(guild)
            return self.change(guild, blocked=kept.blocked - {person}, appealed=kept.appealed - {person})

    def appeal(self, guild: int, person: int) -> bool:
        """Record that a blocked member asks to be unblocked.

        Return False if they are not blocked, or have asked before.
        """
        with self._lock:
            appealed = self._kept(guild).appealed
            if person not in self.settings(guild).blocked or person in appealed:
                return False
            self.change(guild, appealed=appealed | {person})
            return True

    def forget_appeal(self, guild: int, person: int) -> None:
        """Note that an appeal has not reached the moderators, so that the member can ask again."""
        with self._lock:
            self.change(guild, appealed=self._kept(guild).appealed - {person})

    def is_unwritten(self, guild: int) -> bool:
        """Return whether a pause or a block of a guild is only in memory."""
        return guild in self._insisted

    def _insist(self, guild: int, wanted: _Insisted) -> GuildSettings:
        """Apply settings that cannot wait until the store works."""
        with self._lock:
            try:
                return self._write(guild, wanted)
            except StoreError as error:
                log.error("a pause or block is in memory alone until it can be written", extra={"guild": guild, "error": error.why})
                waiting = self._insisted.get(guild, _Insisted())
                self._wait_for(guild, _Insisted(waiting.is_paused or wanted.is_paused, waiting.blocked | wanted.blocked))
                return self.settings(guild)

    def _write(self, guild: int, wanted: _Insisted) -> GuildSettings:
        changes: dict[str, Any] = {"is_paused": True} if wanted.is_paused else {}
        if wanted.blocked:
            changes["blocked"] = self._kept(guild).blocked | wanted.blocked
        return self.change(guild, **changes)

    def _wait_for(self, guild: int, wanted: _Insisted) -> None:
        """Keep settings to save later, if there are any."""
        waiting = {**self._insisted, guild: wanted}
        self._insisted = {guild: each for guild, each in waiting.items() if each != _Insisted()}

    def _write_what_waits(self) -> None:
        for guild, wanted in list(self._insisted.items()):
            if guild not in self._unreadable:
                self._write(guild, wanted)
                self._wait_for(guild, _Insisted())

    def count_blocking(self, person: int) -> int:
        """Return the number of guilds that block a person."""
        blocked = [values.get("blocked") for values in self._store.settings_of_all().values.values()]
        return sum(person in people for people in blocked if isinstance(people, list))

    def compare(self, present: Present) -> datetime:
        """Mark the known guilds that the bot is no longer in as left, and those that it is in as present.

        Return the time of the comparison.
        """
        reading = self._read_clocks()
        jump = reading.jump_since(self._checked)
        has_jumped = abs(jump) > TOLERANCE
        if has_jumped:
            log.warning("the clock was set: no server is deleted before it has been seen absent for another day", extra={"jump": str(jump)})

        def judge(guild: int, known: Absence) -> Absence:
            if guild in present.guilds:
                return Absence()
            return absence_now(known, reading.time, starts_over=has_jumped) if present.lacks(guild) else known

        for guild, (before, after) in self._store.note_absences(judge).items():
            if (before.left_at is None) is not (after.left_at is None):
                is_there = after.left_at is None
                log.info("a server is there again" if is_there else "a server is marked as left", extra={"guild": guild})
        self._checked = reading  # not before: if the store fails, the next comparison must know of the jump
        return reading.time

    def delete_expired(self, present: Present) -> list[int]:
        """Delete all data of the guilds that the bot left at least thirty days ago, and is not in now.

        Return their ids.
        """
        now = self.compare(present)
        gone = self._store.delete_absent(lambda guild, absence: present.lacks(guild) and is_expired(absence, now))
        with self._lock:
            for guild in gone:
                self._wait_for(guild, _Insisted())
                log.info("a server that was left is deleted", extra={"guild": guild, "days": KEPT_AFTER_LEAVING.days})
            self._known = {guild: known for guild, known in self._known.items() if guild not in gone}
        return gone

    def _read_clocks(self) -> Reading:
        return Reading(self._wall(), self._steady())

    def refresh(self) -> None:
        """Read the settings of all guilds at once.

        If that fails with StoreError, they stay unchanged until the next time.
        """
        try:
            with self._lock:
                kept = self._store.settings_of_all()
                found, unreadable = dict[int, GuildSettings](), set(filter(self._is_ours, kept.unreadable))
                for guild in filter(self._is_ours, kept.values):
                    try:
                        found[guild] = _settings_of(guild, kept.values[guild])
                    except UnreadableError:
                        unreadable.add(guild)
                stays = {guild: self._known.get(guild, UNKNOWN) for guild in unreadable}
                self._known, self._unreadable, self._was_read = {**found, **stays}, frozenset(unreadable), True
                self._write_what_waits()
        finally:
            self._is_read_ahead = True

    def refresh_one(self, guild: int) -> None:
        """Read the settings of a guild that another process changed; raise StoreError if that fails."""
        if not self._is_ours(guild):
            return
        with self._lock:
            try:
                self._known = {**self._known, guild: self._kept(guild)}
                self._unreadable -= {guild}
            except UnreadableError:
                self._known = {**self._known, guild: self._known.get(guild, UNKNOWN)}
                self._unreadable |= {guild}

    def unreadable(self) -> frozenset[int]:
        """Return the guilds with an unreadable row; they are paused."""
        return self._unreadable


def _settings_of(guild: int, values: Mapping[str, Any]) -> GuildSettings:
    """Make settings from stored values; unknown names are ignored.

    Raise UnreadableError if a value is unusable.
    """
    known: dict[str, Any] = {}
    for field in fields(GuildSettings):
        if field.name in values:
            value = values[field.name]
            known[field.name] = frozenset(value) if isinstance(value, list) and all(type(each) is int for each in value) else value
            if not isinstance(known[field.name], type(field.default) if field.default is not None else int):
                raise UnreadableError(guild)
    return GuildSettings(**known)


def _plain(settings: GuildSettings) -> dict[str, Any]:
    """Convert settings to their stored form."""
    return {name: sorted(value) if isinstance(value, frozenset) else value for name, value in asdict(settings).items()}
