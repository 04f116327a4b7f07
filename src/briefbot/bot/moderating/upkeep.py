"""What the bot does for its servers by itself: reads ahead before it connects, notices changes, cleans up."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Iterable

import discord
from discord.ext import commands

from briefbot.bot.client import BriefBot
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
"""Seconds between two looks whether another process changed the store."""
TIDY = 3_600.0
"""Seconds between two deletions of what was kept long enough."""


class Keeping(commands.Cog):
    """Looks after what is kept of servers."""

    def __init__(self, bot: BriefBot) -> None:
        """Take the bot."""
        self.bot = bot
        self._announced: dict[int, list[str]] = {}
        self._membership, self._reports = Membership(bot), StoreReports()
        self._comparing = asyncio.Lock()
        self._compared: Present | None = None
        self._jobs = Job(self.refresh, REFRESH), Job(self.tidy, TIDY)

    async def cog_load(self) -> None:
        """Read what is kept of all servers before anybody can ask, and begin the jobs."""
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
        """Forget whoever wants that, in whichever process they said so."""
        if told.person is not None:
            self.bot.forget(told.person)

    async def cog_unload(self) -> None:
        """End the jobs."""
        for job in self._jobs:
            job.cancel()

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Compare the list of servers with what is kept, and tell audit channels which changes are set aside."""
        await self._compare()
        await self._tell([guild.id for guild in self.bot.guilds])

    @commands.Cog.listener("on_shard_connect")
    @commands.Cog.listener("on_shard_resumed")
    async def begin_to_hear(self, shard: int) -> None:
        """Compare again: servers may have come and gone while a shard heard nothing."""
        self._membership.connect(shard)
        await self._compare()

    @commands.Cog.listener()
    async def on_shard_disconnect(self, shard: int) -> None:
        """Rely on no list until the shard hears again."""
        self._membership.disconnect(shard)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Keep what is kept of a server that the bot is in (again)."""
        await self._compare()
        await self._tell([guild.id])

    @commands.Cog.listener()
    async def on_guild_remove(self, _: discord.Guild) -> None:
        """Mark what is kept of a server that the bot is no longer in."""
        await self._compare()

    async def _compare(self) -> None:
        """Compare the list of servers with what is kept, if it is another one than before.

        Where that fails, the next refresh does so.
        """
        async with self._comparing:  # one after the other, each by the list as it is then: the last one counts
            present = self._membership.present()
            if present is None or present == self._compared:
                return
            if await self._quietly(self.bot.call(self.bot.service.guilds.compare, present)):
                self._compared = present

    async def _tell(self, guilds: Iterable[int]) -> None:
        """Tell audit channels, once, which changes are set aside."""
        for guild in guilds:
            with speaking(self.bot.language_in(guild)):
                lines = set_aside_lines(self.bot.service.editor, guild)
                if lines != self._announced.get(guild, []):
                    self._announced[guild] = lines
                    await announce_set_aside(self.bot, guild, lines)

    async def refresh(self) -> None:
        """Notice what a command in a terminal changed, and which servers came or went without an event that could be
        acted on.
        """
        await self._quietly(self.bot.call(self.bot.service.refresh))
        await self._reports.report(self.bot)
        await self._compare()
        await self._remove_notices()

    async def _remove_notices(self) -> None:
        """Remove what was said because of a pause that is over."""
        for notice in self.bot.temporary.of_ended_pauses(lambda guild: self.bot.service.settings(guild).is_paused):
            channel = self.bot.get_partial_messageable(notice.channel_id, guild_id=notice.guild_id)
            await self.bot.sender.remove(channel.get_partial_message(notice.message_id))

    @commands.Cog.listener()
    async def on_hangup(self) -> None:
        """Read the bundle again, as the operator wants.

        Where that fails the one in use stays, and each reason is logged.
        """
        try:
            await self.bot.call(self.bot.service.reload)
        except KnowledgeError as error:
            for problem in error.problems:
                log.error("a problem of the knowledge", extra={"problem": str(problem)})
            log.error("the knowledge was not read again, the one in use stays", extra={"problems": len(error.problems)})
        except Exception:  # whatever it is, the bot answers as before
            log.exception("the knowledge could not be read again, the one in use stays")
        else:
            knowledge = self.bot.service.knowledge()
            log.info("the knowledge was read again", extra={"entries": len(knowledge.entries), "quotes": len(knowledge.quotes)})
            await self._tell([guild.id for guild in self.bot.guilds])

    async def tidy(self) -> None:
        """Delete what was kept long enough, if it is known which servers the bot is in.

        Back up what is kept, once a day.
        """
        await self._quietly(self.bot.call(self.bot.service.back_up, wall_clock().date()))
        async with self._comparing:
            present = self._membership.present()
            if present is not None:
                await self._quietly(self.bot.call(self.bot.service.tidy, present))

    async def _quietly(self, work: Awaitable[object]) -> bool:
        """Do something that nobody waits for, and return whether it was done.

        Where the store fails it is done the next time.
        """
        try:
            await work
        except BriefbotError as error:
            log.warning("kept for later", extra={"error": str(error)})
            return False
        return True


async def setup(bot: BriefBot) -> None:
    """Add the cog, where there is anything to keep."""
    if bot.service.can_be_edited:
        await bot.add_cog(Keeping(bot))
