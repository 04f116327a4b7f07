"""Who and what there is on the fake Discord, and how each looks on the wire."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from enum import IntEnum

from .errors import Payload

JOINED_AT = "2025-06-01T00:00:00.000000+00:00"
ADMINISTRATOR = 1 << 3
ALL_PERMISSIONS = (1 << 50) - 1
# Add reactions, view, send, embed, attach, read history, use application commands, send in threads.
EVERYONE_PERMISSIONS = 1 << 6 | 1 << 10 | 1 << 11 | 1 << 14 | 1 << 15 | 1 << 16 | 1 << 31 | 1 << 38


class ChannelType(IntEnum):
    """The kinds of channels that the fake knows, by Discord's numbers."""

    TEXT = 0
    DM = 1
    THREAD = 11
    FORUM = 15


@dataclass(frozen=True)
class Upload:
    """A file that a person chose for a command, and where it is fetched from."""

    id: int
    filename: str
    url: str
    size: int

    def payload(self) -> Payload:
        return {**asdict(self), "id": str(self.id), "proxy_url": self.url, "content_type": "application/json"}


@dataclass(frozen=True, slots=True)
class User:
    """A person or a bot."""

    id: int
    name: str
    is_bot: bool = False

    @property
    def mention(self) -> str:
        """Return the text that mentions this user."""
        return f"<@{self.id}>"

    def payload(self) -> Payload:
        """Build the wire form."""
        return {
            "id": str(self.id),
            "username": self.name,
            "global_name": None if self.is_bot else self.name,
            "discriminator": "0000" if self.is_bot else "0",
            "avatar": None,
            "bot": self.is_bot,
            "public_flags": 0,
        }


@dataclass(frozen=True, slots=True)
class Role:
    """A role of a guild; the one with the guild's own id is @everyone."""

    id: int
    name: str
    permissions: int
    position: int = 0

    @property
    def mention(self) -> str:
        """Return the text that mentions this role."""
        return f"<@&{self.id}>"

    def payload(self) -> Payload:
        """Build the wire form."""
        return {
            "id": str(self.id),
            "name": self.name,
            "permissions": str(self.permissions),
            "position": self.position,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "managed": False,
            "mentionable": True,
            "flags": 0,
        }


@dataclass(frozen=True, slots=True)
class Member:
    """A user in a guild, with the roles held there."""

    user: User
    roles: tuple[Role, ...] = ()
    joined_at: str = JOINED_AT

    def partial(self) -> Payload:
        """Build the wire form without the user, as it stands in a message."""
        return {
            "roles": [str(role.id) for role in self.roles],
            "joined_at": self.joined_at,
            "nick": None,
            "avatar": None,
            "deaf": False,
            "mute": False,
            "pending": False,
            "flags": 0,
        }

    def payload(self) -> Payload:
        """Build the wire form."""
        return {**self.partial(), "user": self.user.payload()}


@dataclass(frozen=True, slots=True)
class Channel:
    """A text channel, a forum, a thread in either or a direct conversation."""

    id: int
    name: str
    type: ChannelType
    guild_id: int | None = None
    parent_id: int | None = None
    recipient: User | None = None
    is_private: bool = False

    @property
    def mention(self) -> str:
        """Return the text that links to this channel."""
        return f"<#{self.id}>"

    def payload(self) -> Payload:
        """Build the wire form."""
        wire: Payload = {"id": str(self.id), "type": int(self.type), "last_message_id": None, "flags": 0}
        if self.recipient is not None:
            return wire | {"recipients": [self.recipient.payload()]}
        wire |= {"guild_id": str(self.guild_id), "name": self.name, "rate_limit_per_user": 0}
        wire["parent_id"] = None if self.parent_id is None else str(self.parent_id)
        if self.type is ChannelType.THREAD:
            return wire | self._thread_part()
        return wire | {"position": 0, "topic": None, "nsfw": False, "permission_overwrites": []}

    def _thread_part(self) -> Payload:
        metadata = {"archived": False, "auto_archive_duration": 1440, "archive_timestamp": JOINED_AT, "locked": False}
        return {"owner_id": "1", "message_count": 0, "member_count": 1, "thread_metadata": metadata}


@dataclass(slots=True)
class Guild:
    """A guild with its roles, members and channels; the bot is a member or only installed to a user."""

    id: int
    name: str
    owner: User
    has_bot: bool = True
    is_unavailable: bool = False
    """Whether an outage keeps it from being shown; its members stay members."""
    roles: list[Role] = field(default_factory=list)
    members: dict[int, Member] = field(default_factory=dict)
    channels: list[Channel] = field(default_factory=list)

    def permissions_of(self, user: User) -> int:
        """Add up what the user's roles allow; owners and administrators may do everything."""
        held = self.roles[0].permissions
        for role in self.members[user.id].roles:
            held |= role.permissions
        return ALL_PERMISSIONS if user == self.owner or held & ADMINISTRATOR else held

    def payload(self, shown: Iterable[Member] | None = None) -> Payload:
        """Build what GUILD_CREATE carries, with the members shown (by default all)."""
        members = self.members.values() if shown is None else shown
        return {
            "id": str(self.id),
            "name": self.name,
            "owner_id": str(self.owner.id),
            "joined_at": JOINED_AT,
            "large": False,
            "unavailable": False,
            "member_count": len(self.members),
            "roles": [role.payload() for role in self.roles],
            "members": [member.payload() for member in members],
            "channels": [c.payload() for c in self.channels if c.type is not ChannelType.THREAD],
            "threads": [c.payload() for c in self.channels if c.type is ChannelType.THREAD],
            **_EMPTY_GUILD,
        }


_EMPTY_GUILD: Payload = {
    "icon": None,
    "features": [],
    "emojis": [],
    "stickers": [],
    "presences": [],
    "voice_states": [],
    "stage_instances": [],
    "guild_scheduled_events": [],
    "soundboard_sounds": [],
    "preferred_locale": "en-US",
    "verification_level": 0,
    "default_message_notifications": 1,
    "explicit_content_filter": 0,
    "mfa_level": 0,
    "nsfw_level": 0,
    "premium_tier": 0,
    "system_channel_id": None,
    "system_channel_flags": 0,
    "afk_channel_id": None,
    "afk_timeout": 300,
}
