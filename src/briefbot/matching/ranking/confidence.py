"""Features into a calibrated probability: a softmax over the candidates and "none of them"."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from operator import mul

from briefbot.domain.learned import Learned, LearnedProfile, Thresholds
from briefbot.matching.ranking.candidates import ITEM_KINDS, Candidate
from briefbot.matching.ranking.features import FEATURES, MEANING_FEATURES

BIAS = "bias"
_PHRASING = 6.0
"""Logits for a question that is an item's phrasing, term by term: that cannot be learned, as what is learned from is left out."""


BORROWED = ("asked_offered", "asked_not_offered", "asked_unmet", "country_missing")
"""What weighs as much in other languages as in English: there are too few questions in those to learn it from."""
_WORDS = 0.25
"""Weight of words in other languages: a question shares some with phrasings in its language (docs/decisions/010-other-languages.md)."""

_LIMIT = 0.9
"""Share of the limit that was set for meaning alone: where words speak too, confidences are nearer to the middle."""


def abroad(learned: Learned) -> LearnedProfile:
    """Return what questions in other languages are judged by."""
    weights = {}
    for kind in ITEM_KINDS:
        english, words = learned.semantic.weights.get(kind, {}), learned.plain.weights.get(kind, {})
        meaning = {name: english.get(name, 0.0) for name in BORROWED} | dict(learned.foreign.weights.get(kind, {}))
        weights[kind] = {name: _WORDS * words.get(name, 0.0) + (1 - _WORDS) * meaning.get(name, 0.0) for name in {*words, *meaning}}
    limits = learned.foreign.thresholds
    return LearnedProfile(replace(limits, answer=_LIMIT * limits.answer), weights)


class Scorer:
    """Utilities linear in the features, with weights of their own for each kind of item."""

    def __init__(self, profile: LearnedProfile, *, is_semantic: bool) -> None:
        """Take what was learned; a feature that has no weight counts nothing."""
        self.thresholds: Thresholds = profile.thresholds
        self._names = FEATURES + MEANING_FEATURES if is_semantic else FEATURES
        learned = {kind: profile.weights.get(kind, {}) for kind in ITEM_KINDS}
        self._weights = {kind: [weights.get(name, 0.0) for name in self._names] for kind, weights in learned.items()}
        self._biases = {kind: weights.get(BIAS, 0.0) for kind, weights in learned.items()}

    def confidences(self, candidates: Sequence[Candidate]) -> list[float]:
        """Give each candidate's probability of being right; what is missing to 1 is "none"."""
        if not candidates:
            return []
        # Eight short sums: plain Python is done before numpy has made its arrays.
        return softmax_with_none([self._utility(candidate) for candidate in candidates])

    def _utility(self, candidate: Candidate) -> float:
        kind = candidate.profile.kind
        bias = self._biases[kind] + (_PHRASING if candidate.is_phrasing else 0.0)
        return sum(map(mul, candidate.values, self._weights[kind]), bias)

    def values(self, candidate: Candidate) -> dict[str, float]:
        """Return those features of a candidate that are weighed, by their names."""
        return dict(zip(self._names, candidate.values[: len(self._names)], strict=True))

    def contributions(self, candidate: Candidate) -> dict[str, float]:
        """Return what each feature adds to a candidate's utility, in logits."""
        weighed = zip(self.values(candidate).items(), self._weights[candidate.profile.kind], strict=True)
        found = {name: value * weight for (name, value), weight in weighed}
        if candidate.is_phrasing:
            found["same_order"] += _PHRASING
        return found


def softmax_with_none(utilities: Sequence[float]) -> list[float]:
    """Turn utilities into probabilities; "none" has the utility 0."""
    highest = max(0.0, *utilities)
    powers = [math.exp(utility - highest) for utility in utilities]
    total = sum(powers) + math.exp(-highest)
    return [power / total for power in powers]
