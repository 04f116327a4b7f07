"""Resume after a restart: offers and notices end when their time is over, even if that was in between."""

from __future__ import annotations

import logging
from contextlib import suppress
from functools import partial

import discord

from briefbot.bot.asking.answer_buttons import end_buttons
from briefbot.bot.asking.answers import too_late
from briefbot.bot.client import BriefBot
from briefbot.bot.transport.common_buttons import PickSuggestion, removers
from briefbot.bot.transport.components import find_below
from briefbot.bot.transport.requests import Audience
from briefbot.bot.transport.retries import TROUBLE
from briefbot.domain.records import TemporaryMessage
from briefbot.i18n import speaking

log = logging.getLogger(__name__)


def resume(bot: BriefBot) -> None:
    """Let each stored message change or go when its time is over."""
    now = discord.utils.utcnow()
    for each in bot.temporary.timed():
        if each.until is not None and not bot.delayed.has(each.message_id):
            bot.delayed.put_off(each.message_id, max((each.until - now).total_seconds(), 0.0), partial(_end, bot, each))


async def _end(bot: BriefBot, message: TemporaryMessage) -> None:
    channel = bot.get_partial_messageable(message.channel_id, guild_id=message.guild_id)
    if message.kind == "wait":
        await bot.sender.remove(channel.get_partial_message(message.message_id))
        return
    with suppress(discord.HTTPException, *TROUBLE):  # a later press says so
        offer = await bot.sender.find(channel, message.message_id)
        if offer is not None and find_below(offer, PickSuggestion) is not None:
            await _end_offer(bot, offer, message.guild_id)


async def _end_offer(bot: BriefBot, offer: discord.Message, guild: int | None) -> None:
    """Remove the menu of an offer, in the language of its guild."""
    asker, *others = removers(offer)
    audience = Audience(asker, tuple(others), language=bot.language_in(guild))
    with speaking(audience.language):
        await bot.sender.end_offer(offer, too_late(offer.content), end_buttons(audience))
