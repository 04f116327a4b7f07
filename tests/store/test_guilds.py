"""A guild's settings are its own, and its data is deleted some time after the bot left."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from briefbot.domain.records import Absence, Receipt
from briefbot.domain.revision import Change, Revision
from briefbot.store import Store
from kept import guilds_known, guilds_left, reply_of

HERE, THERE = 1, 2
NOON = datetime(2025, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def store(either_store: Store) -> Store:
    return either_store


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


def test_the_absence_of_each_known_guild_is_judged_and_what_differs_is_told(store: Store) -> None:
    fill(store, HERE)
    fill(store, THERE)
    gone = Absence(NOON, NOON + timedelta(days=1))
    assert store.guilds.note_absences(lambda guild, known: gone if guild == HERE else known) == {HERE: (Absence(), gone)}
    assert guilds_left(store) == {HERE: NOON}
    seen: dict[int, Absence] = {}
    assert store.guilds.note_absences(seen.setdefault) == {}
    assert seen == {HERE: gone, THERE: Absence()}
    assert store.revisions.newest(HERE) != []


def test_where_one_absence_cannot_be_judged_none_is_noted(store: Store) -> None:
    fill(store, HERE)
    fill(store, THERE)
    with pytest.raises(KeyError):
        store.guilds.note_absences(lambda guild, known: {HERE: Absence(NOON)}[guild])
    assert guilds_left(store) == {}


def test_everything_of_a_guild_goes_and_nothing_of_another(store: Store) -> None:
    fill(store, HERE)
    fill(store, THERE)
    store.guilds.note_absences(lambda guild, known: Absence(NOON, NOON) if guild == HERE else known)
    assert store.guilds.delete_absent(lambda guild, absence: False) == []
    assert store.guilds.delete_absent(lambda guild, absence: absence == Absence(NOON, NOON)) == [HERE]
    assert (store.revisions.newest(HERE), store.guilds.settings(HERE), reply_of(store, 10, 1)) == ([], {}, None)
    assert guilds_known(store) == {THERE}
    assert store.revisions.newest(THERE) != []
    assert store.guilds.settings(THERE) == {"audit_channel": THERE}
    assert reply_of(store, 20, 1) is not None
