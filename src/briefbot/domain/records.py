"""What is kept beside the knowledge: a guild's settings and absence, what is known of a person, which message answers which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """How a guild's moderators want the bot to behave there; the defaults suit a guild that has set nothing."""

    moderators: int | None = None
    """The role whose members may edit the knowledge and remove replies, besides those who may manage the server."""
    audit_channel: int | None = None
    """The channel that hears of every change."""
    open_channels: frozenset[int] = frozenset()
    """Channels in which a question needs no mention."""
    quiet_channels: frozenset[int] = frozenset()
    """Channels in which the bot does not speak, unless privately."""
    only_channels: frozenset[int] = frozenset()
    """The only channels in which the bot speaks, unless privately; with none named it speaks in all."""
    member_cooldown: int = 3
    """Seconds that somebody waits between two questions; 0 is no wait."""
    channel_cooldown: int = 0
    """Seconds that a channel waits between two questions; 0 is no wait."""
    is_paused: bool = False
    """Nothing is answered until moderators go on."""
    blocked: frozenset[int] = frozenset()
    """Members whose questions are ignored."""
    appealed: frozenset[int] = frozenset()
    """Those of them who have asked that this be lifted, which they may once."""
    greeted: int = 0
    """When the bot had joined that greeted the guild, in seconds since 1970; 0 is never."""

    inbox_days: int = 0
    """Days for which questions that got no answer which helped are held, as words without a person; 0 is never."""
    digest: str = "off"
    """How often moderators are told what is in the inbox: "off", "daily", "weekly"."""
    digest_channel: int | None = None
    """The channel where they are told."""
    digested: int = 0
    """When they were last told, in seconds since 1970."""
    ask_channel: int | None = None
    """The channel where members' questions to the moderators are posted; 0 is none, None is the channel of the digest."""

    @property
    def asked_in(self) -> int | None:
        """Return the channel where members' questions to the moderators are posted; None where members cannot ask them."""
        return self.digest_channel if self.ask_channel is None else self.ask_channel or None

    def is_silent_in(self, *channels: int | None) -> bool:
        """Return whether the bot is not to speak in a channel, named with the one that a thread belongs to."""
        return not self.quiet_channels.isdisjoint(channels) or (bool(self.only_channels) and self.only_channels.isdisjoint(channels))


@dataclass(frozen=True, slots=True)
class KeptSettings:
    """What guilds have set, by guild and name, as it is kept."""

    values: Mapping[int, Mapping[str, Any]]
    unreadable: frozenset[int] = frozenset()
    """Guilds of which a row is damaged or missing."""


@dataclass(frozen=True, slots=True)
class Absence:
    """When the bot left a guild, and since when checks have seen it absent; None where the bot is in the guild."""

    left_at: datetime | None = None
    absent_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """How much is kept about a person: turns, changes of the knowledge that carry their id, servers that block them, drafts,
    groups of the inbox that they are on, opinions on replies, answers that they want to be told of, and corrections of replies."""

    turns: int = 0
    changes: int = 0
    blocks: int = 0
    drafts: int = 0
    taken: int = 0
    opinions: int = 0
    waiting: int = 0
    corrections: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """What one process tells the others: which guild was changed, or who is to be forgotten; of neither where it may be anything."""

    guild: int | None = None
    person: int | None = None


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """What a moderator has written and not saved yet, as it is kept."""

    token: str
    guild_id: int
    author_id: int
    time: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """Which message of the bot's answers which message, and what it showed; no text is kept of either."""

    channel_id: int
    message_id: int
    guild_id: int | None
    question_id: int
    thing_id: str | None
    revision: int
    time: datetime


TemporaryKind: TypeAlias = Literal["offer", "wait", "pause"]


@dataclass(frozen=True, slots=True)
class TemporaryMessage:
    """A message of the bot's that changes or goes by itself: an offer, or a notice of a wait or a pause; no text is kept of it."""

    message_id: int
    channel_id: int
    guild_id: int | None
    kind: TemporaryKind
    until: datetime | None = None
    """When its time is over; None where that is when a pause ends."""
