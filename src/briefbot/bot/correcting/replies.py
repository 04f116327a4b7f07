"""Correct one reply: to the current text with a dated line, or to a note that its answer was withdrawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import datetime

import discord

from briefbot.bot.asking.answer_buttons import end_buttons
from briefbot.bot.asking.answers import Plan, note_answer, plan_answer, put_aside
from briefbot.bot.asking.holding import words_of
from briefbot.bot.client import BriefBot
from briefbot.bot.transport import item_keys
from briefbot.bot.transport.common_buttons import removers
from briefbot.bot.transport.requests import Audience, Place, Request
from briefbot.bot.transport.retries import is_barred
from briefbot.domain.corrections import WITHDRAWN, Due, Fate, ShownReply
from briefbot.domain.knowledge import Item, Knowledge
from briefbot.domain.outcome import Exchange
from briefbot.i18n import speaking
from briefbot.rendering import replies
from briefbot.rendering.corrections.lines import corrected

_BAD_REQUEST = 400


@dataclass(frozen=True, slots=True)
class Corrected:
    """The result for a reply, the stamps of what it shows now by id, and whether Discord was asked to edit it."""

    fate: Fate
    stamps: Mapping[str, str]
    is_edited: bool = False


async def correct(bot: BriefBot, guild: discord.Guild, due: Due) -> Corrected:
    """Change a reply to the current text; raise an error to try again later."""
    reply = due.reply
    if reply is None:
        return Corrected("gone", {})
    knowledge = bot.service.knowledge(guild.id)
    stamps = {thing: item_keys.stamp_of(thing, knowledge) for thing, _ in reply.items}
    if all(stamps[thing] == stamp for thing, stamp in reply.items):
        return Corrected("unchanged", {})
    try:
        return await _correct(bot, guild, due, reply, stamps)
    except discord.HTTPException as error:
        if is_barred(error) or error.status == _BAD_REQUEST:
            return Corrected("barred", {})
        raise


def seconds_since(message: int) -> float:
    """Return how long ago a message was sent."""
    return (discord.utils.utcnow() - discord.utils.snowflake_time(message)).total_seconds()


async def _correct(bot: BriefBot, guild: discord.Guild, due: Due, reply: ShownReply, stamps: Mapping[str, str]) -> Corrected:
    channel = bot.get_partial_messageable(reply.channel_id, guild_id=guild.id)
    async with AsyncExitStack() as stack:
        if seconds_since(reply.message_id) < bot.limits.edit_time:
            await stack.enter_async_context(bot.queues.turn(reply.channel_id))  # its question may be edited right now
        sent = await bot.sender.find(channel, reply.message_id)
        if sent is None:
            return Corrected("gone", {})
        place = Place(guild.id, reply.channel_id, None, next(iter(removers(sent)), bot.me.id))
        plan = await _plan(bot, guild, place, sent, stamps, due.correction.time)
        if sent.content == plan.content:  # the process ended before it could record that
            return Corrected("corrected", stamps)
        put_aside(bot, sent)
        if not await bot.sender.change(sent, plan.content, view=plan.view):
            return Corrected("barred", {}, is_edited=True)
        note_answer(bot, place, sent.id, plan.reply)
        return Corrected("corrected", stamps, is_edited=True)


async def _plan(
    bot: BriefBot, guild: discord.Guild, place: Place, sent: discord.Message, stamps: Mapping[str, str], time: datetime
) -> Plan:
    """Decide what a reply is to say, in the language of its server."""
    knowledge = bot.service.knowledge(guild.id)
    gone = [thing for thing, stamp in stamps.items() if stamp == WITHDRAWN]
    items = tuple(dict.fromkeys(item for item in map(knowledge.item, stamps) if item is not None))
    reasons = await bot.call(_reasons, bot, guild.id, gone)
    shared = Audience(place.person, removers(sent)[1:], can_judge=True, language=bot.language_in(guild.id))
    with speaking(shared.language):
        if not items:
            told = corrected("", time, reasons, withdrawn=len(gone))
            return Plan(shared, replies.Reply((told,)), told, end_buttons(shared))
        request = Request(sent, place, "edit", shared, replace(shared, is_private=True))
        plan = plan_answer(bot, request, await _exchange(bot, sent, items, knowledge), shared)
        return replace(plan, content=corrected(plan.content, time, reasons, withdrawn=len(gone)))


def _reasons(bot: BriefBot, guild: int, gone: Sequence[str]) -> list[str]:
    """List the moderators' reasons for withdrawing things."""
    editor, found = bot.service.editor, []
    for key in editor.retired(guild):
        if key[1] in gone:
            found += [step.revision.reason for step in editor.history(guild, key, limit=1) if step.revision.reason]
    return found


async def _exchange(bot: BriefBot, sent: discord.Message, items: Sequence[Item], knowledge: Knowledge) -> Exchange:
    """Turn the items of a reply into an answer.

    If the reply's question is known and still finds the same items, answer that; else use the items alone.
    """
    words = words_of(bot, sent)
    if words and sent.guild is not None:
        asked = await bot.call_apart(bot.service.ask, sent.guild.id, words)
        if replies.shown_in(asked.outcome) == tuple(items):
            return asked
    return item_keys.chosen_by_keys(item_keys.keys(items), knowledge)
