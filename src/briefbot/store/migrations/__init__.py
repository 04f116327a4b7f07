"""The steps from one shape of the tables to the next, run by alembic on a connection that is already open."""

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
"""Where env.py finds the connection to use."""


@dataclass(frozen=True, slots=True)
class Step:
    """An upgrade that is due: from a revision of the tables (None: there are none) to the newest."""

    before: str | None
    after: str


@dataclass(frozen=True, slots=True)
class Migrations:
    """The steps of a directory of scripts."""

    directory: Path = Path(__file__).parent

    def first(self) -> Step:
        """Return the upgrade of a database that holds nothing yet."""
        newest = self.scripts().get_current_head()
        assert newest is not None  # noqa: S101 - the package always holds scripts
        return Step(None, newest)

    def pending(self, connection: Connection) -> Step | None:
        """Return the upgrade that is due; raise LostStoreError for tables that a newer briefbot made."""
        scripts, newest = self.scripts(), self.first().after
        heads = MigrationContext.configure(connection).get_current_heads()
        current = heads[0] if len(heads) == 1 else ", ".join(map(str, heads)) or None  # several only by damage, which no step knows
        if current == newest:
            return None
        if current is not None and current not in {script.revision for script in scripts.walk_revisions()}:
            why = mark("the database was made by a newer briefbot (its tables are at {revision}); the operator has to update")
            raise LostStoreError(why, revision=repr(current))
        return Step(current, newest)

    def upgrade(self, connection: Connection, to: str = "head") -> None:
        """Run the steps that are due, inside the connection's transaction."""
        command.upgrade(self._config(connection), to)

    def scripts(self) -> ScriptDirectory:
        """Return the steps as alembic reads them."""
        return ScriptDirectory.from_config(self._config())

    def _config(self, connection: Connection | None = None) -> Config:
        """Make alembic's configuration; there is no file of it."""
        made = Config()
        made.set_main_option("script_location", str(self.directory).replace("%", "%%"))
        made.attributes[CONNECTION] = connection
        return made


OURS = Migrations()
"""The steps that come with briefbot."""
