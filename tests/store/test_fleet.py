"""Processes that share a PostgreSQL database: no shard has two holders, and all learn of changes."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime

import psycopg
import pytest
from sqlalchemy import make_url

from briefbot.domain.records import Told
from briefbot.domain.revision import Change, Revision
from briefbot.domain.shards import Shards
from briefbot.errors import StoreError, TakenError
from briefbot.store import Database, Store
from briefbot.store.fleet import Fleet
from postgres import Server

GUILD = 7 << 22
SECONDS = 20.0


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    made = Database(make_url(address), patience=0.2)
    yield made
    made.close()


@pytest.fixture
def member(database: Database) -> Iterator[Callable[[Shards], Fleet]]:
    """Yield a function that takes a range for a process."""
    members: list[Fleet] = []

    def take(shards: Shards) -> Fleet:
        made = Fleet(database, shards, patience=0.0, again=0.0)
        members.append(made)
        made.take()
        return made

    yield take
    for each in members:
        each.close()


Take = Callable[[Shards], Fleet]


def following(fleet: Fleet) -> queue.Queue[Told]:
    heard: queue.Queue[Told] = queue.Queue()
    fleet.follow(heard.put)
    return heard


def a_revision(number: int, guild: int = GUILD) -> Revision:
    change = Change("entry", "tea", "text", {"id": "tea", "answer": "Hot."})
    return Revision(guild, number, change, "edit", 42, datetime(2031, 5, 1, tzinfo=UTC), "", "0123456789abcdef")


@pytest.mark.parametrize("wanted", ["0-3/16", "3-5/16", "0/16", "2-15/16", "16"])
def test_a_shard_that_somebody_has_is_refused_by_name(member: Take, wanted: str) -> None:
    member(Shards(0, 3, 16))
    first, last = {"0-3/16": (0, 3), "3-5/16": (3, 5), "0/16": (0, 0), "2-15/16": (2, 15), "16": (0, 15)}[wanted]
    with pytest.raises(
        TakenError, match=rf"the shards {first}.*/16 cannot be taken: shard {max(first, 0)} is taken by 'briefbot 0-3/16 \d+@"
    ):
        member(Shards(first, last, 16))


def test_ranges_beside_one_another_are_taken(member: Take) -> None:
    for shards in (Shards(0, 3, 16), Shards(4, 7, 16), Shards(8, 15, 16)):
        member(shards)


def test_a_range_of_another_number_of_shards_is_refused(member: Take) -> None:
    member(Shards(0, 3, 16))
    with pytest.raises(TakenError, match="uses another number of shards"):
        member(Shards(4, 7, 8))


def test_what_is_refused_holds_nothing(member: Take) -> None:
    member(Shards(3, 3, 16))
    with pytest.raises(TakenError):
        member(Shards(0, 3, 16))
    member(Shards(0, 2, 16))


def test_a_range_is_free_once_its_holder_ends(member: Take) -> None:
    member(Shards(0, 3, 16)).close()
    member(Shards(0, 3, 16))


def test_a_holder_that_ends_in_a_moment_is_waited_for(member: Take, database: Database) -> None:
    holder, next_one = member(Shards(0, 3, 16)), Fleet(database, Shards(0, 3, 16), patience=SECONDS)
    with closing(next_one):
        holder.close()
        next_one.take()


def test_ranges_of_two_databases_have_nothing_to_do_with_one_another(member: Take, postgresql: Server) -> None:
    member(Shards(0, 3, 16))
    other = Database(postgresql.url("empty"), patience=0.2)
    with closing(other), closing(Fleet(other, Shards(0, 3, 16), patience=0.0)) as fleet:
        fleet.take()


def test_a_database_that_is_down_is_said(member: Take, postgresql: Server) -> None:
    postgresql.stop()
    try:
        with pytest.raises(StoreError, match="cannot be reached"):
            member(Shards(0, 3, 16))
    finally:
        postgresql.start()


def test_what_one_process_keeps_the_others_hear_of_at_once(member: Take, database: Database) -> None:
    store, heard = Store.over(database), [following(member(Shards(n, n, 2))) for n in range(2)]
    store.revisions.append([a_revision(1)])
    store.guilds.keep(GUILD, {"member_cooldown": 9})
    store.revisions.forget(42)
    for each in heard:
        assert [each.get(timeout=SECONDS) for _ in range(3)] == [Told(GUILD), Told(GUILD), Told(person=42)]


def test_what_is_not_kept_is_told_to_nobody(member: Take, database: Database) -> None:
    store, heard = Store.over(database), following(member(Shards(0, 0, 1)))
    store.revisions.append([a_revision(1)])
    with pytest.raises(Exception, match="changed in the meantime"):
        store.revisions.append([a_revision(1)])
    store.revisions.append([a_revision(2, GUILD + 1)])
    assert [heard.get(timeout=SECONDS) for _ in range(2)] == [Told(GUILD), Told(GUILD + 1)]


def test_changes_missed_during_a_broken_connection_are_found(member: Take, database: Database, postgresql: Server) -> None:
    store, fleet = Store.over(database), member(Shards(0, 0, 1))
    heard = following(fleet)
    postgresql.run("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name LIKE 'briefbot 0/1%'")
    store.revisions.append([a_revision(1)])
    assert heard.get(timeout=SECONDS) in (Told(), Told(GUILD))  # it may have been back already
    store.revisions.append([a_revision(2)])
    assert heard.get(timeout=SECONDS) == Told(GUILD)


def test_what_cannot_be_read_is_told_again(member: Take, database: Database) -> None:
    store, fleet, heard = Store.over(database), member(Shards(0, 0, 1)), queue.Queue[Told]()

    def fail_once(told: Told) -> None:
        heard.put(told)
        if heard.qsize() == 1:
            raise StoreError("the database accepts no more connections")

    fleet.follow(fail_once)
    store.revisions.append([a_revision(1)])
    assert heard.get(timeout=SECONDS) == Told(GUILD)
    assert heard.get(timeout=SECONDS) == Told()


def test_a_table_that_somebody_locks_costs_no_range(member: Take, database: Database, address: str) -> None:
    store, fleet = Store.over(database), member(Shards(0, 3, 16))
    heard, url = following(fleet), make_url(address)
    with psycopg.connect(host=str(url.query["host"]), user=url.username, dbname=url.database) as slow:
        query = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND classid = 1651665152"
        holders = slow.execute(query).fetchall()
        slow.execute("LOCK TABLE shared IN ACCESS EXCLUSIVE MODE")
        while not fleet._noted:  # until a check for changes has failed
            slow.execute("SELECT pg_sleep(0.05)")
        assert slow.execute(query).fetchall() == holders
    assert heard.get(timeout=SECONDS) == Told()
    store.revisions.append([a_revision(1)])
    assert heard.get(timeout=SECONDS) == Told(GUILD)
    assert not fleet.lost.done()


def test_a_notification_of_somebody_else_does_no_harm(member: Take, database: Database) -> None:
    store, heard = Store.over(database), following(member(Shards(0, 0, 1)))
    with database.writing() as connection:
        connection.exec_driver_sql("NOTIFY briefbot, 'hello'")
    assert heard.get(timeout=SECONDS) == Told()
    store.revisions.append([a_revision(1)])
    assert heard.get(timeout=SECONDS) == Told(GUILD)


def test_an_older_state_of_the_database_is_noticed(member: Take, database: Database) -> None:
    store = Store.over(database)
    for number in (1, 2):
        store.revisions.append([a_revision(number)])
    heard = following(member(Shards(0, 0, 1)))
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE shared SET number = 1 WHERE name = 'changes'")
    assert heard.get(timeout=SECONDS) == Told()


def test_a_restart_of_the_database_leaves_the_range_where_it_was(member: Take, database: Database, postgresql: Server) -> None:
    fleet = member(Shards(0, 3, 16))
    heard = following(fleet)
    postgresql.stop()
    postgresql.start()
    Store.over(database).revisions.append([a_revision(1)])
    heard.get(timeout=SECONDS)
    with pytest.raises(TakenError):
        member(Shards(0, 3, 16))
    assert not fleet.lost.done()


def test_a_turn_is_one_processes_until_it_ends_it_or_ends(member: Take) -> None:
    first, other = (member(Shards(n, n, 2)) for n in range(2))
    assert first.try_turn("identify 0")
    assert not first.try_turn("identify 0")
    assert not other.try_turn("identify 0")
    assert other.try_turn("identify 1")
    first.end_turn("identify 0")
    assert other.try_turn("identify 0")
    other.close()
    assert all(first.try_turn(f"identify {bucket}") for bucket in range(2))


def test_a_turn_goes_with_the_connection(member: Take, postgresql: Server) -> None:
    first, other = (member(Shards(n, n, 2)) for n in range(2))
    assert first.try_turn("commands")
    postgresql.run("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name LIKE 'briefbot 0/2%'")
    assert other.try_turn("commands")
    first.end_turn("commands")
    assert not first.try_turn("commands")


def test_a_note_of_one_process_is_there_for_the_others(member: Take) -> None:
    first, other = (member(Shards(n, n, 2)) for n in range(2))
    assert other.read_note("commands-1") == ""
    first.write_note("commands-1", "{}")
    other.write_note("commands-1", '{"ids": {}}')
    assert first.read_note("commands-1") == '{"ids": {}}'


def test_a_process_that_lost_its_range_is_told_who_has_it(member: Take, postgresql: Server) -> None:
    first = member(Shards(0, 3, 16))
    postgresql.run("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name LIKE 'briefbot 0-3/16%'")
    member(Shards(3, 5, 16))
    following(first)
    with pytest.raises(TakenError, match="shard 3 is taken by 'briefbot 3-5/16"):
        first.lost.result(SECONDS)
