"""What is done when something cannot be sent: try again, give up, or tell the person."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import aiohttp
import discord

from briefbot.errors import BriefbotError
from briefbot.i18n import mark

log = logging.getLogger(__name__)

T = TypeVar("T")

TROUBLE = (OSError, aiohttp.ClientError, discord.DiscordServerError)
"""What may be over in a moment; discord.py itself does not try again after each of these."""
NOT_TAKEN = (aiohttp.ClientConnectorError, discord.DiscordServerError)
"""The same, where Discord certainly has not taken what was sent."""
UNKNOWN_MESSAGE = 10008
UNKNOWN_INTERACTION = 10062
ALREADY_RESPONDED = 40060
INVALID_BODY = 50035
THREAD_CLOSED = (50083, 160005)
"""Archived, and locked."""
NOT_LET = (*THREAD_CLOSED, 160002, 200000)
"""The same, a reply without the permission to read what it replies to, and what a server's AutoMod blocks."""
OUT_OF_REACH = (UNKNOWN_INTERACTION, UNKNOWN_MESSAGE, *THREAD_CLOSED)
"""Where nothing can be told any more: too late, or below what is gone, or in a closed thread."""


class CutOffError(BriefbotError):
    """The line was cut while something was sent that Discord would take twice; the message says what to do."""


async def persistently(send: Callable[[], Awaitable[T]], pauses: Sequence[float], trouble: tuple[type[Exception], ...] = TROUBLE) -> T:
    """Send, and again after each of some pauses if the line or Discord fails."""
    for pause in pauses:
        try:
            return await send()
        except trouble as error:
            log.warning("sending again", extra={"error": type(error).__name__})
            await asyncio.sleep(pause)
    return await send()


async def once(send: Callable[[], Awaitable[T]], pauses: Sequence[float]) -> T:
    """Send what Discord would take twice: it knows no nonce of a follow-up, so where one may have arrived the person is told."""
    try:
        return await persistently(send, pauses, NOT_TAKEN)
    except NOT_TAKEN:
        raise
    except TROUBLE as error:
        raise CutOffError(mark("The line to Discord was cut just now. If a part of my answer is missing, please ask again.")) from error


def is_barred(error: BaseException) -> bool:
    """Return whether Discord does not let the bot write somewhere: by its permissions, by AutoMod, or because a thread is closed."""
    is_not_let = isinstance(error, discord.HTTPException) and error.code in NOT_LET
    return is_not_let or isinstance(error, discord.Forbidden | discord.NotFound)


def is_question_gone(error: discord.HTTPException) -> bool:
    """Return whether Discord refused a reply because the message that it refers to is gone."""
    # Its code says only that the body is wrong; which field is wrong is in the JSON, of which discord.py gives the text alone.
    return error.code == INVALID_BODY and "message_reference" in (error._errors or {})
