"""Every pattern takes linear time, even for long runs of what it repeats."""

from __future__ import annotations

import re
from collections.abc import Callable
from time import process_time

import pytest

from patterns import all_patterns, calls_in_functions, hard_texts

LONGEST = 8_000
"""Characters: a message has at most 4,000, an option of a command 6,000."""
LENGTHS = (20, 120, 500, LONGEST)
HARMLESS = 0.01
"""Most processor seconds for a text."""
GROWTH = 8.0
"""Most time for four times the text, as a multiple: four was measured, sixteen would be quadratic."""
FOUND = all_patterns()
WAYS: dict[str, Callable[[re.Pattern[str], str], object]] = {
    "fullmatch": re.Pattern.fullmatch,
    "sub": lambda pattern, text: pattern.sub("", text),  # begins with all that `search` does
}
MADE_OF_DATA = {
    ("bundle/schema.py", "text"),  # held by what reads the key, where it is found
    ("cli/evaluation/scoring.py", "_patterns"),  # those of a file of questions, which whoever runs the evaluation writes
    ("language/self_harm.py", "__init__"),  # of rules in a file; `all_patterns` makes them
    ("language/self_harm.py", "_compile"),
    ("checking/verbatim.py", "_is_near"),  # names, letter for letter
    ("drafting/names.py", "_pattern"),  # the same
}


def seconds(way: Callable[[re.Pattern[str], str], object], pattern: re.Pattern[str], text: str) -> float:
    started = process_time()
    way(pattern, text)
    return process_time() - started


def is_too_slow(way: Callable[[re.Pattern[str], str], object], pattern: re.Pattern[str], make: Callable[[int], str]) -> bool:
    """Return whether a text is slow, and slower than in proportion to a quarter of it."""
    for length in LENGTHS:
        if seconds(way, pattern, make(length)) > HARMLESS:
            quarter, whole = (min(seconds(way, pattern, make(size)) for _ in range(3)) for size in (length // 4, length))
            if whole > HARMLESS and whole > GROWTH * quarter:
                return True
    return False


def slow_texts(pattern: re.Pattern[str]) -> list[str]:
    """List the runs that a pattern takes too long for; the first of them is enough."""
    for opening, piece, ending in hard_texts(pattern):

        def make(length: int, opening: str = opening, piece: str = piece, ending: str = ending) -> str:
            return opening + piece * (length // len(piece)) + ending

        slow = [name for name, way in WAYS.items() if is_too_slow(way, pattern, make)]
        if slow:
            return [f"{', '.join(slow)}: {opening!a} + {piece!a} * n + {ending!a}"]
    return []


def test_the_patterns_of_the_code_are_found() -> None:
    names = {place.rpartition(".")[2] for place in FOUND.values()}
    assert {"_MARKUP", "_JOINTS"} <= names  # of modules
    assert {"_BY_WORD", "ENTRY_SCHEMA"} <= names  # in a table, in a function's closure


def test_a_pattern_is_compiled_where_it_is_found() -> None:
    assert set(calls_in_functions()) == MADE_OF_DATA


@pytest.mark.parametrize("pattern", FOUND, ids=lambda pattern: FOUND[pattern])
def test_a_pattern_takes_no_longer_than_the_text_is_long(pattern: re.Pattern[str]) -> None:
    assert slow_texts(pattern) == []


@pytest.mark.parametrize("pattern", [r"\s*,?\s+and", r"(?:a+)+b", r"^(\s*)(?:# |>)", r"<.*x>"])
def test_a_pattern_that_takes_longer_is_told(pattern: str) -> None:
    assert slow_texts(re.compile(pattern, re.MULTILINE)) != []
