"""Turn features into a calibrated probability: a softmax over the candidates and "none of them"."""

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
"""Logits for a question that is exactly an item's phrasing, term by term.

This cannot be learned, because learning leaves the phrasing out.
"""


BORROWED = ("asked_offered", "asked_not_offered", "asked_unmet", "country_missing")
"""Features with the same weight in other languages as in English: there are too few questions to learn it from."""
_WORDS = 0.25
"""The weight of words in other languages: a question shares some with phrasings in its language.

See docs/decisions/010-other-languages.md.
"""

_LIMIT = 0.9
"""The factor for thresholds that were set for meaning alone: with words, confidences are nearer to the middle."""


def abroad(learned: Learned) -> LearnedProfile:
    """Return the profile for questions in other languages."""
    weights = {}
    for kind in ITEM_KINDS:
        english, words = learned.semantic.weights.get(kind, {}), learned.plain.weights.get(kind, {})
        meaning = {name: english.get(name, 0.0) for name in BORROWED} | dict(learned.foreign.weights.get(kind, {}))
        weights[kind] = {name: _WORDS * words.get(name, 0.0) + (1 - _WORDS) * meaning.get(name, 0.0) for name in {*words, *meaning}}
    limits = learned.foreign.thresholds
    return LearnedProfile(replace(limits, answer=_LIMIT * limits.answer), weights)


class Scorer:
    """Computes utilities that are linear in the features, with separate weights for each kind of item."""

    def __init__(self, profile: LearnedProfile, *, is_semantic: bool) -> None:
        """Set what was learned; a feature without a weight counts nothing."""
        self.thresholds: Thresholds = profile.thresholds
        self._names = FEATURES + MEANING_FEATURES if is_semantic else FEATURES
        learned = {kind: profile.weights.get(kind, {}) for kind in ITEM_KINDS}
        self._weights = {kind: [weights.get(name, 0.0) for name in self._names] for kind, weights in learned.items()}
        self._biases = {kind: weights.get(BIAS, 0.0) for kind, weights in learned.items()}

    def confidences(self, candidates: Sequence[Candidate]) -> list[float]:
        """Return each candidate's probability of being right; the rest to 1 is the probability of "none"."""
        if not candidates:
            return []
        # Eight short sums: plain Python is faster than making numpy arrays.
        return softmax_with_none([self._utility(candidate) for candidate in candidates])

    def _utility(self, candidate: Candidate) -> float:
        kind = candidate.profile.kind
        bias = self._biases[kind] + (_PHRASING if candidate.is_phrasing else 0.0)
        return sum(map(mul, candidate.values, self._weights[kind]), bias)

    def values(self, candidate: Candidate) -> dict[str, float]:
        """Return the features of a candidate that have a weight, by name."""
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
