"""The bot as Discord sees it: a client that holds the service, and what its parts share."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, ParamSpec, TypeAlias, TypeVar, cast

import discord
from discord.ext import commands

from briefbot.bot import syncing
from briefbot.bot.errors import Tree, note
from briefbot.bot.pressing import Pick, Press
from briefbot.bot.replying import NO_MENTIONS
from briefbot.bot.translating import CatalogueTranslator
from briefbot.model import GuildSettings, Knowledge
from briefbot.service import Service

P = ParamSpec("P")
T = TypeVar("T")


def needed_intents(*, message_content: bool) -> discord.Intents:
    """List what the bot listens to; the contents of all messages only where Discord has granted that."""
    return discord.Intents(guilds=True, guild_messages=True, dm_messages=True, message_content=message_content)


class BriefBot(commands.AutoShardedBot):
    """Translates between Discord and the service."""

    def __init__(self, service: Service, data: Path, *, parts: Sequence[Part], message_content: bool, **options: Any) -> None:
        """Take the service, a directory to keep small things in, and the parts to set up."""
        super().__init__(
            command_prefix=(),
            help_command=None,
            tree_cls=Tree,
            intents=needed_intents(message_content=message_content),
            allowed_mentions=NO_MENTIONS,
            allowed_contexts=discord.app_commands.AppCommandContext(guild=True, dm_channel=True),
            allowed_installs=discord.app_commands.AppInstallationType(guild=True),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            **options,
        )
        self.service, self.data = service, data
        self._parts = parts
        self._waiting: set[asyncio.Task[None]] = set()

    async def setup_hook(self) -> None:
        """Set up every part, and synchronise the commands where they differ from what Discord has."""
        self.add_dynamic_items(Press, Pick)
        for set_up in self._parts:
            await set_up(self)
        await self.tree.set_translator(CatalogueTranslator())
        await syncing.sync_when_changed(self.tree, self.data)

    async def on_message(self, message: discord.Message, /) -> None:
        """Leave messages to the parts: there are no commands with a prefix."""

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002 -- discord.py's signature
        """Log what nobody waits to hear about."""
        error = _current_error()
        if error is not None:
            note(error)

    async def close(self) -> None:
        """Drop what was put off, and disconnect."""
        for task in self._waiting:
            task.cancel()
        await super().close()

    async def call(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call the service in a thread, so that the event loop goes on."""
        return await asyncio.to_thread(work, *args, **kwargs)

    def later(self, seconds: float, action: Callable[[], Awaitable[object]]) -> None:
        """Do something after a while, unless the bot stops before."""
        task = asyncio.create_task(_after(seconds, action))
        self._waiting.add(task)
        task.add_done_callback(self._waiting.discard)

    @property
    def me(self) -> discord.ClientUser:
        """Give the bot's own user, known from logging in."""
        return cast(discord.ClientUser, self.user)

    def knowledge_in(self, place: discord.Message | discord.Interaction[Any]) -> Knowledge:
        """Give the knowledge that is in use where something was said."""
        return self.service.knowledge(guild_of(place))

    def settings_in(self, place: discord.Message | discord.Interaction[Any]) -> GuildSettings:
        """Give the settings of the guild where something was said."""
        return self.service.settings(guild_of(place))


Part: TypeAlias = Callable[[BriefBot], Awaitable[None]]
"""Sets up a part of the bot: its cog, its commands."""


def guild_of(place: discord.Message | discord.Interaction[Any]) -> int | None:
    """Name the guild whose knowledge counts; None in direct messages and where the bot is no member."""
    if isinstance(place, discord.Message):
        return place.guild.id if place.guild else None
    return place.guild_id if place.is_guild_integration() else None


async def _after(seconds: float, action: Callable[[], Awaitable[object]]) -> None:
    await asyncio.sleep(seconds)
    await action()


def _current_error() -> BaseException | None:
    return sys.exc_info()[1]
