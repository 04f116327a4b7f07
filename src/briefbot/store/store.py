"""The store as others see it: one value that holds its parts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from briefbot.store.database import Database, sqlite_url
from briefbot.store.guilds import Guilds
from briefbot.store.replies import Replies
from briefbot.store.revisions import Revisions

FILE_NAME = "briefbot.db"


@dataclass(frozen=True, slots=True)
class Store:
    """Everything that is kept, over one database."""

    database: Database
    revisions: Revisions
    guilds: Guilds
    replies: Replies

    @classmethod
    def over(cls, database: Database) -> Store:
        """Put the parts over a database."""
        return cls(database, Revisions(database), Guilds(database), Replies(database))

    def close(self) -> None:
        """Let go of the database's connections."""
        self.database.close()


def open_store(directory: Path) -> Store:
    """Make the store of a data directory; its file is made when it is first used."""
    return Store.over(Database(sqlite_url(directory / FILE_NAME)))
