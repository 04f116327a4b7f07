"""The inbox holds questions in groups that outlive a restart, and forgets them in time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from briefbot.domain.records import GuildSettings
from briefbot.service import Service
from briefbot.service.inbox import Inbox
from briefbot.store import Store

HERE, MIA = 1, 42
NOON = datetime(2025, 6, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def opened(store: Store, service: Service) -> Callable[..., Inbox]:
    """Return a function that opens the inbox as a start of the bot does, at a time, with a retention in days."""

    def opened(now: datetime = NOON, days: int = 30) -> Inbox:
        settings = GuildSettings(inbox_days=days)
        return Inbox(store.questions, lambda _: settings, lambda guild: service.snapshot(guild).matcher, lambda: now)

    return opened


def test_nothing_is_held_where_moderators_have_not_switched_it_on(opened: Callable[..., Inbox]) -> None:
    opened(days=0).hold(HERE, "did it rain", "refused")
    assert opened().open_groups(HERE) == []


@pytest.mark.parametrize("words", ["i want to kill myself", "  ", "<@123> !!!"])
def test_self_harm_and_what_says_nothing_is_never_held(opened: Callable[..., Inbox], words: str) -> None:
    opened().hold(HERE, words, "refused")
    opened().hold(HERE, "did it rain", "suggested", answer="i want to kill myself")
    assert opened().open_groups(HERE) == []


def test_wordings_are_one_group_also_after_a_restart(opened: Callable[..., Inbox]) -> None:
    opened().hold(HERE, "Did it rain on the day of the vote?", "refused")
    opened().hold(HERE, "did it rain on the voting day", "none")
    opened().hold(HERE, "who sold the sandwiches", "refused")
    counts = [(group.count, group.words) for group in opened().open_groups(HERE)]
    assert counts == [(2, "Did it rain on the day of the vote?"), (1, "who sold the sandwiches")]


def test_only_the_day_is_kept_and_what_it_may_mean(opened: Callable[..., Inbox]) -> None:
    opened().hold(HERE, "what did the roof cost them", "wrong", ["cost"])
    [group] = opened().open_groups(HERE)
    assert [(each.time, each.near) for each in group.questions] == [(datetime(2025, 6, 2, tzinfo=UTC), ("cost",))]


def test_settled_groups_are_listed_no_more_and_can_be_put_back(opened: Callable[..., Inbox]) -> None:
    inbox = opened()
    inbox.hold(HERE, "did it rain", "refused")
    [group] = inbox.open_groups(HERE)
    assert inbox.settle(HERE, group.id, "gap") == group
    inbox.hold(HERE, "did it rain", "refused")
    assert inbox.open_groups(HERE) == []
    inbox.settle(HERE, group.id, "open")
    assert [each.count for each in inbox.open_groups(HERE)] == [2]


def test_what_is_ignored_for_good_stays_so_over_days_and_restarts(opened: Callable[..., Inbox]) -> None:
    opened().hold(HERE, "did it rain", "refused")
    [group] = opened().open_groups(HERE)
    opened().settle(HERE, group.id, "ignored")
    opened(NOON + 100 * DAY).tidy()
    later = opened(NOON + 101 * DAY)
    later.hold(HERE, "did it rain", "refused")
    later.settle(HERE, group.id, "open")
    assert later.open_groups(HERE) == []


def test_who_is_on_a_group_is_shown_and_forgotten(opened: Callable[..., Inbox]) -> None:
    inbox = opened()
    inbox.hold(HERE, "did it rain", "refused")
    [group] = inbox.open_groups(HERE)
    inbox.settle(HERE, group.id, "open", MIA)
    assert [each.person for each in inbox.open_groups(HERE)] == [MIA]
    inbox.forget_all_by(MIA)
    assert (inbox.count_by(MIA), [each.person for each in inbox.open_groups(HERE)]) == (0, [None])


@pytest.mark.parametrize(("days", "passed", "is_kept"), [(7, 7, True), (7, 8, False), (30, 30, True), (30, 31, False), (0, 90, True)])
def test_what_was_held_for_so_many_days_goes(opened: Callable[..., Inbox], days: int, passed: int, is_kept: bool) -> None:
    opened().hold(HERE, "did it rain", "refused")
    opened(datetime(2025, 6, 2, tzinfo=UTC) + passed * DAY, days).tidy()
    assert bool(opened().open_groups(HERE)) is is_kept


def test_what_is_cleared_is_gone(opened: Callable[..., Inbox]) -> None:
    inbox = opened()
    inbox.hold(HERE, "did it rain", "refused")
    inbox.clear(HERE)
    inbox.hold(HERE, "did it rain", "refused")
    assert [group.count for group in inbox.open_groups(HERE)] == [1]
