"""A corrected reply has one dated line, and fits a message whatever its length."""

from __future__ import annotations

from datetime import UTC, datetime

from briefbot.rendering.corrections.lines import corrected, still_corrected
from briefbot.rendering.markdown import CONTENT_LIMIT

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
DAY = "<t:1796040000:D>"


def test_the_answer_stands_above_the_line() -> None:
    assert corrected("Tea is at five.", NOON) == f"Tea is at five.\n-# Corrected on {DAY}."


def test_a_reply_of_which_nothing_is_left_says_so_and_why() -> None:
    assert corrected("", NOON, withdrawn=1) == f"This answer was withdrawn on {DAY}."
    assert corrected("", NOON, ["It was *wrong*."], withdrawn=2) == f"These answers were withdrawn on {DAY}.\n-# Why: It was \\*wrong\\*."


def test_of_several_answers_it_says_that_another_one_is_gone() -> None:
    assert corrected("Tea is at five.", NOON, withdrawn=1) == f"Tea is at five.\n-# Another answer here was withdrawn on {DAY}."


def test_another_page_keeps_the_line() -> None:
    first = f"Tea is at five.\n-# Page 1 of 2\n-# Corrected on {DAY}."
    assert still_corrected(first, "Cake is at six.\n-# Page 2 of 2") == f"Cake is at six.\n-# Page 2 of 2\n-# Corrected on {DAY}."
    assert still_corrected("Tea is at five.\n-# Page 1 of 2", "Cake is at six.") == "Cake is at six."


def test_the_line_is_there_however_long_the_answer_is() -> None:
    made = corrected("tea " * 500, NOON)
    assert len(made) <= CONTENT_LIMIT
    assert made.endswith(f"…\n-# Corrected on {DAY}.")
