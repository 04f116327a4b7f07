"""Temporary messages are kept until they end, and are deleted with their server."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import delete

from briefbot.domain.records import TemporaryMessage
from briefbot.store import Store
from briefbot.store.schema import guilds

NOON = datetime(2025, 6, 1, 12, tzinfo=UTC)
OFFER = TemporaryMessage(11, 7, 1, "offer", NOON)
PAUSE = TemporaryMessage(12, 7, 1, "pause")
DIRECT = TemporaryMessage(13, 8, None, "offer", NOON)


def test_messages_are_kept_until_they_are_forgotten(either_store: Store) -> None:
    for each in (PAUSE, OFFER, DIRECT):
        either_store.temporary.keep(each)
    assert either_store.temporary.all() == [OFFER, PAUSE, DIRECT]
    either_store.temporary.forget(OFFER.message_id)
    assert either_store.temporary.all() == [PAUSE, DIRECT]


def test_what_is_kept_last_of_a_message_counts(store: Store) -> None:
    store.temporary.keep(OFFER)
    store.temporary.keep(later := replace(OFFER, until=NOON.replace(hour=13)))
    assert store.temporary.all() == [later]


def test_messages_go_with_their_server(store: Store) -> None:
    for each in (OFFER, PAUSE, DIRECT):
        store.temporary.keep(each)
    with store.database.writing() as connection:
        connection.execute(delete(guilds).where(guilds.c.id == 1))
    assert store.temporary.all() == [DIRECT]
