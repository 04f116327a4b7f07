"""What the bot does for its servers by itself: reads ahead before it connects, notices changes, cleans up."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Iterable

import discord
from discord.ext import commands, tasks

from briefbot.bot.client import BriefBot
from briefbot.bot.knowledge_audit import set_aside_lines, tell_of_what_was_set_aside
from briefbot.errors import BriefbotError

log = logging.getLogger(__name__)

REFRESH = 15.0
"""Seconds between two looks whether another process changed the store."""
TIDY = 3_600.0
"""Seconds between two deletions of what was kept long enough."""


class Keeping(commands.Cog):
    """Looks after what is kept of servers."""

    def __init__(self, bot: BriefBot) -> None:
        """Take the bot."""
        self.bot = bot
        self._told: dict[int, list[str]] = {}

    async def cog_load(self) -> None:
        """Read what is kept of all servers before anybody can ask, and begin the jobs."""
        await self._quietly(self.bot.call(self.bot.service.warm))
        self.refresh.start()
        self.tidy.start()

    async def cog_unload(self) -> None:
        """End the jobs."""
        self.refresh.cancel()
        self.tidy.cancel()

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Tell audit channels which changes are set aside."""
        await self._tell([guild.id for guild in self.bot.guilds])

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Keep what is kept of a server that the bot is in (again)."""
        await self._quietly(self.bot.call(self.bot.service.guilds.join, guild.id))
        await self._tell([guild.id])

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Mark what is kept of a server that the bot is no longer in."""
        await self._quietly(self.bot.call(self.bot.service.guilds.leave, guild.id))

    async def _tell(self, guilds: Iterable[int]) -> None:
        """Tell audit channels, once, which changes are set aside."""
        for guild in guilds:
            lines = set_aside_lines(self.bot.service.editor, guild)
            if lines != self._told.get(guild, []):
                self._told[guild] = lines
                await tell_of_what_was_set_aside(self.bot, guild, lines)

    @tasks.loop(seconds=REFRESH)
    async def refresh(self) -> None:
        """Notice what a command in a terminal changed."""
        await self._quietly(self.bot.call(self.bot.service.refresh))

    @tasks.loop(seconds=TIDY)
    async def tidy(self) -> None:
        """Delete what was kept long enough."""
        await self._quietly(self.bot.call(self.bot.service.tidy))

    async def _quietly(self, work: Awaitable[object]) -> None:
        """Do something that nobody waits for; where the store fails it is done the next time."""
        try:
            await work
        except BriefbotError as error:
            log.warning("kept for later: %s", error)


async def setup(bot: BriefBot) -> None:
    """Add the cog, where there is anything to keep."""
    if bot.service.can_be_edited:
        await bot.add_cog(Keeping(bot))
