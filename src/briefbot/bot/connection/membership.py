"""Which servers the bot is in: the list that Discord gives with each new session, kept up by what it tells afterwards."""

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
    """What discord.py knows of Discord, without the servers that are gone when a session begins.

    Each event in its language.
    """

    def __init__(self, language_in: Callable[[int | None], str | None], **options: Any) -> None:
        """Take which language is spoken in a server, and discord.py's options."""
        super().__init__(**options)
        self._language_in = language_in
        self.parsers = {event: _forgiving(event, parse) for event, parse in self.parsers.items()}

    def parse_ready(self, data: Any) -> None:
        """Take the servers out that a new session no longer lists.

        Discord.py keeps them, as nobody tells it that they are gone.
        """
        shard, shard_count = data["shard"]
        listed = Present(frozenset(int(guild["id"]) for guild in data["guilds"]), frozenset({shard}), shard_count)
        for guild in list(self.guilds):
            if listed.lacks(guild.id):
                self.parse_guild_delete({"id": guild.id})
        super().parse_ready(data)

    def parse_interaction_create(self, data: Any) -> None:
        """Speak the language of whoever uses a command, button, menu or form, in every task that discord.py starts for
        it.
        """
        with speaking(data.get("locale")):
            super().parse_interaction_create(data)

    def parse_message_create(self, data: Any) -> None:
        """Speak the language of the server that a message is written in, in every task that discord.py starts for it."""
        with speaking(self._language_in(_server_of(data))):
            super().parse_message_create(data)

    def parse_message_update(self, data: Any) -> None:
        """Speak the language of the server in which a message is edited."""
        with speaking(self._language_in(_server_of(data))):
            super().parse_message_update(data)


def _server_of(message: Any) -> int | None:
    found = message.get("guild_id")
    return int(found) if found is not None else None


def _forgiving(event: str, parse: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Let an event that cannot be read be logged and passed over: discord.py would end the whole client."""

    def parse_if_possible(data: Any) -> Any:
        try:
            return parse(data)
        except Exception as error:
            log.error("an event could not be read, and is passed over", exc_info=error, extra={"event": event})
            return None

    return parse_if_possible


class Membership:
    """The list of servers, and whether it is whole."""

    def __init__(self, client: discord.AutoShardedClient) -> None:
        self._client = client
        self._heard: set[int] = set()

    def connect(self, shard: int) -> None:
        """Note that a shard has heard which servers there are, or everything that it missed."""
        self._heard.add(shard)

    def disconnect(self, shard: int) -> None:
        """Note that a shard may miss that servers come and go."""
        self._heard.discard(shard)

    def present(self) -> Present | None:
        """List the servers on this process's shards, unavailable ones too; None while any shard may not know of all."""
        shards = self._client.shards
        are_connected = self._heard >= shards.keys() and not any(shard.is_closed() for shard in shards.values())
        if not self._client.is_ready() or self._client.shard_count is None or not are_connected:
            return None
        return Present(frozenset(guild.id for guild in self._client.guilds), frozenset(shards), self._client.shard_count)
