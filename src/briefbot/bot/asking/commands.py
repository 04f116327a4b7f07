"""Questions: by mention, by reply to the bot, in direct messages, in open channels, with /ask and from a message's menu."""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial

import discord
from discord import app_commands
from discord.app_commands import Choice, locale_str
from discord.ext import commands

from briefbot.bot.asking.addressing import Address, addressed, questions_in, words_in
from briefbot.bot.asking.answers import answer_in_turn, asks_for_help, send_answer, send_hint
from briefbot.bot.asking.care import care
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.pacing.cooldowns import IgnoredError
from briefbot.bot.transport import item_keys
from briefbot.bot.transport.components import CHOICE_LIMIT, CHOICES
from briefbot.bot.transport.error_reports import RefusedError, note, tell_failure
from briefbot.bot.transport.places import Place, can_speak, language_of
from briefbot.bot.transport.sending import Target, remove_reply, send_notice, send_reply
from briefbot.domain.clocks import seconds
from briefbot.domain.outcome import QUESTION_LIMIT, Abstained, Answered, Exchange, Outcome, Quoted, Suggested
from briefbot.i18n import mark, say, speak, speaking
from briefbot.service.conversations import Context

log = logging.getLogger(__name__)


class Asking(commands.Cog):
    """Answers questions."""

    def __init__(self, bot: BriefBot) -> None:
        """Take the bot."""
        self.bot = bot

    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that is meant for the bot."""
        if message.author.bot:
            return
        address = addressed(message, self.bot.me, is_open=Place.of(message).is_among(self.bot.opened_in(message)))
        if address is not None and self.bot.manners.is_new(message.id):
            await answer(self.bot, message, address)

    @app_commands.command(name=locale_str("ask"), description=locale_str("Ask a question about the article"))
    @app_commands.describe(question=locale_str("Your question"), private=locale_str("Show the answer to you alone"))
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def ask(self, interaction: Interaction, question: app_commands.Range[str, 1, QUESTION_LIMIT], private: bool = False) -> None:
        """Answer /ask."""
        if await care(self.bot, interaction, [question]):
            return
        self.bot.admit(interaction)
        is_private = private or Place.of(interaction).is_among(self.bot.settings_in(interaction).quiet_channels)
        give = partial(self._give, interaction, is_private=is_private)
        await answer_in_turn(interaction, partial(self._asked, interaction, question), give, is_private=is_private)

    async def _give(self, interaction: Interaction, exchange: Exchange, *, is_private: bool) -> None:
        if await send_answer(self.bot, interaction, exchange, asker=interaction.user.id, is_private=is_private) is not None:
            remember(self.bot, interaction, exchange)

    async def _asked(self, interaction: Interaction, question: str) -> Exchange:
        """Answer what was typed, or show what was chosen while typing."""
        knowledge = self.bot.knowledge_in(interaction)
        chosen = item_keys.titled(knowledge, question)
        if chosen is not None:
            return item_keys.chosen(chosen, knowledge)
        return await ask(self.bot, interaction, [words_in(question)], "command")

    @ask.autocomplete("question")
    async def complete(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        """Offer the questions that may be meant, by the same engine that answers them."""
        if self.bot.settings_in(interaction).is_paused:
            return []
        found = await self.bot.call(self.bot.service.complete, Place.of(interaction).guild, typed, CHOICES)
        titles = dict.fromkeys(item.title for item in found if len(item.title) <= CHOICE_LIMIT)
        return [Choice(name=title, value=title) for title in titles][:CHOICES]

    async def answer_message(self, interaction: Interaction, message: discord.Message) -> None:
        """Answer somebody's message, on that message where the bot is sure; else tell the person who wanted to know."""
        questions = questions_in(message)
        if await care(self.bot, interaction, questions):
            return
        self.bot.admit(interaction)
        if message.author.id == self.bot.me.id:
            raise RefusedError(mark("That message is my own. Use this on somebody's question."))
        if not questions:
            raise RefusedError(mark("That message holds no words that I can read."))
        is_own = message.author.id == interaction.user.id  # what others wrote does not go on about what this person asked
        find = partial(ask, self.bot, interaction, questions, "menu", leans=is_own)
        await answer_in_turn(interaction, find, partial(self._give_on, interaction, message), is_private=True)

    async def _give_on(self, interaction: Interaction, message: discord.Message, exchange: Exchange) -> None:
        asker = interaction.user.id
        is_public = is_sure(exchange.outcome) and self._may_answer_on(interaction, message)
        with speaking(str(interaction.locale)):  # again, after what all read
            sent = await send_answer(self.bot, message, exchange, asker=asker) if is_public else None
        if sent is None:
            sent = await send_answer(self.bot, interaction, exchange, asker=asker, is_private=True)
        else:
            await send_reply(interaction, say("Answered: {address}", address=sent.jump_url), is_private=True)
        if sent is not None:
            remember(self.bot, interaction, exchange)

    def _may_answer_on(self, interaction: Interaction, message: discord.Message) -> bool:
        place, settings = Place.of(interaction), self.bot.settings_in(interaction)
        return place.guild is not None and not place.is_among(settings.quiet_channels) and can_speak(message)


async def answer(bot: BriefBot, message: discord.Message, address: Address) -> None:
    """Answer a message that is meant for the bot, or say why not where that is worth a word."""
    place = Place.of(message)
    if place.is_among(bot.settings_in(message).quiet_channels):
        return
    if not can_speak(message):
        log.warning("no permission to answer", extra={"guild": place.guild, "channel": place.channel})
        return
    speak(language_of(message))
    try:
        await _answer(bot, message, address)
    except RefusedError as refusal:
        is_silent = address.way == "open" or isinstance(refusal, IgnoredError)
        if not is_silent and bot.manners.may_tell(place, type(refusal)):
            await _notify(bot, message, say(refusal.message))
    except Exception as error:
        if address.way == "open":
            note(error)  # nobody asked the bot
        else:
            await tell_failure(message, error)


