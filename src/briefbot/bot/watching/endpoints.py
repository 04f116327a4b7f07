"""Serve operators' programs on a local port: metrics, health, and readiness for questions."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Iterator

from aiohttp import web
from discord.ext import commands
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from briefbot.bot.client import BriefBot, Part
from briefbot.bot.pacing.job import Job
from briefbot.bot.watching.figures import Figures

log = logging.getLogger(__name__)

_EVERY = 5.0
"""Seconds between two measurements of the event loop's delay."""
_MOMENT = 0.1
_UNAVAILABLE = 503


class Watching(commands.Cog):
    """Serves metrics and health on a local port."""

    def __init__(self, bot: BriefBot, listening: socket.socket) -> None:
        """Set the bot and a listening socket."""
        self._bot, self._listening = bot, listening
        self._figures, self._job = Figures(bot), Job(self._measure, _EVERY)
        app = web.Application()
        app.add_routes([web.get("/metrics", self._metrics), web.get("/healthz", self._health), web.get("/readyz", self._ready)])
        self._runner = web.AppRunner(app, access_log=None)

    async def cog_load(self) -> None:
        """Start serving and counting."""
        await self._runner.setup()
        await web.SockSite(self._runner, self._listening).start()
        logging.getLogger("briefbot").addHandler(self._figures.records)
        self._job.start()
        log.info("figures can be looked at", extra={"address": "{}:{}".format(*self._listening.getsockname()[:2])})

    async def cog_unload(self) -> None:
        """Stop serving."""
        self._job.cancel()
        logging.getLogger("briefbot").removeHandler(self._figures.records)
        await self._runner.cleanup()

    @commands.Cog.listener()
    async def on_question(self, told: dict[str, object]) -> None:
        """Count a question."""
        self._figures.note_question(told)

    async def _measure(self) -> None:
        clock = asyncio.get_running_loop().time
        due = clock() + _MOMENT
        await asyncio.sleep(_MOMENT)
        self._figures.lag.set(max(clock() - due, 0.0))

    async def _metrics(self, _: web.Request) -> web.Response:
        return web.Response(body=generate_latest(self._figures.registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def _health(self, _: web.Request) -> web.Response:
        return web.Response(text="ok\n")  # never reached if the event loop hangs

    async def _ready(self, _: web.Request) -> web.Response:
        reasons = list(self._reasons())
        return web.Response(text="\n".join(reasons or ["ok"]) + "\n", status=_UNAVAILABLE if reasons else 200)

    def _reasons(self) -> Iterator[str]:
        """Yield the reasons why questions are not answered, or not properly."""
        bot = self._bot
        if not bot.is_ready():
            yield "the list of servers is not whole yet"
        yield from (f"shard {number} is not connected" for number, shard in bot.shards.items() if shard.is_closed())
        if bot.service.in_maintenance:
            yield "started for maintenance: every server is paused"
        if bot.service.trouble is not None:
            yield f"the database: {bot.service.trouble.why}"


def watched(listening: socket.socket) -> Part:
    """Return the part of a bot that serves on a socket."""

    async def set_up(bot: BriefBot) -> None:
        await bot.add_cog(Watching(bot, listening))

    return set_up
