"""Where something was said and by whom: what knowledge, settings and manners go by."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import Any, Self

import discord

from briefbot.bot.transport.sending import Target


@dataclass(frozen=True, slots=True)
class Place:
    """A channel or thread, the channel that a thread belongs to, and a person in it."""

    guild: int | None
    """The guild whose knowledge counts; None in direct messages and where the bot is no member."""
    channel: int
    parent: int | None
    person: int

    @classmethod
    def of(cls, target: Target) -> Self:
        """Tell where a message or an interaction comes from."""
        channel = target.channel
        parent = channel.parent_id if isinstance(channel, discord.Thread) else None
        if isinstance(target, discord.Message):
            return cls(target.guild.id if target.guild else None, target.channel.id, parent, target.author.id)
        is_member = target.guild_id is not None and target.client.get_guild(target.guild_id) is not None
        return cls(target.guild_id if is_member else None, target.channel_id or 0, parent, target.user.id)

    def is_among(self, channels: Set[int]) -> bool:
        """Return whether a list of channels names this one, or the one that this thread belongs to."""
        return self.channel in channels or self.parent in channels


def language_of(target: Target) -> str | None:
    """Name the language of those who read a public reply: the guild's; in direct messages the person's, where it is known."""
    if isinstance(target, discord.Message):
        return str(target.guild.preferred_locale) if target.guild else None
    return str(target.guild_locale or target.locale)


def language_below(interaction: discord.Interaction[Any]) -> str | None:
    """Name the language of those who read the message whose button was pressed: where it is private the person's."""
    is_private = interaction.message is not None and interaction.message.flags.ephemeral
    return str(interaction.locale) if is_private else language_of(interaction)


def is_present(interaction: discord.Interaction[Any]) -> bool:
    """Return whether the bot itself is there, to be mentioned and with all commands, or only installed to a person who is."""
    return Place.of(interaction).guild is not None or (interaction.guild_id is None and not interaction.context.private_channel)


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
