"""Recall and rerank: the few items that a question may mean, each with its features."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np

from briefbot.domain.knowledge import Item
from briefbot.matching.ranking.features import Describer, Features, MeaningFeatures, Standing, describe_meaning, standings
from briefbot.matching.reading.question import Question
from briefbot.matching.reading.vocabulary import Lexicon
from briefbot.matching.recall.layer import Layer
from briefbot.matching.recall.ngrams import Floats, Ints, Vectoriser
from briefbot.matching.recall.profile import Profile
from briefbot.matching.recall.sentence_vectors import Encoder

ITEM_KINDS = ("fact", "correction", "gap", "quote")
"""The kinds that reranking treats separately: corrections need their false premise, gaps the question nobody answers.
"""
_AT_LEAST = 4
"""How many items are described, however far the first one is ahead."""
_BEHIND = 0.6
"""How far an item's words may be behind the best one's; items further behind are hardly ever right.

See docs/decisions/003-recall.md.
"""
_SCORED = 64
"""How many items the classifier scores; by its nearest phrasing, the best one is hardly ever further down.

See docs/decisions/003-recall.md.
"""
_ALL_SCORED = 256
"""The number of items up to which all are scored: choosing would take as long."""
_NOT_MEANT = -1.0
"""The classifier's score of an item that is not meant."""
CANDIDATES = 8
"""How many items recall passes to reranking; they include the right one for 98 % of questions."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item under consideration, with its features."""

    profile: Profile
    features: Features
    meaning: MeaningFeatures | None = None
    """None without sentence vectors."""

    @property
    def item(self) -> Item:
        """Return the item."""
        return self.profile.item

    @property
    def values(self) -> tuple[float, ...]:
        """Return all features, in the order of their names."""
        return self.features if self.meaning is None else self.features + self.meaning

    @property
    def is_phrasing(self) -> bool:
        """Return whether the question is one of the item's phrasings, term by term."""
        return self.features.same_order == 1.0


class Ranker:
    """Finds and describes candidates in layers of items: a bundle's, and a guild's changes on top."""

    def __init__(
        self,
        lexicon: Lexicon,
        vectoriser: Vectoriser,
        layers: Sequence[tuple[Layer, Ints]],
        encoder: Encoder | None,
        scored: int = _SCORED,
        all_scored: int = _ALL_SCORED,
    ) -> None:
        """Set the layers, each with the numbers of its items in use.

        The classifier scores the nearest `scored` items, or all if there are at most `all_scored`.
        """
        self.lexicon, self.vectoriser, self.layers, self.encoder = lexicon, vectoriser, layers, encoder
        self._scored, self._all_scored = scored, all_scored
        self._places = [(layer, int(number)) for layer, (_, kept) in enumerate(layers) for number in kept]
        self._firsts = [0, *accumulate(len(kept) for _, kept in layers)][:-1]
        self._is_gap: list[bool] = [bool(layer.gaps[number]) for layer, kept in layers for number in kept]
        self._describer = Describer(lexicon)
        self._is_fitted = all(layer.weights is not None for layer, _ in layers)
        self._is_whole = len(layers) == 1 and len(layers[0][1]) == len(layers[0][0].profiles)

    def without_meaning(self) -> Ranker:
        """Return the same ranker without sentence vectors."""
        return Ranker(self.lexicon, self.vectoriser, self.layers, None)

    def nearness(self, word: str, others: Sequence[str]) -> float:
        """Return the similarity in meaning of a word and the nearest of others, which are encoded once."""
        assert self.encoder is not None  # noqa: S101 - the gates look first
        return float((self.encoder.encode_phrasings(others) @ self.encoder.encode_question(word)).max(initial=0.0))

    def likeness(self, typed: str, other: str) -> float:
        """Return the similarity in meaning of two texts."""
        assert self.encoder is not None  # noqa: S101 - the gates look first
        return float(self.encoder.encode_question(typed) @ self.encoder.encode_question(other))

    def candidates(self, question: Question, typed: str, limit: int | None = None) -> list[Candidate]:
        """Describe the likeliest items, best recalled first: up to a limit, or the few that may well be right."""
        if not self._places or not question.terms:
            return []
        words, meaning = self._by_words(question), self._by_meaning(typed, question)
        recall = _recall(words, meaning, is_foreign=question.is_foreign)
        chosen = _top(recall, limit or CANDIDATES)
        count = _enough(recall[chosen].tolist()) if limit is None and meaning is None else len(chosen)
        is_gap = [self._is_gap[number] for number in chosen]
        asking, by_words = self._describer.asking(question), words.standings(chosen, is_gap, count)
        by_meaning = meaning.standings(chosen, is_gap, count) if meaning is not None else []
        described = []
        for place, number in enumerate(chosen[:count]):
            profile, own = self._profile(number)
            features = self._describer.describe(asking, profile, words.own(own), *by_words[place])
            told = describe_meaning(meaning.own(own), *by_meaning[place]) if meaning is not None else None
            described.append(Candidate(profile, features, told))
        return described

    def _profile(self, number: int) -> tuple[Profile, _Phrasings]:
        """Return an item, and which phrasings are its own."""
        place, local = self._places[number]
        layer, _ = self.layers[place]
        return layer.profiles[local], (place, slice(layer.index.cuts[local], layer.index.cuts[local + 1]))

    def _by_words(self, question: Question) -> _Compared:
        columns, values = self.vectoriser.vector(question)
        likeness = [layer.index.likeness(columns, values) for layer, _ in self.layers]
        near = self._joined(layer.index.best_by_item(own) for (layer, _), own in zip(self.layers, likeness, strict=True))
        return _Compared(likeness, near, self._scores(columns, values, near))

    def _joined(self, parts: Iterable[Floats]) -> Floats:
        """Join what layers return for their items, for the items in use."""
        if self._is_whole:
            return next(iter(parts))
        return np.concatenate([part[kept] for part, (_, kept) in zip(parts, self.layers, strict=True)])

    def _scores(self, columns: Ints, values: Floats, near: Floats) -> Floats:
        """Return the classifier's scores.

        If there are only words to go by, score only the items with the nearest phrasings.
        """
        if not self._is_fitted:
            return 2 * near - 1  # without a classifier, the nearest phrasing on the same scale
        if self.encoder is not None or len(near) <= self._all_scored:
            return self._joined(layer.scores(columns, values) for layer, _ in self.layers)
        nearest = np.sort(near.argpartition(-self._scored)[-self._scored :])
        scores = np.full(len(near), _NOT_MEANT, dtype=np.float32)
        cuts = np.searchsorted(nearest, self._firsts)
        for (layer, kept), first, (start, end) in zip(self.layers, self._firsts, pairwise([*cuts.tolist(), len(nearest)]), strict=True):
            own = nearest[start:end]
            scores[own] = layer.scores(columns, values, kept[own - first])
        return scores

    def _by_meaning(self, typed: str, question: Question) -> _Compared | None:
        if self.encoder is None:
            return None
        vector = self.encoder.encode_question(typed)
        if question.half_english:
            vector = _mean(vector, self.encoder.encode_question(question.half_english))
        meanings = [layer.meaning for layer, _ in self.layers if layer.meaning is not None]
        likeness = [meaning.likeness(vector) for meaning in meanings]
        near = [layer.index.best_by_item(own) for (layer, _), own in zip(self.layers, likeness, strict=True)]
        scores = [meaning.scores(vector, own) for meaning, own in zip(meanings, near, strict=True)]
        return _Compared(likeness, self._joined(near), self._joined(scores))


