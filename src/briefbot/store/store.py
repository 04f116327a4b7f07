"""The store as a whole: one value that holds its parts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import make_url

from briefbot.store.backups import back_up_daily
from briefbot.store.database import Database, sqlite_url
from briefbot.store.drafts import Drafts, PendingChanges
from briefbot.store.guilds import Guilds
from briefbot.store.inbox.counts import Counts
from briefbot.store.inbox.opinions import Opinions
from briefbot.store.inbox.questions import HeldQuestions
from briefbot.store.inbox.waiting import WaitingPeople
from briefbot.store.replies.corrections import Corrections
from briefbot.store.replies.receipts import Replies
from briefbot.store.revisions import Revisions
from briefbot.store.temporary import TemporaryMessages

FILE_NAME = "briefbot.db"


@dataclass(frozen=True, slots=True)
class Store:
    """All the stored data, over one database."""

    database: Database
    revisions: Revisions
    guilds: Guilds
    replies: Replies
    drafts: Drafts
    pending: PendingChanges
    questions: HeldQuestions
    opinions: Opinions
    waiting: WaitingPeople
    temporary: TemporaryMessages
    counts: Counts
    corrections: Corrections

    @classmethod
    def over(cls, database: Database) -> Store:
        """Make the parts over a database."""
        return cls(
            database,
            Revisions(database),
            Guilds(database),
            Replies(database),
            Drafts(database),
            PendingChanges(database),
            HeldQuestions(database),
            Opinions(database),
            WaitingPeople(database),
            TemporaryMessages(database),
            Counts(database),
            Corrections(database),
        )

    def open(self) -> None:
        """Open, check and upgrade the database now; raise StoreError if it is damaged, newer, or gone."""
        self.database.open()

    def recheck(self) -> None:
        """Open the database again and check all of it; raise StoreError if it is unusable."""
        self.database.recheck()

    def back_up_daily(self, today: date) -> Path | None:
        """Keep a copy of the database for each day; return today's if it was just made."""
        return back_up_daily(self.database.path, today) if self.database.path is not None else None

    def close(self) -> None:
        """Close the database's connections."""
        self.database.close()


def open_store(directory: Path, address: str = "") -> Store:
    """Make the store of a data directory, or the one at PostgreSQL's address; a file is created on first use."""
    return Store.over(Database(make_url(address) if address else sqlite_url(directory / FILE_NAME)))
