"""Drafts are kept for their author until they are saved, deleted or expired, and are deleted with their server."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete

from briefbot.domain.records import KeptDraft
from briefbot.store import Store
from briefbot.store.schema import guilds

NOON = datetime(2025, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
FIRST = KeptDraft("0123456789", 1, 42, NOON, "[]")
SECOND = KeptDraft("abcdef0123", 1, 43, NOON + HOUR, "[1]")


def test_the_newest_text_of_each_is_kept_the_oldest_first(store: Store) -> None:
    again = KeptDraft(FIRST.token, 1, 42, NOON + 2 * HOUR, "[2]")
    for each in (FIRST, SECOND, again):
        store.drafts.keep(each)
    assert store.drafts.since(NOON) == [SECOND, again]
    assert (store.drafts.count_by(42), store.drafts.count_by(44)) == (1, 0)


def test_what_is_too_old_is_deleted_when_the_others_are_read(store: Store) -> None:
    store.drafts.keep(FIRST)
    store.drafts.keep(SECOND)
    assert store.drafts.since(NOON + HOUR) == [SECOND]
    assert store.drafts.since(NOON) == [SECOND]


def test_drafts_are_forgotten_one_by_one_and_all_of_a_person(store: Store) -> None:
    store.drafts.keep(FIRST)
    store.drafts.keep(SECOND)
    store.drafts.forget([FIRST.token])
    assert store.drafts.since(NOON) == [SECOND]
    store.drafts.forget_all_by(43)
    assert store.drafts.since(NOON) == []


def test_drafts_go_with_their_server(store: Store) -> None:
    store.drafts.keep(FIRST)
    with store.database.writing() as connection:
        connection.execute(delete(guilds).where(guilds.c.id == 1))
    assert store.drafts.since(NOON) == []
