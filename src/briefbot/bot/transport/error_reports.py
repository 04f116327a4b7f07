"""Error messages for people: an expected error as a sentence, an unexpected one with an id."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from briefbot.bot.transport.components import Control, view_of
from briefbot.bot.transport.interactions import send_reply, text_file
from briefbot.bot.transport.requests import Request
from briefbot.bot.transport.retries import OUT_OF_REACH, TROUBLE, CutOffError, HangingError
from briefbot.bot.transport.sending import Sender
from briefbot.errors import BriefbotError, error_id
from briefbot.i18n import say
from briefbot.rendering import moderation
from briefbot.rendering.markdown import block_quote, escape

log = logging.getLogger(__name__)

_UNAUTHORIZED = 401
_SHORT = 500
"""The most characters of typed text that are returned in a message; more are in a file."""


class RefusedError(BriefbotError):
    """A person may not do what they tried; the message says what they can do."""

    control: Control | None = None
    """A control that helps further, in a private message."""


async def tell_failure(interaction: discord.Interaction[Any], error: BaseException, typed: Mapping[str, str] | None = None) -> None:
    """Tell the user of a command, button, menu or form what went wrong, and return what they typed."""
    written = moderation.typed_text(typed or {})
    is_short = len(written) <= _SHORT

    def tell(cause: BaseException) -> Awaitable[object]:
        lines = [explained(cause), *([say("You wrote:"), block_quote(escape(written))] if written and is_short else [])]
        files = [text_file("your-text.txt", written)] if not is_short else []
        control = cause.control if isinstance(cause, RefusedError) else None
        return send_reply(interaction, "\n".join(lines), view=view_of([control] if control else []), is_private=True, files=files)

    await _tell(error, tell)


async def tell_failure_below(sender: Sender, request: Request, error: BaseException) -> None:
    """Tell the author of a message what went wrong, below it."""
    await _tell(error, lambda cause: sender.deliver(request.source, explained(cause)))


async def _tell(error: BaseException, tell: Callable[[BaseException], Awaitable[object]]) -> None:
    """Report an error and stop it here: the single error funnel of the bot."""
    cause = _cause(error)
    if isinstance(cause, discord.HTTPException) and cause.code in OUT_OF_REACH:
        log.warning("interaction out of reach", extra={"code": cause.code})
        return
    if isinstance(cause, HangingError) or _is_refused_token(cause):
        log.error("Discord does not answer" if isinstance(cause, HangingError) else "Discord refuses the token")
        return  # a message about it would not arrive either
    try:
        await tell(cause)
    except (discord.DiscordException, CutOffError, *TROUBLE):
        log.warning("an error could not be told", exc_info=True)


def _is_refused_token(error: BaseException) -> bool:
    return isinstance(error, discord.HTTPException) and error.status == _UNAUTHORIZED


def explained(error: BaseException) -> str:
    """Describe an error; an unexpected one is logged with its traceback, under an id."""
    match error:
        case BriefbotError():
            return say(error.message)
        case app_commands.CommandNotFound() | app_commands.CommandSignatureMismatch():
            return say("This command has changed. Reload Discord, then try again.")
        case app_commands.CheckFailure():
            return say("You may not use this command here.")
        case _:
            return say(
                "Something went wrong on my side. Please try again. If it keeps happening, give this code to my operator: `{id}`",
                id=note(error),
            )


def note(error: BaseException) -> str:
    """Log an unexpected error with its traceback; return its id."""
    incident = error_id()
    log.error("unexpected error", exc_info=error, extra={"incident": incident})
    return incident


def _cause(error: BaseException) -> BaseException:
    """Unwrap what discord.py wraps around an error of ours."""
    if isinstance(error, app_commands.CommandInvokeError | commands.CommandInvokeError):
        return error.original
    return error


class Tree(app_commands.CommandTree[Any]):
    """The command tree, with the funnel for all errors of commands; a stop waits for running ones."""

    async def _call(self, interaction: discord.Interaction[Any]) -> None:
        with interaction.client.under_way.one():
            await super()._call(interaction)

    async def on_error(self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /) -> None:
        """Tell the user of the command."""
        await tell_failure(interaction, error)
