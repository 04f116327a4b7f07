"""How much a word that an answer lacks speaks against it: a small logistic regression, the same for all bundles."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from briefbot.matching.ranking.candidates import Ranker
from briefbot.matching.reading.aliases import Span
from briefbot.matching.reading.question import term_of

_LEAST, _MEANT_LEAST = 0.0, 0.0
"""The log odds from which an answer is not given, without and with sentence vectors.

See docs/decisions/015-missing-words.md.
"""
_PLAIN_BIAS, _WEIGHT, _LETTERS, _COVERED = -1.6, 2.8, -2.8, 4.5
"""The model without sentence vectors.

Its inputs are the weight of the word, its likeness by letters to the nearest word of the item, and the share of the
question that the answer has besides it.
"""
_MEANT_BIAS, _MEANT_WEIGHT, _NEAR, _MATTERS, _MEANT_COVERED = -2.2, 2.8, -3.8, 22.0, 5.1
"""The model with sentence vectors.

Instead of letters it uses how near in meaning the nearest word is, and how much the clause changes without the word
if nothing similar replaces it.
"""


def is_telling_against(span: Span, clause: Sequence[str], held: Sequence[str], covered: float, ranker: Ranker) -> bool:
    """Return whether an answer is probably wrong because it lacks a word of the clause.

    `held` are the words that it has, `covered` is its share of the question's content words.
    """
    lexicon, word = ranker.lexicon, " ".join(span[1])
    weight = lexicon.weight(term_of(span)) / lexicon.highest
    if ranker.encoder is None:
        nearest = process.extractOne(word, held, scorer=fuzz.ratio)
        letters = nearest[1] / 100 if nearest is not None else 0.0
        return _PLAIN_BIAS + _WEIGHT * weight + _LETTERS * letters + _COVERED * covered >= _LEAST
    near, rest = ranker.nearness(word, held), " ".join(each for each in clause if each not in span[1])
    matters = (1.0 - ranker.likeness(" ".join(clause), rest)) * (1.0 - near) if rest else 1.0
    return _MEANT_BIAS + _MEANT_WEIGHT * weight + _NEAR * near + _MATTERS * matters + _MEANT_COVERED * covered >= _MEANT_LEAST
