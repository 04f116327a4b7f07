"""The bot's own work for its servers: reading in advance, detecting changes, deleting expired data."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Iterable

import discord
from discord.ext import commands

from briefbot.bot.client import BriefBot, settle_memory
from briefbot.bot.connection.membership import Membership
from briefbot.bot.moderating.audit import announce_set_aside, set_aside_lines
from briefbot.bot.moderating.store_reports import StoreReports
from briefbot.bot.pacing.job import Job
from briefbot.domain.clocks import wall_clock
from briefbot.domain.records import Told
from briefbot.errors import BriefbotError, KnowledgeError
from briefbot.i18n import speaking
from briefbot.service.absence import Present

log = logging.getLogger(__name__)

REFRESH = 15.0
"""Seconds between two checks for changes by another process."""
TIDY = 3_600.0
"""Seconds between two deletions of expired data."""


class Keeping(commands.Cog):
    """Maintains the data of servers."""

    def __init__(self, bot: BriefBot) -> None:
        """Set the bot."""
        self.bot = bot
        self._announced: dict[int, list[str]] = {}
        self._membership, self._reports = Membership(bot), StoreReports()
        self._comparing = asyncio.Lock()
        self._compared: Present | None = None
        self._jobs = Job(self.refresh, REFRESH), Job(self.tidy, TIDY)

    async def cog_load(self) -> None:
        """Read the data of all servers before anybody can ask, and start the jobs."""
        await self._quietly(self.bot.call(self.bot.service.warm))
        self.bot.desk.read(await self.bot.call(self.bot.service.drafts.kept))
        self.bot.temporary.read(await self.bot.call(self.bot.service.temporary.kept))
        for job in self._jobs:
            job.start()
        if self.bot.fleet is not None:
            loop = asyncio.get_running_loop()
            self._expecting = asyncio.create_task(self._quietly(self.bot.call_apart(self.bot.service.editor.get_ready)))
            self.bot.fleet.follow(self.bot.service.follow, lambda told: loop.call_soon_threadsafe(self._follow, told))

    def _follow(self, told: Told) -> None:
        """Delete the data of a person who asked for it, in any process."""
        if told.person is not None:
            self.bot.forget(told.person)

    async def cog_unload(self) -> None:
        """End the jobs."""
        for job in self._jobs:
            job.cancel()

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Compare the list of servers with the stored ones, and report unused changes to audit channels."""
        await self._compare()
        await self._tell([guild.id for guild in self.bot.guilds])

    @commands.Cog.listener("on_shard_connect")
    @commands.Cog.listener("on_shard_resumed")
    async def begin_to_hear(self, shard: int) -> None:
        """Compare again: the list may have changed while a shard was disconnected."""
        self._membership.connect(shard)
        await self._compare()

    @commands.Cog.listener()
    async def on_shard_disconnect(self, shard: int) -> None:
        """Do not rely on the list until the shard is connected again."""
        self._membership.disconnect(shard)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Keep the data of a server that the bot is in (again)."""
        await self._compare()
        await self._tell([guild.id])

    @commands.Cog.listener()
    async def on_guild_remove(self, _: discord.Guild) -> None:
        """Mark the data of a server that the bot has left."""
        await self._compare()

    async def _compare(self) -> None:
        """Compare the list of servers with the stored ones, if it has changed.

        If that fails, the next refresh does so.
        """
        async with self._comparing:  # one after the other, each by the list at that time: the last one counts
            present = self._membership.present()
            if present is None or present == self._compared:
                return
            if await self._quietly(self.bot.call(self.bot.service.guilds.compare, present)):
                self._compared = present

    async def _tell(self, guilds: Iterable[int]) -> None:
        """Report unused changes to audit channels, once."""
        for guild in guilds:
            with speaking(self.bot.language_in(guild)):
                lines = await self.bot.call_apart(set_aside_lines, self.bot.service.editor, guild)
                if lines != self._announced.get(guild, []):
                    self._announced[guild] = lines
                    await announce_set_aside(self.bot, guild, lines)

    async def refresh(self) -> None:
        """Detect changes by terminal commands, and servers that came or went without a usable event."""
        await self._quietly(self.bot.call(self.bot.service.refresh))
        await self._reports.report(self.bot)
        await self._compare()
        await self._remove_notices()

    async def _remove_notices(self) -> None:
        """Remove the notices of a pause that has ended."""
        for notice in self.bot.temporary.of_ended_pauses(lambda guild: self.bot.service.settings(guild).is_paused):
            channel = self.bot.get_partial_messageable(notice.channel_id, guild_id=notice.guild_id)
            await self.bot.sender.remove(channel.get_partial_message(notice.message_id))

    @commands.Cog.listener()
    async def on_hangup(self) -> None:
        """Read the bundle again for the operator.

        If that fails, the old one stays in use, and each reason is logged.
        """
        try:
            await self.bot.call(self.bot.service.reload)
        except KnowledgeError as error:
            for problem in error.problems:
                log.error("a problem of the knowledge", extra={"problem": str(problem)})
            log.error("the knowledge was not read again, the one in use stays", extra={"problems": len(error.problems)})
        except Exception:  # whatever the error, the bot answers as before
            log.exception("the knowledge could not be read again, the one in use stays")
        else:
            knowledge = self.bot.service.knowledge()
            log.info("the knowledge was read again", extra={"entries": len(knowledge.entries), "quotes": len(knowledge.quotes)})
            await self._tell([guild.id for guild in self.bot.guilds])
            settle_memory()

    async def tidy(self) -> None:
        """Delete expired data, if the list of servers is complete.

        Once a day, the store is backed up too.
        """
        await self._quietly(self.bot.call(self.bot.service.back_up, wall_clock().date()))
        async with self._comparing:
            present = self._membership.present()
            if present is not None:
                await self._quietly(self.bot.call(self.bot.service.tidy, present))

    async def _quietly(self, work: Awaitable[object]) -> bool:
        """Do something that nobody waits for, and return whether it succeeded.

        If the store fails, it is done the next time.
        """
        try:
            await work
        except BriefbotError as error:
            log.warning("kept for later", extra={"error": str(error)})
            return False
        return True


async def setup(bot: BriefBot) -> None:
    """Add the cog, if there is any data to maintain."""
    if bot.service.can_be_edited:
        await bot.add_cog(Keeping(bot))
