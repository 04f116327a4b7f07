"""The tables come up to date from every earlier shape, a copy is set aside first, and they are as the schema says."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from briefbot.errors import StoreError
from briefbot.store import Store, migrations, open_store
from briefbot.store.schema import metadata

STEPS = [script.revision for script in reversed(list(ScriptDirectory.from_config(migrations.config()).walk_revisions()))]
ROWS = """
    INSERT INTO guilds (id) VALUES (1);
    INSERT INTO revisions (guild_id, kind, thing_id, number, action, effect, data, author_id, time, reason, based_on)
        VALUES (1, 'entry', 'tea', 1, 'edit', 'text', '{"id": "tea"}', 42, '2025-05-01 12:00:00.000000', 'why', '');
    INSERT INTO guild_settings (guild_id, name, value) VALUES (1, 'audit_channel', '5');
"""


@pytest.fixture
def store(tmp_path: Path):
    made = open_store(tmp_path)
    yield made
    made.close()


def go_to(store: Store, step: str, tmp_path: Path) -> None:
    """Make the tables as they were after a step, with a row in each that the first one made."""
    engine = store.database._engine
    with engine.connect().execution_options(briefbot_writes=True) as connection, connection.begin():
        migrations.upgrade(connection, step)
    store.close()
    with closing(sqlite3.connect(tmp_path / "briefbot.db")) as connection:
        connection.executescript(ROWS)


@pytest.mark.parametrize("step", STEPS)
def test_what_was_kept_at_each_step_is_there_at_the_newest(step: str, store: Store, tmp_path: Path) -> None:
    go_to(store, step, tmp_path)
    [revision] = store.revisions.newest(1)
    assert (revision.change.data, revision.author, revision.reason) == ({"id": "tea"}, 42, "why")
    assert store.guilds.settings(1) == {"audit_channel": 5}


@pytest.mark.parametrize("step", STEPS[:-1])
def test_a_copy_is_set_aside_before_an_upgrade(step: str, store: Store, tmp_path: Path) -> None:
    go_to(store, step, tmp_path)
    store.guilds.known()
    [copy] = tmp_path.glob(f"briefbot.db.before-{STEPS[-1]}-*")
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (step,)
        assert connection.execute("SELECT count(*) FROM revisions").fetchone() == (1,)


def test_nothing_is_copied_where_nothing_is_due(store: Store, tmp_path: Path) -> None:
    store.guilds.known()
    store.close()
    store.guilds.known()
    assert not list(tmp_path.glob("*.before-*"))


def test_the_tables_are_as_the_schema_says(store: Store) -> None:
    with store.database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_tables_of_a_newer_briefbot_are_left_alone(store: Store, tmp_path: Path) -> None:
    store.guilds.known()
    store.close()
    with closing(sqlite3.connect(tmp_path / "briefbot.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(StoreError, match="newer briefbot"):
        store.guilds.known()
    assert not list(tmp_path.glob("*.damaged-*"))
