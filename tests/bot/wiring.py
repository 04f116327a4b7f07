"""The bot on a fake Discord over real sockets."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.scripted import ScriptedService
from briefbot.bot.app import make_bot
from briefbot.bot.client import BriefBot
from briefbot.service import Service
from contract import Contract
from fake_discord import Channel, FakeDiscord, Guild, User, connected

QUICK: dict[str, Any] = {"guild_ready_timeout": 0.02}
MESSAGES = "/channels/{channel_id}/messages"


class HastyBot(BriefBot):
    """The bot without the five seconds that discord.py waits before a second IDENTIFY."""

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Do not wait."""


@dataclass
class Wire:
    """A fake Discord with a channel and a member, and the bot connected to it."""

    fake: FakeDiscord
    bot: BriefBot
    guild: Guild
    channel: Channel
    ana: User

    async def ask(self, question: str, *, by: User | None = None, where: Channel | None = None) -> str:
        """Mention the bot, and return what it says."""
        channel = where or self.channel
        await self.fake.say(channel, by or self.ana, question, mentions=[self.fake.bot])
        return (await self.fake.next_message(channel)).content


def replies(wire: Wire) -> list[str]:
    """List the texts of the bot's public messages in the channel."""
    return [
        message.content
        for message in wire.fake.messages(wire.channel)
        if message.author_id == wire.fake.bot.id and not message.is_ephemeral
    ]


def made(service: Service, data: Path, **options: Any) -> BriefBot:
    """Make a bot without waits that only the real Discord needs."""
    bot = make_bot(ScriptedService(service), data, **QUICK, **options)
    bot.__class__ = HastyBot
    return bot


@asynccontextmanager
async def restarted(wire: Wire, service: Service, data: Path) -> AsyncIterator[Wire]:
    """Stop the bot, and connect another to the same Discord."""
    await wire.bot.close()
    again = replace(wire, bot=made(service, data, message_content=True))
    async with connected(wire.fake, again.bot):
        yield again


@asynccontextmanager
async def wired(
    service: Service,
    data: Path,
    contract: Contract | None,
    *,
    shards: int = 1,
    heartbeat: float = 41.25,
    message_content: bool = True,
    **options: Any,
) -> AsyncIterator[Wire]:
    """Connect the bot to a fake Discord, and check everything that it sent afterwards."""
    async with FakeDiscord(shards=shards, heartbeat_interval=heartbeat) as fake:
        guild = fake.guild()
        bot = made(service, data, message_content=message_content, **options)
        wire = Wire(fake, bot, guild, fake.channel(guild), fake.member(guild, "ana"))
        async with connected(fake, bot, shards=shards):
            yield wire
        if contract is not None:
            for request in fake.requests:
                if request.method in ("POST", "PUT", "PATCH") and request.body is not None:
                    assert contract.problems(request.method, request.path, request.body) == []
