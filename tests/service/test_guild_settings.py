"""Settings are read once, stay in force, and survive a store that fails for a while."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from briefbot.domain.clocks import Reading, steady_clock, wall_clock
from briefbot.domain.records import Absence, GuildSettings, KeptSettings
from briefbot.errors import StoreError
from briefbot.service.absence import KEPT_AFTER_LEAVING, Present
from briefbot.service.guild_settings import UNKNOWN, Guilds
from briefbot.store import Database, Store, open_store, sqlite_url
from kept import guilds_known, guilds_left

HERE, THERE = 1, 2
NOON = datetime(2025, 5, 1, 12, tzinfo=UTC)


class Clock:
    """A time that tests move."""

    def __init__(self) -> None:
        self.now, self.seconds = NOON, 0.0

    def pass_by(self, time: timedelta) -> None:
        """Advance the time; setting the clock changes only `now`."""
        self.now += time
        self.seconds += time.total_seconds()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def guilds(store: Store, clock: Clock) -> Guilds:
    return Guilds(store.guilds, lambda: clock.now, lambda: clock.seconds)


def test_a_guild_that_has_set_nothing_has_the_defaults(guilds: Guilds) -> None:
    assert guilds.settings(HERE) == GuildSettings()


def test_every_setting_comes_back_after_a_restart(guilds: Guilds, store: Store) -> None:
    wanted = GuildSettings(
        moderators=5, audit_channel=6, open_channels=frozenset({7, 8}), quiet_channels=frozenset({9}),
        only_channels=frozenset({7}), member_cooldown=10, channel_cooldown=11, is_paused=True, blocked=frozenset({12}),
    )  # fmt: skip
    changes = {name: getattr(wanted, name) for name in GuildSettings.__dataclass_fields__}
    assert guilds.change(HERE, **changes) == wanted
    assert Guilds(store.guilds).settings(HERE) == wanted
    assert guilds.settings(THERE) == GuildSettings()


def test_a_setting_can_be_taken_back(guilds: Guilds, store: Store) -> None:
    guilds.change(HERE, audit_channel=6)
    guilds.change(HERE, audit_channel=None)
    assert Guilds(store.guilds).settings(HERE) == GuildSettings()


def test_pause_and_block_are_undone_by_resume_and_unblock(guilds: Guilds) -> None:
    guilds.pause(HERE)
    guilds.block(HERE, 5)
    guilds.block(HERE, 6)
    assert guilds.settings(HERE) == GuildSettings(is_paused=True, blocked=frozenset({5, 6}))
    guilds.resume(HERE)
    guilds.unblock(HERE, 5)
    assert guilds.settings(HERE) == GuildSettings(blocked=frozenset({6}))


def test_what_another_version_kept_is_left_alone(guilds: Guilds, store: Store) -> None:
    store.guilds.keep(HERE, {"colour": "red", "audit_channel": 6})
    assert guilds.settings(HERE) == GuildSettings(audit_channel=6)
    guilds.change(HERE, is_paused=True)
    assert store.guilds.settings(HERE)["colour"] == "red"


def test_where_settings_cannot_be_read_at_first_every_guild_is_paused_until_they_can(tmp_path: Path) -> None:
    open_store(tmp_path / "away").guilds.keep(HERE, {"audit_channel": 6})
    (tmp_path / "data").write_text("in the way")
    guilds = Guilds(open_store(tmp_path / "data").guilds)
    assert guilds.settings(HERE) == UNKNOWN
    with pytest.raises(StoreError):
        guilds.refresh()
    assert guilds.settings(HERE) == UNKNOWN
    assert guilds.settings(THERE).is_paused
    with pytest.raises(StoreError):
        guilds.change(HERE, audit_channel=7)
    (tmp_path / "data").unlink()
    (tmp_path / "away").rename(tmp_path / "data")
    guilds.refresh()
    assert guilds.settings(HERE) == GuildSettings(audit_channel=6)
    assert guilds.settings(THERE) == GuildSettings()


# While the disk is full -------------------------------------------------------------------------------


@contextmanager
def full_disk(store: Store) -> Iterator[None]:
    """Keep the database from growing, as on a full disk."""
    if store.database.path is None:
        pytest.skip("only SQLite can be told how large it may grow")
    with store.database.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()

    def limit(connection: Any, _record: Any) -> None:
        connection.execute(f"PRAGMA max_page_count={pages}")

    store.close()
    event.listen(store.database._engine, "connect", limit)
    yield
    event.remove(store.database._engine, "connect", limit)
    store.close()


MANY = range(10, 400)
"""Enough guilds that their rows need more pages."""


def test_a_pause_works_while_the_disk_is_full_and_is_written_later(guilds: Guilds, store: Store) -> None:
    guilds.refresh()
    with full_disk(store):
        for guild in MANY:
            guilds.pause(guild)
        assert all(guilds.settings(guild).is_paused for guild in MANY)
        assert guilds.is_unwritten(MANY[-1])
        assert store.guilds.settings(MANY[-1]) == {}
        with pytest.raises(StoreError, match="disk is full"):
            guilds.refresh()
        assert guilds.settings(MANY[-1]).is_paused
    guilds.refresh()
    assert not any(map(guilds.is_unwritten, MANY))
    assert Guilds(store.guilds).settings(MANY[-1]).is_paused


class Failing:
    """A store whose writes, or all calls, fail on demand."""

    def __init__(self, store: Store) -> None:
        self._guilds = store.guilds
        self.reads = self.writes = True

    def settings(self, guild: int) -> dict[str, Any]:
        self._require(self.reads)
        return self._guilds.settings(guild)

    def settings_of_all(self) -> KeptSettings:
        self._require(self.reads)
        return self._guilds.settings_of_all()

    def keep(self, guild: int, values: Mapping[str, Any]) -> None:
        self._require(self.writes)
        self._guilds.keep(guild, values)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._guilds, name)

    @staticmethod
    def _require(works: bool) -> None:
        if not works:
            raise StoreError("the disk is full; the operator has to free some space")


@pytest.fixture
def failing(store: Store) -> Failing:
    return Failing(store)


def test_a_block_works_while_nothing_can_be_written(failing: Failing, store: Store) -> None:
    guilds = Guilds(failing)
    guilds.block(HERE, 5)
    failing.writes = False
    guilds.block(HERE, 6)
    guilds.pause(HERE)
    assert guilds.settings(HERE) == GuildSettings(is_paused=True, blocked=frozenset({5, 6}))
    assert store.guilds.settings(HERE) == {"blocked": [5]}
    failing.writes = True
    guilds.refresh()
    assert store.guilds.settings(HERE) == {"blocked": [5, 6], "is_paused": True}


def test_a_pause_works_while_nothing_can_be_read(failing: Failing) -> None:
    guilds = Guilds(failing)
    guilds.refresh()
    failing.reads = failing.writes = False
    guilds.pause(HERE)
    assert guilds.settings(HERE).is_paused
    with pytest.raises(StoreError):
        guilds.change(HERE, audit_channel=6)


def test_a_pause_that_was_never_written_can_be_ended_while_the_disk_is_full(failing: Failing, store: Store) -> None:
    guilds = Guilds(failing)
    guilds.refresh()
    failing.writes = False
    guilds.pause(HERE)
    guilds.block(HERE, 5)
    assert not guilds.resume(HERE).is_paused
    assert guilds.unblock(HERE, 5).blocked == frozenset()
    assert not guilds.is_unwritten(HERE)
    failing.writes = True
    guilds.refresh()
    assert guilds.settings(HERE) == GuildSettings()


def test_a_pause_that_was_written_cannot_be_ended_while_the_disk_is_full(failing: Failing) -> None:
    guilds = Guilds(failing)
    guilds.pause(HERE)
    guilds.block(HERE, 5)
    failing.writes = False
    with pytest.raises(StoreError):
        guilds.resume(HERE)
    with pytest.raises(StoreError):
        guilds.unblock(HERE, 5)
    assert guilds.settings(HERE) == GuildSettings(is_paused=True, blocked=frozenset({5}))


def test_what_another_process_changed_is_seen_after_a_refresh(guilds: Guilds, store: Store) -> None:
    guilds.change(HERE, audit_channel=6, is_paused=True)
    assert guilds.settings(THERE) == GuildSettings()
    Guilds(store.guilds).change(HERE, audit_channel=7)
    assert guilds.settings(HERE).audit_channel == 6
    guilds.refresh()
    assert guilds.settings(HERE) == GuildSettings(audit_channel=7, is_paused=True)
    assert guilds.settings(THERE) == GuildSettings()


def test_a_question_after_a_refresh_does_not_wait_for_the_store(guilds: Guilds, store: Store) -> None:
    store.guilds.keep(HERE, {"is_paused": True})
    guilds.refresh()
    store.close()  # reading it now would fail
    assert guilds.settings(HERE).is_paused
    assert not guilds.settings(THERE).is_paused


def test_a_refresh_that_fails_leaves_the_settings_as_they_are(guilds: Guilds, store: Store) -> None:
    guilds.change(HERE, is_paused=True)
    with store.database.writing() as connection:
        connection.exec_driver_sql("DROP TABLE guild_settings")
    with pytest.raises(StoreError):
        guilds.refresh()
    assert guilds.settings(HERE).is_paused


# Guilds that come and go -------------------------------------------------------------------------------

THERE_ALONE, BOTH = Present(frozenset({THERE})), Present(frozenset({HERE, THERE}))
DAY = timedelta(days=1)


def fill(guilds: Guilds) -> None:
    for guild in (HERE, THERE):
        guilds.change(guild, audit_channel=6)


def test_a_guild_that_was_left_is_deleted_after_thirty_days_and_not_before(guilds: Guilds, store: Store, clock: Clock) -> None:
    fill(guilds)
    guilds.compare(THERE_ALONE)
    clock.pass_by(KEPT_AFTER_LEAVING - timedelta(seconds=1))
    assert guilds.delete_expired(THERE_ALONE) == []
    assert guilds_left(store) == {HERE: NOON}
    clock.pass_by(timedelta(seconds=1))
    assert guilds.delete_expired(THERE_ALONE) == [HERE]
    assert guilds.settings(HERE) == GuildSettings()
    assert guilds.settings(THERE) == GuildSettings(audit_channel=6)
    assert guilds_known(store) == {THERE}


def test_a_guild_that_is_there_again_is_not_deleted_however_long_it_was_marked(guilds: Guilds, store: Store, clock: Clock) -> None:
    fill(guilds)
    guilds.compare(THERE_ALONE)
    clock.pass_by(365 * DAY)
    assert guilds.delete_expired(BOTH) == []
    assert guilds_left(store) == {}
    clock.pass_by(DAY)
    assert guilds.delete_expired(THERE_ALONE) == []
    assert guilds_left(store) == {HERE: clock.now}


def test_a_guild_left_long_ago_is_deleted_after_two_checks_a_day_apart(guilds: Guilds, store: Store, clock: Clock) -> None:
    fill(guilds)
    store.guilds.note_absences(lambda guild, known: Absence(NOON - 99 * DAY) if guild == HERE else known)  # as an earlier version did
    assert guilds.delete_expired(THERE_ALONE) == []
    clock.pass_by(DAY - timedelta(seconds=1))
    assert guilds.delete_expired(THERE_ALONE) == []
    clock.pass_by(timedelta(seconds=1))
    assert guilds.delete_expired(THERE_ALONE) == [HERE]


def test_guilds_on_the_shards_of_other_processes_are_left_alone(guilds: Guilds, store: Store, clock: Clock) -> None:
    ours, theirs = 4 << 22, 5 << 22
    for guild in (ours, theirs):
        guilds.change(guild, audit_channel=6)
    nobody = Present(frozenset(), frozenset({0}), 2)
    guilds.compare(nobody)
    assert set(guilds_left(store)) == {ours}
    clock.pass_by(KEPT_AFTER_LEAVING)
    guilds.compare(Present(frozenset(), frozenset({1}), 2))
    clock.pass_by(KEPT_AFTER_LEAVING)
    assert guilds.delete_expired(nobody) == [ours]
    assert guilds_known(store) == {theirs}


@pytest.mark.parametrize("shift", [365 * DAY, timedelta(hours=2), timedelta(hours=-2), -365 * DAY], ids=str)
def test_after_the_clock_is_set_nothing_is_deleted_for_another_day(
    guilds: Guilds, clock: Clock, caplog: pytest.LogCaptureFixture, shift: timedelta
) -> None:
    fill(guilds)
    guilds.compare(THERE_ALONE)
    clock.pass_by(KEPT_AFTER_LEAVING + DAY)
    clock.now += shift
    assert guilds.delete_expired(THERE_ALONE) == []
    assert [vars(record)["jump"] for record in caplog.records] == [str(shift)]
    clock.pass_by(DAY - timedelta(seconds=1))
    assert guilds.delete_expired(THERE_ALONE) == []
    assert caplog.text.count("the clock was set") == 1
    clock.pass_by(KEPT_AFTER_LEAVING)
    assert guilds.delete_expired(THERE_ALONE) == [HERE]


def test_a_guild_left_a_moment_ago_outlives_a_clock_that_is_a_year_ahead_for_a_while(guilds: Guilds, store: Store, clock: Clock) -> None:
    fill(guilds)
    guilds.compare(THERE_ALONE)
    for shift in (365 * DAY, -365 * DAY):
        clock.now += shift
        clock.pass_by(timedelta(hours=1))
        assert guilds.delete_expired(THERE_ALONE) == []
    clock.pass_by(DAY)
    assert guilds.delete_expired(THERE_ALONE) == []
    assert guilds_left(store) == {HERE: NOON}


def test_a_jump_that_a_locked_store_could_not_note_is_not_forgotten(tmp_path: Path, clock: Clock) -> None:
    store = Store.over(Database(sqlite_url(tmp_path / "briefbot.db"), patience=0.02))
    guilds = Guilds(store.guilds, lambda: clock.now, lambda: clock.seconds)
    fill(guilds)
    guilds.compare(THERE_ALONE)
    clock.now += 365 * DAY
    with closing(sqlite3.connect(tmp_path / "briefbot.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError):
            guilds.delete_expired(THERE_ALONE)
    assert guilds.delete_expired(THERE_ALONE) == []
    store.close()


def test_a_time_of_leaving_that_lies_ahead_of_the_clock_becomes_now(guilds: Guilds, store: Store, clock: Clock) -> None:
    fill(guilds)
    store.guilds.note_absences(lambda guild, known: Absence(NOON + 999 * DAY, NOON + 999 * DAY) if guild == HERE else known)
    guilds.compare(THERE_ALONE)
    assert guilds_left(store) == {HERE: NOON}
    clock.pass_by(KEPT_AFTER_LEAVING)
    assert guilds.delete_expired(THERE_ALONE) == [HERE]


def test_the_two_clocks_of_the_machine_go_alike() -> None:
    before = Reading(wall_clock(), steady_clock())
    assert abs(Reading(wall_clock(), steady_clock()).jump_since(before)) < timedelta(minutes=1)


def test_each_server_that_goes_comes_or_is_deleted_is_one_line_in_the_log(
    guilds: Guilds, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "briefbot.service.guild_settings")
    fill(guilds)
    for present in (THERE_ALONE, THERE_ALONE, BOTH, BOTH, THERE_ALONE):
        guilds.compare(present)
    clock.pass_by(KEPT_AFTER_LEAVING)
    guilds.delete_expired(THERE_ALONE)
    assert [(record.getMessage(), vars(record)["guild"]) for record in caplog.records] == [
        ("a server is marked as left", 1),
        ("a server is there again", 1),
        ("a server is marked as left", 1),
        ("a server that was left is deleted", 1),
    ]
