"""Which messages are questions to the bot, and what is asked in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

import discord

Way: TypeAlias = Literal["mention", "reply", "direct"]

_KINDS = (discord.MessageType.default, discord.MessageType.reply)


@dataclass(frozen=True, slots=True)
class Address:
    """A message that is meant for the bot: by which way, and the question in it."""

    way: Way
    question: str


def addressed(message: discord.Message, me: discord.ClientUser) -> Address | None:
    """Tell how a message addresses the bot, or None where it does not."""
    if message.author.bot or message.webhook_id is not None or message.type not in _KINDS:
        return None
    way = _way(message, me)
    return Address(way, _without_mentions(message, me)) if way else None


def _way(message: discord.Message, me: discord.ClientUser) -> Way | None:
    if message.guild is None:
        return "direct"
    if _names(message, me):
        return "mention"
    return "reply" if _answers(message, me) else None


def _names(message: discord.Message, me: discord.ClientUser) -> bool:
    """Tell whether a message mentions the bot, or the role that Discord made for it, in its text."""
    if any(role.tags is not None and role.tags.bot_id == me.id for role in message.role_mentions):
        return True
    # A reply to the bot names it among the mentions although the text does not.
    return (me in message.mentions and not _answers(message, me)) or f"<@{me.id}>" in message.content or f"<@!{me.id}>" in message.content


def _answers(message: discord.Message, me: discord.ClientUser) -> bool:
    reference = message.reference
    return reference is not None and isinstance(reference.resolved, discord.Message) and reference.resolved.author == me


def _without_mentions(message: discord.Message, me: discord.ClientUser) -> str:
    """Cut the bot's own mentions out of a text."""
    roles = [role.id for role in message.role_mentions if role.tags is not None and role.tags.bot_id == me.id]
    own = re.compile(rf"<@!?{me.id}>|" + "|".join([rf"<@&{role}>" for role in roles] or ["(?!)"]))
    return " ".join(own.sub(" ", message.content).split(" ")).strip()
