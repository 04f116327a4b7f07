"""What somebody wants of the bot, as one value: made where Discord tells of it, and handed down from there."""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import Any, Literal, Self, TypeAlias

import discord

from briefbot.bot.transport.common_buttons import is_pressed_by_asker

Source: TypeAlias = discord.Message | discord.Interaction[Any]
"""What is replied to: a message, or an interaction, which may be answered privately."""
MessageWay: TypeAlias = Literal["mention", "reply", "direct", "open"]
Way: TypeAlias = MessageWay | Literal["edit", "interaction", "command", "menu"]


@dataclass(frozen=True, slots=True)
class Place:
    """A channel or thread, the channel that a thread belongs to, and a person in it."""

    guild: int | None
    """The guild whose knowledge counts; None in direct messages and where the bot is no member."""
    channel: int
    parent: int | None
    person: int

    @classmethod
    def of(cls, source: Source) -> Self:
        """Return where a message or an interaction comes from."""
        channel = source.channel
        parent = channel.parent_id if isinstance(channel, discord.Thread) else None
        if isinstance(source, discord.Message):
            return cls(source.guild.id if source.guild else None, source.channel.id, parent, source.author.id)
        is_member = source.guild_id is not None and source.client.get_guild(source.guild_id) is not None
        return cls(source.guild_id if is_member else None, source.channel_id or 0, parent, source.user.id)

    def is_among(self, channels: Set[int]) -> bool:
        """Return whether a list of channels names this one, or the one that this thread belongs to."""
        return self.channel in channels or self.parent in channels


@dataclass(frozen=True, slots=True)
class Audience:
    """Who reads a reply, in which language, and who may remove it."""

    asker: int
    others: tuple[int, ...] = ()
    """Who may remove it besides the asker and moderators."""
    is_private: bool = False
    can_judge: bool = False
    """Whether somebody can say if the reply was right: in a server, where that is kept."""
    can_ask_moderators: bool = False
    """Whether somebody can hand a question to the moderators: where these have a channel for it."""
    has_menus: bool = True
    """Whether a message's menu has the bot's entry that removes it, so that no button has to."""
    language: str | None = None
    """The guild's for a public reply, and in direct messages the person's; the asker's for a private one.

    As far as it is known.
    """


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody wants something: where and who, by which way, what is replied to, and who reads the reply."""

    source: Source
    place: Place
    way: Way
    shared: Audience
    """Who reads a public reply."""
    private: Audience
    """Who reads a private reply: the asker."""
    has_waited: bool = False
    """Whether somebody has waited long enough, or goes on by a button below the reply to their own question or one that
    they alone see.
    """
    is_present: bool = True
    """Whether the bot itself is there, to be mentioned and with all commands, or only installed to a person who is."""
    since: float = field(default_factory=perf_counter, compare=False)
    """When it was heard of, in seconds of a clock for short times."""

    @property
    def asker(self) -> int:
        """Return who asks."""
        return self.place.person

    def by(self, way: Way) -> Self:
        """Return the same request, made by another way."""
        return replace(self, way=way)

    def on(self, message: discord.Message) -> Self:
        """Return the same request, replied to on somebody's message; its author may remove the reply too."""
        others = (message.author.id,) if message.author.id != self.asker else ()
        return replace(self, source=message, shared=replace(self.shared, others=others))


def request_by_message(message: discord.Message, way: Way, language_in: Callable[[int | None], str | None]) -> Request:
    """Return what somebody wants with a message, in the language of its server: Discord does not tell the person's own."""
    place = Place.of(message)
    shared = Audience(message.author.id, language=language_in(place.guild))
    return Request(message, place, way, shared, replace(shared, is_private=True))


def request_of(interaction: discord.Interaction[Any]) -> Request:
    """Return what somebody wants by an interaction."""
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
