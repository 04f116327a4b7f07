"""What somebody wants of the bot, as one value: made where Discord tells of it, and handed down from there."""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass, replace
from typing import Any, Literal, ParamSpec, Self, TypeAlias, TypeVar

import discord

from briefbot.bot.transport.common_buttons import is_pressed_by_asker
from briefbot.i18n import speaking

Source: TypeAlias = discord.Message | discord.Interaction[Any]
"""What is replied to: a message, or an interaction, which may be answered privately."""
MessageWay: TypeAlias = Literal["mention", "reply", "direct", "open"]
Way: TypeAlias = MessageWay | Literal["edit", "interaction", "command", "menu"]
P = ParamSpec("P")
T = TypeVar("T")


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
    language: str | None = None

    def read(self, render: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Render something in the language of those who read it."""
        with speaking(self.language):
            return render(*args, **kwargs)


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody wants something: where and who, in which languages, by which way, and what is replied to."""

    source: Source
    place: Place
    way: Way
    language: str | None
    """The asker's, as far as it is known."""
    shared_language: str | None
    """That of those who read a public reply: the guild's; in direct messages the person's."""
    has_waited: bool = False
    """Whether somebody goes on by a button below the reply to their own question, which nobody else sees where it is private."""
    is_present: bool = True
    """Whether the bot itself is there, to be mentioned and with all commands, or only installed to a person who is."""

    @property
    def asker(self) -> int:
        """Return who asks."""
        return self.place.person

    def by(self, way: Way) -> Self:
        """Return the same request, made by another way."""
        return replace(self, way=way)

    def on(self, message: discord.Message) -> Self:
        """Return the same request, replied to on somebody's message."""
        return replace(self, source=message)

    def audience(self, *, is_private: bool = False) -> Audience:
        """Return who reads a reply; whoever wrote the message that it is given on may remove it too."""
        author = self.source.author.id if isinstance(self.source, discord.Message) else self.asker
        others = (author,) if author != self.asker else ()
        return Audience(self.asker, others, is_private, self.language if is_private else self.shared_language)


def request_by_message(message: discord.Message, way: Way) -> Request:
    """Return what somebody wants with a message."""
    language = str(message.guild.preferred_locale) if message.guild else None
    return Request(message, Place.of(message), way, language, language)


def request_of(interaction: discord.Interaction[Any]) -> Request:
    """Return what somebody wants by an interaction."""
    if Request not in interaction.extras:
        place, own = Place.of(interaction), str(interaction.locale)
        is_present = place.guild is not None or (interaction.guild_id is None and not interaction.context.private_channel)
        shared = str(interaction.guild_locale or interaction.locale)
        interaction.extras[Request] = Request(interaction, place, "interaction", own, shared, is_pressed_by_asker(interaction), is_present)
    made: Request = interaction.extras[Request]
    return made
