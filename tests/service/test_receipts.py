"""Receipts find the reply to a question, in memory and over a restart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from briefbot.domain.records import Receipt
from briefbot.errors import StoreError
from briefbot.service.receipts import Receipts

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
REPLY = Receipt(channel_id=1, message_id=11, guild_id=5, question_id=10, thing_id="tea", revision=0, time=NOON)


class Shelf:
    """Keeps receipts as the store does."""

    def __init__(self) -> None:
        self.kept: dict[tuple[int, int], Receipt] = {}

    def keep(self, reply: Receipt) -> None:
        self.kept[reply.channel_id, reply.message_id] = reply

    def to_question(self, channel: int, question: int) -> list[Receipt]:
        return [kept for kept in self.kept.values() if (kept.channel_id, kept.question_id) == (channel, question)]

    def forget(self, channel: int, messages: Sequence[int]) -> None:
        for message in messages:
            self.kept.pop((channel, message), None)

    def delete_older(self, than: datetime) -> int:
        old = [key for key, kept in self.kept.items() if kept.time < than]
        return len([self.kept.pop(key) for key in old])


class BrokenShelf(Shelf):
    """Fails like a store on a full disk."""

    def keep(self, reply: Receipt) -> None:
        raise StoreError("disk full")

    def to_question(self, channel: int, question: int) -> list[Receipt]:
        raise StoreError("disk full")

    def forget(self, channel: int, messages: Sequence[int]) -> None:
        raise StoreError("disk full")


def test_reply_is_found_by_its_question() -> None:
    kept = Receipts()
    kept.keep(REPLY)
    assert kept.find(1, 10) == (REPLY,)
    assert kept.find(2, 10) == ()


def test_every_reply_to_a_question_is_found_and_forgotten_by_itself() -> None:
    shelf, later = Shelf(), replace(REPLY, message_id=12)
    Receipts(shelf).keep(REPLY)
    kept = Receipts(shelf)
    kept.keep(later)
    assert kept.find(1, 10) == (REPLY, later)
    kept.forget(later)
    assert kept.find(1, 10) == (REPLY,)


def test_reply_is_found_after_a_restart() -> None:
    shelf = Shelf()
    Receipts(shelf).keep(REPLY)
    assert Receipts(shelf).recent(1, 10) == ()
    assert Receipts(shelf).find(1, 10) == (REPLY,)


def test_noted_reply_is_found_at_once_and_kept_in_memory_alone() -> None:
    shelf = Shelf()
    kept = Receipts(shelf)
    kept.note(REPLY)
    assert kept.recent(1, 10) == (REPLY,)
    assert shelf.kept == {}


def test_reply_is_renewed_where_it_is_known() -> None:
    shelf = Shelf()
    Receipts(shelf).keep(REPLY)
    Receipts(shelf).renew(replace(REPLY, thing_id="cup", revision=3))
    Receipts(shelf).renew(replace(REPLY, message_id=12, question_id=99))
    Receipts(shelf).renew(replace(REPLY, message_id=13))
    assert list(shelf.kept.values()) == [replace(REPLY, thing_id="cup", revision=3)]


def test_forgotten_reply_is_gone_everywhere() -> None:
    shelf = Shelf()
    kept = Receipts(shelf)
    kept.keep(REPLY)
    kept.forget(REPLY)
    assert kept.find(1, 10) == ()
    assert shelf.kept == {}


def test_old_receipts_are_tidied_away() -> None:
    shelf = Shelf()
    kept = Receipts(shelf)
    kept.keep(REPLY)
    kept.tidy(NOON + timedelta(days=30))
    assert shelf.kept
    kept.tidy(NOON + timedelta(days=30, seconds=1))
    assert not shelf.kept
    assert kept.recent(1, 10) == ()


def test_memory_is_bounded() -> None:
    kept = Receipts(remembered=2)
    for question in (20, 21, 22):
        kept.keep(Receipt(1, question + 100, 5, question, None, 0, NOON))
    assert [question for question in (20, 21, 22) if kept.find(1, question)] == [21, 22]


def test_failing_store_leaves_memory_working(caplog: pytest.LogCaptureFixture) -> None:
    kept = Receipts(BrokenShelf())
    kept.keep(REPLY)
    assert kept.find(1, 10) == (REPLY,)
    assert kept.find(1, 99) == ()
    kept.forget(REPLY)
    assert len(caplog.records) == 4
