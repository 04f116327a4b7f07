"""The shards of a process, locked so that no other process runs them."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from briefbot.bot import app
from briefbot.bot.transport.limits import Limits
from briefbot.cli.setup.settings import Settings, proxy_of
from briefbot.domain.shards import Shards
from briefbot.errors import SettingsError
from briefbot.store import Store
from briefbot.store.fleet import Fleet

CALLS = 50.0
"""Calls a second that Discord allows a bot."""


def refuse_parts(settings: Settings) -> None:
    """Raise SettingsError if only some shards are set, but no other process could run the rest."""
    if settings.shards is not None and not settings.shards.are_all and not settings.database:
        raise SettingsError(f"the shards {settings.shards} are only a part: several processes need PostgreSQL (BRIEFBOT_DATABASE)")


@contextmanager
def joined(settings: Settings, store: Store) -> Iterator[Fleet]:
    """Hold the configured range of shards, or all that Discord asks for, during the block."""
    shards = settings.shards or asyncio.run(app.shards_wanted(settings.token, proxy_of(settings, os.environ)))
    with closing(Fleet(store.database, shards)) as fleet:
        fleet.take()
        yield fleet


def part_of(settings: Settings, shards: Shards | None) -> dict[str, Any]:
    """Return the bot's options for a range of shards, with its share of all calls."""
    share = settings.calls
    if share is None and shards is not None and not shards.are_all:
        share = CALLS * shards.part
    ids = {} if shards is None else {"shard_ids": shards.ids, "shard_count": shards.count}
    return {"limits": Limits(share=share), **ids}
