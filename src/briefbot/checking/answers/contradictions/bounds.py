"""Figures that are given as more, less or more exact than in the article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefbot.checking.answers.contradictions.reading import Compared, trimmed, warning
from briefbot.checking.answers.figures import figures
from briefbot.checking.answers.finding import Finding
from briefbot.checking.answers.places import Place
from briefbot.checking.answers.sentences import sentences, unquoted
from briefbot.i18n import say

_BOUNDS = {
    "up to": "most", "as many as": "most", "at most": "most", "no more than": "most", "fewer than": "under", "less than": "under",
    "under": "under", "below": "under", "over": "over", "more than": "over", "above": "over", "at least": "over",
    "no fewer than": "over", "exactly": "exact", "precisely": "exact", "about": "near", "around": "near", "some": "near",
    "roughly": "near", "approximately": "near", "nearly": "near", "almost": "near",
}  # fmt: skip
_BOUND = re.compile(rf"\b({'|'.join(sorted(_BOUNDS, key=len, reverse=True))}) (?:an estimated )?(?=[£$€]?\d|[a-z])", re.IGNORECASE)
_FITTING = {"most": {"most"}, "under": {"under"}, "over": {"over"}, "near": {"near", "most", "over", "under"}, "exact": {"exact"}}
"""The article's bounds that permit each bound in an answer."""


def bounds(compared: Compared) -> Iterator[Finding]:
    """Yield a warning for each figure that an answer bounds differently than the article."""
    for sentence in map(unquoted, sentences(compared.entry.answer)):
        for value, written in _bounded(sentence):
            theirs = _theirs(value, compared.places)
            if theirs is not None and _is_off(_BOUNDS[written.casefold()], theirs):
                message = say(
                    "“{bound}” in “{sentence}”: the article does not qualify the figure like this. Is it as exact there?",
                    bound=written,
                    sentence=trimmed(sentence),
                )
                yield warning("bound", message)


def _is_off(bound: str, theirs: set[str]) -> bool:
    if bound in ("near", "exact") and not theirs:
        return False
    return theirs.isdisjoint(_FITTING[bound])


def _bounded(text: str) -> Iterator[tuple[str, str]]:
    """Yield each figure with a bound directly before it, and the bound."""
    for match in _BOUND.finditer(text):
        found = figures(text[match.end() :])[:1]
        if found and not found[0].before:
            yield found[0].value, match[1]


def _theirs(value: str, places: Sequence[Place]) -> set[str] | None:
    """Return the bounds that the cited places give a figure; None if none of them has it."""
    holding = [place for place in places if value in place.figures]
    if not holding:
        return None
    return {_BOUNDS[written.casefold()] for place in holding for each, written in _bounded(place.text) if each == value}
