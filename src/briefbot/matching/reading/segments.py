"""The parts of a question between its pauses, and which of them are about an item."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from briefbot.matching.reading.words import ASKING, AUXILIARY, OPENING, PREPOSITIONS

_PAUSE = re.compile(r"(?<=[,:;.!?)\]])\s++|(?<!\s)\s++(?=[(\[])|(?<!\s)\s++--?\s++|[\u2013\u2014]")
_MAY_PAUSE = re.compile(r"[,:;.!?)\]]\s|\s[(\[-]|[\u2013\u2014]")
"""What a pause contains: found much faster."""
_WORD = re.compile(r"[^\W_]++(?:'[^\W_]++)*+")
_TOLD = re.compile(
    r"\b(?:ask(?:s|ed|ing)?|knows?|knew|wonder(?:s|ed|ing)?|tell|explain|remember|recall|forgot|find|check|understand|sure|idea|clue|curious|see|say|settle)"
    r"\b(?: (?:me|us|him|her|them|out|about|of|for)\b)*+ (?=(?:who|whom|whose|what|which|when|where|why|how|if|whether)\b)",
    re.IGNORECASE,
)
"""Words before an indirect question: "my grandmother asked me what ..."."""
_MAY_BE_TOLD = re.compile(r" (?:wh|how|if)")
"""What follows such words, in small letters."""

_AFTERTHOUGHT = re.compile(r"[,?;:]\s++|(?<!\s)\s++or\s++(?=(?:is|are|was|were|does|do|did)\b)", re.IGNORECASE)
"""What comes before words that are added to a question: "..., this year?", "... or is it only that one?"."""


def before_afterthought(typed: str) -> tuple[str, str]:
    """Split a question before the first words that may be an afterthought.

    Return "" for both if there are none.
    """
    first, *rest = _AFTERTHOUGHT.split(typed, 1)
    return (first, rest[0]) if rest else ("", "")


def parts_about(clause: str, is_about: Callable[[str], bool]) -> str:
    """Return the parts of a clause, between its pauses, that ask or are about something.

    `is_about` says whether a part is.

    Text before the first part that is both is left out, unless it opens with a preposition: "according to Lin, ...".
    """
    parts = _split(clause)
    if len(parts) == 1:
        return parts[0] if is_about(parts[0]) or _asks(parts[0]) else ""
    return " ".join(_kept(parts, [is_about(part) for part in parts]))


def _kept(parts: Sequence[str], about: Sequence[bool]) -> Iterator[str]:
    """Yield the parts to keep; `about` says whether each is about something."""
    begins = [_begins_to_ask(part) for part in parts]
    first = next((place for place, both in enumerate(zip(about, begins, strict=True)) if all(both)), 0)
    for place, part in enumerate(parts):
        if (about[place] or _asks(part)) and (place >= first or (about[place] and _introduces(part))):
            yield part


def _split(clause: str) -> Sequence[str]:
    told = _TOLD.search(clause) if _MAY_BE_TOLD.search(clause.lower()) else None
    asked = clause[told.end() :] if told is not None else clause
    parts = _PAUSE.split(asked) if _MAY_PAUSE.search(asked) else [asked]
    return [part for part in parts if _WORD.search(part)]


def _asks(part: str) -> bool:
    return _begins_to_ask(part) or not ASKING.isdisjoint(word.lower() for word in _WORD.findall(part))


def _begins_to_ask(part: str) -> bool:
    words = (word.lower() for word in _WORD.findall(part))
    first = next((word for word in words if word not in OPENING and word not in PREPOSITIONS), "")
    return first in ASKING or first in AUXILIARY


def _introduces(part: str) -> bool:
    found = _WORD.search(part)
    return found is not None and found.group().lower() in PREPOSITIONS | {"according", "during"}
