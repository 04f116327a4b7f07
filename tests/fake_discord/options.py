"""A person's options, put as Discord puts them: nested under subcommands, typed, resolved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .errors import FakeDiscordError, Payload
from .message import Message
from .model import Channel, Guild, Role, Upload, User
from .posts import rest_view

_SUBCOMMANDS = (1, 2)


class Resolved:
    """Collect the users, roles, channels and messages that options name."""

    def __init__(self, guild: Guild | None) -> None:
        self._guild = guild
        self.payload: dict[str, dict[str, Payload]] = {}

    def name(self, value: Any) -> Any:
        """Turn an option's value into its wire form; things become ids and are resolved."""
        match value:
            case User():
                self._put("users", value.id, value.payload())
                member = None if self._guild is None else self._guild.members.get(value.id)
                if member is not None and self._guild is not None:
                    held = str(self._guild.permissions_of(value))
                    self._put("members", value.id, member.partial() | {"permissions": held})
            case Role():
                self._put("roles", value.id, value.payload())
            case Channel():
                self._put("channels", value.id, value.payload() | {"permissions": "0"})
            case Message():
                self._put("messages", value.id, rest_view(value.payload))
            case Upload():
                self._put("attachments", value.id, value.payload())
            case _:
                return value
        return str(value.id)

    def _put(self, noun: str, number: int, payload: Payload) -> None:
        self.payload.setdefault(noun, {})[str(number)] = payload


def descend(command: Payload, path: list[str]) -> Payload:
    """Follow a path of subcommand names down to what takes values."""
    here = command
    for name in path:
        found = [one for one in here.get("options", ()) if one["name"] == name and one["type"] in _SUBCOMMANDS]
        if not found:
            raise FakeDiscordError(f"{here['name']!r} has no subcommand {name!r}")
        here = found[0]
    if any(one["type"] in _SUBCOMMANDS for one in here.get("options", ())):
        raise FakeDiscordError(f"{here['name']!r} is a group: name one of its subcommands")
    return here


def fill(command: Payload, path: list[str], values: Mapping[str, Any], resolved: Resolved, focused: str | None = None) -> list[Payload]:
    """Build the options of an interaction, checked as Discord's own client checks them."""
    leaf = descend(command, path)
    declared = {one["name"]: one for one in leaf.get("options", ())}
    if unknown := set(values) - set(declared):
        raise FakeDiscordError(f"{leaf['name']!r} has no options {sorted(unknown)}")
    missing = [name for name, one in declared.items() if one.get("required") and name not in values]
    if missing and focused is None:
        raise FakeDiscordError(f"{leaf['name']!r} requires {missing}")
    options = [_filled(declared[name], value, resolved, name == focused) for name, value in values.items()]
    for depth in range(len(path), 0, -1):
        options = [{"name": path[depth - 1], "type": descend_type(command, path[:depth]), "options": options}]
    return options


def descend_type(command: Payload, path: list[str]) -> int:
    """Return the type, subcommand or group, of the option at the end of a path."""
    here = command
    for name in path:
        here = next(one for one in here["options"] if one["name"] == name)
    return int(here["type"])


def _filled(option: Payload, value: Any, resolved: Resolved, is_focused: bool) -> Payload:
    if is_focused:
        return {"name": option["name"], "type": option["type"], "value": value, "focused": True}
    choices = [choice["value"] for choice in option.get("choices") or ()]
    if choices and value not in choices:
        raise FakeDiscordError(f"{value!r} is no choice of {option['name']!r}: {choices}")
    if isinstance(value, str) and not option.get("min_length", 0) <= len(value) <= option.get("max_length", 6000):
        raise FakeDiscordError(f"{option['name']!r} takes no text of {len(value)} characters")
    return {"name": option["name"], "type": option["type"], "value": resolved.name(value)}
