"""What the bot knows and how it is used: /topics, /source, /help."""

from __future__ import annotations

from collections.abc import Sequence

from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from briefbot.bot.access import may_edit
from briefbot.bot.asking.answers import Pressed
from briefbot.bot.client import BriefBot
from briefbot.bot.transport.common_buttons import pager
from briefbot.bot.transport.component_handlers import when_pressed
from briefbot.bot.transport.components import view_of
from briefbot.bot.transport.places import Place
from briefbot.bot.transport.sending import replace_reply, send_reply
from briefbot.rendering import help_pages


class About(commands.Cog):
    """Tells about the bot and the article, to the person who asks alone."""

    def __init__(self, bot: BriefBot) -> None:
        """Take the bot."""
        self.bot = bot

    @app_commands.command(name=locale_str("topics"), description=locale_str("List what you can ask about"))
    async def topics(self, interaction: Pressed) -> None:
        """Answer /topics."""
        await tell_topics(interaction, ())

    @app_commands.command(name=locale_str("source"), description=locale_str("Say which article the answers come from"))
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def source(self, interaction: Pressed) -> None:
        """Answer /source."""
        await send_reply(interaction, help_pages.source(self.bot.service.knowledge(Place.of(interaction).guild)), is_private=True)

    @app_commands.command(name=locale_str("help"), description=locale_str("Say what I can do and how to ask"))
    async def help(self, interaction: Pressed) -> None:
        """Answer /help."""
        told = help_pages.help(opened=self.bot.opened_in(interaction), is_moderator=may_edit(interaction))
        await send_reply(interaction, told, is_private=True)


@when_pressed("what")
async def tell_topics(interaction: Pressed, _: Sequence[str]) -> None:
    """Tell one person what can be asked."""
    found = help_pages.topics(interaction.client.knowledge_in(interaction))
    await send_reply(interaction, found[0], view=view_of(pager(1, len(found), "topics")), is_private=True)


@when_pressed("topics")
async def turn_topics(interaction: Pressed, args: Sequence[str]) -> None:
    """Turn the pages of the topics."""
    found = help_pages.topics(interaction.client.knowledge_in(interaction))
    number = min(int(args[0]), len(found))
    await replace_reply(interaction, found[number - 1], view=view_of(pager(number, len(found), "topics")))


async def setup(bot: BriefBot) -> None:
    """Add the cog."""
    await bot.add_cog(About(bot))
