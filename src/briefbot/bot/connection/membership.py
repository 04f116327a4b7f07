"""The servers that the bot is in: Discord's list for each new session, updated by later events."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import discord
from discord.state import AutoShardedConnectionState

from briefbot.i18n import speaking
from briefbot.service.absence import Present

log = logging.getLogger(__name__)


class State(AutoShardedConnectionState[Any]):
    """discord.py's state, without the servers that are gone when a session begins.

    Each event runs in its language.
    """

    def __init__(self, language_in: Callable[[int | None], str | None], **options: Any) -> None:
        """Set a function that returns a server's language, and discord.py's options."""
        super().__init__(**options)
        self._language_in = language_in
        self.parsers = {event: _forgiving(event, parse) for event, parse in self.parsers.items()}

    def parse_ready(self, data: Any) -> None:
        """Remove the servers that a new session no longer lists.

        discord.py keeps them, because no event says that they are gone.
        """
        shard, shard_count = data["shard"]
        listed = Present(frozenset(int(guild["id"]) for guild in data["guilds"]), frozenset({shard}), shard_count)
        for guild in list(self.guilds):
            if listed.lacks(guild.id):
                self.parse_guild_delete({"id": guild.id})
        super().parse_ready(data)

    def parse_interaction_create(self, data: Any) -> None:
        """Use the language of a command's, button's, menu's or form's user, in every task for the interaction."""
        with speaking(data.get("locale")):
            super().parse_interaction_create(data)

    def parse_message_create(self, data: Any) -> None:
        """Use the language of a message's server, in every task for the message."""
        with speaking(self._language_in(_server_of(data))):
            super().parse_message_create(data)

    def parse_message_update(self, data: Any) -> None:
        """Use the language of an edited message's server."""
        with speaking(self._language_in(_server_of(data))):
            super().parse_message_update(data)


def _server_of(message: Any) -> int | None:
    found = message.get("guild_id")
    return int(found) if found is not None else None


def _forgiving(event: str, parse: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Log an unreadable event and skip it: discord.py would end the whole client."""

    def parse_if_possible(data: Any) -> Any:
        try:
            return parse(data)
        except Exception as error:
            log.error("an event could not be read, and is passed over", exc_info=error, extra={"event": event})
            return None

    return parse_if_possible


class Membership:
    """The list of servers, and whether it is complete."""

    def __init__(self, client: discord.AutoShardedClient) -> None:
        self._client = client
        self._heard: set[int] = set()

    def connect(self, shard: int) -> None:
        """Record that a shard has a complete list of servers, or has caught up."""
        self._heard.add(shard)

    def disconnect(self, shard: int) -> None:
        """Record that a shard may miss changes of the list."""
        self._heard.discard(shard)

    def present(self) -> Present | None:
        """List the servers on this process's shards, including unavailable ones.

        Return None while any shard's list is incomplete.
        """
        shards = self._client.shards
        are_connected = self._heard >= shards.keys() and not any(shard.is_closed() for shard in shards.values())
        if not self._client.is_ready() or self._client.shard_count is None or not are_connected:
            return None
        return Present(frozenset(guild.id for guild in self._client.guilds), frozenset(shards), self._client.shard_count)
