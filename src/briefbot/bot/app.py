"""Build the bot and run it until it is stopped."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, TypeAlias

import aiohttp
import discord

from briefbot.bot.asking import answer_actions, edits_and_deletions, judging, suggestions
from briefbot.bot.asking import commands as asking
from briefbot.bot.browsing import (
    answer_editing,
    appeals,
    article,
    asking_moderators,
    cards,
    from_messages,
    joining,
    privacy,
    quotations,
    topics,
)
from briefbot.bot.client import BriefBot, Part
from briefbot.bot.connection.account import Account, account_of
from briefbot.bot.connection.command_sync import first_line
from briefbot.bot.connection.fleet import while_held
from briefbot.bot.correcting import worker as correcting
from briefbot.bot.moderating import commands as moderating
from briefbot.bot.moderating import explaining, inspection, paragraphs, transfer, undoing, upkeep
from briefbot.bot.moderating.approval import deciding
from briefbot.bot.moderating.approval import panel as pending
from briefbot.bot.moderating.editing import forms, preview, saving, telling
from briefbot.bot.moderating.inbox import actions, answering, digest, panel
from briefbot.bot.moderating.settings import commands as settings
from briefbot.bot.transport.retries import HangingError
from briefbot.domain.shards import Shards
from briefbot.errors import BriefbotError
from briefbot.service import Service

log = logging.getLogger(__name__)

MessageContent: TypeAlias = Literal["auto", "on", "off"]
"""Whether to read all messages: if Discord grants it, always, or never."""

_WRONG_LOGIN = "Discord refuses the token: copy it again from the Developer Portal (Bot, Reset Token)."
_NOT_GRANTED = (
    "The message-content intent is off: switch it on in the Developer Portal (Bot, Message Content Intent),"
    " or set message_content to auto or off."
)
_REVOKED = (4004, 401)
"""Discord's codes for a revoked token: on the gateway, and for a call."""
_LINE = (aiohttp.ClientError, ConnectionError, TimeoutError, socket.gaierror, HangingError)
"""Errors of the connection to Discord; any other OSError is about this machine."""

_ASKING: tuple[Part, ...] = (asking.setup, answer_actions.setup, suggestions.setup, judging.setup, edits_and_deletions.setup)
_BROWSING: tuple[Part, ...] = (
    answer_editing.setup,
    from_messages.setup,
    asking_moderators.setup,
    appeals.setup,
    quotations.setup,
    cards.setup,
    topics.setup,
    article.setup,
    privacy.setup,
    joining.setup,
)
_EDITING: tuple[Part, ...] = (
    moderating.setup,
    forms.setup,
    preview.setup,
    saving.setup,
    telling.setup,
    inspection.setup,
    paragraphs.setup,
    explaining.setup,
    undoing.setup,
    deciding.setup,
    pending.setup,
    transfer.setup,
    panel.setup,
    actions.setup,
    answering.setup,
    digest.setup,
)
PARTS: tuple[Part, ...] = (*_ASKING, *_BROWSING, *_EDITING, correcting.setup, settings.setup, upkeep.setup)


class LoginError(BriefbotError):
    """Discord refuses the login; the message says what to change."""


def make_bot(service: Service, data: Path, *, message_content: bool, more: Sequence[Part] = (), **options: Any) -> BriefBot:
    """Build a bot, with extra parts after its own; options are `limits`, `draw` and those of discord.py's client."""
    return BriefBot(service, data, parts=(*PARTS, *more), message_content=message_content, **options)


async def run(
    service: Service, token: str, data: Path, message_content: MessageContent = "auto", proxy: str | None = None, **options: Any
) -> None:
    """Connect and stay connected until cancelled; raise LoginError if Discord refuses the login."""
    # nobody needs libraries for voice, which the bot does not use
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    with refusals_in_words():
        is_granted = message_content != "off" and granted(message_content, await account_of(token, proxy))
        log.info("connecting", extra={"message_content": is_granted})
        async with make_bot(service, data, message_content=is_granted, proxy=proxy, **options) as bot:
            await while_held(bot.start(token), bot.fleet)


def granted(message_content: MessageContent, account: Account) -> bool:
    """Return whether messages are read; raise LoginError if they must be and Discord does not grant it."""
    if message_content == "on" and not account.reads_messages:
        raise LoginError(_NOT_GRANTED)
    return message_content != "off" and account.reads_messages


@contextmanager
def refusals_in_words() -> Iterator[None]:
    """Raise LoginError, which says what to change, if Discord cannot be reached or refuses the login."""
    try:
        yield
    except aiohttp.ClientHttpProxyError as error:  # its own message contains the proxy's password
        raise LoginError(f"The proxy refuses to connect to Discord: {error.status} {error.message}") from None
    except _LINE as error:
        raise LoginError(f"Discord cannot be reached: {first_line(error)}") from None
    except discord.LoginFailure:
        raise LoginError(_WRONG_LOGIN) from None
    except discord.PrivilegedIntentsRequired:
        raise LoginError(_NOT_GRANTED) from None
    except (discord.ConnectionClosed, discord.GatewayNotFound, discord.HTTPException) as error:
        raise LoginError(_why_ended(error)) from None


def _why_ended(error: discord.ConnectionClosed | discord.GatewayNotFound | discord.HTTPException) -> str:
    """Return in one line why Discord ended the connection."""
    code = error.code if isinstance(error, discord.ConnectionClosed) else getattr(error, "status", None)
    if code in _REVOKED:
        return _WRONG_LOGIN
    return f"Discord ended the connection: {first_line(error)}"


async def shards_wanted(token: str, proxy: str | None = None) -> Shards:
    """Ask Discord for the recommended number of shards; raise LoginError if it refuses the login."""
    with refusals_in_words():
        async with discord.Client(intents=discord.Intents(guilds=True), proxy=proxy) as probe:
            await probe.login(token)
            count, _, _ = await probe.http.get_bot_gateway()
            return Shards(0, count - 1, count)
