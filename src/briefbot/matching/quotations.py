"""Find the quotation that a topic or a half-remembered line means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import fsum
from typing import NamedTuple

from rapidfuzz import fuzz

from briefbot.domain.knowledge import Quote
from briefbot.domain.outcome import SUGGESTIONS, Abstained, Outcome, Quoted, Suggested
from briefbot.matching.reading.aliases import Folder
from briefbot.matching.reading.question import Question, content_of, terms_of
from briefbot.matching.reading.vocabulary import Lexicon

_SHOWN = 0.6
"""The likeness from which a quotation is shown at once."""
_OFFERED = _SHOWN / 2
"""The likeness from which it is offered."""
_ALL_WORDS = 0.9
"""The likeness of a quotation with all content words of a search: a line that is remembered exactly ranks higher."""
_LEAST_VERBATIM = 0.7
"""The likeness of letters below which it is chance: any two sentences share half of their letters."""
_WHOLE = 0.01
"""The lead of a whole quotation over an equally similar part of it."""


class _Words(NamedTuple):
    """The words by which a quotation is found."""

    wording: str
    """Its own terms in their order, as one text."""
    terms: frozenset[str]
    """The content terms of the quotation, of its phrasings and its topics."""


class QuoteFinder:
    """Finds quotations by their words; each quotation is read when it is first looked at."""

    def __init__(self, folder: Folder, lexicon: Lexicon, quotes: Mapping[str, Quote], base: QuoteFinder | None = None) -> None:
        """Set the names and words of a knowledge, and its quotations.

        Readings of `base` with the same names are shared.
        """
        self._folder, self._weight, self._quotes = folder, lexicon.weight, quotes
        self._base = base if base is not None and base._folder is folder else None
        self._read: dict[str, _Words] = {}

    def find(self, question: Question, among: Sequence[Quote]) -> Outcome:
        """Return the likeliest quotation, those that may be meant, or nothing."""
        if not question.terms:
            return Abstained("not_understood")
        scored = sorted(((self._likeness(question, quote), quote) for quote in among), key=lambda pair: -pair[0])
        likeness, best = scored[0]
        if likeness >= _SHOWN:
            return Quoted((best,), min(likeness, 1.0))
        near = [quote for found, quote in scored[:SUGGESTIONS] if found >= _OFFERED]
        return Suggested(tuple(near), likeness) if near else Abstained("silent", likeness)

    def _likeness(self, question: Question, quote: Quote) -> float:
        """Return the share of the content words that a quotation holds, or the likeness of its letters.

        The higher of the two counts.
        """
        words = self._words(quote)
        asked = question.content or frozenset(question.terms)
        held = self._weigh(asked & words.terms) / (self._weigh(asked) or 1.0)
        by_words = held * _ALL_WORDS
        # less similar letters change nothing, and are given up early
        cutoff = 100 * max(_LEAST_VERBATIM, by_words)
        by_letters = fuzz.partial_ratio(" ".join(question.terms), words.wording, score_cutoff=cutoff) / 100
        return max(by_words, by_letters) + (0.0 if quote.partial else _WHOLE)

    def _weigh(self, terms: Iterable[str]) -> float:
        return fsum(map(self._weight, terms))  # exact: the order of a set differs between processes

    def _words(self, quote: Quote) -> _Words:
        if self._base is not None and self._base._quotes.get(quote.id) == quote:
            return self._base._words(quote)
        if quote.id not in self._read:
            texts = (quote.text, *quote.ways, *quote.topics)
            self._read[quote.id] = _Words(" ".join(terms_of(quote.text, self._folder)), content_of(texts, self._folder))
        return self._read[quote.id]
