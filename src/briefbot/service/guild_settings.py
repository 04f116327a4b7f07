"""What a guild's moderators set, kept in memory for every message, and what becomes of it when the bot leaves."""

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
"""What holds in a guild where nobody has set anything."""
IN_PRIVATE = GuildSettings(member_cooldown=0)
"""What holds outside guilds, where nobody else is kept waiting by who asks often."""
UNKNOWN = GuildSettings(is_paused=True)
"""What holds where nobody knows what was set.

To answer could tell what moderators withdrew, to somebody whom they blocked.
"""


class GuildStore(Protocol):
    """Where guilds' settings are kept."""

    def settings(self, guild: int) -> dict[str, Any]:
        """Read a guild's settings by name; what was never set is not there."""
        ...

    def settings_of_all(self) -> KeptSettings:
        """Read the settings of all guilds that have set any, and which guilds have a row that cannot be read."""
        ...

    def keep(self, guild: int, values: Mapping[str, Any]) -> None:
        """Keep settings by name; the others stay, and None forgets one."""
        ...

    def note_absences(self, judge: Callable[[int, Absence], Absence]) -> dict[int, tuple[Absence, Absence]]:
        """Let the absence of each known guild be judged, all at once.

        Return what was noted and what is now, where that differs.
        """
        ...

    def delete_absent(self, is_due: Callable[[int, Absence], bool]) -> list[int]:
        """Delete everything of the guilds whose absence is due for it; return their ids."""
        ...


@dataclass(frozen=True, slots=True)
class _Insisted:
    """What moderators want at once and the store could not take: it is in force in memory, and written later."""

    is_paused: bool = False
    blocked: frozenset[int] = frozenset()

    def over(self, settings: GuildSettings) -> GuildSettings:
        """Return what is in force: what is known, and this."""
        return replace(settings, is_paused=settings.is_paused or self.is_paused, blocked=settings.blocked | self.blocked)


class Guilds:
    """The settings of all guilds, and their removal.

    Where they cannot be read, what was known stays in force; unknown ones are paused.
    """

    def __init__(
        self,
        store: GuildStore,
        wall: Callable[[], datetime] = wall_clock,
        steady: Callable[[], float] = steady_clock,
        is_ours: Callable[[int], bool] = lambda _: True,
    ) -> None:
        """Take the store, two clocks, the time and seconds by one that cannot be set, and which guilds this process
        hears of.
        """
        self._store, self._wall, self._steady, self._is_ours = store, wall, steady, is_ours
        self._checked = self._read_clocks()
        self._known: Mapping[int, GuildSettings] = {}
        self._unreadable: frozenset[int] = frozenset()
        self._insisted: dict[int, _Insisted] = {}
        self._is_read_ahead = self._was_read = False
        self._lock = RLock()

    def settings(self, guild: int) -> GuildSettings:
        """Give a guild's settings.

        After the first refresh nobody waits for the store, and who is not known has set nothing.
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
        """Change settings; they are durable when this returns, and StoreError says that nothing changed."""
        with self._lock:
            changed = replace(self._kept(guild), **changes)
            plain = _plain(changed)
            self._store.keep(guild, {name: plain[name] for name in changes})
            self._known = {**self._known, guild: changed}
        return self.settings(guild)

    def pause(self, guild: int) -> GuildSettings:
        """Let nothing be answered in a guild until it is resumed; where that cannot be kept, in memory."""
        return self._insist(guild, _Insisted(is_paused=True))

    def resume(self, guild: int) -> GuildSettings:
        """Answer again; StoreError says that the guild stays paused."""
        with self._lock:
            waiting = self._insisted.get(guild, _Insisted())
            self._wait_for(guild, replace(waiting, is_paused=False))
            if waiting.is_paused and not self._known.get(guild, NO_SETTINGS).is_paused and guild not in self._unreadable:
                return self.settings(guild)  # the pause was never written
            return self.change(guild, is_paused=False)

    def block(self, guild: int, person: int) -> GuildSettings:
        """Ignore a member's questions; where that cannot be kept, in memory."""
        return self._insist(guild, _Insisted(blocked=frozenset({person})))

    def unblock(self, guild: int, person: int) -> GuildSettings:
        """Answer a member again; StoreError says that the member stays blocked."""
        with self._lock:
            waiting = self._insisted.get(guild, _Insisted())
            self._wait_for(guild, replace(waiting, blocked=waiting.blocked - {person}))
            if person in waiting.blocked and person not in self._known.get(guild, NO_SETTINGS).blocked:
                return self.settings(guild)
            kept = self._kept(guild)
            return self.change(guild, blocked=kept.blocked - {person}, appealed=kept.appealed - {person})

    def appeal(self, guild: int, person: int) -> bool:
        """Note that a blocked member asks that this be lifted.

        Return False where they are not blocked, or have asked before.
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
        """Return whether a pause or a block of a guild is in force in memory alone."""
        return guild in self._insisted

    def _insist(self, guild: int, wanted: _Insisted) -> GuildSettings:
        """Put something in force that cannot wait for the store to work."""
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
        """Hold what is to be written later; nothing where there is nothing."""
        waiting = {**self._insisted, guild: wanted}
        self._insisted = {guild: each for guild, each in waiting.items() if each != _Insisted()}

    def _write_what_waits(self) -> None:
        for guild, wanted in list(self._insisted.items()):
            if guild not in self._unreadable:
                self._write(guild, wanted)
                self._wait_for(guild, _Insisted())

    def count_blocking(self, person: int) -> int:
        """Count the guilds whose moderators let a person ask nothing."""
        blocked = [values.get("blocked") for values in self._store.settings_of_all().values.values()]
        return sum(person in people for people in blocked if isinstance(people, list))

    def compare(self, present: Present) -> datetime:
        """Mark the known guilds that the bot is no longer in as left, and those that it is in as not left.

        Return the time of that.
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
        self._checked = reading  # not before: where the store fails, the next comparison has to know of the jump
        return reading.time

    def delete_expired(self, present: Present) -> list[int]:
        """Delete everything of the guilds that the bot left thirty days ago or earlier, and is not in now.

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

        Where that fails with StoreError they stay as they are until the next time.
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
        """Read the settings of a guild that another process changed; StoreError says why that fails."""
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
        """List the guilds of which a row cannot be read; they are paused."""
        return self._unreadable


def _settings_of(guild: int, values: Mapping[str, Any]) -> GuildSettings:
    """Make settings of what is kept; what this version does not know is left alone.

    Raise UnreadableError where a value is of no use.
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
    """Bring settings into the form in which they are kept."""
    return {name: sorted(value) if isinstance(value, frozenset) else value for name, value in asdict(settings).items()}
