"""Named parts of an article, as evidence names them: the headline, or the second caption."""

from __future__ import annotations

from collections.abc import Sequence

ALL_CAPTIONS = "caption"
"""The part that stands for any caption, if none of several is named."""
PART_PATTERN = r"^(?:headline|deck|caption|byline|caption-[1-9][0-9]?)$"


def part_of(name: str) -> tuple[str, int]:
    """Split the name of a part into the part and its number; without a number it is 1."""
    part, _, number = name.partition("-")
    return part, int(number or 1)


def captions(kinds: Sequence[str]) -> list[int]:
    """List the indexes of the captions among blocks.

    A picture without a caption below it carries one as its alternative text.
    """
    following = [*kinds[1:], ""]
    return [
        place
        for place, (kind, below) in enumerate(zip(kinds, following, strict=True))
        if kind == "caption" or (kind == "picture" and below != "caption")
    ]
