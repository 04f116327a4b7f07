"""Changes that wait for approval stay until they are decided, and go with their author and their server."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from briefbot.domain.records import PendingChange
from briefbot.store import Store

NOON = datetime(2025, 6, 1, 12, tzinfo=UTC)
ANA, BEN, HERE, THERE = 41, 42, 1, 2
FIRST = PendingChange(0, HERE, ANA, None, NOON, "[1]")


def test_each_gets_a_number_that_no_other_ever_has(store: Store) -> None:
    first = store.pending.add(FIRST)
    assert store.pending.of_guild(HERE) == [replace(FIRST, number=first)]
    assert not store.pending.drop(THERE, first)
    assert store.pending.drop(HERE, first)
    assert not store.pending.drop(HERE, first)
    assert store.pending.add(FIRST) > first


def test_they_go_with_their_author_alone(store: Store) -> None:
    store.pending.add(FIRST)
    theirs = replace(FIRST, author_id=BEN, credited_id=ANA)
    number = store.pending.add(theirs)
    assert store.pending.count_by(ANA) == 1
    store.pending.forget_all_by(ANA)
    assert store.pending.of_guild(HERE) == [replace(theirs, number=number, credited_id=None)]


def test_they_go_with_their_server(store: Store) -> None:
    store.pending.add(FIRST)
    store.guilds.delete_absent(lambda guild, _: guild == HERE)
    assert store.pending.of_guild(HERE) == []
