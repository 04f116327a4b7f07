"""A gateway session: it outlives its sockets and can replay what a client missed."""

from __future__ import annotations

import json
from collections import deque
from typing import Any

from . import intents
from .connection import Connection, Op
from .errors import Payload
from .snowflakes import shard_of

KEPT_FRAMES = 5_000


class Session:
    """Number the events of one shard and keep them for a RESUME."""

    def __init__(self, name: str, identify: Payload, bot_id: int) -> None:
        self.name = name
        self.shard: tuple[int, int] = tuple(identify.get("shard", (0, 1)))
        self.intents: int = identify["intents"]
        self.connection: Connection | None = None
        self._bot_id = bot_id
        self._sequence = 0
        self._frames: deque[tuple[int, str]] = deque(maxlen=KEPT_FRAMES)

    @property
    def is_live(self) -> bool:
        """Return whether a client is connected to it."""
        return self.connection is not None and self.connection.is_open

    def covers(self, guild_id: int | None) -> bool:
        """Return whether the events of this guild, or of no guild, belong to its shard."""
        return shard_of(guild_id, self.shard[1]) == self.shard[0]

    def dispatch(self, event: str, data: Any, guild_id: int | None = None) -> None:
        """Keep an event under its number and send it where a client listens; leave out what intents do not cover."""
        if not intents.is_heard(event, guild_id, self.intents):
            return
        if event in ("MESSAGE_CREATE", "MESSAGE_UPDATE") and not self.intents & intents.MESSAGE_CONTENT:
            data = intents.redact(data, self._bot_id)
        self._sequence += 1
        frame = json.dumps({"op": Op.DISPATCH, "d": data, "s": self._sequence, "t": event})
        self._frames.append((self._sequence, frame))
        if self.connection is not None:
            self.connection.send_frame(frame)

    def repeat(self, event: str, data_id: str) -> None:
        """Send an event that is still kept again, under a new number."""
        for _, frame in list(self._frames):
            kept = json.loads(frame)
            if (kept["t"], kept["d"].get("id")) == (event, data_id):
                self.dispatch(event, kept["d"])

    def can_replay(self, seen: int) -> bool:
        """Return whether everything after this sequence number is still kept."""
        return seen == self._sequence or (bool(self._frames) and self._frames[0][0] <= seen + 1)

    def has_reached(self, seen: int) -> bool:
        """Return whether that many events were ever sent."""
        return seen <= self._sequence

    def resume(self, connection: Connection, seen: int) -> None:
        """Go on over a new socket: first what was missed, in order, then RESUMED."""
        self.connection = connection
        for sequence, frame in self._frames:
            if sequence > seen:
                connection.send_frame(frame)
        self.dispatch("RESUMED", {"_trace": []})
