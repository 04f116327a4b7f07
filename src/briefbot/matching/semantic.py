"""Sentence vectors, the optional extra: a question's meaning next to that of each phrasing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from briefbot.matching.ngrams import Floats

_RIDGE = 1.0
"""Regularisation of the classifier on vectors (docs/matching.md)."""


class Encoder(Protocol):
    """Texts in, unit vectors out."""

    name: str

    def encode(self, texts: Sequence[str]) -> Floats:
        """Encode texts: shape (texts, dimensions), each row of length 1."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """The phrasings' vectors and a linear classifier on them (ridge regression, closed form)."""

    vectors: Floats
    inverse: Floats
    """Inverse of the regularised Gram matrix, which a guild's few changed items share."""
    weights: Floats

    @classmethod
    def of(cls, vectors: Floats, owners: Sequence[int], items: int, base: Meaning | None = None) -> Meaning:
        """Fit the classifier on the phrasings' vectors, given the number of each one's item."""
        targets = np.full((len(vectors), items), -1.0 / max(items - 1, 1), dtype=np.float32)
        targets[np.arange(len(vectors)), owners] = 1.0
        inverse = base.inverse if base is not None else _inverse(vectors)
        return cls(vectors, inverse, (inverse @ (vectors.T @ targets)).astype(np.float32))

    def likeness(self, vector: Floats) -> Floats:
        """Give the cosine of a question with each phrasing."""
        return self.vectors @ vector

    def scores(self, vector: Floats) -> Floats:
        """Give each item's classifier score."""
        return vector @ self.weights


def _inverse(vectors: Floats) -> Floats:
    gram = vectors.T @ vectors + _RIDGE * np.eye(vectors.shape[1], dtype=np.float32)
    return np.linalg.inv(gram).astype(np.float32)
