"""Features: the evidence for and against each item that a question may mean."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from math import fsum
from typing import NamedTuple

from rapidfuzz import fuzz

from briefbot.domain.knowledge import Asked
from briefbot.matching.reading.question import Question
from briefbot.matching.reading.vocabulary import Lexicon
from briefbot.matching.recall.profile import Profile


class Features(NamedTuple):
    """The evidence in words for and against an item; weights are learned and stored by field name.

    A field that answers yes or no is 1.0 or 0.0. A share of words counts each word by its weight.
    """

    classifier: float
    """The score of the linear classifier: about 1 for an item that is meant, -1 for others."""
    classifier_margin: float
    """Its lead over the best other candidate."""
    near: float
    """The similarity of the nearest phrasing, 0 to 1."""
    near_three: float
    """The mean similarity of the three nearest phrasings."""
    near_margin: float
    """The lead of the nearest phrasing over the best other candidate's."""
    covered_by_phrasing: float
    """The share of the question's content words that a near phrasing has."""
    covered_by_item: float
    """The share of them that any phrasing or the answer has."""
    covered_by_answer: float
    """The share of them that the answer has."""
    phrasing_covered: float
    """The share of a near phrasing's content words that the question has."""
    missing: float
    """The highest weight of a word that the item lacks, 0 to 1."""
    unknown: float
    """The share of the question's content words that the knowledge does not know."""
    unknown_count: float
    """The number of such words, up to a few."""
    same_words: float
    """The similarity, letter by letter, of the words of the question and of a near phrasing, both sorted by letter."""
    same_order: float
    """The same in the order in which they were typed: 1.0 only if they are equal."""
    asked_offered: float
    """The share of the phrasings that ask for the same kind of thing."""
    asked_not_offered: float
    """Whether the question asks for something that no phrasing asks for."""
    asked_unmet: float
    """Whether the answer cannot have what is asked for, because it has no number or no date."""
    names_missing: float
    """The share of the question's names that no phrasing has."""
    names_clash: float
    """Whether the question and the nearest phrasing each have a name that the other one lacks."""
    country_missing: float
    """Whether the question names a country that the item does not."""
    number_clash: float
    """Whether the question has a number that the item does not."""
    negation_clash: float
    """Whether only one of the question and the nearest phrasing is negated."""
    verbatim_quote: float
    """Whether the question explicitly asks for somebody's words, and the item is a quotation."""
    verbatim_other: float
    """Whether it does, and the item is not a quotation."""
    words_quote: float
    """Whether the question asks what was said, and the item is a quotation."""
    gap_ahead: float
    """The lead of the best gap entry by the classifier."""
    gap_nearer: float
    """The lead of the best gap entry by its nearest phrasing."""
    length: float
    """The logarithm of the number of content words plus one."""
    bare: float
    """Whether the question has no content words."""


class MeaningFeatures(NamedTuple):
    """The evidence in sentence vectors for and against an item."""

    meaning: float
    """The similarity in meaning of the nearest phrasing, -1 to 1."""
    meaning_three: float
    """The mean similarity of the three nearest ones."""
    meaning_margin: float
    """The lead of the nearest one over the best other candidate's."""
    meaning_classifier: float
    """The score of the classifier on vectors."""
    meaning_classifier_margin: float
    """Its lead over the best other candidate."""
    meaning_gap_ahead: float
    """The lead of the best gap entry by its nearest phrasing."""


FEATURES = Features._fields
MEANING_FEATURES = MeaningFeatures._fields
FOREIGN_FEATURES = ("names_missing", "names_clash", "number_clash", *MEANING_FEATURES)
"""Features that can be compared across languages."""
_PHRASINGS_WEIGHED = 16_384
"""How many phrasings' weights are cached."""
_MANY = 3
"""The number of unknown words from which one more makes no difference."""


class Standing(NamedTuple):
    """A candidate's position among the others by one score."""

    score: float
    margin: float
    """Its lead over the best other candidate."""
    gap_ahead: float
    """The lead of the best gap entry over it; 0 for a gap entry itself."""


