"""The processes that answer together through one PostgreSQL: their shards, changes and turns."""

from briefbot.store.fleet.fleet import Fleet

__all__ = ["Fleet"]
