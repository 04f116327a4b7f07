"""Buttons and menus stand in the rows that they want, and can be switched off."""

from __future__ import annotations

import discord

from briefbot.bot.transport.components import Controls, button, menu, view_of


def ids(controls: Controls) -> list[list[str]]:
    """List the custom ids, row by row."""
    return [[part["custom_id"] for part in row["components"]] for row in controls.to_components()]


async def test_row_that_is_full_is_followed_by_the_next() -> None:
    choices = menu("Choose", "choose", options=[discord.SelectOption(label="one")])
    made = Controls(
        [*(button(str(number), "show", number) for number in range(4)), choices, button("More", "show", 4), button("5", "show", 5)]
    )
    assert ids(made) == [[f"bb:show:{number}" for number in range(5)], ["bb-menu:choose"], ["bb:show:5"]]


async def test_wanted_rows_are_kept_and_empty_ones_left_out() -> None:
    made = Controls([button("Remove", "remove", 1, row=3), button("Sources", "sources", row=1), button("1", "suggest", 7)])
    assert ids(made) == [["bb:suggest:7"], ["bb:sources"], ["bb:remove:1"]]


async def test_what_is_switched_off_stays_in_its_place() -> None:
    made = Controls([button("1", "suggest", 7), button("Remove", "remove", 1, row=2)])
    off = made.switched_off(keep=["bb:remove:1"])
    assert ids(off) == ids(made)
    assert [row["components"][0].get("disabled", False) for row in off.to_components()] == [True, False]
    assert not made.to_components()[0]["components"][0].get("disabled", False)


async def test_discord_py_keeps_nothing_of_it() -> None:
    made = view_of([button("1", "suggest", 7)])
    assert made is not None
    assert made.is_finished()
    assert not made.is_dispatchable()


def test_nothing_below_is_no_view() -> None:
    assert view_of([]) is None
