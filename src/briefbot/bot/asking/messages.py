"""Messages that ask: answered in their turn, or refused where that is worth a word."""

from __future__ import annotations

import logging
from functools import partial

import discord

from briefbot.bot.asking.addressing import Address
from briefbot.bot.asking.answers import send_answer, send_hint
from briefbot.bot.asking.care import care
from briefbot.bot.asking.channels import can_speak, is_quiet
from briefbot.bot.asking.questions import asked, calls_for_hint, calls_for_reply, remember
from briefbot.bot.client import BriefBot
from briefbot.bot.pacing.cooldowns import IgnoredError
from briefbot.bot.transport.error_reports import RefusedError, note, tell_failure_below
from briefbot.bot.transport.requests import Request
from briefbot.i18n import say

log = logging.getLogger(__name__)


async def answer(bot: BriefBot, request: Request, message: discord.Message, address: Address) -> None:
    """Answer a message that is meant for the bot, or say why not where that is worth a word."""
    if is_quiet(bot, request):
        return
    if not can_speak(message):
        log.warning("no permission to answer", extra={"guild": request.place.guild, "channel": request.place.channel})
        return
    try:
        await _answer(bot, request, message, address)
    except RefusedError as refusal:
        await tell_refusal(bot, request, message, address, refusal)
    except Exception as error:
        if address.way == "open":
            note(error)  # nobody asked the bot
        else:
            await tell_failure_below(bot.sender, request, error)


async def tell_refusal(bot: BriefBot, request: Request, message: discord.Message, address: Address, refusal: RefusedError) -> None:
    """Tell somebody why they are not answered, where that is worth a word."""
    is_silent = address.way == "open" or isinstance(refusal, IgnoredError)
    if not is_silent and bot.cooldowns.may_tell(request, type(refusal)):
        await _notify(bot, message, say(refusal.message))


async def _notify(bot: BriefBot, message: discord.Message, content: str) -> None:
    """Tell somebody something for a moment."""
    notice = await bot.sender.send_notice(message, content)
    if notice is not None:
        bot.delayed.put_off(notice.id, bot.limits.notice_time, partial(bot.sender.remove, notice))


async def _answer(bot: BriefBot, request: Request, message: discord.Message, address: Address) -> None:
    if await care(bot, request, address.questions):
        return
    bot.cooldowns.admit(request)
    async with bot.queues.turn(request.place.channel, request.asker):
        if not address.questions:
            if calls_for_hint(bot, message, address):
                await send_hint(bot, request, message)
            return
        async with asked(bot, request, address.questions, leans=address.leans) as exchange:
            if calls_for_reply(address, exchange):
                bot.cooldowns.take_on(request)
                if await send_answer(bot, request, exchange) is not None:
                    remember(bot, request, exchange)
