"""Why a question gets its answer, for the people who maintain the knowledge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from briefbot.domain.knowledge import Item

Verdict: TypeAlias = Literal["answer", "silent", "suggest", "abstain", "withdraw", "wish", "distress"]
"""The decision about a question."""


@dataclass(frozen=True, slots=True)
class Match:
    """An item that a question may mean, its confidence, and the words that it shares with the question."""

    item: Item
    confidence: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a question was read, and what was decided."""

    question: str
    verdict: Verdict
    matches: tuple[Match, ...] = ()
    """The likeliest first."""
    needed: float = 1.0
    """The confidence from which an answer is given at once."""
    corrections: tuple[tuple[str, str], ...] = ()
    """Words that were treated as misspelt, each with the reading that was used."""
    unknown: tuple[str, ...] = ()
    """Content words that are nowhere in the knowledge."""
    missing: tuple[str, ...] = ()
    """Words that the best match lacks, which is why it was not given."""
    figures: str = ""
    """The whole explanation in figures."""
