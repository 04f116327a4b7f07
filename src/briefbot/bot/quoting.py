"""Quotations: /quote by speaker, topic or words, or a random one."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.app_commands import Choice, locale_str
from discord.ext import commands

from briefbot.bot.answering import send_answer
from briefbot.bot.client import BriefBot
from briefbot.bot.markdown import shorten
from briefbot.bot.places import Place
from briefbot.bot.replying import in_time

CHOICES = 25
"""Choices of an autocomplete that Discord takes."""
CHOICE_LIMIT = 100
"""Characters of a choice that Discord takes."""


class Quoting(commands.Cog):
    """Finds somebody's words."""

    def __init__(self, bot: BriefBot) -> None:
        """Take the bot."""
        self.bot = bot

    @app_commands.command(name=locale_str("quote"), description=locale_str("Find somebody's words in the article, letter for letter"))
    @app_commands.describe(
        speaker=locale_str("Who said it"), topic=locale_str("What it is about"), text=locale_str("Words that you remember of it")
    )
    async def quote(
        self,
        interaction: discord.Interaction[BriefBot],
        speaker: app_commands.Range[str, 1, CHOICE_LIMIT] | None = None,
        topic: app_commands.Range[str, 1, CHOICE_LIMIT] | None = None,
        text: app_commands.Range[str, 1, 300] | None = None,
    ) -> None:
        """Answer /quote; with nothing given, a random quotation that the channel has not had yet."""
        find = self.bot.call(
            self.bot.service.quote, Place.of(interaction).guild, speaker=speaker, topic=topic, text=text, deck=interaction.channel_id
        )
        await send_answer(self.bot, interaction, await in_time(interaction, find), asker=interaction.user.id)

    @quote.autocomplete("speaker")
    async def complete_speaker(self, interaction: discord.Interaction[BriefBot], typed: str) -> list[Choice[str]]:
        """Offer who is quoted."""
        speakers = self.bot.service.speakers(Place.of(interaction).guild)
        return _choices(typed, [speaker.name for speaker in speakers])

    @quote.autocomplete("topic")
    async def complete_topic(self, interaction: discord.Interaction[BriefBot], typed: str) -> list[Choice[str]]:
        """Offer what the quotations are about."""
        quotes = self.bot.knowledge_in(interaction).quotes.values()
        return _choices(typed, sorted({topic for quote in quotes for topic in quote.topics}))


def _choices(typed: str, names: list[str]) -> list[Choice[str]]:
    found = [name for name in names if typed.strip().casefold() in name.casefold()]
    return [Choice(name=shorten(name, CHOICE_LIMIT), value=shorten(name, CHOICE_LIMIT)) for name in found[:CHOICES]]


async def setup(bot: BriefBot) -> None:
    """Add the cog."""
    await bot.add_cog(Quoting(bot))