_Phrasings = tuple[int, slice]
"""The phrasings of an item: its layer, and their places in it."""


@dataclass(frozen=True, slots=True)
class _Compared:
    """A question compared with all phrasings, by layer, and with all items; by words or by meaning."""

    likeness: Sequence[Floats]
    near: Floats
    """The similarity of each item's nearest phrasing."""
    scores: Floats
    """The classifier's score of each item."""

    def own(self, phrasings: _Phrasings) -> list[float]:
        """Return the similarity of an item's own phrasings."""
        layer, own = phrasings
        found: list[float] = self.likeness[layer][own].tolist()
        return found

    def standings(self, chosen: Sequence[int], is_gap: Sequence[bool], count: int) -> list[tuple[Standing, Standing]]:
        """Compare the chosen items; return the standings of the first few by nearest phrasing and by classifier."""
        near, scores = (standings(each[chosen].tolist(), is_gap, count) for each in (self.near, self.scores))
        return list(zip(near, scores, strict=True))


def _recall(words: _Compared, meaning: _Compared | None, *, is_foreign: bool) -> Floats:
    """Return a score for recall for each item; words of another language do not count."""
    if meaning is None:
        return words.scores + words.near
    if is_foreign:
        return meaning.near + meaning.scores
    return words.scores + words.near + meaning.near + meaning.scores


def _mean(first: Floats, second: Floats) -> Floats:
    """Return the unit vector halfway between two."""
    both = first + second
    middle: Floats = both / max(float(np.linalg.norm(both)), 1e-9)
    return middle


def _top(scores: Floats, limit: int) -> list[int]:
    """Return the numbers of the highest scores, highest first."""
    first = scores.argpartition(-limit)[-limit:] if len(scores) > limit else np.arange(len(scores))
    return [number for _, number in sorted(zip(scores[first].tolist(), first.tolist(), strict=True), reverse=True)]


def _enough(scores: Sequence[float]) -> int:
    """Return how many of the scores, highest first, are close enough to the best."""
    return max(_AT_LEAST, sum(score >= scores[0] - _BEHIND for score in scores))
