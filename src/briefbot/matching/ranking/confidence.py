"""Features into a calibrated probability: a softmax over the candidates and "none of them"."""

from __future__ import annotations

import math
from collections.abc import Sequence
from operator import mul

from briefbot.domain.knowledge import LearnedProfile, Thresholds
from briefbot.matching.ranking.candidates import FEATURES, ITEM_KINDS, MEANING_FEATURES, Candidate

BIAS = "bias"
_PHRASING = 6.0
"""Logits for a question that is an item's phrasing, term by term: that cannot be learned, as what is learned from is left out."""


class Scorer:
    """Utilities linear in the features, with weights of their own for each kind of item."""

    def __init__(self, profile: LearnedProfile, *, is_semantic: bool) -> None:
        """Take what was learned; a feature that has no weight counts nothing."""
        self.names = FEATURES + MEANING_FEATURES if is_semantic else FEATURES
        self.thresholds: Thresholds = profile.thresholds
        self._weights: dict[str, list[float]] = {
            kind: [profile.weights.get(kind, {}).get(name, 0.0) for name in (*self.names, BIAS)] for kind in ITEM_KINDS
        }

    def confidences(self, candidates: Sequence[Candidate]) -> list[float]:
        """Give each candidate's probability of being right; what is missing to 1 is "none"."""
        if not candidates:
            return []
        # Eight short sums: plain Python is done before numpy has made its arrays.
        return softmax_with_none([self._utility(candidate) for candidate in candidates])

    def _utility(self, candidate: Candidate) -> float:
        weights, features = self._weights[candidate.profile.kind], candidate.features
        return sum(map(mul, features, weights), weights[-1] + (_PHRASING if candidate.is_phrasing else 0.0))

    def contributions(self, candidate: Candidate) -> dict[str, float]:
        """Tell what each feature adds to a candidate's utility, in logits."""
        weights = self._weights[candidate.profile.kind]
        found = {name: float(value * weight) for name, value, weight in zip(self.names, candidate.features, weights, strict=False)}
        if candidate.is_phrasing:
            found["same_order"] += _PHRASING
        return found


def softmax_with_none(utilities: Sequence[float]) -> list[float]:
    """Turn utilities into probabilities; "none" has the utility 0."""
    highest = max(0.0, *utilities)
    powers = [math.exp(utility - highest) for utility in utilities]
    total = sum(powers) + math.exp(-highest)
    return [power / total for power in powers]
