"""Keep and count questions for moderators, and record which replies show what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import discord

from briefbot.bot.asking.addressing import words_in
from briefbot.bot.client import BriefBot
from briefbot.bot.transport import item_keys
from briefbot.bot.transport.requests import Place, Request
from briefbot.domain.inbox import Why
from briefbot.domain.knowledge import Item
from briefbot.domain.outcome import Abstained, Answered, Exchange, Outcome

_REFUSED = ("silent", "off_topic", "not_understood")
"""Reasons of a refusal that moderators can change."""


def hold_refused(bot: BriefBot, request: Request, exchange: Exchange) -> None:
    """Keep the unanswered questions of an exchange, except those from somebody else's message."""
    if request.way != "menu" and not exchange.is_empty:
        for words, outcome in _parts(exchange):
            if isinstance(outcome, Abstained) and outcome.gap is None and outcome.reason in _REFUSED:
                hold(bot, request.place.guild, words, "refused", [item.id for item in outcome.nearest])


def count_asked(bot: BriefBot, request: Request, exchange: Exchange) -> None:
    """Count what was asked in a server soon; an edited question is not counted again."""
    guild = request.place.guild
    if guild is not None and request.way != "edit" and bot.service.can_be_edited:
        outcomes = [outcome for _, outcome in _parts(exchange)]
        bot.writes.add(partial(bot.service.counting.count, guild, outcomes, is_picked=request.way == "interaction"))


def _parts(exchange: Exchange) -> Iterator[tuple[str, Outcome]]:
    """Yield the questions of an exchange with their outcomes."""
    outcome = exchange.outcome
    if isinstance(outcome, Answered) and len(outcome.asked) == len(outcome.parts) > 0:
        yield from zip(outcome.asked, outcome.parts, strict=True)
    else:
        yield exchange.question, outcome


def hold(bot: BriefBot, guild: int | None, words: str, why: Why, near: Sequence[str] = ()) -> None:
    """Add a question to the inbox soon, if moderators want it."""
    if guild is not None and words and bot.service.settings(guild).inbox_days:
        bot.writes.add(partial(bot.service.inbox.hold, guild, words, why, near))


def keep_words(bot: BriefBot, request: Request, sent: discord.Message, exchange: Exchange) -> None:
    """Remember for a while what a reply answers, for ratings and questions to moderators, if they want that."""
    settings = bot.service.settings(request.place.guild)
    if request.place.guild is not None and (settings.inbox_days or settings.asked_in is not None):
        bot.recent_answers.keep_words(sent.id, exchange.question)


def keep_shown(bot: BriefBot, place: Place, message: int, shown: Sequence[Item], *, is_private: bool) -> None:
    """Record soon what a reply in a server shows now, so that a correction reaches it."""
    if place.guild is not None and bot.service.can_be_edited:
        items = tuple((item.id, item_keys.stamp((item,))) for item in shown)
        bot.writes.add(partial(bot.service.corrections.note, place.guild, place.channel, message, items, is_private=is_private))


def words_of(bot: BriefBot, reply: discord.Message) -> str:
    """Return what a reply answers, from memory or from Discord; "" if it is unknown."""
    asked = reply.reference.resolved if reply.reference is not None else None
    said = words_in(asked.content) if isinstance(asked, discord.Message) and asked.author.id != bot.me.id else ""
    return bot.recent_answers.words(reply.id) or said
