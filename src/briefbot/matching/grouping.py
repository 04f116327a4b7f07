"""Group questions that mean the same: each joins the most similar group or begins one, and stays there."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from briefbot.domain.knowledge import Asked
from briefbot.matching.matcher import Matcher
from briefbot.matching.reading.question import Question
from briefbot.matching.recall.ngrams import Floats

_ALIKE = 0.4
"""The likeness from which a question belongs to a group (docs/decisions/020-grouping.md)."""
_SAME = 0.999
"""The likeness of questions with the same words."""
_PAIRS, _LETTERS = 0.3, 0.5
"""The weights of pairs of words and runs of letters, compared with words."""
_RUN = 3
"""The length of a run of letters."""
_FEW = 100
"""The most wordings with a run of letters to compare it: a more frequent one says little and costs most."""
_SHARP: tuple[Asked, ...] = ("who", "when", "where", "why", "count")
"""What is asked for in clear words: questions that differ in it mean different things."""
_OTHER = 0.35
"""The factor for the likeness of such questions."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A question as it is compared."""

    weights: Mapping[str, float]
    """Its features and their weights, as a vector of unit length."""
    kind: int
    """What it asks for, as a place in `_SHARP` counted from 1; 0 if that is unclear."""


class Groups:
    """The groups of one inbox, and their wordings."""

    def __init__(self, matcher: Matcher) -> None:
        """Set the matcher, whose knowledge supplies names and the weights of words."""
        self._matcher = matcher
        vectoriser = matcher.ranker.vectoriser
        self._ids, self._idf, self._most = vectoriser.ids, vectoriser.idf, float(vectoriser.idf.max(initial=1.0))
        self._postings: dict[str, tuple[array[int], array[float]]] = {}
        self._owners: list[int] = []
        """The group of each wording."""
        self._kinds = array("i")
        self._members: dict[int, list[int]] = {}

    def __len__(self) -> int:
        return len(self._owners)

    def read(self, typed: str) -> Wording:
        """Read a question."""
        question, weights = self._matcher.understand(typed), dict[str, float]()
        for feature, weight in self._features(question):
            weights[feature] = weights.get(feature, 0.0) + weight
        norm = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        kind = next((_SHARP.index(each) + 1 for each in question.asked[:1] if each in _SHARP), 0)
        return Wording({feature: weight / norm for feature, weight in weights.items()}, kind)

    def add(self, wording: Wording, group: int) -> None:
        """Add a wording to a group."""
        number = len(self._owners)
        for feature, weight in wording.weights.items():
            posting = self._postings.get(feature)
            if posting is None:
                posting = self._postings[feature] = (array("i"), array("f"))
            posting[0].append(number)
            posting[1].append(weight)
        self._owners.append(group)
        self._kinds.append(wording.kind)
        self._members.setdefault(group, []).append(number)

    def find(self, wording: Wording) -> int | None:
        """Return the group that a question belongs to, by its nearest and its average wording.

        Return None if there is none.
        """
        likeness = self._likeness(wording)
        if len(likeness) and likeness[nearest := int(likeness.argmax())] >= _SAME:
            return self._owners[nearest]
        near = np.flatnonzero(likeness >= _ALIKE).tolist()  # the average is never more than the nearest
        scores = {group: self._score(likeness, group) for group in dict.fromkeys(map(self._owners.__getitem__, near))}
        best = max(scores, key=scores.__getitem__, default=None)
        return best if best is not None and scores[best] >= _ALIKE else None

    def _score(self, likeness: Floats, group: int) -> float:
        found = likeness[self._members[group]]
        return float(found.max() + found.mean()) / 2

    def _likeness(self, wording: Wording) -> Floats:
        """Return the cosine of a question with each wording."""
        rows, values, weights, lengths = array("i"), array("f"), array("f"), array("i")
        for feature, weight in wording.weights.items():
            posting = self._postings.get(feature)
            if posting is not None and (feature[0] != "g" or len(posting[0]) <= _FEW):
                rows.extend(posting[0])
                values.extend(posting[1])
                weights.append(weight)
                lengths.append(len(posting[0]))
        products = np.array(values) * np.array(weights).repeat(lengths)
        likeness = np.bincount(rows, products, len(self)).astype(np.float32)
        if wording.kind:
            kinds = np.array(self._kinds)
            likeness[(kinds != 0) & (kinds != wording.kind)] *= _OTHER
        return likeness

    def _features(self, question: Question) -> Iterator[tuple[str, float]]:
        """Yield words, pairs of words and runs of letters, each with its weight."""
        terms = [term for term in question.terms if term in question.content] or question.terms
        telling = [self._telling(term) for term in terms]
        yield from ((f"w {term}", weight) for term, weight in zip(terms, telling, strict=True))
        for (first, one), (second, other) in pairwise(zip(terms, telling, strict=True)):
            yield f"p {first} {second}", _PAIRS * (one + other) / 2
        for term, weight in zip(terms, telling, strict=True):
            if runs := _runs(term):
                each = _LETTERS * weight / math.sqrt(len(runs))
                for run in runs:
                    yield run, each

    def _telling(self, term: str) -> float:
        place = self._ids.get(f"w {term}")
        return float(self._idf[place]) if place is not None else self._most


@lru_cache(8_192)
def _runs(term: str) -> tuple[str, ...]:
    """List the runs of letters of a longer word; a mistyped word shares most of them."""
    marked = f"^{term}$"
    return tuple(f"g {marked[start : start + _RUN]}" for start in range(len(marked) - _RUN + 1)) if len(term) > _RUN else ()
