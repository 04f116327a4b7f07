"""What the bot knows and how to use it: /source, /help."""

from __future__ import annotations

from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from briefbot.bot.access import may_edit, may_manage
from briefbot.bot.asking.answer_buttons import question_menu
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.pacing.cooldowns import refuse_blocked
from briefbot.bot.transport.components import Controls, view_of
from briefbot.bot.transport.interactions import send_reply
from briefbot.bot.transport.requests import request_of
from briefbot.domain.knowledge import is_about_the_text
from briefbot.i18n import say
from briefbot.rendering import help_pages

_EXAMPLES = 2
"""How many questions /help offers to try."""


class About(commands.Cog):
    """Shows information about the bot and the article, only to the person who asks."""

    def __init__(self, bot: BriefBot) -> None:
        """Set the bot."""
        self.bot = bot

    @app_commands.command(name="source", description=locale_str("Show which article the answers come from"))
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def source(self, interaction: Interaction) -> None:
        """Answer /source."""
        place = request_of(interaction).place
        refuse_blocked(self.bot.service.settings(place.guild), place)
        await send_reply(interaction, help_pages.source(self.bot.service.knowledge(place.guild)), is_private=True)

    @app_commands.command(name="help", description=locale_str("Show what I can do and how to ask"))
    async def help(self, interaction: Interaction) -> None:
        """Answer /help."""
        guild = request_of(interaction).place.guild
        told = help_pages.help(
            self.bot.service.knowledge(guild),
            opened=self.bot.opened_in(guild),
            is_moderator=may_edit(interaction),
            is_manager=may_manage(interaction),
            ids=self.bot.command_ids,
        )
        await send_reply(interaction, told, view=await self._examples(interaction), is_private=True)

    async def _examples(self, interaction: Interaction) -> Controls | None:
        """Make a menu of questions to try, a summary first; None if the bot must not answer now."""
        place = request_of(interaction).place
        if self.bot.is_closed_to(place):
            return None
        found = await self.bot.call(self.bot.service.complete, place.guild, "")
        summary = await self.bot.call(self.bot.service.summary, place.guild)
        examples = [item for item in found if item == summary or not is_about_the_text(item)][:_EXAMPLES]
        return view_of([question_menu(examples, say("Try a question"))]) if examples else None


async def setup(bot: BriefBot) -> None:
    """Add the cog."""
    await bot.add_cog(About(bot))
