"""What the bot knows and how it is used: /topics, /source, /help."""

from __future__ import annotations

from dataclasses import dataclass

from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from briefbot.bot.access import may_edit
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.pacing.cooldowns import refuse_blocked
from briefbot.bot.transport.common_buttons import ShowTopics, pager
from briefbot.bot.transport.components import view_of
from briefbot.bot.transport.custom_ids import CustomId, Page
from briefbot.bot.transport.interactions import replace_reply, send_reply
from briefbot.bot.transport.requests import request_of
from briefbot.rendering import help_pages


@dataclass(frozen=True)
class TurnTopics(CustomId):
    """Turn the pages of the topics."""

    head = "bb:topics"
    page: Page


class About(commands.Cog):
    """Tells about the bot and the article, to the person who asks alone."""

    def __init__(self, bot: BriefBot) -> None:
        """Take the bot."""
        self.bot = bot

    @app_commands.command(name=locale_str("topics"), description=locale_str("List what you can ask about"))
    async def topics(self, interaction: Interaction) -> None:
        """Answer /topics."""
        await show_topics(interaction, ShowTopics())

    @app_commands.command(name=locale_str("source"), description=locale_str("Say which article the answers come from"))
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def source(self, interaction: Interaction) -> None:
        """Answer /source."""
        place = request_of(interaction).place
        refuse_blocked(self.bot.service.settings(place.guild), place)
        await send_reply(interaction, help_pages.source(self.bot.service.knowledge(place.guild)), is_private=True)

    @app_commands.command(name=locale_str("help"), description=locale_str("Say what I can do and how to ask"))
    async def help(self, interaction: Interaction) -> None:
        """Answer /help."""
        told = help_pages.help(opened=self.bot.opened_in(request_of(interaction).place.guild), is_moderator=may_edit(interaction))
        await send_reply(interaction, told, is_private=True)


async def show_topics(interaction: Interaction, _: ShowTopics) -> None:
    """Show one person what can be asked."""
    found = help_pages.topics(interaction.client.knowledge_in(request_of(interaction).place))
    await send_reply(interaction, found[0], view=view_of(pager(1, len(found), TurnTopics)), is_private=True)


async def turn_topics(interaction: Interaction, pressed: TurnTopics) -> None:
    """Turn the pages of the topics."""
    found = help_pages.topics(interaction.client.knowledge_in(request_of(interaction).place))
    number = min(pressed.page, len(found))
    await replace_reply(interaction, found[number - 1], view=view_of(pager(number, len(found), TurnTopics)))


async def setup(bot: BriefBot) -> None:
    """Add the cog, and register its buttons."""
    await bot.add_cog(About(bot))
    bot.router.button(ShowTopics, show_topics)
    bot.router.button(TurnTopics, turn_topics)
