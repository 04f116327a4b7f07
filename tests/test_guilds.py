"""Settings are read once, kept for good, and survive a store that fails for a while."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from briefbot.errors import StoreError
from briefbot.guilds import KEPT_AFTER_LEAVING, Guilds
from briefbot.records import GuildSettings
from briefbot.store import Store, open_store

HERE, THERE = 1, 2
NOON = datetime(2025, 5, 1, 12, tzinfo=UTC)


class Clock:
    """A time that tests move."""

    def __init__(self) -> None:
        self.now = NOON


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def guilds(store: Store, clock: Clock) -> Guilds:
    return Guilds(store.guilds, lambda: clock.now)


def test_a_guild_that_has_set_nothing_has_the_defaults(guilds: Guilds) -> None:
    assert guilds.settings(HERE) == GuildSettings()


def test_every_setting_comes_back_after_a_restart(guilds: Guilds, store: Store) -> None:
    wanted = GuildSettings(
        moderators=5, audit_channel=6, open_channels=frozenset({7, 8}), quiet_channels=frozenset({9}),
        member_cooldown=10, channel_cooldown=11, is_paused=True, blocked=frozenset({12}),
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


def test_settings_that_cannot_be_read_are_the_defaults_until_they_can(tmp_path: Path) -> None:
    open_store(tmp_path / "away").guilds.keep(HERE, {"audit_channel": 6})
    (tmp_path / "data").write_text("in the way")
    guilds = Guilds(open_store(tmp_path / "data").guilds)
    with pytest.raises(StoreError):
        guilds.refresh()
    assert guilds.settings(HERE) == GuildSettings()
    with pytest.raises(StoreError):
        guilds.pause(HERE)
    (tmp_path / "data").unlink()
    (tmp_path / "away").rename(tmp_path / "data")
    assert guilds.settings(HERE) == GuildSettings()
    guilds.refresh()
    assert guilds.settings(HERE) == GuildSettings(audit_channel=6)


def test_what_another_process_changed_is_seen_after_a_refresh(guilds: Guilds, store: Store) -> None:
    guilds.change(HERE, audit_channel=6, is_paused=True)
    assert guilds.settings(THERE) == GuildSettings()
    Guilds(store.guilds).change(HERE, audit_channel=7)
    assert guilds.settings(HERE).audit_channel == 6
    guilds.refresh()
    assert guilds.settings(HERE) == GuildSettings(audit_channel=7, is_paused=True)
    assert guilds.settings(THERE) == GuildSettings()


def test_whoever_asks_after_a_refresh_does_not_wait_for_the_store(guilds: Guilds, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.guilds.keep(HERE, {"is_paused": True})
    guilds.refresh()
    monkeypatch.setattr(store.guilds, "settings", None)
    assert guilds.settings(HERE).is_paused
    assert not guilds.settings(THERE).is_paused


def test_a_refresh_that_fails_leaves_the_settings_as_they_are(guilds: Guilds, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise StoreError("the disk reports an error")

    guilds.change(HERE, is_paused=True)
    monkeypatch.setattr(store.guilds, "settings_of_all", fail)
    with pytest.raises(StoreError):
        guilds.refresh()
    assert guilds.settings(HERE).is_paused


def test_a_guild_that_was_left_is_deleted_after_thirty_days_and_not_before(guilds: Guilds, store: Store, clock: Clock) -> None:
    guilds.change(HERE, audit_channel=6)
    guilds.leave(HERE)
    clock.now += KEPT_AFTER_LEAVING
    assert guilds.delete_expired() == []
    assert guilds.left() == {HERE: NOON}
    clock.now += timedelta(seconds=1)
    assert guilds.delete_expired() == [HERE]
    assert guilds.settings(HERE) == GuildSettings()
    assert store.guilds.known() == set()
