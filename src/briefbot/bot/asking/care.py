"""The kind sentence for somebody who speaks of harming themselves: no buttons, no waiting, and nothing of it is logged or stored."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from briefbot.bot.client import BriefBot
from briefbot.bot.transport.places import Place
from briefbot.bot.transport.sending import Target, send_reply
from briefbot.domain.outcome import Exchange
from briefbot.domain.records import Receipt
from briefbot.rendering import replies


async def care(bot: BriefBot, target: Target, texts: Sequence[str]) -> bool:
    """Reply to somebody who speaks of harming themselves, after a command privately; return whether somebody does."""
    async with bot.pace:  # a crowd's long messages, one in each round of the loop and in their order
        exchange = bot.service.care(*texts)
    if exchange is None:
        return False
    if isinstance(target, discord.Interaction):
        await send_care(bot, target, exchange)
    elif target.author.id not in bot.settings_in(target).blocked:
        async with bot.lanes.turn(target.channel.id, target.author.id):
            await send_care(bot, target, exchange)
    return True


async def send_care(bot: BriefBot, target: Target, exchange: Exchange) -> None:
    """Send the sentence; it goes when the message that it stands on goes, which is remembered in memory only."""
    sent = await send_reply(target, replies.reply(exchange).content, is_private=True)
    if sent is not None and isinstance(target, discord.Message):
        place = Place.of(target)
        bot.service.receipts.note(Receipt(place.channel, sent.id, place.guild, target.id, None, 0, discord.utils.utcnow()))
