"""Figures have one form, however they are written."""

from __future__ import annotations

import pytest

from briefbot.checking.answers.figures import Figure, figures, held


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14,000 soldiers", ["14000"]),
        ("14 000 soldiers", ["14000"]),
        ("fourteen thousand soldiers", ["14000"]),
        ("14k soldiers", ["14000"]),
        ("1 250 people", ["1250"]),
        ("1.3 million men", ["1300000"]),
        ("£61,500 and $20", ["61500 £", "20 $"]),
        ("61,500 pounds", ["61500 £"]),
        ("40% or 40 per cent", ["40 %", "40 %"]),
        ("£120-150 million", ["120000000 £", "150000000 £"]),
        ("20 to 30 percent", ["20 %", "30 %"]),
        ("on 28 April", ["april 28"]),
        ("on April 28th", ["april 28"]),
        ("June 2024", ["june 2024"]),
        ("May 9 may be late", ["may 9"]),
        ("They may march in May", ["may"]),
        ("May it rain", []),
        ("the third and the twelfth", ["3", "12"]),
        ("a third of them, half of us", ["1/3", "1/2"]),
        ("a dozen eggs, twice", ["12", "2"]),
        ("thousands came on Friday", ["thousands", "friday"]),
        ("one of them", []),
    ],
)
def test_figures_have_one_form(text: str, expected: list[str]) -> None:
    assert [figure.value for figure in figures(text)] == expected


def test_a_figure_knows_what_stands_beside_it() -> None:
    assert figures("some 900 books got wet") == [Figure("900", ("some",), ("books", "got", "wet"))]


def test_a_date_supports_its_parts() -> None:
    assert {"june 20", "june 2024", "june", "2024"} <= held("They met on June 20, 2024.")


def test_an_amount_supports_its_number() -> None:
    assert {"61500 £", "61500"} <= held("It cost £61,500.")


@pytest.mark.parametrize(
    "written",
    ["14,000", "1961", "1.4 million", "1,234,567", "2 billion", "June 2024", "April 28", "40%", "£61,500", "$1.5 million", "half"],
)
def test_a_figure_is_shown_as_people_write_it(written: str) -> None:
    assert [str(figure) for figure in figures(written)] == [written]
