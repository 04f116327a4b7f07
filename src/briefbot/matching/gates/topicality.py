"""How much the words of a question speak for the article: how much oftener they are there than in English."""

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
"""Words of an item, its phrasings and its answer together: what English alone would make of them is what words are compared with."""
_PRIOR = 5
"""Items that English counts for, so that a knowledge of few items does not take every word that it has for its own."""
_RAREST = 1e-7
"""Share of English texts that any word is taken to have."""
_MOST = 8.0
"""What one word says at most, in logits; a name that the knowledge knows says as much."""
TELLING = 2.0
"""What a word says at least that is not as good as any other word."""
_SUREST = 0.995
"""Probability that is taken for certain."""
_THIS = frozenset(("the", "this"))
_POINTING = frozenset(("this", "it", "here"))


def strengths_of(question: Question, folder: Folder, lexicon: Lexicon) -> dict[str, float]:
    """Tell of each telling word how much it speaks for the article, in logits; numbers say nothing on their own."""
    strengths = {term_of(span): _strength(span, folder, lexicon) for span in folder.fold(question.words) if _says_something(span)}
    return strengths | dict.fromkeys(_named_texts(question), _MOST)


def topicality(strengths: Mapping[str, float]) -> float:
    """Tell how much the words of a question speak for the article together, in logits: more words are no more reason each."""
    return math.fsum(strengths.values()) / math.sqrt(len(strengths) or 1)


def found(chance: float) -> float:
    """Tell how likely it is that any candidate is right, in logits."""
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
