"""Short notes between processes, by name."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from briefbot.store.database import Database
from briefbot.store.schema import shared


def read_note(database: Database, name: str) -> str:
    """Return the latest note, "" if there is none."""
    with database.reading() as connection:
        return connection.scalar(select(shared.c.text).where(shared.c.name == name)) or ""


def write_note(database: Database, name: str, text: str) -> None:
    """Replace a note."""
    noting = insert(shared).values(name=name, number=0, text=text)
    with database.writing() as connection:
        connection.execute(noting.on_conflict_do_update(index_elements=[shared.c.name], set_={"text": text}))
