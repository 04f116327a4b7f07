"""Named parts of an article as evidence names them: its headline, or the second of its captions."""

from __future__ import annotations

from collections.abc import Sequence

ALL_CAPTIONS = "caption"
"""The part that any caption belongs to, where none of several is named."""
PART_PATTERN = r"^(?:headline|deck|caption|byline|caption-[1-9][0-9]?)$"


def part_of(name: str) -> tuple[str, int]:
    """Split the name of a part into the part and its number, which is 1 where it has none."""
    part, _, number = name.partition("-")
    return part, int(number or 1)


def captions(kinds: Sequence[str]) -> list[int]:
    """List which of the blocks of these kinds are captions; a picture without one below it carries it as its alternative text."""
    following = [*kinds[1:], ""]
    return [
        place
        for place, (kind, below) in enumerate(zip(kinds, following, strict=True))
        if kind == "caption" or (kind == "picture" and below != "caption")
    ]
