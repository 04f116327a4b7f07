"""Features into a calibrated probability, and the named limits on which we decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from briefbot.matching.ngrams import Floats
from briefbot.matching.ranking import FEATURES, MEANING_FEATURES
from briefbot.model import Learned, Thresholds


@dataclass(frozen=True)
class Scorer:
    """A softmax over the candidates and "none of them": utilities linear in the features."""

    names: tuple[str, ...]
    weights: Floats
    bias: float
    thresholds: Thresholds

    @classmethod
    def of(cls, learned: Learned, *, is_semantic: bool) -> Scorer:
        """Make the scorer without or with sentence vectors; a feature that is not named weighs nothing."""
        profile = learned.semantic if is_semantic else learned.plain
        names = FEATURES + MEANING_FEATURES if is_semantic else FEATURES
        weights = profile.weights
        vector = np.array([weights.get(name, 0.0) for name in names], dtype=np.float32)
        return cls(names, vector, weights.get("bias", 0.0), profile.thresholds)

    def confidences(self, features: Sequence[Sequence[float]]) -> list[float]:
        """Give each candidate's probability of being right; what is missing to 1 is "none"."""
        if not features:
            return []
        utilities = np.asarray(features, dtype=np.float32) @ self.weights + self.bias
        highest = max(0.0, float(utilities.max()))
        powers = np.exp(utilities - highest)
        total = float(powers.sum()) + float(np.exp(-highest))
        return [float(power) / total for power in powers]
