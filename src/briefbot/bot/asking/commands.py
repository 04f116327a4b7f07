"""The commands that ask: /ask, and the entry in the menu of messages."""

from __future__ import annotations

from contextlib import AsyncExitStack
from functools import partial

import discord
from discord import app_commands
from discord.app_commands import Choice, locale_str
from discord.ext import commands

from briefbot.bot.asking.addressing import addressed, questions_in, words_in
from briefbot.bot.asking.answers import answer_in_turn, send_answer
from briefbot.bot.asking.care import care
from briefbot.bot.asking.channels import can_speak, is_quiet
from briefbot.bot.asking.messages import answer
from briefbot.bot.asking.questions import ask, found, is_sure, remember
from briefbot.bot.asking.resuming import resume
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.transport import item_keys
from briefbot.bot.transport.components import CHOICE_LIMIT, CHOICES
from briefbot.bot.transport.error_reports import RefusedError
from briefbot.bot.transport.interactions import send_reply
from briefbot.bot.transport.requests import Request, request_by_message, request_of
from briefbot.domain.knowledge import Item, Knowledge, may_mislead
from briefbot.domain.outcome import QUESTION_LIMIT, Exchange
from briefbot.i18n import mark, say


class Asking(commands.Cog):
    """Answers questions."""

    def __init__(self, bot: BriefBot) -> None:
        """Set the bot."""
        self.bot = bot

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Resume what was pending when the bot stopped."""
        resume(self.bot)

    async def on_message(self, message: discord.Message) -> None:
        """Answer a message for the bot."""
        if message.author.bot:
            return
        opened = self.bot.opened_in(message.guild.id if message.guild is not None else None)
        address = addressed(message, self.bot.me, opened=opened)
        if address is not None and self.bot.cooldowns.is_new(message.id):
            await answer(self.bot, request_by_message(message, address.way, self.bot.language_in), message, address)

    @app_commands.command(name="ask", description=locale_str("Ask a question about the article"))
    @app_commands.describe(question=locale_str("Your question"), private=locale_str("Show the answer only to you"))
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def ask(self, interaction: Interaction, question: app_commands.Range[str, 1, QUESTION_LIMIT], private: bool = False) -> None:
        """Answer /ask."""
        request = request_of(interaction).by("command")
        if await care(self.bot, request, [question]):
            return
        self.bot.cooldowns.admit(request)
        is_private = private or is_quiet(self.bot, request)
        give = partial(self._give, request, is_private=is_private)
        async with AsyncExitStack() as stack:
            find = partial(found, stack, self.bot, request, partial(self._asked, request, question))
            await answer_in_turn(interaction, find, give, request, is_private=is_private)

    async def _give(self, request: Request, exchange: Exchange, *, is_private: bool) -> None:
        if await send_answer(self.bot, request, exchange, is_private=is_private) is not None:
            remember(self.bot, request, exchange)

    async def _asked(self, request: Request, question: str) -> Exchange:
        """Answer what was typed, or show the item that was chosen while typing."""
        knowledge = self.bot.knowledge_in(request.place)
        chosen = _titled(knowledge, question)
        if chosen is not None:
            return item_keys.chosen(chosen, knowledge)
        return await ask(self.bot, request, [words_in(question)])

    @ask.autocomplete("question")
    async def complete(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        """Offer the questions that may be meant, with the engine that also answers them."""
        place = request_of(interaction).place
        if self.bot.is_closed_to(place):
            return []
        found = await self.bot.call(self.bot.service.complete, place.guild, typed, CHOICES)
        titles = dict.fromkeys(item.label for item in found if len(item.label) <= CHOICE_LIMIT and not may_mislead(item))
        return [Choice(name=title, value=title) for title in titles][:CHOICES]

    async def answer_message(self, interaction: Interaction, message: discord.Message) -> None:
        """Answer somebody's message: in public if the bot is sure, else only to the person who used the menu."""
        request, questions = request_of(interaction).by("menu"), questions_in(message)
        if await care(self.bot, request, questions):
            return
        self.bot.cooldowns.admit(request)
        if message.author.id == self.bot.me.id:
            raise RefusedError(mark("That message is my own. Use this on somebody's question."))
        if not questions:
            raise RefusedError(mark("I can't read any words in that message."))
        # other people's messages are not follow-ups of this person's questions
        is_own = message.author.id == request.asker
        async with AsyncExitStack() as stack:
            find = partial(found, stack, self.bot, request, partial(ask, self.bot, request, questions, leans=is_own))
            await answer_in_turn(interaction, find, partial(self._give_on, interaction, request, message), request, is_private=True)

    async def _give_on(self, interaction: Interaction, request: Request, message: discord.Message, exchange: Exchange) -> None:
        is_public = is_sure(exchange.outcome) and self._may_answer_on(request, message)
        sent = await send_answer(self.bot, request.on(message), exchange) if is_public else None
        if sent is None:
            sent = await send_answer(self.bot, request, exchange, is_private=True)
        else:
            await send_reply(interaction, say("Answered: {address}", address=sent.jump_url), is_private=True)
        if sent is not None:
            remember(self.bot, request, exchange)

    def _may_answer_on(self, request: Request, message: discord.Message) -> bool:
        return request.place.guild is not None and not is_quiet(self.bot, request) and can_speak(message)


def _titled(knowledge: Knowledge, title: str) -> Item | None:
    """Return the item with a title that somebody chose."""
    return next((item for item in knowledge.items() if item.label == title), None)


async def setup(bot: BriefBot) -> None:
    """Add the cog, and the entry in the menu of messages."""
    cog = Asking(bot)
    await bot.add_cog(cog)
    bot.event(cog.on_message)  # replaces discord.py's own handler, which looks for commands with a prefix
    bot.tree.add_command(app_commands.ContextMenu(name=locale_str("Answer from the article"), callback=cog.answer_message))
