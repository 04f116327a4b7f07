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
"""Likeness from which a quotation is shown at once."""
_OFFERED = _SHOWN / 2
"""Likeness from which it is offered."""
_ALL_WORDS = 0.9
"""Likeness of a quotation that holds all telling words of a search: a line that is remembered letter by letter goes before it."""
_LEAST_VERBATIM = 0.7
"""Likeness of letters below which it is chance: any two sentences have half of their letters in common."""
_WHOLE = 0.01
"""What a whole quotation is ahead of a piece of it that is as like."""


class _Words(NamedTuple):
    """What a quotation is found by."""

    wording: str
    """Its own terms in their order, as one text."""
    terms: frozenset[str]
    """The telling terms of the quotation, of its phrasings and its topics."""


class QuoteFinder:
    """Finds quotations by their words; each quotation is read once, when it is first looked at."""

    def __init__(self, folder: Folder, lexicon: Lexicon, quotes: Mapping[str, Quote], base: QuoteFinder | None = None) -> None:
        """Take the names and words of a knowledge and its quotations; what `base` has with the same names is read there."""
        self._folder, self._weight, self._quotes = folder, lexicon.weight, quotes
        self._base = base if base is not None and base._folder is folder else None
        self._read: dict[str, _Words] = {}

    def find(self, question: Question, among: Sequence[Quote]) -> Outcome:
        """Return the likeliest of some quotations, those that may be meant, or nothing."""
        if not question.terms:
            return Abstained("not_understood")
        scored = sorted(((self._likeness(question, quote), quote) for quote in among), key=lambda pair: -pair[0])
        likeness, best = scored[0]
        if likeness >= _SHOWN:
            return Quoted((best,), min(likeness, 1.0))
        near = [quote for found, quote in scored[:SUGGESTIONS] if found >= _OFFERED]
        return Suggested(tuple(near), likeness) if near else Abstained("silent", likeness)

    def _likeness(self, question: Question, quote: Quote) -> float:
        """Return the share of the telling words that a quotation holds, or the likeness of its letters if that is more."""
        words = self._words(quote)
        asked = question.content or frozenset(question.terms)
        held = self._weigh(asked & words.terms) / (self._weigh(asked) or 1.0)
        by_words = held * _ALL_WORDS
        cutoff = 100 * max(_LEAST_VERBATIM, by_words)  # letters that are less alike change nothing, and are given up early
        by_letters = fuzz.partial_ratio(" ".join(question.terms), words.wording, score_cutoff=cutoff) / 100
        return max(by_words, by_letters) + (0.0 if quote.partial else _WHOLE)

    def _weigh(self, terms: Iterable[str]) -> float:
        return fsum(map(self._weight, terms))  # exact: the order of a set differs from process to process

    def _words(self, quote: Quote) -> _Words:
        if self._base is not None and self._base._quotes.get(quote.id) == quote:
            return self._base._words(quote)
        if quote.id not in self._read:
            texts = (quote.text, *quote.ways, *quote.topics)
            self._read[quote.id] = _Words(" ".join(terms_of(quote.text, self._folder)), content_of(texts, self._folder))
        return self._read[quote.id]
