"""Store the data that survives a restart: revisions, settings, replies; the only place that imports SQLAlchemy."""

from briefbot.store.database import Database, sqlite_url
from briefbot.store.guilds import Guilds
from briefbot.store.replies.receipts import Replies
from briefbot.store.revisions import Revisions
from briefbot.store.store import FILE_NAME, Store, open_store

__all__ = ["FILE_NAME", "Database", "Guilds", "Replies", "Revisions", "Store", "open_store", "sqlite_url"]
