"""The parts of the fake put together, started and stopped."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Self

from aiohttp import web

from . import intents
from .channels import Channels
from .commands import Commands
from .errors import FakeDiscordError
from .faults import Faults
from .gateway import Gateway
from .identity import Identity
from .limits import Limits
from .model import User
from .people import People
from .posts import Posts
from .request import API, Request
from .responses import Responses
from .rest import MAX_BODY_BYTES, Rest
from .world import World

LIFETIME_SECONDS = 600.0


class Server:
    """Serve REST and gateway on a free port of 127.0.0.1; `async with` starts and stops it."""

    def __init__(
        self,
        *,
        token: str = "fake-token",  # noqa: S107 - it opens nothing
        flags: int = intents.ALL_GRANTED,
        shards: int = 1,
        log_ins: int = 1,
        heartbeat_interval: float = 41.25,
        lifetime: float = LIFETIME_SECONDS,
    ) -> None:
        self.token = token
        self.world = World()
        self.failures: list[str] = []
        self.gateway = Gateway(self.world, self.failures, token=token, flags=flags, heartbeat_interval=heartbeat_interval)
        self._rest = Rest(token, self.failures)
        self._posts = Posts(self.world, self.gateway)
        self._responses = Responses(self.world, self._posts)
        self._channels = Channels(self.world, self._posts, flags=flags)
        self._commands = Commands(self.world.ids, self.world.bot.id)
        self._people = People(self.world, self.gateway, self._commands, self._responses)
        self._identity = Identity(self.world, self.gateway, flags=flags, shards=shards, log_ins=log_ins)
        self._lifetime = lifetime
        self._runner: web.AppRunner | None = None
        self._deadline: asyncio.TimerHandle | None = None
        self._stopping: asyncio.Task[None] | None = None
        self.connect_url = ""

    async def __aenter__(self) -> Self:
        """Open a free port and serve on it."""
        app = web.Application(client_max_size=MAX_BODY_BYTES)
        app.router.add_get("/gateway", self.gateway.handle)
        app.router.add_get("/gateway/", self.gateway.handle)
        parts = (self._identity, self._channels, self._commands, self._responses)
        self._rest.mount(app, *(part.routes() for part in parts))
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.connect_url = f"http://{host}:{port}"
        self.gateway.url = f"ws://{host}:{port}/gateway/"
        self._deadline = asyncio.get_running_loop().call_later(self._lifetime, self._expire)
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Stop, and raise what went wrong inside where nothing else did."""
        if self._deadline is not None:
            self._deadline.cancel()
        await self._stop()
        if error is None and self.failures:
            raise FakeDiscordError("; ".join(self.failures))

    def _expire(self) -> None:
        self.failures.append(f"the fake stopped itself after {self._lifetime} s")
        self._stopping = asyncio.create_task(self._stop())

    async def _stop(self) -> None:
        self.gateway.drop()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        """Return what stands in for https://discord.com/api/v10."""
        return self.connect_url + API

    @property
    def gateway_url(self) -> str:
        """Return what stands in for wss://gateway.discord.gg/."""
        return self.gateway.url

    @property
    def bot(self) -> User:
        """Return the bot's own user; the application has the same id."""
        return self.world.bot

    @property
    def faults(self) -> Faults:
        """Return where faults of REST calls are ordered."""
        return self._rest.faults

    @property
    def headers(self) -> dict[str, str]:
        """Return what every answer of REST says besides."""
        return self._rest.headers

    @property
    def limits(self) -> Limits:
        """Return where rate limits are set."""
        return self._rest.limits

    @property
    def requests(self) -> list[Request]:
        """List the calls that came in, the oldest first."""
        return list(self._rest.requests)
