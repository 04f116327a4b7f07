"""The linear classifier: for each item, which features of a question speak for it."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from briefbot.matching.ngrams import Floats, Ints


class Classifier(Protocol):
    """Scores of all items for a question."""

    def scores(self, columns: Ints, values: Floats) -> Floats | None:
        """Give each item's score, shape (items,), or None where there is no classifier."""


class LinearClassifier:
    """One weight vector an item; the bias is the last row."""

    def __init__(self, weights: Floats) -> None:
        """Take the weights: shape (features + 1, items)."""
        self.weights = weights

    def scores(self, columns: Ints, values: Floats) -> Floats:
        """Give each item's score: about 1 for one that is meant, -1 for others."""
        return np.asarray(values @ self.weights[columns] + self.weights[-1], dtype=np.float32)


class NoClassifier:
    """Stands in where there are too many items to fit a classifier."""

    def scores(self, columns: Ints, values: Floats) -> None:
        """Give nothing."""
        return None
