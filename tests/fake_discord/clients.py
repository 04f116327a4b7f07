"""Unmodified discord.py clients, pointed at the fake and run against it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from .fake import FakeDiscord
from .snowflakes import shard_of

CLOSING_SECONDS = 60.0
SETTLING_SECONDS = 60.0
_POLL_SECONDS = 0.001


@contextmanager
def pointed_at(api_url: str, gateway_url: str) -> Iterator[None]:
    """Send discord.py to these addresses, for as long as the block lasts."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = api_url, yarl.URL(gateway_url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


@asynccontextmanager
async def connected(fake: FakeDiscord, client: discord.Client, *, shards: int = 1) -> AsyncIterator[asyncio.Task[None]]:
    """Run a client against the fake until the block ends; a client that stops by itself raises here."""
    with pointed_at(fake.api_url, fake.gateway_url):
        running = asyncio.create_task(client.start(fake.token))
        waiting = asyncio.create_task(fake.ready(shards))
        try:
            await asyncio.wait((running, waiting), return_when=asyncio.FIRST_COMPLETED)
            if not waiting.done():
                running.result()
            await waiting
            await _settled(fake, client)
            yield running
        finally:
            waiting.cancel()
            await client.close()
            await asyncio.wait_for(asyncio.gather(running, return_exceptions=True), CLOSING_SECONDS)


async def _settled(fake: FakeDiscord, client: discord.Client) -> None:
    # on_ready comes only seconds after the last guild; that the guilds are in the cache is as good a sign.
    if not client.intents.guilds:
        return
    joined = [guild.id for guild in fake.world.guilds.values() if guild.has_bot and not guild.is_unavailable and _covers(client, guild.id)]
    async with asyncio.timeout(SETTLING_SECONDS):
        while not all(_is_known(client.get_guild(guild_id)) for guild_id in joined):  # noqa: ASYNC110 - discord.py has no event for it
            await asyncio.sleep(_POLL_SECONDS)


def _covers(client: discord.Client, guild_id: int) -> bool:
    shard = shard_of(guild_id, client.shard_count or 1)
    if isinstance(client, discord.AutoShardedClient):
        return client.shard_ids is None or shard in client.shard_ids
    return client.shard_id in (None, shard)


def _is_known(guild: discord.Guild | None) -> bool:
    return guild is not None and not guild.unavailable
