"""Counts of an answer's lists are distinguished from figures of the article."""

from __future__ import annotations

import pytest

from briefbot.checking.answers.counts import is_count
from briefbot.checking.answers.figures import figures


@pytest.mark.parametrize(
    "text",
    [
        "There are three reasons: rain, snow and hail.",
        "Two things are said: the ship is old; the ship is slow.",
        "The article has 24 paragraphs.",
        "It stands in paragraphs 7 and 8.",
        "He gives two reasons, that it rains, and that it pours.",
        'Two words are quoted, "rain" and "snow".',
    ],
)
def test_a_count_is_no_figure_of_the_article(text: str) -> None:
    assert all(is_count(figure, text, (), 0) for figure in figures(text))


@pytest.mark.parametrize("text", ["It has five wheels.", "There are four reasons: rain, snow and hail.", "400 ships came: a tug, a barge."])
def test_another_figure_is_none(text: str) -> None:
    assert not any(is_count(figure, text, (), 0) for figure in figures(text))


def test_people_are_counted_by_their_names() -> None:
    (three,) = figures("The three are called by name.")
    assert is_count(three, "The three are called by name.", ("Ada", "Bo", "Cy"), 3)
