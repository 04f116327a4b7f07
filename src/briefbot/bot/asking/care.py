"""Send the kind sentence for a person who speaks of harming themselves.

It has no buttons and no waiting time, and nothing of it is logged or stored.
"""

from __future__ import annotations

from collections.abc import Sequence

import discord

from briefbot.bot.asking.channels import language_of
from briefbot.bot.client import BriefBot
from briefbot.bot.transport.requests import Request
from briefbot.domain.outcome import Exchange
from briefbot.domain.records import Receipt
from briefbot.i18n import speaking
from briefbot.rendering import replies


async def care(bot: BriefBot, request: Request, texts: Sequence[str]) -> bool:
    """Reply to a person who speaks of harming themselves, privately after a command; return whether they do."""
    async with bot.loop_turns:  # for many long messages at once: one per round of the loop, in order
        exchange = bot.service.care(*texts)
    if exchange is None:
        return False
    place = request.place
    if isinstance(request.source, discord.Interaction):
        await send_care(bot, request, exchange, *texts)
    elif request.asker not in bot.service.settings(place.guild).blocked:
        async with bot.queues.turn(place.channel, request.asker):
            await send_care(bot, request, exchange, *texts)
    return True


async def send_care(bot: BriefBot, request: Request, exchange: Exchange, *texts: str) -> None:
    """Send the sentence in the language of the texts.

    It is removed with the message that it replies to, which is remembered in memory only.
    """
    source, place = request.source, request.place
    with speaking(language_of(bot, request, request.private, *texts)):
        content = replies.reply(exchange).content
    sent = await bot.sender.deliver(source, content, is_private=True)
    if sent is not None and isinstance(source, discord.Message):
        bot.service.receipts.note(Receipt(place.channel, sent.id, place.guild, source.id, None, 0, discord.utils.utcnow()))
