"""Recall and rerank: the few items that a question may mean, each with what speaks for and against it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz

from briefbot.matching.asking import Asked
from briefbot.matching.classifier import Classifier
from briefbot.matching.folding import Folder
from briefbot.matching.index import PhrasingIndex
from briefbot.matching.lexicon import Lexicon
from briefbot.matching.ngrams import Floats, Vectoriser, grams
from briefbot.matching.question import Question, content_of, is_telling, joined, understand
from briefbot.matching.semantic import Meaning
from briefbot.model import Entry, Item, Quote

CANDIDATES = 8
"""Items that recall hands to the reranking; the right one is among them for 98 % of the questions."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What reranking reads of an item, gathered once."""

    item: Item
    kind: str
    phrasings: tuple[Question, ...]
    terms: frozenset[str]
    """Telling terms of phrasings and answer."""
    answer: frozenset[str]
    numbers: frozenset[str]
    offers: Mapping[Asked, float]
    """For each thing that can be asked for, the share of the phrasings that ask for it."""


def profile(item: Item, phrasings: Sequence[Question], folder: Folder) -> Profile:
    """Gather what reranking reads of an item."""
    told = item.answer if isinstance(item, Entry) else item.text
    context = (told, item.caveat) if isinstance(item, Entry) else (told, item.outlet, item.said_on, *item.topics)
    answer = content_of(context, folder)
    counts = Counter(asked for phrasing in phrasings for asked in phrasing.asked[:1])
    terms = answer.union(*(phrasing.content for phrasing in phrasings))
    return Profile(
        item=item,
        kind=item.kind if isinstance(item, Entry) else "quote",
        phrasings=tuple(phrasings),
        terms=terms,
        answer=answer,
        numbers=frozenset(term for term in terms if term[0].isdigit()),
        offers={asked: count / len(phrasings) for asked, count in counts.items()},
    )


