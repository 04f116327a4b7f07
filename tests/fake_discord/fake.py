"""The fake Discord as tests use it: build a world, act in it, wait for what the bot does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from .errors import Payload
from .interaction import Interaction, Kind, Response
from .message import Message
from .model import JOINED_AT, Channel, ChannelType, Guild, Role, User
from .request import Request
from .server import Server

WAIT_SECONDS = 60.0
_THINKING = (Kind.DEFER, Kind.DEFER_UPDATE)


class FakeDiscord(Server):
    """A Discord of one's own: people talk and press, the bot's effects are awaited without sleeping."""

    # Building. What is added while the bot is connected is announced to it.

    def user(self, name: str) -> User:
        """Add a person who is in no guild."""
        return self.world.user(name)

    def guild(self, name: str = "Newsroom", *, has_bot: bool = True, guild_id: int | None = None) -> Guild:
        """Add a guild; without the bot in it, only commands reach the bot from there."""
        guild = self.world.guild(name, has_bot=has_bot, guild_id=guild_id)
        if has_bot:
            self.gateway.announce("GUILD_CREATE", guild.payload(), guild.id)
        return guild

    def kick(self, guild: Guild) -> None:
        """Take the bot out of a guild."""
        guild.has_bot = False
        self.gateway.announce("GUILD_DELETE", {"id": str(guild.id)}, guild.id)

    def invite(self, guild: Guild, at: str = JOINED_AT) -> None:
        """Let the bot into a guild again."""
        guild.has_bot = True
        guild.members[self.bot.id] = replace(guild.members[self.bot.id], joined_at=at)
        joined = {key: value for key, value in guild.payload().items() if key != "unavailable"}
        self.gateway.announce("GUILD_CREATE", joined, guild.id)

    def begin_outage(self, guild: Guild) -> None:
        """Let a guild be unavailable until the outage ends."""
        guild.is_unavailable = True
        self.gateway.announce("GUILD_DELETE", {"id": str(guild.id), "unavailable": True}, guild.id)

    def end_outage(self, guild: Guild) -> None:
        """Let a guild be available again."""
        guild.is_unavailable = False
        self.gateway.announce("GUILD_CREATE", guild.payload(), guild.id)

    def role(self, guild: Guild, name: str, permissions: int = 0) -> Role:
        """Add a role."""
        role = self.world.role(guild, name, permissions)
        self._tell(guild, "GUILD_ROLE_CREATE", {"role": role.payload()})
        return role

    def member(self, guild: Guild, user: User | str, *roles: Role) -> User:
        """Let a user, by name a new one, join a guild or change roles there."""
        is_new = isinstance(user, str) or user.id not in guild.members
        joined = self.world.member(guild, user, roles)
        event = "GUILD_MEMBER_ADD" if is_new else "GUILD_MEMBER_UPDATE"
        self._tell(guild, event, guild.members[joined.id].payload())
        return joined

    def channel(self, guild: Guild, name: str = "general") -> Channel:
        """Add a text channel."""
        channel = self.world.channel(guild, name)
        self._tell(guild, "CHANNEL_CREATE", channel.payload())
        return channel

    def forum(self, guild: Guild, name: str = "questions") -> Channel:
        """Add a forum."""
        forum = self.world.channel(guild, name, ChannelType.FORUM)
        self._tell(guild, "CHANNEL_CREATE", forum.payload())
        return forum

    def thread(self, parent: Channel, name: str = "aside") -> Channel:
        """Add a thread."""
        thread = self.world.thread(parent, name)
        self._tell(self.world.guilds[thread.guild_id or 0], "THREAD_CREATE", thread.payload())
        return thread

    def dm(self, user: User) -> Channel:
        """Return the direct conversation of a user with the bot."""
        return self.world.dm(user)

    def conversation(self, one: User, other: User) -> Channel:
        """Open the direct conversation of two people; only their commands reach the bot from there."""
        return self.world.conversation(one, other)

    def register(self, commands: Iterable[Payload], guild: Guild | None = None) -> None:
        """Register commands as an earlier run of the bot would have."""
        self._commands.register(commands, None if guild is None else guild.id)

    def _tell(self, guild: Guild, event: str, data: Payload) -> None:
        if guild.has_bot:
            self.gateway.announce(event, {"guild_id": str(guild.id)} | data, guild.id)

    # Acting as people.

    async def ready(self, shards: int = 1, *, seconds: float = WAIT_SECONDS) -> None:
        """Wait until so many shards are connected and were sent READY and their guilds."""
        while len({session.shard for session in self.gateway.live}) < shards:
            await self.gateway.changes.take(None, seconds, self._recent)

    async def say(
        self,
        channel: Channel,
        author: User,
        content: str,
        *,
        mentions: Iterable[User] = (),
        reference: Message | None = None,
        ping: bool = True,
    ) -> Message:
        """Let somebody write; mentions in the text count, those given besides are put before it."""
        self.gateway.require_listener(channel.guild_id)
        text = " ".join([*(user.mention for user in mentions), content])
        body: Payload = {"content": text}
        if reference is not None:
            everything = {"parse": ["users", "roles", "everyone"], "replied_user": ping}
            body |= {"message_reference": {"message_id": str(reference.id)}, "allowed_mentions": everything}
        return self._posts.post(channel, author, body)

    async def publish(self, forum: Channel, author: User, title: str, content: str) -> Message:
        """Let somebody post in a forum: a thread by that title, whose first message has its id."""
        return self._posts.post(post := self.thread(forum, title), author, {"content": content}, id=str(post.id))

    async def edit(self, message: Message, content: str) -> Message:
        """Let the author change a message."""
        return self._posts.edit(message, {"content": content})

    async def delete(self, message: Message) -> None:
        """Let the author, or a moderator, delete a message."""
        self._posts.delete(message)

    async def interact_command(
        self,
        name: str,
        user: User,
        channel: Channel,
        options: Mapping[str, Any] | None = None,
        *,
        target: User | Message | None = None,
    ) -> Interaction:
        """Call a slash command, `"group subcommand"` with blanks, or with a target a context menu."""
        if target is not None:
            return self._people.call_on(name, user, channel, target)
        return self._people.call(name, user, channel, options or {})

    async def autocomplete(self, name: str, user: User, channel: Channel, options: Mapping[str, Any], *, focused: str) -> Interaction:
        """Type in an option of a slash command."""
        return self._people.call(name, user, channel, options, focused)

    async def press(self, message: Message, wanted: str, user: User, *, values: Sequence[Any] | None = None) -> Interaction:
        """Press a button, by custom id or label, or choose in a menu, by custom id.

        Values, or channels, roles and users.
        """
        return self._people.press(message, wanted, user, values)

    async def submit_modal(self, opened_by: Interaction, values: Mapping[str, Any]) -> Interaction:
        """Send the modal that an interaction was answered with; inputs not named keep their preset."""
        return self._people.submit(opened_by, values)

    def expire(self, interaction: Interaction) -> None:
        """Let an interaction's token run out, as it does after 3 seconds unanswered and after 15 minutes."""
        interaction.is_expired = True

    # Waiting for the bot. Each call returns the next effect that no call has returned before.

    async def next_message(self, channel: Channel, *, seconds: float = WAIT_SECONDS) -> Message:
        """Wait for the bot to write in a channel (responses to interactions go to next_response)."""
        return await self._channels.said.take(channel.id, seconds, self._recent)

    async def next_edit(self, channel: Channel, *, seconds: float = WAIT_SECONDS) -> Message:
        """Wait for the bot to edit one of its messages in a channel."""
        return await self._channels.edited.take(channel.id, seconds, self._recent)

    async def next_response(self, interaction: Interaction, *, seconds: float = WAIT_SECONDS) -> Response:
        """Wait for a callback, follow-up, edit or deletion."""
        return await self._responses.given.take(interaction.id, seconds, self._recent)

    async def next_answer(self, interaction: Interaction, *, seconds: float = WAIT_SECONDS) -> Message:
        """Wait for the next message shown to an interaction, past any "is thinking"."""
        while (response := await self.next_response(interaction, seconds=seconds)).kind in _THINKING:
            pass
        return response.shown

    async def next_request(self, method: str, route: str, *, seconds: float = WAIT_SECONDS) -> Request:
        """Wait for a call that was carried out; the route is a template such as `/channels/{channel_id}/typing`."""
        return await self._rest.handled.take((method, route), seconds, self._recent)

    async def next_gateway(self, name: str, *, seconds: float = WAIT_SECONDS) -> Any:
        """Wait for what a client sent (IDENTIFY, RESUME, HEARTBEAT ...) or achieved (READY, RESUMED)."""
        return await self.gateway.received.take(name, seconds, self._recent)

    def messages(self, channel: Channel) -> list[Message]:
        """List all messages of a channel as they stand now."""
        return [Message(payload) for payload in self.world.messages_in(channel)]

    def now(self, message: Message) -> Message:
        """Return a message as it stands now; raise ApiError where it is gone."""
        return Message(self.world.find_message(message.channel_id, message.id))

    def _recent(self) -> str:
        calls = [f"{request.method} {request.path}" for request in self.requests[-5:]]
        return f"the last calls were {calls}; failures: {self.failures}"
