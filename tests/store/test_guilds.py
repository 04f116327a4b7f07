"""A guild's settings are its own, and what is kept of it goes some time after the bot went."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from briefbot.records import Receipt
from briefbot.revision import Change, Revision
from briefbot.store import Store

HERE, THERE = 1, 2
NOON = datetime(2025, 5, 1, 12, tzinfo=UTC)


def fill(store: Store, guild: int) -> None:
    change = Change("entry", "tea", "text", {"id": "tea"})
    store.revisions.append([Revision(guild, 1, change, "edit", 1, NOON, "", "")])
    store.guilds.keep(guild, {"audit_channel": guild})
    store.replies.keep(Receipt(guild * 10, 1, guild, 2, "tea", 1, NOON))


def test_settings_are_kept_one_by_one(store: Store) -> None:
    store.guilds.keep(HERE, {"audit_channel": 5, "opted_in": [1, 2]})
    store.guilds.keep(HERE, {"audit_channel": 6})
    assert store.guilds.settings(HERE) == {"audit_channel": 6, "opted_in": [1, 2]}


def test_none_forgets_a_setting(store: Store) -> None:
    store.guilds.keep(HERE, {"audit_channel": 5})
    store.guilds.keep(HERE, {"audit_channel": None})
    assert store.guilds.settings(HERE) == {}


def test_settings_of_one_guild_are_not_anothers(store: Store) -> None:
    store.guilds.keep(HERE, {"audit_channel": 5})
    assert store.guilds.settings(THERE) == {}


def test_a_guild_that_was_left_is_marked_and_a_second_leave_keeps_the_first_time(store: Store) -> None:
    fill(store, HERE)
    store.guilds.leave(HERE, NOON)
    store.guilds.leave(HERE, NOON + timedelta(days=5))
    assert store.guilds.left() == {HERE: NOON}
    assert store.revisions.newest(HERE) != []


def test_a_guild_that_is_joined_again_keeps_its_data(store: Store) -> None:
    fill(store, HERE)
    store.guilds.leave(HERE, NOON)
    store.guilds.join(HERE)
    assert store.guilds.delete_left(NOON + timedelta(days=99)) == []
    assert store.revisions.newest(HERE) != []


def test_everything_of_a_guild_goes_and_nothing_of_another(store: Store) -> None:
    fill(store, HERE)
    fill(store, THERE)
    store.guilds.leave(HERE, NOON)
    assert store.guilds.delete_left(NOON) == []
    assert store.guilds.delete_left(NOON + timedelta(seconds=1)) == [HERE]
    assert (store.revisions.newest(HERE), store.guilds.settings(HERE), store.replies.of_message(10, 1)) == ([], {}, None)
    assert store.guilds.known() == {THERE}
    assert store.revisions.newest(THERE) != []
    assert store.guilds.settings(THERE) == {"audit_channel": THERE}
    assert store.replies.of_message(20, 1) is not None
