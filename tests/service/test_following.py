"""Another process's changes are in use once they are announced, and each process serves its own servers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from briefbot.domain.clocks import wall_clock
from briefbot.domain.outcome import Abstained, Answered
from briefbot.domain.records import GuildSettings, Told
from briefbot.domain.shards import Shards
from briefbot.errors import StoreError
from briefbot.matching import MatcherCache
from briefbot.service import Service
from briefbot.service.conversations import Context
from briefbot.service.inbox import Inbox
from briefbot.store import Database, Store

HERE, THERE = 4 << 22, 5 << 22
EVEN = Shards(0, 0, 2)
COST = "How much did the new roof cost?"


@pytest.fixture
def other(store: Store) -> Iterator[Store]:
    """Yield the same store, opened as by another process."""
    made = Store.over(Database(store.database._engine.url))
    yield made
    made.close()


@pytest.fixture
def service(bundle: Path, other: Store, matchers: MatcherCache) -> Service:
    """Return the service of a process with every second server."""
    made = Service(bundle, store=other, cache=matchers, shards=EVEN)
    made.warm()
    return made


def test_an_edit_is_in_use_where_it_was_made_and_nowhere_else(service: Service, keeping: Service) -> None:
    assert isinstance(service.ask(HERE, COST).outcome, Answered)
    keeping.editor.apply(HERE, 42, keeping.editor.retiring(HERE, ("entry", "cost")))
    service.follow(Told(HERE))
    assert "cost" not in [each.id for each in service.knowledge(HERE).items()]
    assert "cost" in [each.id for each in service.knowledge(HERE + 1).items()]
    assert isinstance(service.ask(HERE, COST).outcome, Abstained)


def test_to_get_ready_for_edits_changes_nothing(service: Service, store: Store) -> None:
    before = service.knowledge(HERE)
    service.editor.get_ready()
    assert service.knowledge(HERE) is before
    assert store.revisions.heads() == {}


def test_a_setting_is_in_force(service: Service, keeping: Service) -> None:
    keeping.guilds.pause(HERE)
    assert not service.settings(HERE).is_paused
    service.follow(Told(HERE))
    assert service.settings(HERE).is_paused
    keeping.guilds.resume(HERE)
    service.follow(Told())
    assert not service.settings(HERE).is_paused


def test_a_server_of_another_process_is_not_kept_in_memory(service: Service, keeping: Service) -> None:
    for guild in (HERE, THERE):
        keeping.guilds.block(guild, 42)
        keeping.editor.apply(guild, 42, keeping.editor.retiring(guild, ("entry", "cost")))
        service.follow(Told(guild))
    service.refresh()
    assert service.settings(HERE).blocked == {42}
    assert service.settings(THERE) == GuildSettings()
    assert service._snapshots.guilds == [HERE]
    assert service.kept_about(42).blocks == 2


def test_drafts_of_another_processes_servers_are_left_to_it(service: Service, keeping: Service) -> None:
    for guild in (HERE, THERE):
        keeping.drafts.keep(f"token-{guild}", guild, 42, "text")
    assert [draft.guild_id for draft, _ in service.drafts.kept()] == [HERE]
    assert len(keeping.drafts.kept()) == 2


def test_what_is_held_of_another_processes_servers_is_left_to_it(other: Store, keeping: Service) -> None:
    for guild in (HERE, THERE):
        keeping.guilds.change(guild, inbox_days=7)
        keeping.inbox.hold(guild, "Who paid for the slates", "unanswered")
    later = Inbox(
        other.questions,
        lambda _: GuildSettings(),
        lambda guild: keeping.snapshot(guild).matcher,
        lambda: wall_clock() + timedelta(days=200),
        EVEN.hear_of,
    )
    later.tidy()
    assert [len(keeping.inbox.open_groups(guild)) for guild in (HERE, THERE)] == [0, 1]


@pytest.mark.parametrize("told", [Told(person=42), Told()])
def test_somebody_who_wants_to_be_forgotten_is_by_all_processes(service: Service, told: Told) -> None:
    context = Context(42, 7, 0.0)
    service.remember(HERE, context, service.ask(HERE, COST, context))
    assert service.kept_about(42).turns == 1
    service.follow(told)
    assert service.kept_about(42).turns == 0


def test_a_damaged_row_pauses_the_server_and_a_store_that_fails_is_said(service: Service, keeping: Service, store: Store) -> None:
    keeping.guilds.change(HERE, member_cooldown=9)
    with store.database.writing() as connection:
        connection.exec_driver_sql("UPDATE guild_settings SET value = '1'")
    service.follow(Told(HERE))
    assert service.settings(HERE).is_paused
    assert service.is_unreadable(HERE)
    with store.database.writing() as connection:
        connection.exec_driver_sql("DROP TABLE guild_settings")
    with pytest.raises(StoreError):
        service.follow(Told(HERE))
