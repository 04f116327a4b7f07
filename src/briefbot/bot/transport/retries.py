"""Handle failures to send something: try again, give up, or notify the person."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextvars import ContextVar
from typing import Any, TypeVar

import aiohttp
import discord

from briefbot.errors import BriefbotError
from briefbot.i18n import mark

log = logging.getLogger(__name__)

T = TypeVar("T")

TROUBLE = (OSError, aiohttp.ClientError, discord.DiscordServerError)
"""Errors that may be over in a moment; discord.py itself does not retry after each of these."""
NOT_TAKEN = (aiohttp.ClientConnectorError, discord.DiscordServerError)
"""The same, if Discord certainly did not receive what was sent."""
UNKNOWN_MESSAGE = 10008
UNKNOWN_INTERACTION = 10062
ALREADY_RESPONDED = 40060
INVALID_BODY = 50035
_LASTING = 30.0
"""Seconds after which nothing is tried again; discord.py's own attempts take up to 25 of them."""
_TOO_MANY = 429
"""The status of a call that discord.py repeats when its rate limit allows."""
THREAD_CLOSED = (50083, 160005)
"""Archived, and locked."""
NOT_LET = (*THREAD_CLOSED, 160002, 200000)
"""The same, a reply without permission to read its message, and text that a server's AutoMod blocks."""
OUT_OF_REACH = (UNKNOWN_INTERACTION, UNKNOWN_MESSAGE, *THREAD_CLOSED)
"""Errors after which the person cannot be notified: too late, the message is gone, or the thread is closed."""


class CutOffError(BriefbotError):
    """The connection failed during a call that Discord might execute twice; the message says what to do."""


class HangingError(OSError):
    """Discord did not answer a call; whether it received it is unknown."""


_deadline: ContextVar[asyncio.Timeout | None] = ContextVar("deadline", default=None)


def limit_calls(trace: aiohttp.TraceConfig, limit: float) -> aiohttp.TraceConfig:
    """Limit each call to some seconds, extended with each part that arrives.

    Waiting for a rate limit does not count.
    """

    async def begin(*_: Any) -> None:
        _extend(limit)

    async def go_on(*_: Any) -> None:
        if (deadline := _deadline.get()) is not None and deadline.when() is not None:
            _extend(limit)

    async def note_answer(_session: Any, _context: Any, call: aiohttp.TraceRequestEndParams) -> None:
        _extend(None if call.response.status == _TOO_MANY else limit)

    trace.on_request_start.append(begin)
    trace.on_request_chunk_sent.append(go_on)
    trace.on_response_chunk_received.append(go_on)
    trace.on_request_end.append(note_answer)
    return trace


def _extend(seconds: float | None) -> None:
    """Extend the time of the call in progress."""
    deadline = _deadline.get()
    if deadline is not None and not deadline.expired():
        deadline.reschedule(None if seconds is None else asyncio.get_running_loop().time() + seconds)


async def _in_time(send: Callable[[], Awaitable[T]]) -> T:
    """Send; raise HangingError if a call has no answer in time."""
    try:
        async with asyncio.timeout(None) as deadline:
            token = _deadline.set(deadline)
            try:
                return await send()
            finally:
                _deadline.reset(token)
    except TimeoutError as error:
        if deadline.expired():
            raise HangingError("Discord does not answer") from error
        raise


async def persistently(send: Callable[[], Awaitable[T]], pauses: Sequence[float], trouble: tuple[type[Exception], ...] = TROUBLE) -> T:
    """Send, and again after each of some pauses if the connection or Discord fails, for half a minute at most."""
    clock = asyncio.get_running_loop().time
    started = clock()
    for pause in pauses:
        try:
            return await _in_time(send)
        except HangingError:
            raise  # it may have arrived, and others wait
        except trouble as error:
            if clock() - started > _LASTING:
                raise
            log.warning("sending again", extra={"error": type(error).__name__})
            await asyncio.sleep(pause)
    return await _in_time(send)


async def once(send: Callable[[], Awaitable[T]], pauses: Sequence[float]) -> T:
    """Send something that Discord might execute twice.

    A follow-up cannot have a nonce, so if one may have arrived, the person is told.
    """
    try:
        return await persistently(send, pauses, NOT_TAKEN)
    except NOT_TAKEN:
        raise
    except TROUBLE as error:
        raise CutOffError(mark("The connection to Discord failed just now. If part of my answer is missing, please ask again.")) from error


def is_barred(error: BaseException) -> bool:
    """Return whether Discord does not let the bot write somewhere.

    It may lack a permission, AutoMod may block it, or the thread may be closed.
    """
    is_not_let = isinstance(error, discord.HTTPException) and error.code in NOT_LET
    return is_not_let or isinstance(error, discord.Forbidden | discord.NotFound)


def is_question_gone(error: discord.HTTPException) -> bool:
    """Return whether Discord refused a reply because its message is gone."""
    # The code only says that the body is wrong; the field is in the JSON, and discord.py keeps only its text.
    return error.code == INVALID_BODY and "message_reference" in (error._errors or {})
