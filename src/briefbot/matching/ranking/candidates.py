"""Recall and rerank: the few items that a question may mean, each with what speaks for and against it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from math import fsum

import numpy as np
from rapidfuzz import fuzz

from briefbot.domain.knowledge import Item
from briefbot.matching.reading.question import Question
from briefbot.matching.reading.question_types import Asked
from briefbot.matching.reading.vocabulary import Lexicon
from briefbot.matching.recall.layer import Layer
from briefbot.matching.recall.ngrams import Floats, Ints, Vectoriser
from briefbot.matching.recall.profile import Profile
from briefbot.matching.recall.sentence_vectors import Encoder

ITEM_KINDS = ("fact", "correction", "gap", "quote")
"""What reranking weighs apart: a correction needs its false premise, a gap entry what nobody answers."""
_AT_LEAST = 4
"""Items that are described however far the first one is ahead."""
_BEHIND = 0.6
"""How far an item's words may be behind the best one's to be described: farther off it is hardly ever right (docs/matching.md)."""
_SCORED = 64
"""Items that the classifier is asked about: the best one is hardly ever farther down by its nearest phrasing (docs/matching.md)."""
_SCORED_ALL = 256
"""Items up to which it is asked about all: to choose would take as long."""
_NOT_MEANT = -1.0
"""The classifier's score of an item that is not meant."""
_PHRASINGS_WEIGHED = 16_384
"""Phrasings whose weight is kept."""
CANDIDATES = 8
"""Items that recall hands to the reranking; the right one is among them for 98 % of the questions."""

FEATURES = (
    "classifier", "classifier_margin", "near", "near_three", "near_margin", "covered_by_phrasing", "covered_by_item",
    "covered_by_answer", "phrasing_covered", "missing", "unknown", "unknown_count", "same_words", "same_order", "asked_offered",
    "asked_not_offered", "asked_unmet", "names_missing", "names_clash",
    "country_missing", "number_clash", "negation_clash", "verbatim_quote", "verbatim_other", "words_quote",
    "gap_ahead", "gap_nearer", "length", "bare",
)  # fmt: skip
_SAME_ORDER = FEATURES.index("same_order")
MEANING_FEATURES = (
    "meaning", "meaning_three", "meaning_margin", "meaning_classifier", "meaning_classifier_margin", "meaning_gap_ahead",
)  # fmt: skip


FOREIGN_FEATURES = ("names_missing", "names_clash", "number_clash", *MEANING_FEATURES)
"""What can be compared across languages."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item under consideration, with its features in the order of `FEATURES` and `MEANING_FEATURES`."""

    profile: Profile
    features: tuple[float, ...]

    @property
    def item(self) -> Item:
        """Give the item."""
        return self.profile.item

    @property
    def is_phrasing(self) -> bool:
        """Return whether the question is one of the item's phrasings, term by term."""
        return self.features[_SAME_ORDER] == 1.0


