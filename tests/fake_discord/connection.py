"""One client's gateway socket: frames go out in order, and it can be cut."""

from __future__ import annotations

import asyncio
import json
from enum import IntEnum
from typing import Any

from aiohttp import web

from .compression import Encoder


class Op(IntEnum):
    """Gateway opcodes."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    PRESENCE_UPDATE = 3
    VOICE_STATE_UPDATE = 4
    RESUME = 6
    RECONNECT = 7
    REQUEST_GUILD_MEMBERS = 8
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


class Connection:
    """Queue frames for a socket; a task of its own writes them."""

    def __init__(self, socket: web.WebSocketResponse, transport: asyncio.Transport | None, encode: Encoder) -> None:
        self._socket = socket
        self._transport = transport
        self._encode = encode
        self._outgoing: asyncio.Queue[str | int] = asyncio.Queue()
        self.is_open = True
        self.is_closing = False

    def send(self, op: Op, data: Any = None) -> None:
        """Queue a frame that is no event."""
        self.send_frame(json.dumps({"op": op, "d": data, "s": None, "t": None}))

    def send_frame(self, frame: str) -> None:
        """Queue a frame that is already text."""
        if self.is_open:
            self._outgoing.put_nowait(frame)

    def close(self, code: int) -> None:
        """Close with a code once all that is queued is written."""
        self.is_open = False
        self.is_closing = True
        self._outgoing.put_nowait(code)

    def cut(self) -> None:
        """Cut the line at once, without a closing frame; what is queued is lost on the way."""
        self.is_open = False
        if self._transport is not None:
            self._transport.abort()

    async def write(self) -> None:
        """Write what is queued until the socket closes."""
        while True:
            item = await self._outgoing.get()
            try:
                if isinstance(item, int):
                    await self._socket.close(code=item)
                    return
                encoded = self._encode(item)
                if isinstance(encoded, str):
                    await self._socket.send_str(encoded)
                else:
                    await self._socket.send_bytes(encoded)
            except ConnectionError:
                return
