"""What somebody wants from the bot, as one value: made when Discord reports it, and passed on from there."""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import Any, Literal, Self, TypeAlias

import discord

from briefbot.bot.transport.common_buttons import is_pressed_by_asker

Source: TypeAlias = discord.Message | discord.Interaction[Any]
"""What to reply to: a message, or an interaction, which may be answered privately."""
MessageWay: TypeAlias = Literal["mention", "reply", "direct", "open"]
Way: TypeAlias = MessageWay | Literal["edit", "interaction", "command", "menu"]


@dataclass(frozen=True, slots=True)
class Place:
    """A channel or thread, the channel of a thread, and a person in it."""

    guild: int | None
    """The guild whose knowledge is used; None in direct messages and where the bot is not a member."""
    channel: int
    parent: int | None
    person: int

    @classmethod
    def of(cls, source: Source) -> Self:
        """Return the place of a message or an interaction."""
        channel = source.channel
        parent = channel.parent_id if isinstance(channel, discord.Thread) else None
        if isinstance(source, discord.Message):
            return cls(source.guild.id if source.guild else None, source.channel.id, parent, source.author.id)
        is_member = source.guild_id is not None and source.client.get_guild(source.guild_id) is not None
        return cls(source.guild_id if is_member else None, source.channel_id or 0, parent, source.user.id)

    def is_among(self, channels: Set[int]) -> bool:
        """Return whether some channels include this one, or the thread's parent."""
        return self.channel in channels or self.parent in channels


@dataclass(frozen=True, slots=True)
class Audience:
    """Who reads a reply, in which language, and who may remove it."""

    asker: int
    others: tuple[int, ...] = ()
    """Who may remove it, besides the asker and moderators."""
    is_private: bool = False
    can_judge: bool = False
    """Whether people can rate the reply: in a server that stores ratings."""
    can_ask_moderators: bool = False
    """Whether people can send a question to the moderators, who have a channel for it."""
    has_menus: bool = True
    """Whether the message menu has the entry that removes a reply, so that no button is needed."""
    language: str | None = None
    """The guild's for a public reply, the person's in direct messages, the asker's for a private one.

    It is None if it is unknown.
    """


@dataclass(frozen=True, slots=True)
class Request:
    """A request: where and by whom, how it was made, what to reply to, and who reads the reply."""

    source: Source
    place: Place
    way: Way
    shared: Audience
    """The readers of a public reply."""
    private: Audience
    """The reader of a private reply: the asker."""
    has_waited: bool = False
    """Whether the asker has waited long enough, or pressed a button on a reply of their own."""
    is_present: bool = True
    """Whether the bot itself is there, with mentions and all commands, or only installed to a user who is."""
    since: float = field(default_factory=perf_counter, compare=False)
    """When it was received, in seconds of a clock for short times."""

    @property
    def asker(self) -> int:
        """Return the person who asks."""
        return self.place.person

    def by(self, way: Way) -> Self:
        """Return the same request, made in another way."""
        return replace(self, way=way)

    def on(self, message: discord.Message) -> Self:
        """Return the same request as a reply to another message, whose author may remove the reply too."""
        others = (message.author.id,) if message.author.id != self.asker else ()
        return replace(self, source=message, shared=replace(self.shared, others=others))


def request_by_message(message: discord.Message, way: Way, language_in: Callable[[int | None], str | None]) -> Request:
    """Return the request in a message, in the language of its server.

    Discord does not report the person's own language.
    """
    place = Place.of(message)
    shared = Audience(message.author.id, language=language_in(place.guild))
    return Request(message, place, way, shared, replace(shared, is_private=True))


def request_of(interaction: discord.Interaction[Any]) -> Request:
    """Return the request in an interaction."""
    if Request not in interaction.extras:
        place = Place.of(interaction)
        is_present = place.guild is not None or (interaction.guild_id is None and not interaction.context.private_channel)
        language = interaction.client.language_in(place.guild) or str(interaction.guild_locale or interaction.locale)
        shared = Audience(place.person, has_menus=is_present, language=language)
        private = Audience(place.person, is_private=True, language=str(interaction.locale))
        has_waited = is_pressed_by_asker(interaction)
        interaction.extras[Request] = Request(interaction, place, "interaction", shared, private, has_waited, is_present)
    made: Request = interaction.extras[Request]
    return made
