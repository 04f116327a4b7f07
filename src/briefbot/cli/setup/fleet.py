"""Which shards a process takes, held so that no other one does."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from briefbot.bot import app
from briefbot.cli.setup.settings import Settings, proxy_of
from briefbot.domain.shards import Shards
from briefbot.errors import SettingsError
from briefbot.store import Store
from briefbot.store.fleet import Fleet

CALLS = 50.0
"""Calls a second that Discord allows a bot."""


def refuse_parts(settings: Settings) -> None:
    """Raise SettingsError where a part of the shards is to be taken, but no other process could take the rest."""
    if settings.shards is not None and not settings.shards.are_all and not settings.database:
        raise SettingsError(f"the shards {settings.shards} are a part of all: several processes need PostgreSQL (BRIEFBOT_DATABASE)")


@contextmanager
def joined(settings: Settings, store: Store) -> Iterator[Fleet]:
    """Hold the range of shards that is set, else all that Discord asks for, as long as the block lasts."""
    shards = settings.shards or asyncio.run(app.shards_wanted(settings.token, proxy_of(settings, os.environ)))
    with closing(Fleet(store.database, shards)) as fleet:
        fleet.take()
        yield fleet


def sharded(shards: Shards | None) -> dict[str, Any]:
    """Return discord.py's options for a range of shards."""
    return {} if shards is None else {"shard_ids": shards.ids, "shard_count": shards.count}


def calls_of(settings: Settings, shards: Shards | None) -> float | None:
    """Return how many calls a second this process may make; None where nobody else makes any."""
    if settings.calls is not None or shards is None or shards.are_all:
        return settings.calls
    return CALLS * shards.part
