"""The words beside a figure."""

from __future__ import annotations

import pytest

from briefbot.checking.answers.neighbours import beside, swapped, together
from checking.answers.ferries import GATE

TEXT = "The line sold 900 tickets, burned 70 tons of oil and lost £5 million in 2024."
HELD = beside(TEXT, GATE.names)


def test_a_figure_has_the_words_of_its_clause() -> None:
    assert {"900": {"line", "sell", "ticket"}, "70": {"burn", "ton", "oil"}, "5000000 £": {"lose"}} == HELD


def test_what_stands_beside_figures_adds_up() -> None:
    assert together([HELD, {"70": {"men"}}])["70"] == {"burn", "ton", "oil", "men"}


def test_swapped_figures_are_noticed() -> None:
    assert list(swapped("It sold 70 tickets.", HELD, HELD, GATE.names)) == [("70", "sell", "900")]


@pytest.mark.parametrize(
    "sentence",
    ["It sold 900 tickets.", "It burned oil, 70 tons.", "It sold 31 tickets.", "Of the 900 it is said that there are 70.", "It got 70."],
)
def test_figures_in_their_place_are_not(sentence: str) -> None:
    assert list(swapped(sentence, HELD, HELD, GATE.names)) == []
