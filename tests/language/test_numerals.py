"""Numbers and dates are recognised in all usual forms, and nothing else is mistaken for them."""

from __future__ import annotations

import pytest

from briefbot.language.text import tokens


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("14,000", "14000"),
        ("fourteen thousand", "14000"),
        ("1.3-million", "1300000"),
        ("two hundred and fifty", "250"),
        ("28 April", "April 28th"),
        ("28th of April", "april 28"),
        ("28.04.", "April 28"),
        ("28/4", "4/28"),
        ("28/4/2031", "April 28, 2031"),
        ("28 apr", "april 28"),
        ("mar 5", "5 March"),
        ("the twenty-eighth of April", "the 28th of April"),
        ("April ninth", "April 9"),
        ("nineteen sixty-one", "1961"),
        ("twenty thirty-one", "2031"),
        ("two thousand and nineteen", "2019"),
        ("14 000 kites", "14,000 kites"),
        ("1 000 105 kites", "1000 105 kites"),  # groups of digits that end in zeros
        ("5555 000 000 kites", "5555 000000 kites"),
        ("1,3 Millionen", "1300000 "),
        ("one point three million", "1.3 million"),
        ("twenty-one point two five billion", "21.25 billion"),
        ("1 point 3 million", "1,300,000"),
        ("zero point five percent", "0.5 percent"),
        ("five mil", "5,000,000"),
        ("fourteen k", "14k"),
        ("1,3 млн", "1.3 million"),
        ("1万4", "10000 4"),
        ("2024-06-19", "June 19 2024"),
    ],
)
def test_what_means_the_same_becomes_the_same(one: str, other: str) -> None:
    assert tokens(one) == tokens(other)


MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]


@pytest.mark.parametrize("month", MONTHS)
def test_a_month_is_read_in_full_and_by_its_first_letters(month: str) -> None:
    assert tokens(f"3rd of {month}") == tokens(f"{month} 3") == tokens(f"3 {month[:3]}") == [month, "3"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("28 soldiers of April", "28 soldiers April"),
        ("14,000", "1,400"),
        ("1.5", "15"),
        ("April 8", "April 9"),
        ("may", "march"),
        ("28.4", "April 28"),
        ("a second kite", "a 2 kite"),
        ("mar the kite", "march the kite"),
        ("one two three", "6"),
    ],
)
def test_what_differs_stays_apart(one: str, other: str) -> None:
    assert tokens(one) != tokens(other)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("5k", "5000"),
        ("5 thousand", "5000"),
        ("5m", "5000000"),
        ("5 m", "5000000"),
        ("5 mil", "5000000"),
        ("5mil", "5000000"),
        ("5 mln", "5000000"),
        ("1.3 mil", "1300000"),
        ("1.3 million", "1300000"),
        ("five million", "5000000"),
        ("5b", "5000000000"),
        ("1.5B", "1500000000"),
        ("$5b", "5000000000"),
        ("5bn", "5000000000"),
        ("5 billion", "5000000000"),
        ("5tn", "5000000000000"),
        ("five trillion", "5000000000000"),
    ],
)
def test_a_scale_multiplies_the_number_before_it(typed: str, number: str) -> None:
    assert tokens(f"{typed} kites") == [number, "kites"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("mil bases", ["military", "bases"]),
        ("2024 mil budget", ["2024", "military", "budget"]),  # of a year
        ("5 military bases", ["5", "military", "bases"]),
        ("plan 5 b", ["plan", "5", "b"]),
        ("b4 5", ["before", "5"]),
        ("9000000 billion", ["9000000", "billion"]),  # not a count
    ],
)
def test_what_stands_behind_a_number_is_not_always_a_scale(typed: str, words: list[str]) -> None:
    assert tokens(typed) == words


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("one of the kites", ["one", "of", "the", "kites"]),
        ("one hundred kites", ["100", "kites"]),
        ("six one", ["6", "one"]),
        ("six seven", ["6", "7"]),
        ("sixty seven", ["67"]),
        ("nineteen sixty seven eight", ["1967", "8"]),
        ("twelve forty", ["12", "40"]),  # not a year
        ("nine hundred and two lines", ["902", "lines"]),
        ("nine hundred and the lines", ["900", "and", "the", "lines"]),
        ("nine and two lines", ["9", "and", "2", "lines"]),
        ("two million three hundred thousand", ["2300000"]),
    ],
)
def test_number_words_are_read_as_far_as_they_are_one_number(typed: str, words: list[str]) -> None:
    assert tokens(typed) == words


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("the ninth of kites", ["the", "ninth", "of", "kites"]),
        ("may first be told", ["may", "first", "be", "told"]),
        ("the thirty first of may", ["the", "may", "31"]),
        ("the thirty first kites", ["the", "30", "first", "kites"]),
        ("2019 april", ["2019", "april"]),
        ("3 april 4", ["3", "april", "4"]),
    ],
)
def test_a_day_stands_beside_its_month(typed: str, words: list[str]) -> None:
    assert tokens(typed) == words


@pytest.mark.parametrize("digit", ["⓿", "⓵", "፩", "𐩀", "²", "Ⅸ", "九"])
def test_a_digit_of_any_script_beside_a_month_is_read(digit: str) -> None:
    assert "may" in tokens(f"may {digit}")
