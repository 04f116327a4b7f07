"""People who wait for an answer are returned once, and deleted after a time, with the group, or on request."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from briefbot.domain.inbox import HeldQuestion, Waiting
from briefbot.store import Store

NOON = datetime(2025, 6, 1, 12, tzinfo=UTC)
ANA, BEN, HERE = 41, 42, 1


@pytest.fixture
def ana(store: Store) -> Waiting:
    """Add Ana as waiting for a question."""
    group = store.questions.hold(HeldQuestion(HERE, "did it rain", "refused", NOON), None)
    assert group is not None
    waiting = Waiting(group, ANA, HERE, 7, 8, NOON)
    assert store.waiting.keep(waiting)
    return waiting


def test_each_is_taken_once_and_the_newest_message_counts(store: Store, ana: Waiting) -> None:
    later, ben = replace(ana, message_id=9), replace(ana, person_id=BEN, time=NOON + timedelta(hours=1))
    assert store.waiting.keep(later)
    assert store.waiting.keep(ben)
    assert store.waiting.take(2, ana.group_id, NOON) == []
    assert store.waiting.take(HERE, ana.group_id, NOON) == [later, ben]
    assert store.waiting.take(HERE, ana.group_id, NOON) == []


def test_nobody_waits_for_a_group_that_is_gone_or_of_another_guild(store: Store, ana: Waiting) -> None:
    assert not store.waiting.keep(replace(ana, guild_id=2))
    store.questions.clear(HERE)
    assert store.waiting.count_by(ANA) == 0
    assert not store.waiting.keep(ana)


def test_they_are_forgotten_by_age_and_by_person(store: Store, ana: Waiting) -> None:
    ben = replace(ana, person_id=BEN, time=NOON + timedelta(days=1))
    store.waiting.keep(ben)
    store.waiting.delete_older(NOON + timedelta(hours=1))
    assert (store.waiting.count_by(ANA), store.waiting.count_by(BEN)) == (0, 1)
    store.waiting.forget_all_by(BEN)
    assert store.waiting.count_by(BEN) == 0
    store.waiting.keep(ana)
    assert store.waiting.take(HERE, ana.group_id, NOON + timedelta(hours=1)) == []
