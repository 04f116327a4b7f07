"""On PostgreSQL a failure reports that nothing was saved and why, and several processes share one database."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from time import monotonic

import psycopg
import pytest
from sqlalchemy import make_url

from briefbot.domain.revision import Change, Revision
from briefbot.errors import StoreError
from briefbot.store import Database, Store
from postgres import Server

GUILD = 7


def store_at(address: str) -> Store:
    return Store.over(Database(make_url(address), patience=0.2))


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    made = store_at(address)
    yield made
    made.close()


@pytest.fixture
def blank(postgresql: Server) -> Iterator[str]:
    """Yield the address of an empty database."""
    postgresql.run("CREATE DATABASE blank")
    yield str(postgresql.url("blank"))
    postgresql.run("DROP DATABASE blank WITH (FORCE)")


def a_revision(number: int = 1, thing: str = "tea") -> Revision:
    change = Change("entry", thing, "text", {"id": thing, "answer": "Hot."})
    return Revision(GUILD, number, change, "edit", 42, datetime(2025, 5, 1, tzinfo=UTC), "typo", "0123456789abcdef")


def by_driver(address: str) -> psycopg.Connection:
    url = make_url(address)
    return psycopg.connect(host=str(url.query["host"]), user=url.username, dbname=url.database)


def test_a_server_that_is_down_is_reported_and_loses_nothing(store: Store, postgresql: Server) -> None:
    store.revisions.append([a_revision(1)])
    postgresql.stop()
    try:
        with pytest.raises(StoreError, match="Nothing was saved: the database cannot be reached"):
            store.revisions.append([a_revision(2)])
    finally:
        postgresql.start()
    store.revisions.append([a_revision(2)])
    assert [each.number for each in store.revisions.history(GUILD)] == [2, 1]


def test_after_a_wait_in_vain_nobody_waits_for_the_server_again(address: str, postgresql: Server) -> None:
    patient = Store.over(Database(make_url(address), patience=1.0))
    postgresql.stop()
    try:
        waits = list[float]()
        for _ in range(2):
            began = monotonic()
            with pytest.raises(StoreError):
                patient.revisions.head(GUILD)
            waits.append(monotonic() - began)
    finally:
        postgresql.start()
    assert waits[0] > 0.8 > waits[1]
    assert patient.revisions.head(GUILD) == 0
    patient.close()


def test_a_restart_between_two_edits_is_not_noticed(store: Store, postgresql: Server) -> None:
    store.revisions.append([a_revision(1)])
    postgresql.stop()
    postgresql.start()
    store.revisions.append([a_revision(2)])


def test_a_look_at_the_store_keeps_its_connections(store: Store) -> None:
    def backend() -> int:
        with store.database.reading() as connection:
            return int(connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one())

    before = backend()
    store.recheck()
    assert backend() == before


def test_a_connection_that_is_in_use_while_all_are_closed_is_closed_after_its_use(store: Store, address: str) -> None:
    with store.database.reading() as connection:
        store.close()
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1
    with by_driver(address) as other:
        count = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        assert other.execute(count).fetchone() == (0,)
    gc.collect()  # where one is left, psycopg warns of it, and the warning is an error


def test_a_loss_of_the_connection_in_the_middle_leaves_nothing(store: Store) -> None:
    with pytest.raises(StoreError, match="cannot be reached"), store.database.writing() as connection:  # noqa: PT012 - the block is what is tested
        connection.exec_driver_sql("INSERT INTO guilds (id) VALUES (1)")
        connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")
    assert store.guilds.settings_of_all().values == {}
    store.revisions.append([a_revision(1)])


def test_a_locked_table_is_reported_and_recovers(store: Store, address: str) -> None:
    store.revisions.append([a_revision(1)])
    with by_driver(address) as other:
        other.execute("LOCK TABLE revisions IN EXCLUSIVE MODE")
        with pytest.raises(StoreError, match="Nothing was saved: the database is locked"):
            store.revisions.append([a_revision(2)])
    store.revisions.append([a_revision(2)])


@pytest.mark.parametrize(("user", "database"), [("briefbot", "nowhere"), ("stranger", "postgres")])
def test_a_database_or_role_that_is_not_there_is_said(user: str, database: str, postgresql: Server) -> None:
    refused = Store.over(Database(postgresql.url(database).set(username=user), patience=0.01))
    with pytest.raises(StoreError, match="the database cannot be reached"):
        refused.open()


def test_a_role_without_rights_is_reported(blank: str, postgresql: Server) -> None:
    postgresql.run("DO $$ BEGIN CREATE ROLE guest LOGIN; EXCEPTION WHEN duplicate_object THEN END $$")
    refused = Store.over(Database(make_url(blank).set(username="guest"), patience=0.01))
    with pytest.raises(StoreError, match="does not permit it"):
        refused.open()


def test_a_database_of_somebody_else_is_left_alone(blank: str) -> None:
    with by_driver(blank) as other:
        other.execute("CREATE TABLE songs (title TEXT)")
    with closing(store_at(blank)) as refused, pytest.raises(StoreError, match="is not briefbot's"):
        refused.open()


def test_one_of_many_processes_that_start_at_once_makes_the_tables(blank: str) -> None:
    stores = [store_at(blank) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(Store.open, stores))
    for each in stores:
        assert each.guilds.settings_of_all().values == {}
        each.close()


def test_settings_that_two_processes_save_at_once_are_all_kept(store: Store, address: str) -> None:
    other = store_at(address)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: (store, other)[n % 2].guilds.keep(GUILD, {f"setting{n % 5}": n, "last": n}), range(40)))
    kept = store.guilds.settings(GUILD)  # the checksum and the count of rows fit too, or this raises
    assert set(kept) == {"last", *(f"setting{n}" for n in range(5))}
    other.close()


def test_edits_that_two_processes_make_at_once_are_all_kept(store: Store, address: str) -> None:
    other = store_at(address)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: (store, other)[n % 2].revisions.append([a_revision(1, f"tea{n}")]), range(40)))
    assert len(store.revisions.newest(GUILD)) == 40
    assert store.revisions.head(GUILD) == max(each.sequence for each in store.revisions.history(GUILD))
    other.close()


def test_the_password_stands_in_no_message() -> None:
    database = Database(make_url("postgresql+psycopg://bot:s3cret@127.0.0.1:9/none"), patience=0.01)
    with pytest.raises(StoreError) as caught:
        database.open()
    assert "s3cret" not in f"{caught.value} {database.name}"
