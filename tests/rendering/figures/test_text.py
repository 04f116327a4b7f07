"""Figures as short lines, and as a table for programs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from briefbot.domain.figures import DayCount, Figures
from briefbot.rendering.figures.text import as_csv, asked_lines, chart_words, day_lines, figures_lines, never_lines
from briefbot.service import Service

LAST = date(2025, 6, 30)
FIRST = LAST - timedelta(days=29)


@pytest.fixture(scope="module")
def figures(tiny: Path) -> Figures:
    """Return the figures of a month in which four questions were asked on two days."""
    items = {item.id: item for item in Service(tiny).knowledge().items()}
    counts = (
        DayCount(FIRST, "answered", "", 2),
        DayCount(FIRST, "shown", "cost", 2),
        DayCount(LAST, "off_topic", "", 1),
        DayCount(LAST, "offered", "", 1),
        DayCount(LAST, "right", "", 1),
    )
    never = tuple(item for item in items.values() if item.id != "cost")
    return Figures(FIRST, LAST, counts, ((items["cost"], 2),), never, open_groups=3)


def test_what_questions_came_to_is_told_with_shares(figures: Figures) -> None:
    assert list(figures_lines(figures)) == [
        "From 2025-06-01 to 2025-06-30 (days in UTC):",
        "Questions: 4",
        "Answered: 2 (50 %)",
        "Suggestions offered: 1 (25 %)",
        "Refused: 1 (25 %): 0 not in the article, 1 not about the article, 0 not understood",
        "Was this right? 1 × yes, 0 × no",
        "Open in the inbox: 3",
    ]


def test_where_nothing_was_asked_there_are_no_shares(figures: Figures) -> None:
    nothing = replace(figures, counts=(), asked=())
    assert "Answered: 0" in list(figures_lines(nothing))
    assert list(day_lines(nothing)) == []


def test_the_most_asked_and_what_was_never_asked_are_listed(figures: Figures) -> None:
    lines = list(asked_lines(figures))
    assert lines[0] == "Most asked:"
    assert lines[1].startswith("2 × ")
    lines = list(never_lines(figures))
    assert lines[0] == f"Never asked in this period: {len(figures.never)} of {len(figures.never) + 1}"
    assert (lines[-1] == f"- and {len(figures.never) - 10} more") == (len(figures.never) > 10)


def test_days_are_listed_the_newest_first(figures: Figures) -> None:
    assert list(day_lines(figures))[1:] == [
        "2025-06-30: 2 asked, 0 answered, 1 offered, 1 refused",
        "2025-06-01: 2 asked, 2 answered, 0 offered, 0 refused",
    ]


def test_the_table_has_a_row_for_each_count(figures: Figures) -> None:
    assert as_csv(figures).splitlines()[:3] == ["day,what,item,count", "2025-06-01,answered,,2", "2025-06-01,shown,cost,2"]


def test_the_pictures_words_name_the_days_and_the_most(figures: Figures) -> None:
    assert chart_words(figures).endswith("refused: 4 in all, most on 2025-06-30 (2).")
