"""On joining a server: one message about what the bot answers, with examples and a way to the settings."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from datetime import timedelta

import discord
from discord.ext import commands

from briefbot.bot.asking.answer_buttons import question_menu
from briefbot.bot.client import BriefBot
from briefbot.bot.moderating.custom_ids import SetUp
from briefbot.bot.transport.common_buttons import topics_teller
from briefbot.bot.transport.components import Control, button, view_of
from briefbot.bot.transport.retries import TROUBLE
from briefbot.domain.knowledge import Knowledge
from briefbot.errors import BriefbotError
from briefbot.i18n import say, speaking
from briefbot.rendering import help_pages

log = logging.getLogger(__name__)

FRESH = timedelta(days=1)
"""How long ago the bot may have joined a server to greet it: it may have been off."""


class Joining(commands.Cog):
    """Greets a server, once for each time that the bot joins it."""

    def __init__(self, bot: BriefBot) -> None:
        """Set the bot."""
        self.bot = bot
        self._noting = asyncio.Lock()

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Greet a server that the bot joins."""
        await self._greet(guild)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Greet the servers that the bot joined while it was off."""
        for guild in self.bot.guilds:
            await self._greet(guild)

    async def _greet(self, guild: discord.Guild) -> None:
        joined = guild.me.joined_at if guild.me is not None else None
        # Discord reports all servers at a start, and one after an outage like a new one: only the date of joining is
        # certain.
        if joined is None or abs(discord.utils.utcnow() - joined) > FRESH:
            return
        if await self._is_noted(guild.id, round(joined.timestamp())):
            with speaking(self.bot.language_in(guild.id)):
                await self._say(guild)

    async def _is_noted(self, guild: int, joined: int) -> bool:
        """Record, before anything is sent, that a server is greeted; return whether this is the first time."""
        async with self._noting:
            settings = self.bot.service.settings(guild)
            if settings.is_paused or settings.greeted == joined:
                return False
            try:
                await self.bot.call(self.bot.service.guilds.change, guild, greeted=joined)
            except BriefbotError as error:
                log.warning("a server is not greeted, as that could not be noted", extra={"guild": guild, "error": str(error)})
                return False
            return True

    async def _say(self, guild: discord.Guild) -> None:
        knowledge, settings = self.bot.service.knowledge(guild.id), self.bot.service.settings(guild.id)
        channel = next((each for each in _places(guild) if not settings.is_silent_in(each.id)), None)
        if channel is not None:
            await self.bot.sender.post(channel, help_pages.greeting(knowledge), view=view_of(_controls(knowledge, in_server=True)))
            return
        content = help_pages.greeting(knowledge, unheard_in=guild.name)
        try:
            direct = await self.bot.create_dm(discord.Object(guild.owner_id or 0))
            await self.bot.sender.post(direct, content, view=view_of(_controls(knowledge, in_server=False)))
        except (discord.HTTPException, *TROUBLE) as error:
            log.info("a server could not be greeted", extra={"guild": guild.id, "error": str(error)})


def _places(guild: discord.Guild) -> Iterator[discord.TextChannel]:
    """Yield the channels where the bot may write.

    The one for Discord's notices to the server, then the others in their order.
    """
    for channel in dict.fromkeys([*([guild.system_channel] if guild.system_channel else []), *guild.text_channels]):
        allowed = channel.permissions_for(guild.me)
        if allowed.view_channel and allowed.send_messages:
            yield channel


def _controls(knowledge: Knowledge, *, in_server: bool) -> Iterator[Control]:
    examples = help_pages.examples(knowledge)
    if examples:
        yield question_menu(examples, say("Try a question"))
    if in_server:
        yield button(say("Set up"), SetUp(), style=discord.ButtonStyle.primary)
    yield topics_teller()


async def setup(bot: BriefBot) -> None:
    """Greet servers if it can be recorded that they were."""
    if bot.service.can_be_edited:
        await bot.add_cog(Joining(bot))