async def _notify(bot: BriefBot, message: discord.Message, content: str) -> None:
    """Tell somebody something for a moment."""
    notice = await send_notice(message, content)
    if notice is not None:
        bot.later.put_off(notice.id, bot.limits.notice_time, partial(remove_reply, notice))


async def _answer(bot: BriefBot, message: discord.Message, address: Address) -> None:
    if await care(bot, message, address.questions):
        return
    bot.admit(message)
    async with bot.lanes.turn(message.channel.id, message.author.id):
        if address.questions:
            async with asked(bot, message, address.questions, address.way, leans=address.leans) as exchange:
                if calls_for_reply(address, exchange):
                    bot.take_on(message)
                    if await send_answer(bot, message, exchange, asker=message.author.id) is not None:
                        remember(bot, message, exchange)
        elif calls_for_hint(bot, message, address):
            await send_hint(bot, message)


def remember(bot: BriefBot, target: Target, exchange: Exchange) -> None:
    """Let the next question of the same person in the same place lean on an exchange: its answer is out."""
    bot.service.remember(Place.of(target).guild, _context(target), exchange)


def _context(target: Target) -> Context:
    place = Place.of(target)
    return Context(place.person, place.channel, seconds())


async def ask(bot: BriefBot, target: Target, questions: Sequence[str], way: str, *, leans: bool = True) -> Exchange:
    """Ask the service, and log one line about it."""
    async with asked(bot, target, questions, way, leans=leans) as exchange:
        return exchange


@asynccontextmanager
async def asked(bot: BriefBot, target: Target, questions: Sequence[str], way: str, *, leans: bool = True) -> AsyncIterator[Exchange]:
    """Ask the service what may be the question, and log one line about it when the answer is out: never what was asked, or by whom."""
    started, place = time.perf_counter(), Place.of(target)
    context = _context(target) if leans else None
    exchange = await _best(bot, place.guild, questions, context)
    milliseconds = round((time.perf_counter() - started) * 1000)
    try:
        yield exchange
    finally:
        where = {"way": way, "guild": place.guild, "channel": place.channel}
        log.info("question", extra=where | {"ms": milliseconds} | _told(exchange.outcome))


async def _best(bot: BriefBot, guild: int | None, questions: Sequence[str], context: Context | None) -> Exchange:
    """Ask until an answer is sure; else give what comes nearest to one."""
    found: list[Exchange] = []
    for question in questions:
        found.append(await _exchange(bot, guild, question, context))
        if is_sure(found[-1].outcome):
            return found[-1]
    return max(found, key=lambda exchange: (is_near(exchange.outcome), exchange.outcome.confidence))


async def _exchange(bot: BriefBot, guild: int | None, question: str, context: Context | None) -> Exchange:
    """Ask at once what is answered at once: a thread would take longer than the answer. Anything slower goes into a thread."""
    if bot.service.is_quick(guild, question):
        async with bot.pace:
            return bot.service.ask(guild, question, context)
    return await bot.call(bot.service.ask, guild, question, context)


def is_sure(outcome: Outcome) -> bool:
    """Return whether there is an answer that nobody needs to have asked the bot for."""
    return isinstance(outcome, Answered | Quoted)


def calls_for_reply(address: Address | None, exchange: Exchange) -> bool:
    """Return whether to say what a message came to: to whoever calls the bot by name always, to others rather what they ask for."""
    outcome = exchange.outcome
    if address is None or address.way == "open":
        return is_sure(outcome) and not exchange.is_empty  # "why?" may be meant for anybody
    if address.way != "reply" or is_sure(outcome):
        return True
    is_small_talk = isinstance(outcome, Abstained) and outcome.reason == "small_talk"
    return asks_for_help(outcome) or (address.asks and not is_small_talk)


def calls_for_hint(bot: BriefBot, message: discord.Message, address: Address | None) -> bool:
    """Return whether to say how to ask below a message without words: to whoever calls the bot by name, or may have asked unread."""
    is_unread = not message.content and not bot.intents.message_content
    return address is not None and (address.way != "reply" or is_unread)


def is_near(outcome: Outcome) -> bool:
    """Return whether there is no answer, but something to say: what may be meant, or that the article is silent on it."""
    return isinstance(outcome, Suggested) or (isinstance(outcome, Abstained) and outcome.gap is not None)


def _told(outcome: Outcome) -> dict[str, object]:
    """Give what is logged of an outcome."""
    fields: dict[str, object] = {"outcome": type(outcome).__name__.lower(), "confidence": outcome.confidence}
    match outcome:
        case Answered(entries=found) | Quoted(quotes=found) | Suggested(items=found):
            return fields | {"items": [item.id for item in found]}
        case Abstained():
            return fields | {"reason": outcome.reason, "items": [outcome.gap.id] if outcome.gap else []}


async def setup(bot: BriefBot) -> None:
    """Add the cog, and the entry in the menu of messages."""
    cog = Asking(bot)
    await bot.add_cog(cog)
    bot.event(cog.on_message)  # in the place of discord.py's own, which looks for commands with a prefix
    bot.tree.add_command(app_commands.ContextMenu(name=locale_str("Answer from the article"), callback=cog.answer_message))
