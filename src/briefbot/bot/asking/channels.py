"""Whether the bot may speak in a channel, to whom, in which language, and what it can point to there."""

from __future__ import annotations

from typing import Any

import discord

from briefbot.bot.client import BriefBot
from briefbot.bot.transport.requests import Audience, Request
from briefbot.i18n import ENGLISH, is_spoken
from briefbot.rendering.wishes import TERMINAL, Where


def is_quiet(bot: BriefBot, request: Request) -> bool:
    """Return whether the bot must reply privately at a request's place.

    Either moderators want it, or the person may not write there.
    """
    if isinstance(request.source, discord.Interaction) and not _may_write(request.source):
        return True
    place = request.place
    return bot.service.settings(place.guild).is_silent_in(place.channel, place.parent)


def _may_write(interaction: discord.Interaction[Any]) -> bool:
    """Return whether the user of a command or button may write in its channel."""
    allowed = interaction.permissions
    in_thread = isinstance(interaction.channel, discord.Thread)
    return interaction.guild_id is None or (allowed.send_messages_in_threads if in_thread else allowed.send_messages)


def can_speak(target: discord.Message) -> bool:
    """Return whether the bot may reply to a message."""
    if target.guild is None:
        return True
    channel, me = target.channel, target.guild.me
    is_orphan = isinstance(channel, discord.Thread) and channel.parent is None
    # If the thread, its parent or the bot's own roles are not cached, try it; a refusal is logged like any other.
    if isinstance(channel, discord.PartialMessageable) or is_orphan or me is None:
        return True
    allowed, is_thread = channel.permissions_for(me), isinstance(channel, discord.Thread)
    may_send = allowed.send_messages_in_threads if is_thread else allowed.send_messages
    return may_send and allowed.view_channel and allowed.read_message_history


def where_of(bot: BriefBot, request: Request) -> Where:
    """Return what the bot can mention in a reply; nothing if it is only installed to the user."""
    guild = request.place.guild
    if not request.is_present:
        return TERMINAL
    opened = bot.opened_in(guild)
    moderators = bot.service.settings(guild).moderators
    return Where(True, guild is not None, request.place.is_among(opened), frozenset(opened), moderators, bot.command_ids)


def language_of(bot: BriefBot, request: Request, audience: Audience, *texts: str) -> str | None:
    """Return the language in which to refuse a question.

    It is the question's own; if that is unclear, the person's, or that of everybody who reads it.
    """
    asked = next((found for found in map(bot.service.language_of, texts) if found != ENGLISH), ENGLISH)
    wanted = (asked, request.private.language) if asked != ENGLISH else ()
    return next(filter(is_spoken, wanted), audience.language)
