"""How much the words of a question speak for the article: how much more frequent they are there than in English."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise

from briefbot.language import text
from briefbot.matching.reading.aliases import Folder, Span
from briefbot.matching.reading.question import Question, is_telling, term_of
from briefbot.matching.reading.vocabulary import Lexicon, english_share
from briefbot.matching.reading.words import ARTICLE

_WORDS = 100
"""The assumed words of an item, its phrasings and its answer together, to compare with English."""
_PRIOR = 5
"""How many items the English frequencies count for, so that a small knowledge does not claim every word it has."""
_RAREST = 1e-7
"""The least share of English texts that any word is assumed to have."""
_MOST = 8.0
"""The most that one word counts, in logits; a name in the knowledge counts as much."""
TELLING = 2.0
"""The least that a distinctive word counts."""
_SUREST = 0.995
"""The probability that counts as certain."""
_THIS = frozenset(("the", "this"))
_POINTING = frozenset(("this", "it", "here"))


def strengths_of(question: Question, folder: Folder, lexicon: Lexicon) -> dict[str, float]:
    """Return for each content word how much it speaks for the article, in logits; numbers alone count nothing."""
    strengths = {term_of(span): _strength(span, folder, lexicon) for span in folder.fold(question.words) if _says_something(span)}
    return strengths | dict.fromkeys(_named_texts(question), _MOST)


def topicality(strengths: Mapping[str, float]) -> float:
    """Return how much the words of a question together speak for the article, in logits.

    Each further word counts less.
    """
    return math.fsum(strengths.values()) / math.sqrt(len(strengths) or 1)


def found(chance: float) -> float:
    """Return how likely it is that any candidate is right, in logits."""
    chance = min(_SUREST, max(1 - _SUREST, chance))
    return math.log(chance / (1 - chance))


def names_the_article(question: Question) -> bool:
    """Return whether a question names the article or points at it."""
    return not (ARTICLE | _POINTING).isdisjoint(question.words)


def _named_texts(question: Question) -> list[str]:
    """List the words for the article itself."""
    return [word for before, word in pairwise(question.words) if before in _THIS and word in ARTICLE]


def _says_something(span: Span) -> bool:
    return is_telling(term_of(span)) and not text.is_number(span[0])


def _strength(span: Span, folder: Folder, lexicon: Lexicon) -> float:
    (word, words), term = span, term_of(span)
    if not lexicon.knows(term):
        return 0.0
    if len(words) > 1 or word in folder.proper:
        return _MOST
    expected = min(1.0, _WORDS * max(english_share(word), _RAREST))
    share = (lexicon.counts[term] + _PRIOR * expected) / (lexicon.size + _PRIOR)
    return min(_MOST, max(0.0, math.log(share / expected)))
