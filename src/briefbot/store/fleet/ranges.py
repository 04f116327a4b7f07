"""Which process runs which shards: one PostgreSQL advisory lock per shard, released however a process ends."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from time import monotonic, sleep

from sqlalchemy import Connection, text

from briefbot.domain.shards import Shards
from briefbot.errors import TakenError

_SHARD, _COUNT = 0x62726900, 0x62726901
"""The first halves of the locks' numbers: the second half is a shard, or the number of shards."""
_PAUSE = 0.2
"""Seconds between two attempts."""
_LOCKED = "l.locktype = 'advisory' AND l.granted AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
_TAKE = text("SELECT shard, pg_try_advisory_lock(:kind, shard) FROM generate_series(CAST(:first AS int), CAST(:last AS int)) AS shard")
_TAKE_COUNT = text("SELECT pg_try_advisory_lock_shared(:kind, :count)")
_OTHER_COUNT = text(
    "SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a USING (pid)"  # noqa: S608 -- its own text
    f" WHERE {_LOCKED} AND l.classid = :kind AND l.objid <> :count LIMIT 1"
)
_HOLDER = text(
    "SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a USING (pid)"  # noqa: S608 -- its own text
    f" WHERE {_LOCKED} AND l.classid = :kind AND l.objid = :shard LIMIT 1"
)
_LEAVE = text("SELECT pg_advisory_unlock_all()")


def name_of(shards: Shards) -> str:
    """Return the name of this process and its range, to show to a process that wants one of its shards."""
    return f"briefbot {shards} {os.getpid()}@{socket.gethostname()}"


def take(connection: Connection, shards: Shards, patience: float = 0.0, pause: Callable[[float], None] = sleep) -> None:
    """Take a range for the life of the connection; raise TakenError if another process keeps one of its shards."""
    end = monotonic() + patience
    while (holder := _refusal(connection, shards)) is not None:
        connection.execute(_LEAVE)
        if monotonic() >= end:
            raise TakenError(f"the shards {shards} cannot be taken: {holder}; stop that process first")
        pause(_PAUSE)


def _refusal(connection: Connection, shards: Shards) -> str | None:
    """Take the locks; return who has one if somebody does."""
    if not connection.scalar(_TAKE_COUNT, {"kind": _COUNT, "count": shards.count}):
        return "their number is locked"
    other = connection.scalar(_OTHER_COUNT, {"kind": _COUNT, "count": shards.count})
    if other is not None:
        return f"{other!r} uses another number of shards"
    taken = connection.execute(_TAKE, {"kind": _SHARD, "first": shards.first, "last": shards.last}).all()
    lacking = next((shard for shard, is_taken in taken if not is_taken), None)
    if lacking is None:
        return None
    holder = connection.scalar(_HOLDER, {"kind": _SHARD, "shard": lacking})
    return f"shard {lacking} is taken by {holder!r}" if holder else f"shard {lacking} is taken"
