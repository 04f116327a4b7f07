"""Whether somebody may ask now, and whether the bot may reply there."""

from __future__ import annotations

import discord

from briefbot.bot.client import BriefBot
from briefbot.bot.transport.requests import Request


def admit(bot: BriefBot, request: Request) -> None:
    """Raise RefusedError if the guild's settings do not let somebody ask now."""
    bot.cooldowns.admit(request.place, bot.settings_in(request.place), has_waited=request.has_waited)


def take_on(bot: BriefBot, request: Request) -> None:
    """Start the cooldown for a reply whose turn has come; raise RefusedError if one is already running."""
    bot.cooldowns.take_on(request.place, bot.settings_in(request.place), has_waited=request.has_waited)


def can_speak(target: discord.Message) -> bool:
    """Return whether the bot may reply to a message where it stands."""
    if target.guild is None:
        return True
    channel, me = target.channel, target.guild.me
    is_orphan = isinstance(channel, discord.Thread) and channel.parent is None
    # What is not in the cache, a thread, its parent or the bot's own roles, is tried; Discord's refusal is logged like any other.
    if isinstance(channel, discord.PartialMessageable) or is_orphan or me is None:
        return True
    allowed, is_thread = channel.permissions_for(me), isinstance(channel, discord.Thread)
    may_send = allowed.send_messages_in_threads if is_thread else allowed.send_messages
    return may_send and allowed.view_channel and allowed.read_message_history
