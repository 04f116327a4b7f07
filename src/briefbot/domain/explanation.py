"""Why a question gets the answer that it gets, for whoever looks after the knowledge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from briefbot.domain.knowledge import Item

Verdict: TypeAlias = Literal["answer", "silent", "suggest", "abstain", "withdraw", "wish", "distress"]
"""What becomes of a question."""


@dataclass(frozen=True, slots=True)
class Match:
    """An item that a question may mean, how likely that is, and the words of the question that it has too."""

    item: Item
    confidence: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a question was read and decided."""

    question: str
    verdict: Verdict
    matches: tuple[Match, ...] = ()
    """The likeliest first."""
    needed: float = 1.0
    """The confidence from which an answer is given at once."""
    corrections: tuple[tuple[str, str], ...] = ()
    """Words that were taken for misspelt, and what they were read as."""
    unknown: tuple[str, ...] = ()
    """Telling words that stand nowhere in the knowledge."""
    missing: tuple[str, ...] = ()
    """Words that the best match lacks, for which it was not given."""
    figures: str = ""
    """All of it in figures."""