def standings(scores: Sequence[float], is_gap: Sequence[bool], count: int) -> list[Standing]:
    """Compare candidates by one score each, and return the standings of the first few."""
    second, highest = sorted(scores)[-2:] if len(scores) > 1 else (0.0, scores[0])
    gap = max((score for score, is_one in zip(scores, is_gap, strict=True) if is_one), default=-1.0)
    return [
        Standing(score, score - (second if score == highest else highest), 0.0 if is_one else max(-1.0, gap - score))
        for score, is_one in zip(scores[:count], is_gap[:count], strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Asking:
    """Values that are the same for all candidates of a question."""

    question: Question
    asked: Asked | None
    total: float
    """The weight of the content terms."""
    unknown: float
    """The share of that weight that the knowledge does not know."""
    unknown_count: float
    length: float


class _Shared(NamedTuple):
    """What a question has in common with its nearest phrasings, the most of any of them."""

    held: float
    """The weight of the content terms that both have."""
    share: float
    """Its share of the phrasing's weight."""
    words: float
    order: float


class Describer:
    """Describes items by the words of a question; the lexicon supplies the weights of words."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._weight, self._highest = lexicon.weight, lexicon.highest
        self._weighed = lru_cache(_PHRASINGS_WEIGHED)(partial(_weigh, self._weight))

    def asking(self, question: Question) -> Asking:
        """Collect what all candidates of a question share."""
        total, unknown = _weigh(self._weight, question.content) or 1.0, len(question.unknown)
        return Asking(
            question,
            question.asked[0] if question.asked else None,
            total,
            _weigh(self._weight, question.unknown) / total if unknown else 0.0,
            float(min(unknown, _MANY)),
            math.log1p(len(question.content)),
        )

    def describe(self, asking: Asking, profile: Profile, likeness: Sequence[float], near: Standing, classifier: Standing) -> Features:
        """Describe an item by the similarity of its phrasings, and by its standings.

        These are by the nearest phrasing and by the classifier.
        """
        question, asked, weight = asking.question, asking.asked, self._weight
        content, names = question.content, question.names
        best = sorted(likeness, reverse=True)[:3]
        phrasings = [profile.phrasings[place] for place in _places(likeness, best[:2])]
        nearest, shared = phrasings[0], self._shared(question, phrasings)
        offered = profile.offers.get(asked, 0.0) if asked else 0.0
        is_quote = profile.kind == "quote"
        return Features(
            classifier=classifier.score,
            classifier_margin=classifier.margin,
            near=best[0],
            near_three=sum(best) / len(best),
            near_margin=near.margin,
            covered_by_phrasing=shared.held / asking.total,
            covered_by_item=fsum(map(weight, content & profile.held)) / asking.total,
            covered_by_answer=fsum(map(weight, content & profile.answer)) / asking.total,
            phrasing_covered=shared.share,
            missing=max(map(weight, content - profile.held), default=0.0) / self._highest,
            unknown=asking.unknown,
            unknown_count=asking.unknown_count,
            same_words=shared.words,
            same_order=shared.order,
            asked_offered=offered,
            asked_not_offered=float(asked is not None and offered == 0.0),
            asked_unmet=float(profile.kind != "gap" and asked in profile.unmet),
            names_missing=len(names - profile.names) / len(names) if names else 0.0,
            names_clash=float(bool(names) and _clash(names, nearest.names)),
            country_missing=float(not question.countries <= profile.countries),
            number_clash=float(not question.numbers <= profile.numbers),
            negation_clash=float(question.is_negated != nearest.is_negated),
            verbatim_quote=float(question.wants_verbatim and is_quote),
            verbatim_other=float(question.wants_verbatim and not is_quote),
            words_quote=float(is_quote and "words" in question.asked),
            gap_ahead=classifier.gap_ahead,
            gap_nearer=near.gap_ahead,
            length=asking.length,
            bare=float(not content),
        )

    def _shared(self, question: Question, phrasings: Iterable[Question]) -> _Shared:
        weight, ratio = self._weight, fuzz.ratio
        held = share = words = order = 0.0
        for phrasing in phrasings:
            own_held = fsum(map(weight, question.content & phrasing.content))
            held = max(held, own_held)
            share = max(share, own_held / (self._weighed(phrasing.content) or 1.0))
            words = max(words, ratio(question.in_alphabet, phrasing.in_alphabet))
            order = max(order, ratio(question.in_order, phrasing.in_order))
        return _Shared(held, share, words / 100, order / 100)


def _weigh(weight: Callable[[str], float], terms: Iterable[str]) -> float:
    return fsum(map(weight, terms))  # exact: the order of a set differs between processes


def describe_meaning(likeness: Sequence[float], near: Standing, classifier: Standing) -> MeaningFeatures:
    """Describe an item by the similarity of its phrasings in meaning."""
    nearest = sorted(likeness, reverse=True)[:3]
    return MeaningFeatures(
        meaning=nearest[0],
        meaning_three=sum(nearest) / len(nearest),
        meaning_margin=near.margin,
        meaning_classifier=classifier.score,
        meaning_classifier_margin=classifier.margin,
        meaning_gap_ahead=near.gap_ahead,
    )


def _places(scores: Sequence[float], best: Sequence[float]) -> list[int]:
    """Return the indexes of the highest one or two scores."""
    places = [scores.index(best[0])]
    for score in best[1:]:
        places.append(scores.index(score, places[0] + 1 if score == best[0] else 0))
    return places


def _clash(names: frozenset[str], others: frozenset[str]) -> bool:
    """Return whether each of two sets has a name that the other one lacks."""
    return bool(names - others) and bool(others - names)