class Ranker:
    """Finds and describes candidates from layers of items: a bundle's, and what a guild changed on top."""

    def __init__(self, lexicon: Lexicon, vectoriser: Vectoriser, layers: Sequence[tuple[Layer, Ints]], encoder: Encoder | None) -> None:
        """Take each layer with the numbers of those of its items that are in use."""
        self.lexicon, self.vectoriser, self.layers, self.encoder = lexicon, vectoriser, layers, encoder
        self._places = [(layer, int(number)) for layer, (_, kept) in enumerate(layers) for number in kept]
        self._firsts = [0, *accumulate(len(kept) for _, kept in layers)][:-1]
        self._is_gap: list[bool] = [bool(layer.gaps[number]) for layer, kept in layers for number in kept]
        self._weighed = lru_cache(_PHRASINGS_WEIGHED)(self._weigh)
        self._is_fitted = all(layer.weights is not None for layer, _ in layers)
        self._is_whole = len(layers) == 1 and len(layers[0][1]) == len(layers[0][0].profiles)

    def without_meaning(self) -> Ranker:
        """Give the same ranker without sentence vectors."""
        return Ranker(self.lexicon, self.vectoriser, self.layers, None)

    def _weigh(self, terms: Iterable[str]) -> float:
        return fsum(map(self.lexicon.weight, terms))  # exact: the order of a set differs from process to process

    def candidates(self, question: Question, typed: str, limit: int | None = None) -> list[Candidate]:
        """Find the likeliest items and describe each, best recalled first: so many, or the few that may well be right."""
        if not self._places or not question.terms:
            return []
        columns, values = self.vectoriser.vector(question)
        likeness = [layer.index.likeness(columns, values) for layer, _ in self.layers]
        near = self._joined(layer.index.best_by_item(own) for (layer, _), own in zip(self.layers, likeness, strict=True))
        scores = self._scores(columns, values, near)
        recall = scores + near
        meant = self._meaning(typed)
        if meant is not None:
            recall = meant.near + meant.scores if question.is_foreign else recall + meant.near + meant.scores
        chosen = _top(recall, limit or CANDIDATES)
        is_gap = [self._is_gap[number] for number in chosen]
        said, standing = _Said.of(question, self._weigh), [_standing(each[chosen].tolist(), is_gap) for each in (scores, near)]
        meaning = [_standing(each[chosen].tolist(), is_gap) for each in (meant.near, meant.scores)] if meant is not None else []
        described = []
        behind = _BEHIND if limit is None and meant is None else math.inf
        for place, number in enumerate(chosen[: _enough(recall[chosen].tolist(), behind)]):
            layer, local = self._places[number]
            profile = self.layers[layer][0].profiles[local]
            cuts = self.layers[layer][0].index.cuts
            own = slice(cuts[local], cuts[local + 1])
            features = self._features(said, profile, likeness[layer][own].tolist(), [each[place] for each in standing])
            if meant is not None:
                features += _meaning_features(meant.likeness[layer][own].tolist(), [each[place] for each in meaning])
            described.append(Candidate(profile, tuple(features)))
        return described

    def _joined(self, parts: Iterable[Floats]) -> Floats:
        """Join what layers give for each item, of the items in use."""
        if self._is_whole:
            return next(iter(parts))
        return np.concatenate([part[kept] for part, (_, kept) in zip(parts, self.layers, strict=True)])

    def _scores(self, columns: Ints, values: Floats, near: Floats) -> Floats:
        """Score the items by the classifier; where that is all there is to go by, only those whose phrasings are nearest."""
        if not self._is_fitted:
            return 2 * near - 1  # no classifier: the nearest phrasing in its place, on the same scale
        if self.encoder is not None or len(near) <= _SCORED_ALL:
            return self._joined(layer.scores(columns, values) for layer, _ in self.layers)
        nearest = np.sort(near.argpartition(-_SCORED)[-_SCORED:])
        scores = np.full(len(near), _NOT_MEANT, dtype=np.float32)
        cuts = np.searchsorted(nearest, self._firsts)
        for (layer, kept), first, (start, end) in zip(self.layers, self._firsts, pairwise([*cuts.tolist(), len(nearest)]), strict=True):
            own = nearest[start:end]
            scores[own] = layer.scores(columns, values, kept[own - first])
        return scores

    def _meaning(self, typed: str) -> _Meant | None:
        if self.encoder is None:
            return None
        vector = self.encoder.encode([typed])[0]
        meanings = [layer.meaning for layer, _ in self.layers if layer.meaning is not None]
        likeness = [meaning.likeness(vector) for meaning in meanings]
        near = [layer.index.best_by_item(own) for (layer, _), own in zip(self.layers, likeness, strict=True)]
        scores = [meaning.scores(vector, own) for meaning, own in zip(meanings, near, strict=True)]
        return _Meant(likeness, self._joined(near), self._joined(scores))

    def _features(self, said: _Said, profile: Profile, own: Sequence[float], words: Sequence[_Stands]) -> list[float]:
        """Describe an item, in the order of `FEATURES`; `own` is the likeness of its phrasings."""
        best = sorted(own, reverse=True)[:3]
        near = _places(own, best[:2])
        nearest = profile.phrasings[near[0]]
        question, content, total = said.question, said.question.content, said.total
        weight, weighed, ratio = self.lexicon.weight, self._weighed, fuzz.ratio
        held = share = same_words = same_order = 0.0
        for place in near:
            phrasing = profile.phrasings[place]
            own_held = fsum(map(weight, content & phrasing.content))
            held = max(held, own_held)
            share = max(share, own_held / (weighed(phrasing.content) or 1.0))
            same_words = max(same_words, ratio(question.in_alphabet, phrasing.in_alphabet))
            same_order = max(same_order, ratio(question.in_order, phrasing.in_order))
        missing, names, asked = content - profile.terms, question.names, said.asked
        offered = profile.offers.get(asked, 0.0) if asked else 0.0
        (score, score_margin, score_gap), (_, near_margin, near_gap) = words
        is_quote = profile.kind == "quote"
        return [
            score,
            score_margin,
            best[0],
            sum(best) / len(best),
            near_margin,
            held / total,
            fsum(map(weight, content & profile.terms)) / total,
            fsum(map(weight, content & profile.answer)) / total,
            share,
            max(map(weight, missing)) / self.lexicon.highest if missing else 0.0,
            said.unknown,
            said.unknown_count,
            same_words / 100,
            same_order / 100,
            offered,
            float(asked is not None and offered == 0.0),
            float(asked in profile.unmet and profile.kind != "gap"),
            len(names - profile.names) / len(names) if names else 0.0,
            float(bool(names) and _clash(names, nearest.names)),
            float(not question.countries <= profile.countries),
            float(not question.numbers <= profile.numbers),
            float(question.is_negated != nearest.is_negated),
            float(question.wants_verbatim and is_quote),
            float(question.wants_verbatim and not is_quote),
            float(is_quote and "words" in question.asked),
            score_gap,
            near_gap,
            said.length,
            float(not content),
        ]


