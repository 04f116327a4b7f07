"""Questions: by mention, by reply to the bot, in direct messages and with /ask."""

from __future__ import annotations

import logging
import time
from typing import Any

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from briefbot.bot import rendering
from briefbot.bot.addressing import Address, addressed
from briefbot.bot.answering import send_answer
from briefbot.bot.client import BriefBot, guild_of
from briefbot.bot.errors import tell_failure
from briefbot.bot.replying import in_time, send_reply
from briefbot.model import QUESTION_LIMIT, Abstained, Answered, Exchange, Outcome, Quoted, Suggested
from briefbot.conversations import Context
from briefbot.words import say, speak

log = logging.getLogger(__name__)


class Asking(commands.Cog):
    """Answers questions."""

    def __init__(self, bot: BriefBot) -> None:
        """Take the bot."""
        self.bot = bot

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that is meant for the bot."""
        address = addressed(message, self.bot.me)
        if address is None:
            return
        speak(str(message.guild.preferred_locale) if message.guild else None)
        try:
            await self._answer(message, address)
        except Exception as error:
            await tell_failure(message, error)

    async def _answer(self, message: discord.Message, address: Address) -> None:
        if not address.question:
            await send_reply(message, _hint(message, self.bot))
            return
        exchange = await self._ask(message, address.question, address.way)
        await send_answer(self.bot, message, exchange, asker=message.author.id)

    @app_commands.command(name=locale_str("ask"), description=locale_str("Ask a question about the article"))
    @app_commands.describe(question=locale_str("Your question"), private=locale_str("Show the answer to you alone"))
    async def ask(
        self, interaction: discord.Interaction[BriefBot], question: app_commands.Range[str, 1, QUESTION_LIMIT], private: bool = False
    ) -> None:
        """Answer /ask."""
        exchange = await in_time(interaction, self._ask(interaction, question, "command"), is_private=private)
        await send_answer(self.bot, interaction, exchange, asker=interaction.user.id, is_private=private)

    async def _ask(self, place: discord.Message | discord.Interaction[Any], question: str, way: str) -> Exchange:
        """Ask the service, and log one line about it."""
        started = time.perf_counter()
        guild = guild_of(place)
        person = place.author if isinstance(place, discord.Message) else place.user
        channel = place.channel.id if place.channel else 0
        context = Context(person.id, channel, discord.utils.utcnow())
        exchange = await self.bot.call(self.bot.service.ask, guild, question, context)
        log.info("question", extra={"way": way, "guild": guild, "channel": channel, "ms": _milliseconds(started)} | _told(exchange.outcome))
        return exchange


def _hint(message: discord.Message, bot: BriefBot) -> str:
    """Say how to ask, to somebody whose message holds no words that the bot can read."""
    if message.content or message.guild is None:
        return rendering.hint(bot.knowledge_in(message))
    return say("I cannot read this message: mention me in it by name, or use `/ask`.")


def _told(outcome: Outcome) -> dict[str, object]:
    """Give what is logged of an outcome: never what was asked, or by whom."""
    fields: dict[str, object] = {"outcome": type(outcome).__name__.lower(), "confidence": outcome.confidence}
    match outcome:
        case Answered(entries=found) | Quoted(quotes=found) | Suggested(items=found):
            return fields | {"items": [item.id for item in found]}
        case Abstained():
            return fields | {"reason": outcome.reason, "items": [outcome.gap.id] if outcome.gap else []}


def _milliseconds(started: float) -> int:
    return round((time.perf_counter() - started) * 1000)


async def setup(bot: BriefBot) -> None:
    """Add the cog."""
    await bot.add_cog(Asking(bot))
