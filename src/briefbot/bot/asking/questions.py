"""Ask the service the possible questions of a message, log and remember the result, and decide on a reply."""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from typing import TypeAlias

import discord

from briefbot.bot.asking.addressing import Address
from briefbot.bot.asking.answer_buttons import ShowAgain, ShowSources
from briefbot.bot.asking.holding import count_asked, hold_refused
from briefbot.bot.client import BriefBot
from briefbot.bot.transport import item_keys
from briefbot.bot.transport.components import find_below
from briefbot.bot.transport.error_reports import RefusedError
from briefbot.bot.transport.requests import Place, Request
from briefbot.domain.clocks import seconds
from briefbot.domain.knowledge import Item, Knowledge
from briefbot.domain.outcome import OF_NO_ANSWER, Abstained, Answered, Exchange, Outcome, Quoted, Suggested, Wished
from briefbot.rendering import replies
from briefbot.service.conversations import Context

log = logging.getLogger(__name__)

Find: TypeAlias = Callable[[], Awaitable[Exchange]]
_THOUSAND = 1_000


async def ask(bot: BriefBot, request: Request, questions: Sequence[str], *, leans: bool = True) -> Exchange:
    """Ask the service the possible questions."""
    place = request.place
    return _below(bot, request, await _best(bot, place.guild, questions, _context(place) if leans else None))


@asynccontextmanager
async def told(bot: BriefBot, request: Request, find: Find) -> AsyncIterator[Exchange]:
    """Find the outcome of a question, and record it once the answer is sent, in the log and the counts.

    The words and the person are never recorded, and nothing at all about self-harm.
    """
    begun = time.perf_counter()
    exchange = await find()
    found, is_refused = time.perf_counter(), False
    try:
        yield exchange
    except RefusedError:  # the asker has to wait, and is notified or answered afterwards
        is_refused = True
        raise
    finally:
        if not is_refused and not is_distress(exchange.outcome):
            fields = _where(bot, request) | _what(exchange.outcome) | _steps(request.since, begun, found, time.perf_counter())
            log.info("question", extra=fields)
            bot.dispatch("question", fields)


async def found(stack: AsyncExitStack, bot: BriefBot, request: Request, find: Find) -> Exchange:
    """Find the outcome of a question; it is recorded when the stack ends, after the answer is sent."""
    return await stack.enter_async_context(told(bot, request, find))


def _where(bot: BriefBot, request: Request) -> dict[str, object]:
    place = request.place
    guild = bot.get_guild(place.guild) if place.guild is not None else None
    return {"way": request.way, "guild": place.guild, "channel": place.channel, "shard": guild.shard_id if guild is not None else 0}


def _steps(since: float, begun: float, found: float, ended: float) -> dict[str, object]:
    """Return the milliseconds in all, and of each step: the wait, the search, the sending."""
    steps = {"ms": ended - since, "wait_ms": begun - since, "match_ms": found - begun, "send_ms": ended - found}
    return {name: round(passed * _THOUSAND) for name, passed in steps.items()}


def remember(bot: BriefBot, request: Request, exchange: Exchange) -> None:
    """Remember an exchange for follow-ups, keep unanswered questions, and count.

    This is done after its answer is sent.
    """
    if not is_distress(exchange.outcome):
        count_asked(bot, request, exchange)
    hold_refused(bot, request, exchange)
    bot.service.remember(request.place.guild, _context(request.place), exchange)


def _context(place: Place) -> Context:
    return Context(place.person, place.channel, seconds())


async def _best(bot: BriefBot, guild: int | None, questions: Sequence[str], context: Context | None) -> Exchange:
    """Ask until an answer is sure; else return the closest result."""
    found: list[Exchange] = []
    for question in questions:
        found.append(await _exchange(bot, guild, question, context))
        if is_sure(found[-1].outcome):
            return found[-1]
    return max(found, key=lambda exchange: (is_near(exchange.outcome), exchange.outcome.confidence))


async def _exchange(bot: BriefBot, guild: int | None, question: str, context: Context | None) -> Exchange:
    """Ask a quick question at once: a thread would take longer than the answer.

    Anything slower goes into a thread.
    """
    if bot.service.is_quick(guild, question):
        async with bot.loop_turns:
            return bot.service.ask(guild, question, context)
    return await bot.call(bot.service.ask, guild, question, context)


