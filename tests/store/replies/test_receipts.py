"""Replies are found by their message and their question, for as long as they can be edited."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from briefbot.domain.records import Receipt
from briefbot.store import Store
from kept import reply_of

NOON = datetime(2025, 5, 1, 12, tzinfo=UTC)
REPLY = Receipt(channel_id=1, message_id=11, guild_id=5, question_id=10, thing_id="tea", revision=2, time=NOON)


@pytest.fixture
def store(either_store: Store) -> Store:
    return either_store


def test_a_reply_is_found_from_both_sides(store: Store) -> None:
    store.replies.keep(REPLY)
    assert reply_of(store, 1, 11) == REPLY
    assert store.replies.to_question(1, 10) == [REPLY]
    assert store.replies.to_question(2, 10) == []


def test_every_reply_to_a_message_is_found(store: Store) -> None:
    other = replace(REPLY, message_id=12)
    for each in (other, REPLY):
        store.replies.keep(each)
    assert store.replies.to_question(1, 10) == [REPLY, other]


def test_a_reply_that_was_edited_takes_the_place_of_the_older_one(store: Store) -> None:
    store.replies.keep(REPLY)
    edited = Receipt(1, 11, 5, 10, "cup", 0, NOON + timedelta(minutes=1))
    store.replies.keep(edited)
    assert store.replies.to_question(1, 10) == [edited]


def test_a_direct_message_has_no_guild(store: Store) -> None:
    direct = Receipt(1, 11, None, 10, None, 0, NOON)
    store.replies.keep(direct)
    assert reply_of(store, 1, 11) == direct


def test_what_was_deleted_or_is_old_is_forgotten(store: Store) -> None:
    late = Receipt(1, 13, 5, 12, "tea", 2, NOON + timedelta(hours=1))
    gone = Receipt(1, 15, 5, 14, "tea", 2, NOON + timedelta(hours=1))
    for each in (REPLY, late, gone):
        store.replies.keep(each)
    store.replies.forget(1, [15])
    assert store.replies.delete_older(NOON + timedelta(minutes=10)) == 1
    assert reply_of(store, 1, 11) is None
    assert reply_of(store, 1, 13) == late
    assert reply_of(store, 1, 15) is None
