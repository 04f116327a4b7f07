"""Buttons and menus are in their own rows, and can be disabled."""

from __future__ import annotations

from dataclasses import dataclass

import discord

from briefbot.bot.transport.components import Controls, button, menu, view_of
from briefbot.bot.transport.custom_ids import CustomId


@dataclass(frozen=True)
class Show(CustomId):
    head = "bb:show"
    number: int


@dataclass(frozen=True)
class Remove(CustomId):
    head = "bb:remove"


@dataclass(frozen=True)
class Choose(CustomId):
    head = "bb-menu:choose"


def ids(controls: Controls) -> list[list[str]]:
    """List the custom ids, row by row."""
    return [[part["custom_id"] for part in row["components"]] for row in controls.to_components()]


async def test_row_that_is_full_is_followed_by_the_next() -> None:
    choices = menu("Choose", Choose(), options=[discord.SelectOption(label="one")])
    first = [button(str(number), Show(number)) for number in range(4)]
    made = Controls([*first, choices, button("More", Show(4)), button("5", Show(5))])
    assert ids(made) == [[f"bb:show:{number}" for number in range(5)], ["bb-menu:choose"], ["bb:show:5"]]


async def test_wanted_rows_are_kept_and_empty_ones_left_out() -> None:
    made = Controls([button("Remove", Remove(), row=3), button("Two", Show(2), row=1), button("One", Show(1))])
    assert ids(made) == [["bb:show:1"], ["bb:show:2"], ["bb:remove"]]


async def test_discord_py_keeps_nothing_of_it() -> None:
    made = view_of([button("1", Show(1))])
    assert made is not None
    assert made.is_finished()
    assert not made.is_dispatchable()


def test_nothing_below_is_no_view() -> None:
    assert view_of([]) is None
