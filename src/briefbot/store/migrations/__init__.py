"""The migrations of the tables, run by alembic on an open connection."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from briefbot.errors import LostStoreError
from briefbot.i18n import mark

CONNECTION = "connection"
"""Where env.py finds the connection."""


@dataclass(frozen=True, slots=True)
class Step:
    """An upgrade that is due: from a revision of the tables (None if there are none) to the newest."""

    before: str | None
    after: str


@dataclass(frozen=True, slots=True)
class Migrations:
    """The migrations in a directory of scripts."""

    directory: Path = Path(__file__).parent

    def first(self) -> Step:
        """Return the upgrade of an empty database."""
        newest = self.scripts().get_current_head()
        assert newest is not None  # noqa: S101 - the package always holds scripts
        return Step(None, newest)

    def pending(self, connection: Connection) -> Step | None:
        """Return the upgrade that is due; raise LostStoreError for tables of a newer briefbot."""
        scripts, newest = self.scripts(), self.first().after
        heads = MigrationContext.configure(connection).get_current_heads()
        # several only after damage, which no migration can handle
        current = heads[0] if len(heads) == 1 else ", ".join(map(str, heads)) or None
        if current == newest:
            return None
        if current is not None and current not in {script.revision for script in scripts.walk_revisions()}:
            why = mark("the database was made by a newer briefbot (its tables are at {revision}); the operator has to update")
            raise LostStoreError(why, revision=repr(current))
        return Step(current, newest)

    def upgrade(self, connection: Connection, to: str = "head") -> None:
        """Run the migrations that are due, in the connection's transaction."""
        command.upgrade(self._config(connection), to)

    def scripts(self) -> ScriptDirectory:
        """Return the migrations as alembic reads them."""
        return ScriptDirectory.from_config(self._config())

    def _config(self, connection: Connection | None = None) -> Config:
        """Make alembic's configuration; there is no file for it."""
        made = Config()
        made.set_main_option("script_location", str(self.directory).replace("%", "%%"))
        made.attributes[CONNECTION] = connection
        return made


OURS = Migrations()
"""The migrations that come with briefbot."""
