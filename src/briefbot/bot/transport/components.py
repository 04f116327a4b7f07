"""Buttons and menus that survive a restart: their custom ids contain everything they need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

import discord
from discord import ui

from briefbot.bot.transport.custom_ids import CustomId, MalformedError
from briefbot.rendering.markdown import shorten

CHOICES = 25
"""The most options of a menu, and choices of an autocomplete, in Discord."""
CHOICE_LIMIT = 100
"""The most characters of an option or a choice in Discord."""
LABEL_LIMIT = 80
"""The most characters of a button's label in Discord."""
_ROWS, _WIDTH = 5, 5
_ROW_TYPE, _BUTTON_TYPE = discord.ComponentType.action_row.value, discord.ComponentType.button.value
Id = TypeVar("Id", bound=CustomId)


@dataclass(frozen=True, slots=True)
class Control:
    """A button or a menu as it is sent, and the row that it wants."""

    wire: dict[str, Any]
    row: int | None = None
    width: int = 1


class Controls(ui.View):
    """The controls below a message. Stateless: the custom id says what a press does."""

    def __init__(self, made: Sequence[Control]) -> None:
        """Set buttons and menus, in order."""
        super().__init__(timeout=None)
        self.stop()  # it listens to nothing
        self._made = made

    def to_components(self) -> list[dict[str, Any]]:
        """Put each control into the row that it wants, or into the first row with room for it."""
        rows: list[list[dict[str, Any]]] = [[] for _ in range(_ROWS)]
        widths = [0] * _ROWS
        for control in self._made:
            room = _WIDTH - control.width
            row = control.row if control.row is not None else next(row for row in range(_ROWS) if widths[row] <= room)
            widths[row] += control.width
            rows[row].append(control.wire)
        return [{"type": _ROW_TYPE, "components": row} for row in rows if row]


def button(
    label: str, custom_id: CustomId, *, style: discord.ButtonStyle = discord.ButtonStyle.secondary, row: int | None = None
) -> Control:
    """Make a button."""
    wire = {"type": _BUTTON_TYPE, "style": style.value, "label": shorten(label, LABEL_LIMIT), "custom_id": custom_id.pack()}
    return Control(wire, row)


def menu(placeholder: str, custom_id: CustomId, *, options: Sequence[discord.SelectOption]) -> Control:
    """Make a menu with one choice; it takes a whole row."""
    made: ui.Select[Any] = ui.Select(placeholder=placeholder, custom_id=custom_id.pack(), options=list(options))
    return Control({**made.to_component_dict()}, width=_WIDTH)


def view_of(made: Iterable[Control]) -> Controls | None:
    """Put buttons and menus below a message; None if there are none."""
    controls = list(made)
    return Controls(controls) if controls else None


def parts_of(message: discord.Message) -> Iterator[discord.Button | discord.SelectMenu | discord.TextInput]:
    """Yield the buttons and menus below a message."""
    return (part for row in message.components if isinstance(row, discord.ActionRow) for part in row.children)


def find_below(message: discord.Message, kind: type[Id]) -> Id | None:
    """Return the custom id of the first button or menu of some kind below a message; None if there is none."""
    for part in parts_of(message):
        with suppress(MalformedError):
            return kind.parse(part.custom_id or "")
    return None
