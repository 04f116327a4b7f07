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


def test_who_is_due_stays_due_until_dropped_and_the_newest_message_counts(store: Store, ana: Waiting) -> None:
    later, ben = replace(ana, message_id=9), replace(ana, person_id=BEN, time=NOON + timedelta(hours=1))
    assert store.waiting.keep(later)
    assert store.waiting.keep(ben)
    assert store.waiting.due(NOON) == []
    store.waiting.answer(2, ana.group_id, "entry cost")
    assert store.waiting.due(NOON) == []
    store.waiting.answer(HERE, ana.group_id, "entry cost")
    assert store.waiting.due(NOON) == [replace(later, answer="entry cost"), replace(ben, answer="entry cost")]
    store.waiting.drop(HERE, ana.group_id, ANA)
    assert store.waiting.due(NOON) == [replace(ben, answer="entry cost")]
    store.waiting.answer(HERE, ana.group_id, None)
    assert store.waiting.due(NOON) == []


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
    store.waiting.answer(HERE, ana.group_id, "entry cost")
    assert store.waiting.due(NOON + timedelta(hours=1)) == []
