"""What replies show is known by item, and each reply that a correction is to reach is handled once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from briefbot.domain.corrections import WITHDRAWN, Correction, Fate, ShownReply
from briefbot.store import Store

NOON = datetime(2025, 5, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=5)
HERE, ELSEWHERE = 5, 6
MIA = 42
OLD, NEW = "aaaaaa", "bbbbbb"
REPLY = ShownReply(11, 1, HERE, is_private=False, time=NOON, items=(("tea", OLD),))
WANTED = Correction(0, HERE, "entry", "tea", 2, MIA, LATER, 0, 0)


@pytest.fixture
def store(either_store: Store) -> Store:
    return either_store


def count(store: Store, *, guild: int = HERE, thing: str = "tea", stamp: str = NEW, since: datetime = NOON) -> int:
    return store.corrections.count(guild, thing, stamp, since)


def start(store: Store, wanted: Correction = WANTED) -> Correction:
    return store.corrections.start(wanted, NEW, NOON)


def settle_next(store: Store, fate: Fate = "corrected") -> Correction | None:
    """Handle the next reply, which shows the text of now then."""
    due = store.corrections.next_due(HERE)
    assert due is not None
    return store.corrections.settle(due, fate, {"tea": NEW}, LATER)


def test_replies_that_show_another_text_are_counted(store: Store) -> None:
    new, both = replace(REPLY, message_id=12, items=(("tea", NEW),)), replace(REPLY, message_id=13, items=(("cup", OLD), ("tea", OLD)))
    for each in (REPLY, new, both):
        store.corrections.note(each)
    assert count(store) == 2
    assert count(store, stamp=OLD) == 1
    assert count(store, stamp=WITHDRAWN) == 3
    assert count(store, thing="cup") == 1
    assert count(store, guild=ELSEWHERE) == 0


def test_private_and_old_replies_are_not_counted(store: Store) -> None:
    store.corrections.note(replace(REPLY, is_private=True))
    store.corrections.note(replace(REPLY, message_id=12, time=NOON - timedelta(days=1)))
    assert count(store) == 0
    assert start(store).private == 1


def test_what_a_reply_shows_now_takes_the_place_of_what_it_showed(store: Store) -> None:
    store.corrections.note(REPLY)
    store.corrections.note(replace(REPLY, items=(("cup", OLD),)))
    assert (count(store), count(store, thing="cup")) == (0, 1)
    store.corrections.note(replace(REPLY, items=()))
    assert count(store, thing="cup") == 0


def test_a_reply_stays_as_old_as_it_is(store: Store) -> None:
    store.corrections.note(REPLY)
    store.corrections.note(replace(REPLY, time=LATER, items=(("cup", OLD),)))
    assert count(store, thing="cup", since=LATER) == 0


def test_a_reply_that_was_deleted_or_is_old_is_forgotten(store: Store) -> None:
    for number in (11, 12):
        store.corrections.note(replace(REPLY, message_id=number))
    store.replies.forget(1, [11])
    assert count(store) == 1
    store.replies.delete_older(LATER)
    assert count(store) == 0


def test_the_newest_reply_comes_first_and_each_once(store: Store) -> None:
    for number in (11, 12):
        store.corrections.note(replace(REPLY, message_id=number))
    begun = start(store)
    assert (begun.total, begun.left, begun.ended_at) == (2, 2, None)
    due = store.corrections.next_due(HERE)
    assert due is not None
    assert due.reply == replace(REPLY, message_id=12)
    assert store.corrections.settle(due, "corrected", {"tea": NEW}, LATER) == replace(begun, corrected=1)
    assert store.corrections.settle(due, "corrected", {"tea": NEW}, LATER) == replace(begun, corrected=1)
    assert settle_next(store, "barred") == replace(begun, corrected=1, barred=1, ended_at=LATER)
    assert store.corrections.next_due(HERE) is None
    assert store.corrections.guilds() == []


def test_what_was_corrected_is_not_counted_any_more(store: Store) -> None:
    for number in (11, 12):
        store.corrections.note(replace(REPLY, message_id=number))
    start(store)
    settle_next(store)
    assert count(store) == 1


def test_a_reply_that_is_gone_is_forgotten(store: Store) -> None:
    store.corrections.note(REPLY)
    start(store)
    ended = settle_next(store, "gone")
    assert ended is not None
    assert (ended.gone, ended.ended_at) == (1, LATER)
    assert count(store) == 0


def test_a_reply_that_was_deleted_meanwhile_is_still_due_and_nothing_is_known_of_it(store: Store) -> None:
    store.corrections.note(REPLY)
    start(store)
    store.replies.forget(1, [11])
    due = store.corrections.next_due(HERE)
    assert due is not None
    assert due.reply is None


def test_a_correction_that_runs_is_not_begun_twice(store: Store) -> None:
    store.corrections.note(REPLY)
    begun = start(store)
    assert start(store) == begun
    assert store.corrections.guilds() == [HERE]


def test_one_of_a_later_revision_takes_its_place(store: Store) -> None:
    for number in (11, 12):
        store.corrections.note(replace(REPLY, message_id=number))
    first = start(store)
    settle_next(store)
    second = start(store, replace(WANTED, revision=3))
    assert second.total == 1
    ended = store.corrections.find(HERE, first.id)
    assert ended is not None
    assert (ended.is_cancelled, ended.left) == (True, 1)
    due = store.corrections.next_due(HERE)
    assert due is not None
    assert due.correction == second


def test_one_that_reaches_nothing_has_ended(store: Store) -> None:
    begun = start(store)
    assert (begun.total, begun.ended_at) == (0, LATER)


def test_a_correction_is_cancelled_once_and_by_its_own_guild(store: Store) -> None:
    store.corrections.note(REPLY)
    begun = start(store)
    assert not store.corrections.cancel(ELSEWHERE, begun.id, LATER)
    assert store.corrections.cancel(HERE, begun.id, LATER)
    assert not store.corrections.cancel(HERE, begun.id, LATER)
    assert store.corrections.find(HERE, begun.id) == replace(begun, ended_at=LATER, is_cancelled=True)
    assert store.corrections.find(ELSEWHERE, begun.id) is None
    assert store.corrections.next_due(HERE) is None
    assert count(store) == 1


def test_corrections_are_listed_by_thing(store: Store) -> None:
    tea, cup = start(store), start(store, replace(WANTED, thing_id="cup"))
    assert store.corrections.of_things(HERE, [("entry", "tea"), ("quote", "cup")]) == [tea]
    assert store.corrections.of_things(HERE, [("entry", "cup"), ("entry", "tea")]) == [tea, cup]
    assert store.corrections.of_things(ELSEWHERE, [("entry", "tea")]) == []


def test_who_began_one_is_forgotten_and_it_stays(store: Store) -> None:
    begun = start(store)
    assert store.corrections.count_by(MIA) == 1
    store.corrections.forget_all_by(MIA)
    assert store.corrections.count_by(MIA) == 0
    assert store.corrections.find(HERE, begun.id) == replace(begun, author_id=None)


def test_all_goes_with_the_guild(store: Store) -> None:
    store.corrections.note(REPLY)
    begun = start(store)
    store.guilds.delete_absent(lambda *_: True)
    assert store.corrections.find(HERE, begun.id) is None
    assert store.corrections.next_due(HERE) is None
    assert count(store) == 0