def _below(bot: BriefBot, request: Request, exchange: Exchange) -> Exchange:
    """Make a wish below one of the bot's answers refer to that answer, even if somebody else got it."""
    outcome, message = exchange.outcome, request.source
    if not isinstance(outcome, Wished) or outcome.wish in OF_NO_ANSWER or not isinstance(message, discord.Message):
        return exchange
    replied = message.reference.resolved if message.reference is not None else None
    if not isinstance(replied, discord.Message) or replied.author.id != bot.me.id:
        return exchange
    found = find_below(replied, ShowSources) or find_below(replied, ShowAgain)
    items = items_of(found.items, exchange.knowledge) if found is not None else ()
    return replace(exchange, outcome=replace(outcome, items=items)) if items else exchange


def items_of(keys: str, knowledge: Knowledge) -> tuple[Item, ...]:
    """Return the items of some keys; none if one is gone."""
    try:
        return replies.shown_in(item_keys.chosen_by_keys(keys, knowledge).outcome)
    except item_keys.WithdrawnError:
        return ()


def is_sure(outcome: Outcome) -> bool:
    """Return whether there is an answer."""
    return isinstance(outcome, Answered | Quoted)


def _is_clear(outcome: Outcome) -> bool:
    """Return whether there is an answer that may be given without being asked."""
    return isinstance(outcome, Answered | Quoted) and outcome.is_clear


def calls_for_reply(address: Address | None, exchange: Exchange) -> bool:
    """Return whether to reply to a message.

    A mention always gets a reply; any other message only if it is a question that the bot can answer.
    """
    outcome = exchange.outcome
    if isinstance(outcome, Wished):
        is_on_an_answer = bool(outcome.items) and not exchange.is_empty
        return is_on_an_answer or (address is not None and address.way != "open")  # "stop" may be meant for anybody
    if address is None or address.way == "open":
        return _is_clear(outcome) and not exchange.is_empty  # "why?" may be meant for anybody
    if address.way != "reply" or is_sure(outcome):
        return True
    is_small_talk = isinstance(outcome, Abstained) and outcome.reason == "small_talk"
    return address.asks and not is_small_talk


def calls_for_hint(bot: BriefBot, message: discord.Message, address: Address | None) -> bool:
    """Return whether to say how to ask, in reply to a message without words.

    The message mentions the bot, or may be an unreadable question.
    """
    is_unread = not message.content and not bot.intents.message_content
    return address is not None and (address.way != "reply" or is_unread)


def is_near(outcome: Outcome) -> bool:
    """Return whether there is no answer, but suggestions or a gap."""
    return isinstance(outcome, Suggested) or (isinstance(outcome, Abstained) and outcome.gap is not None)


def is_refusal(exchange: Exchange) -> bool:
    """Return whether a question got no answer at all; gaps and small talk do not count."""
    outcome = exchange.outcome
    parts = outcome.parts if isinstance(outcome, Answered) and outcome.parts else (outcome,)
    return not exchange.is_empty and all(isinstance(part, Abstained) and part.reason not in ("small_talk", "distress") for part in parts)


def is_distress(outcome: Outcome) -> bool:
    """Return whether a person speaks of harming themselves, in any of their questions."""
    parts = outcome.parts if isinstance(outcome, Answered) else ()
    return (isinstance(outcome, Abstained) and outcome.reason == "distress") or any(map(is_distress, parts))


def _what(outcome: Outcome) -> dict[str, object]:
    """Return what is logged about an outcome."""
    fields: dict[str, object] = {"outcome": type(outcome).__name__.lower(), "confidence": outcome.confidence}
    match outcome:
        case Answered(entries=found) | Quoted(quotes=found) | Suggested(items=found):
            return fields | {"items": [item.id for item in found]}
        case Wished(wish=wish, shown=shown):
            return fields | {"reason": wish.value, "items": [item.id for item in shown]}
        case Abstained():
            return fields | {"reason": outcome.reason, "items": [outcome.gap.id] if outcome.gap else []}
