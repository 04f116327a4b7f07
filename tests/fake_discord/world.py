"""All that exists on the fake Discord, and how it comes into being."""

from __future__ import annotations

from collections.abc import Iterable

from .errors import Payload, unknown
from .model import ALL_PERMISSIONS, EVERYONE_PERMISSIONS, Channel, ChannelType, Guild, Member, Role, User
from .snowflakes import Snowflakes

KEPT_MESSAGES = 10_000


class World:
    """Hold users, guilds, channels and messages; change them only through here."""

    def __init__(self) -> None:
        self.ids = Snowflakes()
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self._messages: dict[int, Payload] = {}
        self.owner = self.user("owner")
        self.bot = self.user("briefbot", is_bot=True)

    def user(self, name: str, *, is_bot: bool = False) -> User:
        """Add a user."""
        user = User(self.ids.next(), name, is_bot)
        self.users[user.id] = user
        return user

    def guild(self, name: str, *, has_bot: bool, guild_id: int | None) -> Guild:
        """Add a guild with @everyone, its owner and, where it is a member, the bot."""
        guild = Guild(guild_id or self.ids.next_guild(), name, self.owner, has_bot)
        guild.roles.append(Role(guild.id, "@everyone", EVERYONE_PERMISSIONS))
        guild.members[self.owner.id] = Member(self.owner)
        self.guilds[guild.id] = guild
        if has_bot:
            role = self.role(guild, "briefbot", EVERYONE_PERMISSIONS)
            guild.members[self.bot.id] = Member(self.bot, (role,))
        return guild

    def role(self, guild: Guild, name: str, permissions: int) -> Role:
        """Add a role above the others."""
        role = Role(self.ids.next(), name, permissions, len(guild.roles))
        guild.roles.append(role)
        return role

    def member(self, guild: Guild, user: User | str, roles: Iterable[Role]) -> User:
        """Let a user join, made by name where there is none yet."""
        joining = self.user(user) if isinstance(user, str) else user
        guild.members[joining.id] = Member(joining, tuple(roles))
        return joining

    def channel(self, guild: Guild, name: str, kind: ChannelType = ChannelType.TEXT) -> Channel:
        """Add a text channel, or a forum."""
        return self._keep(Channel(self.ids.next(), name, kind, guild.id), guild)

    def thread(self, parent: Channel, name: str) -> Channel:
        """Add a public thread under a text channel, or a post to a forum."""
        thread = Channel(self.ids.next(), name, ChannelType.THREAD, parent.guild_id, parent.id)
        return self._keep(thread, self.guild_of(parent))

    def dm(self, user: User) -> Channel:
        """Return the direct conversation of the bot and a user, opened where there is none yet."""
        for channel in self.channels.values():
            if channel.recipient == user and not channel.is_private:
                return channel
        return self._keep(Channel(self.ids.next(), user.name, ChannelType.DM, recipient=user), None)

    def conversation(self, one: User, other: User) -> Channel:
        """Open the direct conversation of two people, which the bot does not see."""
        return self._keep(Channel(self.ids.next(), one.name, ChannelType.DM, recipient=other, is_private=True), None)

    def is_seen(self, channel: Channel) -> bool:
        """Return whether the bot sees what is said in a channel."""
        guild = self.guild_of(channel)
        return not channel.is_private if guild is None else guild.has_bot

    def _keep(self, channel: Channel, guild: Guild | None) -> Channel:
        self.channels[channel.id] = channel
        if guild is not None:
            guild.channels.append(channel)
        return channel

    def guild_of(self, channel: Channel) -> Guild | None:
        """Return the guild of a channel, None for a direct conversation."""
        return None if channel.guild_id is None else self.guilds[channel.guild_id]

    def find_channel(self, channel_id: int) -> Channel:
        """Look up a channel."""
        if channel_id not in self.channels:
            raise unknown("Channel")
        return self.channels[channel_id]

    def find_user(self, user_id: int) -> User:
        """Look up a user."""
        if user_id not in self.users:
            raise unknown("User")
        return self.users[user_id]

    def find_guild(self, guild_id: int) -> Guild:
        """Look up a guild that the bot is a member of."""
        if guild_id not in self.guilds or not self.guilds[guild_id].has_bot:
            raise unknown("Guild")
        return self.guilds[guild_id]

    def find_message(self, channel_id: int, message_id: int) -> Payload:
        """Look up a message of a channel."""
        found = self._messages.get(message_id)
        if found is None or int(found["channel_id"]) != channel_id:
            raise unknown("Message")
        return found

    def messages_in(self, channel: Channel) -> list[Payload]:
        """List the messages of a channel, the oldest first."""
        return [message for message in self._messages.values() if int(message["channel_id"]) == channel.id]

    def save_message(self, payload: Payload) -> None:
        """Keep a new or changed message; the oldest gives way when there are very many."""
        self._messages[int(payload["id"])] = payload
        if len(self._messages) > KEPT_MESSAGES:
            del self._messages[next(iter(self._messages))]

    def drop_message(self, message_id: int) -> None:
        """Forget a message."""
        del self._messages[message_id]

    def permissions_in(self, channel: Channel, user: User) -> int:
        """Work out what a user may do in a channel."""
        guild = self.guild_of(channel)
        if guild is None or user.id not in guild.members:
            return EVERYONE_PERMISSIONS if user == self.bot else ALL_PERMISSIONS
        return guild.permissions_of(user)
