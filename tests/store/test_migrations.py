"""Every earlier schema is upgraded to the current one, after a copy was made."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from briefbot.errors import StoreError
from briefbot.store import FILE_NAME, Database, Store, sqlite_url
from briefbot.store.migrations import OURS, Migrations
from briefbot.store.schema import metadata
from kept import guilds_left

STEPS = [script.revision for script in reversed(list(OURS.scripts().walk_revisions()))]
ROWS = """
    INSERT INTO guilds (id, left_at) VALUES (1, '2025-06-01 12:00:00.000000');
    INSERT INTO revisions (guild_id, kind, thing_id, number, action, effect, data, author_id, time, reason, based_on)
        VALUES (1, 'entry', 'tea', 1, 'edit', 'text', '{"id": "tea"}', 42, '2025-05-01 12:00:00.000000', 'why', '');
    INSERT INTO guild_settings (guild_id, name, value) VALUES (1, 'audit_channel', '5');
"""


def go_to(store: Store, step: str, tmp_path: Path) -> None:
    """Make the tables of the first migration, with a row in each, and upgrade them to another one."""
    _upgrade(store, STEPS[0])
    with closing(sqlite3.connect(tmp_path / "briefbot.db")) as connection:
        connection.executescript(ROWS)
    _upgrade(store, step)


def _upgrade(store: Store, step: str) -> None:
    engine = store.database._engine
    with engine.connect().execution_options(briefbot_writes=True) as connection, connection.begin():
        OURS.upgrade(connection, step)
    store.close()


@pytest.mark.parametrize("step", STEPS)
def test_what_was_kept_at_each_step_is_there_at_the_newest(step: str, store: Store, tmp_path: Path) -> None:
    go_to(store, step, tmp_path)
    [revision] = store.revisions.newest(1)
    assert (revision.change.data, revision.author, revision.reason) == ({"id": "tea"}, 42, "why")
    assert store.guilds.settings(1) == {"audit_channel": 5}
    assert guilds_left(store) == {1: datetime(2025, 6, 1, 12, tzinfo=UTC)}


NEXT = """
from alembic import op
import sqlalchemy as sa
revision = "next"
down_revision = "{newest}"
def upgrade():
    op.add_column("guilds", sa.Column("motto", sa.Text()))
    {ending}
"""


def later(tmp_path: Path, ending: str) -> Store:
    """Open the store as a later version with one more migration."""
    directory = tmp_path / "later"
    shutil.copytree(OURS.directory, directory)
    (directory / "versions" / "next.py").write_text(NEXT.format(newest=STEPS[-1], ending=ending))
    return Store.over(Database(sqlite_url(tmp_path / FILE_NAME), migrations=Migrations(directory)))


def test_a_copy_is_set_aside_before_an_upgrade(store: Store, tmp_path: Path) -> None:
    go_to(store, STEPS[-1], tmp_path)
    assert later(tmp_path, "pass").guilds.settings(1) == {"audit_channel": 5}
    [copy] = tmp_path.glob("briefbot.db.before-next-*")
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (STEPS[-1],)
        assert connection.execute("SELECT count(*) FROM revisions").fetchone() == (1,)


def test_an_upgrade_that_fails_leaves_everything_as_it_was(store: Store, tmp_path: Path) -> None:
    go_to(store, STEPS[-1], tmp_path)
    with pytest.raises(StoreError, match="the database refused it"):
        later(tmp_path, 'op.execute("no sql")').open()
    with closing(sqlite3.connect(tmp_path / "briefbot.db")) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (STEPS[-1],)
        assert "motto" not in str(connection.execute("SELECT sql FROM sqlite_master WHERE name = 'guilds'").fetchone())


def test_nothing_is_copied_where_nothing_is_due(store: Store, tmp_path: Path) -> None:
    store.open()
    store.close()
    store.open()
    assert not list(tmp_path.glob("*.before-*"))


def test_the_tables_are_as_the_schema_says(store: Store) -> None:
    with store.database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_tables_of_a_newer_briefbot_are_left_alone(store: Store, tmp_path: Path) -> None:
    store.open()
    store.close()
    with closing(sqlite3.connect(tmp_path / "briefbot.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(StoreError, match="newer briefbot"):
        store.open()
    assert not list(tmp_path.glob("*.damaged-*"))
