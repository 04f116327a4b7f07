"""Limits that an evaluation must keep: `correct=60,false_answers=20`."""

from __future__ import annotations

import argparse
import math
from collections.abc import Mapping
from dataclasses import dataclass

OF_ANSWERABLE = ("correct", "wrong", "missed", "helped", "false_silence")
OF_UNANSWERABLE = ("declined", "offered", "false_answers")
MEDIAN = "median_chars"
_GOOD = frozenset(("correct", "helped", "declined"))
"""Figures that cannot be too high; all others have a ceiling."""


@dataclass(frozen=True, slots=True)
class Floor:
    """One limit on a figure, or on the sum of several ("correct+helped")."""

    names: tuple[str, ...]
    limit: float

    @property
    def is_ceiling(self) -> bool:
        """Return whether less is better."""
        return not _GOOD.issuperset(self.names)

    def complaint(self, figures: Mapping[str, float]) -> str | None:
        """Return how a limit was missed, or None if it was kept."""
        figure = sum(figures[name] for name in self.names)
        if figure <= self.limit if self.is_ceiling else figure >= self.limit:
            return None
        return f"{'+'.join(self.names)} is {figure:.1f}, must be at {'most' if self.is_ceiling else 'least'} {self.limit:g}"


def floors(text: str) -> tuple[Floor, ...]:
    """Read limits as typed."""
    return tuple(_floor(part) for part in text.split(","))


def _floor(text: str) -> Floor:
    name, _, limit = text.partition("=")
    names = tuple(each.strip() for each in name.split("+"))
    known = (*OF_ANSWERABLE, *OF_UNANSWERABLE, MEDIAN)
    if unknown := [each for each in names if each not in known]:
        raise argparse.ArgumentTypeError(f"unknown name {unknown[0]!r}; expected one of {', '.join(known)}")
    if len({name in _GOOD for name in names}) > 1 or (MEDIAN in names and len(names) > 1):
        raise argparse.ArgumentTypeError(f"{name!r} adds figures that cannot be added")
    try:
        return Floor(names, finite(limit))
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected {name}=PERCENT, found {text!r}") from None


def finite(text: str) -> float:
    """Read a number that is finite; raise ValueError for anything else."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError
    return number
