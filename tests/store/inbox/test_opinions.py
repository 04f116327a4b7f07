"""Each person has one opinion on a reply, kept until it expires or the person deletes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from briefbot.domain.inbox import Opinion
from briefbot.store import Store

NOON = datetime(2025, 6, 1, 12, tzinfo=UTC)
ANA, BEN = 41, 42
WRONG = Opinion(9, ANA, 1, is_right=False, reason="unclear", thing_id="cost", time=NOON)


def test_the_newest_opinion_of_each_counts(store: Store) -> None:
    right, bens = replace(WRONG, is_right=True, reason=""), replace(WRONG, person_id=BEN)
    assert [store.opinions.keep(each) for each in (WRONG, right, bens)] == [None, WRONG, None]
    assert store.opinions.of_guild(1) == [right, bens]


def test_opinions_are_forgotten_by_age_and_by_person(store: Store) -> None:
    later = replace(WRONG, person_id=BEN, time=NOON + timedelta(days=1))
    for each in (WRONG, later):
        store.opinions.keep(each)
    assert (store.opinions.count_by(ANA), store.opinions.count_by(BEN)) == (1, 1)
    store.opinions.delete_older(NOON + timedelta(hours=1))
    assert store.opinions.of_guild(1) == [later]
    store.opinions.forget_all_by(BEN)
    assert store.opinions.of_guild(1) == []