FEATURES = (
    "classifier", "classifier_margin", "near", "near_three", "near_margin", "covered_by_phrasing", "covered_by_item",
    "covered_by_answer", "phrasing_covered", "missing", "unknown", "unknown_count", "same_words", "same_order", "asked_offered",
    "asked_not_offered", "number_clash", "negation_clash", "verbatim_quote", "verbatim_other", "words_quote", "is_gap",
    "is_correction", "is_quote", "gap_ahead", "gap_nearer", "length", "bare",
)  # fmt: skip
MEANING_FEATURES = (
    "meaning", "meaning_three", "meaning_margin", "meaning_classifier", "meaning_classifier_margin", "meaning_gap_ahead",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item under consideration, with its features in the order of `FEATURES`."""

    profile: Profile
    features: tuple[float, ...]

    @property
    def item(self) -> Item:
        """Give the item."""
        return self.profile.item


class Ranker:
    """Everything learned from a knowledge's phrasings that candidates are found and described by."""

    def __init__(
        self,
        profiles: Sequence[Profile],
        lexicon: Lexicon,
        vectoriser: Vectoriser,
        index: PhrasingIndex,
        classifier: Classifier,
        meaning: Meaning | None,
    ) -> None:
        self.profiles, self.lexicon, self.vectoriser = profiles, lexicon, vectoriser
        self.index, self.classifier, self.meaning = index, classifier, meaning
        self._gaps = np.array([p.kind == "gap" for p in profiles], dtype=bool)

    def candidates(self, question: Question, typed: str, limit: int = CANDIDATES) -> list[Candidate]:
        """Find the likeliest items and describe each; best recalled first."""
        if not self.profiles:
            return []
        columns, values = self.vectoriser.transform(grams(question))
        likeness = self.index.likeness(columns, values)
        near = self.index.best_by_item(likeness)
        scores = self.classifier.scores(columns, values)
        recall = near + scores if scores is not None else near
        meant = self.meaning.compare(typed) if self.meaning is not None else None
        if meant is not None:
            recall = recall + meant.near + meant.scores
        first = _top(recall, limit)
        scale = _Scale(near, scores if scores is not None else near - 1.0, self._gaps)
        described = []
        for number in first:
            features = self._features(question, int(number), likeness, scale)
            if meant is not None:
                features += meant.features(int(number), self._gaps)
            described.append(Candidate(self.profiles[number], tuple(features)))
        return described

    def _features(self, question: Question, number: int, likeness: Floats, scale: _Scale) -> list[float]:
        profile = self.profiles[number]
        start = int(self.index.starts[number])
        own = likeness[start : start + len(profile.phrasings)]
        order = np.argsort(own)[::-1][:3]
        nearest = [profile.phrasings[i] for i in order[:2]]
        best = nearest[0]
        weight = self.lexicon.weight
        total = sum(map(weight, question.content)) or 1.0
        covered = max(sum(map(weight, question.content & phrasing.content)) for phrasing in nearest) / total
        missing = question.content - profile.terms
        backward = max(_share(phrasing.content & question.content, phrasing.content, weight) for phrasing in nearest)
        asked = question.asked[:1]
        offered = max((profile.offers.get(kind, 0.0) for kind in asked), default=0.0)
        is_quote, is_gap = profile.kind == "quote", profile.kind == "gap"
        terms = joined(question.terms)
        return [
            float(scale.scores[number]),
            scale.margin(scale.scores, number),
            float(own[order[0]]),
            float(own[order].mean()),
            scale.margin(scale.near, number),
            covered,
            sum(map(weight, question.content & profile.terms)) / total,
            sum(map(weight, question.content & profile.answer)) / total,
            backward,
            max(map(weight, missing), default=0.0) / self.lexicon.highest,
            sum(map(weight, question.unknown)) / total,
            float(min(len(question.unknown), 3)),
            max(fuzz.token_sort_ratio(terms, joined(phrasing.terms)) for phrasing in nearest) / 100,
            max(fuzz.ratio(terms, joined(phrasing.terms)) for phrasing in nearest) / 100,
            offered,
            float(bool(asked) and offered == 0.0),
            float(bool(question.numbers - profile.numbers)),
            float(question.is_negated != best.is_negated),
            float(question.wants_verbatim and is_quote),
            float(question.wants_verbatim and not is_quote),
            float("words" in question.asked and is_quote),
            float(is_gap),
            float(profile.kind == "correction"),
            float(is_quote),
            0.0 if is_gap else scale.gap_ahead(scale.scores, number),
            0.0 if is_gap else scale.gap_ahead(scale.near, number),
            float(np.log1p(len(question.content))),
            float(not question.content),
        ]


def _share(part: frozenset[str], whole: frozenset[str], weight: object) -> float:
    total = sum(map(weight, whole))  # type: ignore[arg-type]
    return sum(map(weight, part)) / total if total else 0.0  # type: ignore[arg-type]


def _top(scores: Floats, limit: int) -> list[int]:
    """Give the numbers of the highest scores, highest first."""
    if len(scores) > limit:
        first = np.argpartition(scores, -limit)[-limit:]
        return [int(i) for i in first[np.argsort(scores[first])[::-1]]]
    return [int(i) for i in np.argsort(scores)[::-1]]


class _Scale:
    """How an item stands against the others of one question."""

    def __init__(self, near: Floats, scores: Floats, gaps: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> None:
        self.near, self.scores = near, scores
        self._gaps = gaps
        self._firsts: dict[int, tuple[int, float, float]] = {}
        self._best_gaps: dict[int, float] = {}

    def margin(self, scores: Floats, number: int) -> float:
        """Give how far an item is ahead of the best other one."""
        if id(scores) not in self._firsts:
            first = int(scores.argmax())
            top = np.partition(scores, -2)[-2:] if len(scores) > 1 else np.array([0.0, scores[0]])
            self._firsts[id(scores)] = (first, float(top[1]), float(top[0]))
        first, highest, second = self._firsts[id(scores)]
        return float(scores[number]) - (second if number == first else highest)

    def gap_ahead(self, scores: Floats, number: int) -> float:
        """Give how far the best gap entry is ahead of an item."""
        if id(scores) not in self._best_gaps:
            self._best_gaps[id(scores)] = float(scores[self._gaps].max()) if self._gaps.any() else -1.0
        return max(-1.0, self._best_gaps[id(scores)] - float(scores[number]))
