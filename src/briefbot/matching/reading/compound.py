"""Compound questions taken apart: "who is he and where does he work?" asks two things."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from briefbot.matching.reading.question import Question
from briefbot.matching.reading.words import POINTING

# A run of blanks is entered at its beginning and taken whole, so that the time grows no faster than the run.
_GAP = r"(?<!\s)\s++"
_MARK = rf"(?:{_GAP})?"
_PAUSE = rf"(?:{_GAP}(?:,\s++)?|,\s++)"
_ASKING_WORD = r"(?:who|whom|whose|what|whats|whos|when|wen|where|which|wich|wat|why|how|hows|wheres)\b"
_ASKING = (
    rf"(?:(?:in|at|for|to|by|on|with|from) )?{_ASKING_WORD}"
    r"|(?:did|does|do|is|are|was|were|has|have|can|could|will|would)\b(?= \w+ \w+)"
)
_JOINTS = re.compile(
    r"(?<!\?)\?++\s++(?:and\s++)?(?=\w)"
    rf"|{_MARK}[;&+]\s++(?=\w)"
    rf"|{_PAUSE}(?:and|an|plus|n|as well as|and also|but also|&)\s++(?:also\s++|then\s++)?(?={_ASKING})"
    rf"|{_MARK},\s++(?={_ASKING})"
    r"|(?<=\w)\s++(?=how (?:many|much|big|old|long)\b)"
    rf"|{_PAUSE}(?:as well as|and also|plus)\s++(?=\w)"
    rf"|{_PAUSE}and\s++(?=the\s++\w++\s++(?:of|in|that|to)\b)",
    re.IGNORECASE,
)
_MAY_JOIN = re.compile(r"[;&+,]|\?\s++\w|\b(?:and|an|n|plus|well|how)\b", re.IGNORECASE)
"""What most questions lack, and is looked for in a fraction of the time."""
_INTRODUCTION = re.compile(r"(?:in|at|on|for|by|after|before|during|according|as|with|from|about|regarding|concerning)\b", re.IGNORECASE)
_ASKS = re.compile(rf"\b{_ASKING_WORD}", re.IGNORECASE)
_SHORTEST = 2
"""Words that a part has at least."""
MOST_PARTS = 3


@dataclass(frozen=True, slots=True)
class Parts:
    """The questions that a compound question asks."""

    texts: tuple[str, ...]

    @classmethod
    def of(cls, typed: str) -> Parts | None:
        """Split a question into those that it asks; None if it asks one thing."""
        if not _MAY_JOIN.search(typed):
            return None
        found = [part.strip(" ,.?!") for part in _JOINTS.split(typed)]
        found = [_without_preface(part) for part in found if len(part.split()) >= _SHORTEST]
        return cls(tuple(found)) if 1 < len(found) <= MOST_PARTS and not _only_introduces(found[0]) else None

    def complete(self, understand: Callable[[str], Question]) -> list[str]:
        """List the parts, with the names of the first one in each later one that does not name what it is about."""
        first, *later = self.texts
        names = " ".join(word for _, words in understand(first).folded for word in words)
        return [first, *(part if _stands_alone(understand(part)) else f"{part} {names}" for part in later)]


def _stands_alone(question: Question) -> bool:
    """Return whether a later part names what it is about itself."""
    return bool(question.folded) and POINTING.isdisjoint(question.words)


def _only_introduces(part: str) -> bool:
    """Return whether a part asks nothing, and only says where or of what something is asked: "in the letter, what did he write"."""
    return _INTRODUCTION.match(part) is not None and _ASKS.search(part) is None


def _without_preface(part: str) -> str:
    """Leave out what only says that something will be asked: "two things, please: ..."."""
    asked = part.rpartition(": ")[2]
    return asked if len(asked.split()) >= _SHORTEST else part
