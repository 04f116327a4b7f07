"""Questions are counted by day, without people and small talk, for 400 days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from briefbot.domain.figures import OUTCOMES, Figures
from briefbot.domain.inbox import Opinion
from briefbot.domain.outcome import Abstained, Outcome, Suggested, Wish, Wished, outcome_of
from briefbot.service import Service
from briefbot.service.figures import KEPT_FOR, Counting
from briefbot.store import Store

HERE, MIA = 1, 42
NOON = datetime(2025, 6, 2, 12, tzinfo=UTC)


def figures(counting: Counting, service: Service, days: int = 30) -> Figures:
    return counting.over(HERE, days, service.knowledge(), open_groups=0)


def item(service: Service, item_id: str) -> Outcome:
    found = service.knowledge().item(item_id)
    assert found is not None
    return outcome_of(found)


def test_each_question_is_counted_by_what_it_came_to(store: Store, service: Service) -> None:
    counting, cost = Counting(store.counts, lambda: NOON), item(service, "cost")
    counting.count(HERE, [cost, Abstained("off_topic")])
    counting.count(HERE, [cost])
    counting.count(HERE, [Suggested((), 0.4)])
    found = figures(counting, service)
    assert {kind: found.total(kind) for kind in OUTCOMES if found.total(kind)} == {"answered": 2, "offered": 1, "off_topic": 1}
    assert [(each.id, count) for each, count in found.asked] == [("cost", 2)]
    assert len(found.never) == len(list(service.knowledge().items())) - 1
    assert found.days == [NOON.date()]


@pytest.mark.parametrize("outcome", [Abstained("small_talk"), Abstained("distress"), Wished(Wish.HELP)])
def test_what_asks_nothing_of_the_article_is_not_counted(store: Store, service: Service, outcome: Outcome) -> None:
    counting = Counting(store.counts, lambda: NOON)
    counting.count(HERE, [outcome])
    assert figures(counting, service).counts == ()


def test_what_is_picked_in_a_menu_was_shown_but_is_no_question(store: Store, service: Service) -> None:
    counting = Counting(store.counts, lambda: NOON)
    counting.count(HERE, [item(service, "cost")], is_picked=True)
    found = figures(counting, service)
    assert (found.total(*OUTCOMES), found.total("shown")) == (0, 1)


def test_who_thinks_again_is_counted_once(store: Store, service: Service) -> None:
    counting = Counting(store.counts, lambda: NOON)
    yesterday = Opinion(9, MIA, HERE, is_right=True, reason="", thing_id=None, time=NOON - timedelta(days=1))
    Counting(store.counts, lambda: yesterday.time).count_opinion(HERE, is_right=True, before=None)
    counting.count_opinion(HERE, is_right=False, before=yesterday)
    found = figures(counting, service)
    assert (found.total("right"), found.total("wrong")) == (0, 1)


def test_figures_are_of_the_last_days_and_are_forgotten_in_time(store: Store, service: Service) -> None:
    Counting(store.counts, lambda: NOON).count(HERE, [Abstained("silent")])
    day_after = Counting(store.counts, lambda: NOON + timedelta(days=1))
    assert figures(day_after, service, days=1).total("silent") == 0
    assert figures(day_after, service, days=2).total("silent") == 1
    much_later = Counting(store.counts, lambda: NOON + timedelta(days=KEPT_FOR + 1))
    much_later.tidy()
    assert figures(much_later, service, days=KEPT_FOR + 2).counts == ()
