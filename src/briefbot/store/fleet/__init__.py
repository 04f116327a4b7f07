"""The processes that answer together, through one PostgreSQL: who takes which shards, what was changed, whose turn it is."""

from briefbot.store.fleet.fleet import Fleet

__all__ = ["Fleet"]
