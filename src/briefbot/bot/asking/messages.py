"""Questions in messages: answered in their turn, or refused, with a notice if it helps."""

from __future__ import annotations

import logging
from datetime import timedelta
from functools import partial

import discord

from briefbot.bot.access import is_moderator
from briefbot.bot.asking.addressing import Address
from briefbot.bot.asking.answers import send_answer, send_hint
from briefbot.bot.asking.care import care
from briefbot.bot.asking.channels import can_speak, is_quiet
from briefbot.bot.asking.questions import ask, calls_for_hint, calls_for_reply, remember, told
from briefbot.bot.client import BriefBot
from briefbot.bot.pacing.cooldowns import IgnoredError, PausedError, WaitError
from briefbot.bot.transport.error_reports import RefusedError, note, tell_failure_below
from briefbot.bot.transport.requests import Request
from briefbot.domain.records import TemporaryMessage
from briefbot.i18n import say

log = logging.getLogger(__name__)


async def answer(bot: BriefBot, request: Request, message: discord.Message, address: Address) -> None:
    """Answer a message for the bot, or say why not if that helps."""
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
    """Say why a message is not answered, if that helps."""
    is_silent = address.way == "open" or isinstance(refusal, IgnoredError)
    if not is_silent and _may_tell(bot, request, message, refusal):
        await _notify(bot, message, refusal)


def _may_tell(bot: BriefBot, request: Request, message: discord.Message, refusal: RefusedError) -> bool:
    """Return whether to say why a message is not answered: always to a moderator, else once in some minutes."""
    is_first = bot.cooldowns.may_tell(request, type(refusal))
    return is_first or is_moderator(message.author, bot.service.settings(request.place.guild))


async def _notify(bot: BriefBot, message: discord.Message, refusal: RefusedError) -> None:
    """Send the reason why a message is not answered; it is removed when it no longer holds."""
    notice = await bot.sender.send_notice(message, say(refusal.message))
    if notice is None:
        return
    channel, guild = message.channel.id, message.guild.id if message.guild is not None else None
    if isinstance(refusal, PausedError) and guild is not None:
        bot.temporary.note(TemporaryMessage(notice.id, channel, guild, "pause"))
        return
    shown = refusal.wait if isinstance(refusal, WaitError) else bot.limits.notice_time
    bot.delayed.put_off(notice.id, shown, partial(bot.sender.remove, notice))
    bot.temporary.note(TemporaryMessage(notice.id, channel, guild, "wait", notice.created_at + timedelta(seconds=shown)))


async def _answer(bot: BriefBot, request: Request, message: discord.Message, address: Address) -> None:
    if await care(bot, request, address.questions):
        return
    if address.way == "open":
        bot.cooldowns.admit(request)  # a message there may not be a question, and then needs no wait
    else:
        request = await bot.cooldowns.wait_out(request)
    try:
        await _answer_in_turn(bot, request, message, address)
    except WaitError:  # another question was faster, or it was only now decided that this one gets a reply
        await _answer_in_turn(bot, await bot.cooldowns.wait_out(request), message, address)


async def _answer_in_turn(bot: BriefBot, request: Request, message: discord.Message, address: Address) -> None:
    async with bot.queues.turn(request.place.channel, request.asker):
        if not address.questions:
            if calls_for_hint(bot, message, address):
                await send_hint(bot, request, message)
            return
        find = partial(ask, bot, request, address.questions, leans=address.leans)
        async with told(bot, request, find) as exchange:
            if calls_for_reply(address, exchange):
                bot.cooldowns.take_on(request)
                if await send_answer(bot, request, exchange) is not None:
                    remember(bot, request, exchange)
