"""What people are told when something fails: an expected error in a sentence, an unexpected one by an id."""

from __future__ import annotations

import logging
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from briefbot.bot.transport.sending import OUT_OF_REACH, TROUBLE, CutOffError, Target, send_reply
from briefbot.errors import BriefbotError, error_id
from briefbot.i18n import say, speak

log = logging.getLogger(__name__)


class RefusedError(BriefbotError):
    """Somebody may not do what they tried; the message says what they can do."""


async def tell_failure(target: Target, error: BaseException) -> None:
    """Tell whoever asked what went wrong; the one place where errors of the bot's edge are caught and end."""
    cause = _cause(error)
    if isinstance(cause, discord.HTTPException) and cause.code in OUT_OF_REACH:
        log.warning("interaction out of reach", extra={"code": cause.code})
        return
    text = explained(cause)
    try:
        await send_reply(target, text, is_private=True)
    except (discord.DiscordException, CutOffError, *TROUBLE):
        log.warning("an error could not be told", exc_info=True)


def explained(error: BaseException) -> str:
    """Put an error into words; one that nobody expected is logged with its traceback, under an id."""
    match error:
        case BriefbotError():
            return say(error.message)
        case app_commands.CommandNotFound() | app_commands.CommandSignatureMismatch():
            return say("This command has changed. Reload Discord, then try again.")
        case app_commands.CheckFailure():
            return say("You may not use this command here.")
        case _:
            return say(
                "Something went wrong on my side. Please try again. If it goes on, give this code to whoever runs me: `{id}`",
                id=note(error),
            )


def note(error: BaseException) -> str:
    """Log an unexpected error with its traceback; return the id that it is found by."""
    incident = error_id()
    log.error("unexpected error", exc_info=error, extra={"incident": incident})
    return incident


def _cause(error: BaseException) -> BaseException:
    """Unwrap what discord.py wraps around an error of ours."""
    if isinstance(error, app_commands.CommandInvokeError | commands.CommandInvokeError):
        return error.original
    return error


class Tree(app_commands.CommandTree[Any]):
    """The command tree, with the funnel that all errors of commands run into."""

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Speak the language of whoever uses a command."""
        speak(str(interaction.locale))
        return True

    async def on_error(self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /) -> None:
        """Tell whoever used the command."""
        await tell_failure(interaction, error)
