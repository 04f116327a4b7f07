"""A message as it stood at one moment, with what tests ask of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .errors import FakeDiscordError, Payload

EPHEMERAL = 1 << 6
LOADING = 1 << 7


def walk(components: Any) -> Iterator[Payload]:
    """Go through components, those inside rows, sections, containers and labels included."""
    for component in components or ():
        yield component
        yield from walk(component.get("components"))
        yield from walk(component[key] for key in ("component", "accessory") if component.get(key))


@dataclass(frozen=True, slots=True)
class Message:
    """One state of a message; an edit makes another."""

    payload: Payload

    @property
    def id(self) -> int:
        """Return the message's id."""
        return int(self.payload["id"])

    @property
    def channel_id(self) -> int:
        """Return the id of the channel that it stands in."""
        return int(self.payload["channel_id"])

    @property
    def author_id(self) -> int:
        """Return its author's id."""
        return int(self.payload["author"]["id"])

    @property
    def content(self) -> str:
        """Return its text."""
        return str(self.payload["content"])

    @property
    def embeds(self) -> list[Payload]:
        """Return its embeds."""
        return list(self.payload["embeds"])

    @property
    def flags(self) -> int:
        """Return its flags."""
        return int(self.payload["flags"])

    @property
    def is_ephemeral(self) -> bool:
        """Return whether only one person sees it."""
        return bool(self.flags & EPHEMERAL)

    @property
    def is_loading(self) -> bool:
        """Return whether it still reads "is thinking"."""
        return bool(self.flags & LOADING)

    @property
    def reference(self) -> int | None:
        """Return the id of the message that it replies to."""
        found = (self.payload.get("message_reference") or {}).get("message_id")
        return None if found is None else int(found)

    @property
    def pinged(self) -> frozenset[int]:
        """Return the ids of the users whom it notifies."""
        return frozenset(int(user["id"]) for user in self.payload["mentions"])

    @property
    def components(self) -> list[Payload]:
        """Return every component, nested ones included, in reading order."""
        return list(walk(self.payload["components"]))

    def component(self, wanted: str) -> Payload:
        """Find a component by custom id or label."""
        for part in self.components:
            if wanted in (part.get("custom_id"), part.get("label")):
                return part
        there = [part.get("custom_id") for part in self.components if part.get("custom_id")]
        raise FakeDiscordError(f"message {self.id} has no component {wanted!r}, only {there}")
