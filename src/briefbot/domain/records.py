"""Define records beside the knowledge: a guild's settings and absence, a person's data, and replies to messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """How moderators want the bot to behave in a guild; the defaults suit a guild that has set nothing."""

    moderators: int | None = None
    """The role whose members may edit the knowledge and remove replies, besides people who can manage the server."""
    audit_channel: int | None = None
    """The channel where every change is posted."""
    open_channels: frozenset[int] = frozenset()
    """Channels where a question needs no mention."""
    quiet_channels: frozenset[int] = frozenset()
    """Channels where the bot does not speak, except privately."""
    only_channels: frozenset[int] = frozenset()
    """The only channels where the bot speaks, except privately; if empty, it speaks in all."""
    member_cooldown: int = 3
    """Seconds that a person waits between two questions; 0 means no wait."""
    channel_cooldown: int = 0
    """Seconds that a channel waits between two questions; 0 means no wait."""
    is_paused: bool = False
    """Whether the bot answers nothing until moderators resume it."""
    blocked: frozenset[int] = frozenset()
    """Members whose questions are ignored."""
    appealed: frozenset[int] = frozenset()
    """Blocked members who have asked to be unblocked, which they may do once."""
    language: str = ""
    """The language of what everybody reads, by the name of its catalogue; "" means the server's own in Discord."""
    needs_approval: bool = False
    """Whether changes by the moderators' role wait until somebody who may manage the server accepts them."""
    greeted: int = 0
    """When the bot joined the guild for the stay in which it greeted it, in seconds since 1970; 0 means never."""

    inbox_days: int = 0
    """How many days questions without a helpful answer are kept, as words without a person; 0 means not at all."""
    digest: str = "off"
    """How often a summary of the inbox is posted: "off", "daily" or "weekly"."""
    digest_channel: int | None = None
    """The channel where it is posted."""
    digested: int = 0
    """When it was last posted, in seconds since 1970."""
    ask_channel: int | None = None
    """The channel for members' questions to the moderators; 0 is none, None is the channel of the digest."""

    @property
    def asked_in(self) -> int | None:
        """Return the channel where members' questions to the moderators are posted.

        Return None if members cannot ask them.
        """
        return self.digest_channel if self.ask_channel is None else self.ask_channel or None

    def is_silent_in(self, *channels: int | None) -> bool:
        """Return whether the bot must not speak in a channel; for a thread, pass its parent channel too."""
        return not self.quiet_channels.isdisjoint(channels) or (bool(self.only_channels) and self.only_channels.isdisjoint(channels))


@dataclass(frozen=True, slots=True)
class KeptSettings:
    """The stored settings of guilds, by guild and name."""

    values: Mapping[int, Mapping[str, Any]]
    unreadable: frozenset[int] = frozenset()
    """Guilds with a damaged or missing row."""


@dataclass(frozen=True, slots=True)
class Absence:
    """When the bot left a guild, and since when checks confirm it; None while the bot is in the guild."""

    left_at: datetime | None = None
    absent_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """The amount of data that is kept about a person.

    It counts turns, changes of the knowledge that carry their id, servers that block them, drafts, groups of the inbox
    that they are working on, opinions of replies, answers that they wait for, corrections of replies, and changes that
    wait for approval.
    """

    turns: int = 0
    changes: int = 0
    blocks: int = 0
    drafts: int = 0
    taken: int = 0
    opinions: int = 0
    waiting: int = 0
    corrections: int = 0
    pending: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """A notification between processes: which guild changed, or whom to forget.

    With neither, anything may have changed.
    """

    guild: int | None = None
    person: int | None = None


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """An unsaved edit of a moderator, as it is stored."""

    token: str
    guild_id: int
    author_id: int
    time: datetime
    text: str


@dataclass(frozen=True, slots=True)
class PendingChange:
    """A change of the knowledge that waits for approval, as it is stored."""

    number: int
    guild_id: int
    author_id: int
    credited_id: int | None
    """The author of the message that it was made from, if that is somebody else."""
    time: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """Which message of the bot's answers which message, and which items it showed; neither text is kept."""

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
    """A message of the bot's that changes or goes by itself: an offer, or a notice of a wait or a pause.

    Its text is not kept.
    """

    message_id: int
    channel_id: int
    guild_id: int | None
    kind: TemporaryKind
    until: datetime | None = None
    """When it ends; None if it ends with a pause."""
