"""What the bot knows and how it is used: /topics, /source, /help."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from briefbot.bot import rendering
from briefbot.bot.client import BriefBot
from briefbot.bot.replying import send_reply


class About(commands.Cog):
    """Tells about the bot and the article, to the person who asks alone."""

    def __init__(self, bot: BriefBot) -> None:
        """Take the bot."""
        self.bot = bot

    @app_commands.command(name=locale_str("topics"), description=locale_str("List what you can ask about"))
    async def topics(self, interaction: discord.Interaction[BriefBot]) -> None:
        """Answer /topics."""
        await send_reply(interaction, rendering.topics(self.bot.knowledge_in(interaction)).content, is_private=True)

    @app_commands.command(name=locale_str("source"), description=locale_str("Say which article the answers come from"))
    async def source(self, interaction: discord.Interaction[BriefBot]) -> None:
        """Answer /source."""
        await send_reply(interaction, rendering.source(self.bot.knowledge_in(interaction)).content, is_private=True)

    @app_commands.command(name=locale_str("help"), description=locale_str("Say what I can do and how to ask"))
    async def help(self, interaction: discord.Interaction[BriefBot]) -> None:
        """Answer /help."""
        await send_reply(interaction, rendering.help().content, is_private=True)


async def setup(bot: BriefBot) -> None:
    """Add the cog."""
    await bot.add_cog(About(bot))
