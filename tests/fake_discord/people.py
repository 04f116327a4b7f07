"""What people do to the bot besides talking: commands, buttons, menus, modals."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from . import modals
from .commands import Commands, CommandType
from .errors import FakeDiscordError, Payload
from .gateway import Gateway
from .interaction import Interaction, InteractionType
from .message import Message
from .model import Channel, User
from .options import Resolved, fill
from .posts import rest_view
from .responses import Responses
from .world import World

_BUTTON = 2
_LINK_STYLE = 5
_UPLOAD_LIMIT = 10 * 1024 * 1024


class People:
    """Open interactions the way Discord's own clients do, and refuse what those would not offer."""

    def __init__(self, world: World, gateway: Gateway, commands: Commands, responses: Responses) -> None:
        self._world = world
        self._gateway = gateway
        self._commands = commands
        self._responses = responses

    def call(self, name: str, user: User, channel: Channel, values: Mapping[str, Any], focused: str | None = None) -> Interaction:
        """Call a slash command (`"group subcommand"` with blanks), or type in one of its options."""
        first, *path = name.split()
        command = self._commands.find(first, CommandType.SLASH, channel.guild_id)
        resolved = Resolved(self._world.guild_of(channel))
        options = fill(command, path, values, resolved, focused)
        kind = InteractionType.COMMAND if focused is None else InteractionType.AUTOCOMPLETE
        return self._open(kind, user, channel, _command_data(command, resolved) | {"options": options})

    def call_on(self, name: str, user: User, channel: Channel, target: User | Message) -> Interaction:
        """Call a command from the context menu of a user or a message."""
        kind = CommandType.USER if isinstance(target, User) else CommandType.MESSAGE
        command = self._commands.find(name, kind, channel.guild_id)
        resolved = Resolved(self._world.guild_of(channel))
        target_id = resolved.name(target)
        data = _command_data(command, resolved) | {"target_id": target_id}
        return self._open(InteractionType.COMMAND, user, channel, data)

    def press(self, message: Message, wanted: str, user: User, values: Sequence[Any] | None) -> Interaction:
        """Press a button, or choose in a menu, on the message as it stands now."""
        channel = self._world.channels[message.channel_id]
        now = Message(self._world.find_message(channel.id, message.id))
        if self._responses.reader(now) not in (None, user):
            raise FakeDiscordError(f"{user.name} does not see this message")
        part = now.component(wanted)
        if part.get("disabled") or part.get("style") == _LINK_STYLE:
            raise FakeDiscordError(f"{wanted!r} cannot be pressed: it is disabled or a link")
        data = {"custom_id": part["custom_id"], "component_type": part["type"], "id": part["id"]}
        if part["type"] != _BUTTON:
            resolved = Resolved(self._world.guild_of(channel))
            data["values"] = [resolved.name(value) for value in values or ()]
            data |= {"resolved": resolved.payload} if resolved.payload else {}
        return self._open(InteractionType.COMPONENT, user, channel, data, source=now)

    def submit(self, opened_by: Interaction, values: Mapping[str, Any]) -> Interaction:
        """Send the modal that an interaction was answered with."""
        if opened_by.modal is None:
            raise FakeDiscordError("that interaction was not answered with a modal")
        data = modals.submit(opened_by.modal, values)
        return self._open(InteractionType.MODAL, opened_by.user, opened_by.channel, data, source=opened_by.source)

    def _open(self, kind: InteractionType, user: User, channel: Channel, data: Payload, source: Message | None = None) -> Interaction:
        self._gateway.require_listener(channel.guild_id)
        interaction = Interaction(self._world.ids.next(), secrets.token_urlsafe(32), kind, user, channel, source)
        self._responses.open(interaction)
        self._gateway.announce("INTERACTION_CREATE", self._payload(interaction, data), channel.guild_id)
        return interaction

    def _payload(self, interaction: Interaction, data: Payload) -> Payload:
        channel, user = interaction.channel, interaction.user
        payload: Payload = {
            "id": str(interaction.id),
            "application_id": str(self._world.bot.id),
            "type": int(interaction.type),
            "token": interaction.token,
            "version": 1,
            "data": data,
            "channel_id": str(channel.id),
            "channel": channel.payload() | {"permissions": str(self._world.permissions_in(channel, user))},
            "app_permissions": str(self._world.permissions_in(channel, self._world.bot)),
            "locale": "en-GB",
            "entitlements": [],
            "attachment_size_limit": _UPLOAD_LIMIT,
        }
        if interaction.source is not None:
            payload["message"] = rest_view(interaction.source.payload)
        return payload | self._place(channel, user)

    def _place(self, channel: Channel, user: User) -> Payload:
        guild = self._world.guild_of(channel)
        if guild is None:
            owners = {"1": str(user.id)} if channel.is_private else {"0": "0", "1": str(user.id)}
            context = 2 if channel.is_private else 1
            return {"user": user.payload(), "context": context, "authorizing_integration_owners": owners}
        member = guild.members[user.id].payload() | {"permissions": str(guild.permissions_of(user))}
        owners = {"0": str(guild.id)} if guild.has_bot else {"1": str(user.id)}
        return {
            "guild_id": str(guild.id),
            "guild": {"id": str(guild.id), "locale": "en-GB", "features": []},
            "guild_locale": "en-GB",
            "member": member,
            "context": 0,
            "authorizing_integration_owners": owners,
        }


def _command_data(command: Payload, resolved: Resolved) -> Payload:
    data = {"id": command["id"], "name": command["name"], "type": command["type"], "resolved": resolved.payload}
    return data if "guild_id" not in command else data | {"guild_id": command["guild_id"]}
