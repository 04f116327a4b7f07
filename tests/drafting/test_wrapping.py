"""Hard-wrapped lines, as mail programs and typewriters leave them."""

from __future__ import annotations

import textwrap

import pytest

from briefbot.drafting.wrapping import unwrapped

HEADLINE = "The vane of the old mill is gone"
PARAGRAPHS = [
    "The weather vane of the old mill was stolen in the night to Friday, and nobody has seen it since. It weighs more than two geese.",
    "The miller, Tobias Fenwick, heard nothing but the wind, he said, and found the ladder in the nettles behind the barn at six.",
    "A reward of 40 crowns has been promised by the village council, which had the vane gilded in 1974 for the mill's anniversary.",
    "It was never insured. The council will meet on Monday, and wants to talk about a lock for the door and a light above the yard.",
]


def wrapped(width: int, between: str, indent: str = "") -> str:
    return between.join([HEADLINE, *(textwrap.fill(text, width, initial_indent=indent) for text in PARAGRAPHS)])


@pytest.mark.parametrize("width", [40, 60, 72, 80, 100])
def test_lines_are_joined_to_paragraphs_that_empty_lines_part(width: int) -> None:
    blocks, doubts = unwrapped(wrapped(width, "\n\n"))
    assert blocks == [HEADLINE, *PARAGRAPHS]
    assert "hard-wrapped lines were joined to 5 blocks" in doubts[0]


def test_paragraphs_without_empty_lines_begin_where_they_are_indented() -> None:
    assert unwrapped(wrapped(60, "\n", indent="   "))[0] == [HEADLINE, *PARAGRAPHS]


def test_a_headline_right_above_its_text_stays_a_block() -> None:
    text = wrapped(72, "\n\n").replace(f"{HEADLINE}\n\n", f"{HEADLINE}\n")
    assert unwrapped(text)[0] == [HEADLINE, *PARAGRAPHS]


def test_text_in_long_lines_is_left_alone() -> None:
    assert unwrapped("\n".join([HEADLINE, *PARAGRAPHS])) == ([HEADLINE, *PARAGRAPHS], [])


def test_short_paragraphs_are_not_taken_for_wrapped_lines() -> None:
    lines = ["The vane is gone", *(f"It was seen by {name} on the day before." for name in ("Ann", "Ben", "Cleo", "Dan", "Eve"))]
    assert unwrapped("\n".join(lines)) == (lines, [])


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [("rep-", "resentative", "representative"), ("well-", "known", "well-known"), ("Tob-", "ias", "Tobias")],
)
def test_a_word_that_a_line_parts_becomes_whole_and_is_told(before: str, after: str, joined: str) -> None:
    line = "The vane of the old mill was seen on Friday by a man who is a"
    rest = (
        "of the council and of its office for mills and its waterways and\nall the other things, and has been so for a very long time, as"
    )
    text = f"{line} {before}\n{after} {rest}\nhe told the paper."
    blocks, doubts = unwrapped(text)
    assert len(blocks) == 1
    assert joined in blocks[0]
    assert f"words that were split at the end of a line were joined: {before}{after}" in doubts
