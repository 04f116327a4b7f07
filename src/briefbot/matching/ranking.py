"""Recall and rerank: the few items that a question may mean, each with what speaks for and against it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import fsum

import numpy as np
from rapidfuzz import fuzz

from briefbot.matching.layer import Layer
from briefbot.matching.lexicon import Lexicon
from briefbot.matching.ngrams import Floats, Ints, Vectoriser, grams
from briefbot.matching.profile import Profile
from briefbot.matching.question import Question
from briefbot.matching.semantic import Encoder
from briefbot.model import Item

ITEM_KINDS = ("fact", "correction", "gap", "quote")
"""What reranking weighs apart: a correction needs its false premise, a gap entry what nobody answers."""
CANDIDATES = 8
"""Items that recall hands to the reranking; the right one is among them for 98 % of the questions."""

FEATURES = (
    "classifier", "classifier_margin", "near", "near_three", "near_margin", "covered_by_phrasing", "covered_by_item",
    "covered_by_answer", "phrasing_covered", "missing", "unknown", "unknown_count", "same_words", "same_order", "asked_offered",
    "asked_not_offered", "asked_unmet", "names_missing", "names_clash",
    "number_clash", "negation_clash", "verbatim_quote", "verbatim_other", "words_quote",
    "gap_ahead", "gap_nearer", "length", "bare",
)  # fmt: skip
MEANING_FEATURES = (
    "meaning", "meaning_three", "meaning_margin", "meaning_classifier", "meaning_classifier_margin", "meaning_gap_ahead",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item under consideration, with its features in the order of `FEATURES` and `MEANING_FEATURES`."""

    profile: Profile
    features: tuple[float, ...]

    @property
    def item(self) -> Item:
        """Give the item."""
        return self.profile.item


class Ranker:
    """Finds and describes candidates from layers of items: a bundle's, and what a guild changed on top."""

    def __init__(self, lexicon: Lexicon, vectoriser: Vectoriser, layers: Sequence[tuple[Layer, Ints]], encoder: Encoder | None) -> None:
        """Take each layer with the numbers of those of its items that are in use."""
        self.lexicon, self.vectoriser, self.layers, self.encoder = lexicon, vectoriser, layers, encoder
        self._places = [(layer, int(number)) for layer, (_, kept) in enumerate(layers) for number in kept]
        self._gaps = np.concatenate([layer.gaps[kept] for layer, kept in layers])

    def without_meaning(self) -> Ranker:
        """Give the same ranker without sentence vectors."""
        return Ranker(self.lexicon, self.vectoriser, self.layers, None)

    def candidates(self, question: Question, typed: str, limit: int = CANDIDATES) -> list[Candidate]:
        """Find the likeliest items and describe each; best recalled first."""
        if not self._places:
            return []
        columns, values = self.vectoriser.transform(grams(question))
        likeness = [layer.index.likeness(columns, values) for layer, _ in self.layers]
        near = self._joined(layer.index.best_by_item(own) for (layer, _), own in zip(self.layers, likeness, strict=True))
        scores = self._scores(columns, values, near)
        words = _Standing(self._gaps, (scores, near))
        recall = scores + near
        meaning = self._meaning(typed)
        if meaning is not None:
            recall = recall + meaning.standing.all[0] + meaning.standing.all[1]
        described = []
        for number in _top(recall, limit):
            layer, local = self._places[number]
            profile = self.layers[layer][0].profiles[local]
            firsts = self.layers[layer][0].index.firsts
            own = slice(int(firsts[local]), int(firsts[local + 1]))
            features = self._features(question, profile, number, likeness[layer][own], words)
            if meaning is not None:
                features += meaning.features(number, layer, own)
            described.append(Candidate(profile, tuple(features)))
        return described

    def _joined(self, parts: Iterable[Floats]) -> Floats:
        """Join what layers give for each item, of the items in use."""
        return np.concatenate([part[kept] for part, (_, kept) in zip(parts, self.layers, strict=True)])

    def _scores(self, columns: Ints, values: Floats, near: Floats) -> Floats:
        scores = [layer.scores(columns, values) for layer, _ in self.layers]
        if any(each is None for each in scores):
            return 2 * near - 1  # no classifier: the nearest phrasing in its place, on the same scale
        return self._joined(each for each in scores if each is not None)

    def _meaning(self, typed: str) -> _Meant | None:
        if self.encoder is None:
            return None
        vector = self.encoder.encode([typed])[0]
        meanings = [layer.meaning for layer, _ in self.layers if layer.meaning is not None]
        likeness = [meaning.likeness(vector) for meaning in meanings]
        near = self._joined(layer.index.best_by_item(own) for (layer, _), own in zip(self.layers, likeness, strict=True))
        return _Meant(likeness, _Standing(self._gaps, (near, self._joined(meaning.scores(vector) for meaning in meanings))))

    def _features(self, question: Question, profile: Profile, number: int, own: Floats, words: _Standing) -> list[float]:
        """Describe an item, in the order of `FEATURES`."""
        order = np.argsort(own)[::-1][:3]
        nearest = [profile.phrasings[i] for i in order[:2]]
        weight, content = self.lexicon.weight, question.content
        total = _weigh(content, weight) or 1.0
        missing = content - profile.terms
        terms = " ".join(question.terms)
        others = [" ".join(phrasing.terms) for phrasing in nearest]
        asked = question.asked[0] if question.asked else None
        offered = profile.offers.get(asked, 0.0) if asked else 0.0
        is_quote, is_gap = profile.kind == "quote", profile.kind == "gap"
        return [
            float(words.all[0][number]),
            words.margin(0, number),
            float(own[order[0]]),
            float(own[order].mean()),
            words.margin(1, number),
            max(_weigh(content & phrasing.content, weight) for phrasing in nearest) / total,
            _weigh(content & profile.terms, weight) / total,
            _weigh(content & profile.answer, weight) / total,
            max(_weigh(content & phrasing.content, weight) / (_weigh(phrasing.content, weight) or 1.0) for phrasing in nearest),
            max(map(weight, missing), default=0.0) / self.lexicon.highest,
            _weigh(question.unknown, weight) / total,
            float(min(len(question.unknown), _MANY)),
            max(fuzz.token_sort_ratio(terms, other) for other in others) / 100,
            max(fuzz.ratio(terms, other) for other in others) / 100,
            offered,
            float(asked is not None and offered == 0.0),
            float(not is_gap and asked in profile.unmet),
            len(question.names - profile.names) / (len(question.names) or 1),
            float(_clash(question.names, nearest[0].names)),
            float(bool(question.numbers - profile.numbers)),
            float(question.is_negated != nearest[0].is_negated),
            float(question.wants_verbatim and is_quote),
            float(question.wants_verbatim and not is_quote),
            float("words" in question.asked and is_quote),
            words.gap_ahead(0, number),
            words.gap_ahead(1, number),
            float(np.log1p(len(content))),
            float(not content),
        ]


