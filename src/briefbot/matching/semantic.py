"""Sentence vectors, the optional extra: a question's meaning next to that of each phrasing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from briefbot.matching.ngrams import Floats

_RIDGE = 1.0
"""Regularisation of the classifier on vectors; chosen on the phrasings left out (docs/matching.md)."""


class Encoder(Protocol):
    """Texts in, unit vectors out."""

    name: str

    def encode(self, texts: Sequence[str]) -> Floats:
        """Encode texts: shape (texts, dimensions), each row of length 1."""


class Meant:
    """A question's meaning compared with that of all items."""

    def __init__(self, likeness: Floats, near: Floats, scores: Floats, starts: Sequence[int]) -> None:
        self.likeness, self.near, self.scores = likeness, near, scores
        self._starts = starts
        self._near_top = _two_best(near)
        self._scores_top = _two_best(scores)
        self._gap: float | None = None

    def features(self, number: int, gaps: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[float]:
        """Describe one item, in the order of `MEANING_FEATURES`."""
        own = self.likeness[self._starts[number] : self._starts[number + 1]]
        three = np.sort(own)[::-1][:3]
        if self._gap is None:
            self._gap = float(self.near[gaps].max()) if gaps.any() else -1.0
        return [
            float(own.max()),
            float(three.mean()),
            _margin(self.near, number, self._near_top),
            float(self.scores[number]),
            _margin(self.scores, number, self._scores_top),
            0.0 if gaps[number] else max(-1.0, self._gap - float(own.max())),
        ]


class Meaning:
    """The phrasings' vectors and a linear classifier on them."""

    def __init__(self, encoder: Encoder, vectors: Floats, owners: Sequence[int], items: int) -> None:
        """Take the phrasings' vectors and the number of each one's item, in ascending order."""
        self.encoder, self.vectors = encoder, vectors
        counts = np.bincount(owners, minlength=items)
        self._starts = np.concatenate([[0], np.cumsum(counts)]).tolist()
        targets = np.full((len(vectors), items), -1.0 / max(items - 1, 1), dtype=np.float32)
        targets[np.arange(len(vectors)), owners] = 1.0
        gram = vectors.T @ vectors + _RIDGE * np.eye(vectors.shape[1], dtype=np.float32)
        self._weights = np.linalg.solve(gram, vectors.T @ targets).astype(np.float32)

    def compare(self, typed: str) -> Meant:
        """Compare a question as typed with every item."""
        vector = self.encoder.encode([typed])[0]
        likeness = self.vectors @ vector
        near = np.maximum.reduceat(likeness, self._starts[:-1])
        return Meant(likeness, near, vector @ self._weights, self._starts)


def _two_best(scores: Floats) -> tuple[int, float, float]:
    first = int(scores.argmax())
    second = float(np.partition(scores, -2)[-2]) if len(scores) > 1 else 0.0
    return first, float(scores[first]), second


def _margin(scores: Floats, number: int, top: tuple[int, float, float]) -> float:
    first, highest, second = top
    return float(scores[number]) - (second if number == first else highest)
