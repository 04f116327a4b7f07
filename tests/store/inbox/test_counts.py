"""Counts add up by server, day and kind, until they are old."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from briefbot.domain.figures import DayCount
from briefbot.store import Store

HERE, ELSEWHERE = 1, 2
DAY = date(2025, 6, 1)
ANSWERED, COST = DayCount(DAY, "answered", "", 1), DayCount(DAY, "shown", "cost", 1)


def test_counts_add_up_for_each_server(store: Store) -> None:
    for guild in (HERE, HERE, ELSEWHERE):
        store.counts.add(guild, [COST, ANSWERED])
    assert store.counts.of_guild(HERE, DAY) == [replace(ANSWERED, count=2), replace(COST, count=2)]
    assert store.counts.of_guild(ELSEWHERE, DAY) == [ANSWERED, COST]


def test_nothing_falls_below_zero(store: Store) -> None:
    taken_back = DayCount(DAY, "right", "", -1)
    store.counts.add(HERE, [taken_back])
    assert store.counts.of_guild(HERE, DAY) == []
    store.counts.add(HERE, [replace(taken_back, count=1)])
    for _ in range(2):
        store.counts.add(HERE, [taken_back])
    assert store.counts.of_guild(HERE, DAY) == [replace(taken_back, count=0)]


def test_old_days_are_forgotten_and_those_before_a_period_left_out(store: Store) -> None:
    later = replace(ANSWERED, day=DAY + timedelta(days=1))
    store.counts.add(HERE, [ANSWERED, later])
    assert store.counts.of_guild(HERE, later.day) == [later]
    store.counts.delete_older(later.day)
    assert store.counts.of_guild(HERE, DAY) == [later]


def test_counts_go_with_their_server(store: Store) -> None:
    store.counts.add(HERE, [ANSWERED])
    store.guilds.delete_absent(lambda guild, _: guild == HERE)
    assert store.counts.of_guild(HERE, DAY) == []