_MANY = 3
"""Unknown words beyond which one more says nothing."""


def _weigh(terms: Iterable[str], weight: Callable[[str], float]) -> float:
    return fsum(map(weight, terms))  # exact: the order of a set differs from process to process


def _clash(names: frozenset[str], others: frozenset[str]) -> bool:
    """Tell whether each of two questions names somebody or something that the other one does not."""
    return bool(names - others) and bool(others - names)


def _top(scores: Floats, limit: int) -> list[int]:
    """Give the numbers of the highest scores, highest first."""
    first = np.argpartition(scores, -limit)[-limit:] if len(scores) > limit else np.arange(len(scores))
    ordered: list[int] = first[np.argsort(scores[first])[::-1]].tolist()
    return ordered


class _Standing:
    """How an item stands against the others of one question, in each of some scores of all items."""

    def __init__(self, gaps: np.ndarray[tuple[int], np.dtype[np.bool_]], scores: tuple[Floats, ...]) -> None:
        self.all = scores
        self._gaps = gaps
        self._best = [_two_best(each) for each in scores]
        self._best_gap = [float(each[gaps].max()) if gaps.any() else -1.0 for each in scores]

    def margin(self, which: int, number: int) -> float:
        """Give how far an item is ahead of the best other one."""
        first, highest, second = self._best[which]
        return float(self.all[which][number]) - (second if number == first else highest)

    def gap_ahead(self, which: int, number: int) -> float:
        """Give how far the best gap entry is ahead of an item that is none."""
        return 0.0 if self._gaps[number] else max(-1.0, self._best_gap[which] - float(self.all[which][number]))


def _two_best(scores: Floats) -> tuple[int, float, float]:
    first = int(scores.argmax())
    second = float(np.partition(scores, -2)[-2]) if len(scores) > 1 else 0.0
    return first, float(scores[first]), second


@dataclass(frozen=True, slots=True)
class _Meant:
    """A question's meaning compared with that of all phrasings, by layer."""

    likeness: Sequence[Floats]
    standing: _Standing

    def features(self, number: int, layer: int, own: slice) -> list[float]:
        """Describe an item, in the order of `MEANING_FEATURES`."""
        likeness = np.sort(self.likeness[layer][own])[::-1]
        return [
            float(likeness[0]),
            float(likeness[:3].mean()),
            self.standing.margin(0, number),
            float(self.standing.all[1][number]),
            self.standing.margin(1, number),
            self.standing.gap_ahead(0, number),
        ]
