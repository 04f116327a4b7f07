"""Registered application commands, and finding one as a person calls it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from .errors import FakeDiscordError, Payload, unknown
from .request import Request, Routes
from .snowflakes import Snowflakes

_ALL = "/applications/{application_id}/commands"
_GUILD = "/applications/{application_id}/guilds/{guild_id}/commands"
_DEFAULTS: Payload = {
    "default_member_permissions": None,
    "dm_permission": True,
    "nsfw": False,
    "name_localizations": None,
    "description_localizations": None,
}


class CommandType(IntEnum):
    """What a command is called on."""

    SLASH = 1
    USER = 2
    MESSAGE = 3


class Commands:
    """Keep the commands of each scope: None for everywhere, or a guild's id."""

    def __init__(self, ids: Snowflakes, application_id: int) -> None:
        self._ids = ids
        self._application_id = application_id
        self._scopes: dict[int | None, list[Payload]] = {}

    def routes(self) -> Routes:
        """Name the routes that this module serves."""
        return {
            (method, base + rest): handler
            for base in (_ALL, _GUILD)
            for method, rest, handler in (
                ("GET", "", self._list),
                ("PUT", "", self._overwrite),
                ("POST", "", self._add),
                ("GET", "/{command_id}", self._get),
                ("PATCH", "/{command_id}", self._change),
                ("DELETE", "/{command_id}", self._delete),
            )
        }

    def register(self, commands: Iterable[Payload], guild_id: int | None = None) -> list[Payload]:
        """Replace the commands of a scope; one that keeps its name and type keeps its id."""
        known = {(one["name"], one["type"]): one["id"] for one in self._scopes.get(guild_id, ())}
        self._scopes[guild_id] = [self._made(one, guild_id, known) for one in commands]
        return self._scopes[guild_id]

    def find(self, name: str, kind: CommandType, guild_id: int | None) -> Payload:
        """Look up a command as a person in that guild would see it."""
        for scope in (guild_id, None):
            for command in self._scopes.get(scope, ()):
                if (command["name"], command["type"]) == (name, kind):
                    return command
        there = sorted(one["name"] for scope in self._scopes.values() for one in scope)
        raise FakeDiscordError(f"no {kind.name.lower()} command {name!r} is registered, only {there}")

    def _made(self, body: Payload, guild_id: int | None, known: dict[tuple[str, int], str]) -> Payload:
        kind = body.get("type", CommandType.SLASH)
        made = _DEFAULTS | {"description": "", "options": []} | body | {"type": int(kind)}
        made["id"] = known.get((body["name"], kind)) or str(self._ids.next())
        made |= {"application_id": str(self._application_id), "version": str(self._ids.next())}
        return made if guild_id is None else made | {"guild_id": str(guild_id)}

    def _scope(self, request: Request) -> int | None:
        return request.id("guild_id") if "guild_id" in request.parameters else None

    def _list(self, request: Request) -> list[Payload]:
        return self._scopes.get(self._scope(request), [])

    def _overwrite(self, request: Request) -> list[Payload]:
        return self.register(request.body, self._scope(request))

    def _add(self, request: Request) -> Payload:
        body, kind = request.body, request.body.get("type", CommandType.SLASH)
        others = [one for one in self._list(request) if (one["name"], one["type"]) != (body["name"], kind)]
        return self.register([*others, body], self._scope(request))[-1]

    def _get(self, request: Request) -> Payload:
        for command in self._list(request):
            if command["id"] == request.parameters["command_id"]:
                return command
        raise unknown("application command")

    def _change(self, request: Request) -> Payload:
        command = self._get(request)
        command.update(request.body)
        return command

    def _delete(self, request: Request) -> None:
        self._list(request).remove(self._get(request))