@dataclass(frozen=True, slots=True)
class _Said:
    """What is the same for all candidates of a question."""

    question: Question
    asked: Asked | None
    total: float
    """Weight of the telling terms."""
    unknown: float
    """Share of that weight that the knowledge has never seen."""
    unknown_count: float
    length: float

    @classmethod
    def of(cls, question: Question, weigh: Callable[[Iterable[str]], float]) -> _Said:
        """Gather it from a question, and from how telling terms are."""
        total = weigh(question.content) or 1.0
        asked = question.asked[0] if question.asked else None
        unknown = len(question.unknown)
        return cls(
            question,
            asked,
            total,
            weigh(question.unknown) / total if unknown else 0.0,
            float(min(unknown, _MANY)),
            math.log1p(len(question.content)),
        )


_MANY = 3
"""Unknown words beyond which one more says nothing."""


def _places(scores: Sequence[float], best: Sequence[float]) -> list[int]:
    """Tell where the best one or two of the scores stand."""
    places = [scores.index(best[0])]
    for score in best[1:]:
        places.append(scores.index(score, places[0] + 1 if score == best[0] else 0))
    return places


def _clash(names: frozenset[str], others: frozenset[str]) -> bool:
    """Return whether each of two questions names somebody or something that the other one does not."""
    return bool(names - others) and bool(others - names)


def _top(scores: Floats, limit: int) -> list[int]:
    """Give the numbers of the highest scores, highest first."""
    first = scores.argpartition(-limit)[-limit:] if len(scores) > limit else np.arange(len(scores))
    return [number for _, number in sorted(zip(scores[first].tolist(), first.tolist(), strict=True), reverse=True)]


def _enough(scores: Sequence[float], behind: float) -> int:
    """Tell how many of the scores, given highest first, are not too far behind."""
    return max(_AT_LEAST, sum(score >= scores[0] - behind for score in scores))


_Stands = tuple[float, float, float]
"""A candidate's score, how far that is ahead of the best other one's, and how far the best gap entry's is ahead of it."""


def _standing(scores: Sequence[float], is_gap: Sequence[bool]) -> list[_Stands]:
    """Tell how candidates stand against each other, by one score of each."""
    second, highest = sorted(scores)[-2:] if len(scores) > 1 else (0.0, scores[0])
    gap = max((score for score, is_one in zip(scores, is_gap, strict=True) if is_one), default=-1.0)
    return [
        (score, score - (second if score == highest else highest), 0.0 if is_one else max(-1.0, gap - score))
        for score, is_one in zip(scores, is_gap, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Meant:
    """A question's meaning compared with that of all phrasings, by layer, and of all items."""

    likeness: Sequence[Floats]
    near: Floats
    scores: Floats


def _meaning_features(own: Sequence[float], standing: Sequence[_Stands]) -> list[float]:
    """Describe an item, in the order of `MEANING_FEATURES`; `own` is the likeness of its phrasings."""
    nearest = sorted(own, reverse=True)[:3]
    (_, margin, gap_ahead), (classifier, classifier_margin, _) = standing
    return [nearest[0], sum(nearest) / len(nearest), margin, classifier, classifier_margin, gap_ahead]
