"""Route each button, menu and form to its handler by the custom id alone, so that all work after a restart."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, TypeVar

import discord

from briefbot.bot.transport.custom_ids import OUTDATED, CustomId, MalformedError
from briefbot.bot.transport.error_reports import RefusedError, tell_failure
from briefbot.language.text import paired

Id = TypeVar("Id", bound=CustomId)
Interaction: TypeAlias = discord.Interaction[Any]
Typed: TypeAlias = Mapping[str, str]
"""The values of a form, by field."""
Picked: TypeAlias = Sequence[str]
"""The values that were picked in a menu."""
Check: TypeAlias = Callable[[Interaction], object]
"""Raises RefusedError if a person may not do this."""
Way: TypeAlias = Literal["button", "menu", "form"]


@dataclass(frozen=True, slots=True)
class _Route:
    way: Way
    kind: type[CustomId]
    handler: Callable[..., Awaitable[None]]
    check: Check | None

    def parse(self, packed: str, way: Way) -> CustomId:
        """Read a custom id; raise RefusedError if it belongs to another kind of control."""
        try:
            if way == self.way:
                return self.kind.parse(packed)
        except MalformedError:
            pass
        raise RefusedError(self.kind.outdated)


class Router:
    """Knows the handler of each kind of custom id; the one funnel for failures of buttons, menus and forms."""

    def __init__(self) -> None:
        self._routes: dict[str, _Route] = {}

    def button(self, kind: type[Id], handler: Callable[[Any, Id], Awaitable[None]], *, check: Check | None = None) -> None:
        """Register a handler for a button, which gets the custom id."""
        self._add(_Route("button", kind, handler, check))

    def menu(self, kind: type[Id], handler: Callable[[Any, Id, str], Awaitable[None]], *, check: Check | None = None) -> None:
        """Register a handler for a menu with one choice; it gets the custom id and the value."""

        async def handle(interaction: Interaction, pressed: Id, values: Sequence[str]) -> None:
            if len(values) != 1:
                raise RefusedError(kind.outdated)
            await handler(interaction, pressed, values[0])

        self.open_menu(kind, handle, check=check)

    def open_menu(self, kind: type[Id], handler: Callable[[Any, Id, Picked], Awaitable[None]], *, check: Check | None = None) -> None:
        """Register a handler for a menu with any number of choices."""
        self._add(_Route("menu", kind, handler, check))

    def form(self, kind: type[Id], handler: Callable[[Any, Id, Typed], Awaitable[None]], *, check: Check | None = None) -> None:
        """Register a handler for a form; it gets the custom id and the values."""
        self._add(_Route("form", kind, handler, check))

    def _add(self, route: _Route) -> None:
        if route.kind.head in self._routes:
            raise ValueError(f"two handlers for {route.kind.head}")
        self._routes[route.kind.head] = route

    async def dispatch(self, interaction: Interaction) -> None:
        """Handle an interaction if it comes from a button, menu or form.

        If it fails, show the person why, and return what they typed.
        """
        if interaction.type not in (discord.InteractionType.component, discord.InteractionType.modal_submit):
            return
        try:
            await self._handle(interaction, interaction.data or {})
        except Exception as error:
            await tell_failure(interaction, error, _typed(interaction.data or {}))

    async def _handle(self, interaction: Interaction, data: Mapping[str, Any]) -> None:
        packed, way = str(data.get("custom_id", "")), _way(interaction, data)
        route = self._find(packed)
        if route is None:
            raise RefusedError(OUTDATED if way == "form" else CustomId.outdated)
        if route.check is not None:
            route.check(interaction)
        await route.handler(interaction, route.parse(packed, way), *_given(way, data))

    def _find(self, packed: str) -> _Route | None:
        """Find the route of a custom id, whose head is one word or two."""
        words = packed.split(":")
        return self._routes.get(":".join(words[:2])) or self._routes.get(words[0])


def _way(interaction: Interaction, data: Mapping[str, Any]) -> Way:
    if interaction.type is discord.InteractionType.modal_submit:
        return "form"
    return "button" if data.get("component_type") == discord.ComponentType.button.value else "menu"


def _given(way: Way, data: Mapping[str, Any]) -> tuple[Sequence[str] | Typed, ...]:
    """Return what a handler gets besides the custom id."""
    if way == "button":
        return ()
    return (_typed(data),) if way == "form" else ([str(value) for value in data.get("values", ())],)


def _typed(data: Mapping[str, Any]) -> Typed:
    """Read the values of a form: the text of each field, or the choices, one per line."""
    found: dict[str, str] = {}
    for row in data.get("components", ()):  # only forms have some
        component: Any = row.get("component") or next(iter(row.get("components", ())), {})
        values = component.get("values")
        found[str(component.get("custom_id", ""))] = paired("\n".join(map(str, values)) if values else str(component.get("value") or ""))
    return found
