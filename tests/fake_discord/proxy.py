"""An HTTP proxy on 127.0.0.1 that notes what it is asked for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import yarl


@dataclass
class Proxy:
    """Hands on what it gets, or refuses all of it."""

    refuses: bool = False
    url: str = ""
    asked: bytearray = field(default_factory=bytearray)
    """All that clients sent."""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Hand on one connection, all of it to the host of its first request."""
        head = await reader.readuntil(b"\r\n\r\n")
        self.asked += head
        if self.refuses:
            writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            writer.close()
            return
        target = yarl.URL(head.split()[1].decode())
        theirs, ours = await asyncio.open_connection(target.host, target.port)
        ours.write(head)
        with suppress(ConnectionError):
            await asyncio.gather(_hand_on(reader, ours, self.asked), _hand_on(theirs, writer, bytearray()))


async def _hand_on(source: asyncio.StreamReader, sink: asyncio.StreamWriter, seen: bytearray) -> None:
    while data := await source.read(1 << 16):
        seen += data
        sink.write(data)
        await sink.drain()
    sink.close()


@asynccontextmanager
async def proxying(*, refuses: bool = False, login: str = "") -> AsyncIterator[Proxy]:
    """Serve as a proxy on a free port until the block ends."""
    proxy = Proxy(refuses)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    proxy.url = f"http://{login}127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield proxy
    finally:
        server.close()
