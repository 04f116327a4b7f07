"""Sentence vectors, an optional extra: the similarity in meaning of a question and each phrasing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from briefbot.matching.recall.ngrams import Floats

_PENALTY = 0.1
"""The L2 penalty of the classifier on vectors (docs/decisions/004-sentence-vectors.md)."""
_CURVATURE = 0.1
"""The first guess of the loss's curvature, which is at most 0.5; if it was too low, it is doubled."""
_NEAREST = 4_096
"""How many of the nearest other phrasings a guild's changed items are distinguished from.

With all of them the fit takes two to five times as long, and scores are 0.05 nearer to those of a complete fit.
"""
_SCALE = 0.1
"""The scale of a logit, so that a score is about 1 for an item that is meant, as a similarity is."""


@dataclass(frozen=True, slots=True)
class Effort:
    """The limits of a fit."""

    steps: int = 40
    """Steps of the fit: more of them change nothing."""
    rows: int = 4_096
    """Phrasings per batch, which bounds memory."""
    items: int = 2_000
    """The number of items above which no classifier is fitted: it would take minutes."""


class Encoder(Protocol):
    """Texts in, unit vectors out. Phrasings may be cached, questions may not."""

    name: str

    def encode_question(self, text: str) -> Floats:
        """Encode a question: shape (dimensions,), of length 1."""
        ...

    def encode_phrasings(self, texts: Sequence[str]) -> Floats:
        """Encode phrasings: shape (texts, dimensions), each row of length 1."""
        ...


@dataclass(frozen=True, slots=True)
class Others:
    """What a guild's changed items are distinguished from.

    The bundle's phrasings, and the weights of its kept items.
    """

    vectors: Floats
    weights: Floats | None

    def nearest(self, vectors: Floats, owners: npt.NDArray[np.intp], items: int, limit: int = _NEAREST) -> Floats:
        """Return the phrasings that are nearest to the middle of any item's phrasings."""
        if len(self.vectors) <= limit:
            return self.vectors
        middles = np.stack([vectors[owners == item].mean(axis=0) for item in range(items)])
        likeness = (self.vectors @ middles.T).max(axis=1)
        return self.vectors[np.sort(np.argpartition(likeness, -limit)[-limit:])]


@dataclass(frozen=True, slots=True)
class Meaning:
    """The phrasings' vectors and a linear classifier on them (multinomial logistic regression)."""

    vectors: Floats
    weights: Floats | None
    """Shape (dimensions + 1, items), the bias last; None if none was fitted."""

    @classmethod
    def of(
        cls,
        vectors: Floats,
        owners: Sequence[int],
        items: int,
        others: Others | None = None,
        outside: Floats | None = None,
        effort: Effort = Effort(),
    ) -> Meaning:
        """Fit the classifier on the phrasings' vectors, given the number of each one's item.

        `outside` has the lines that no item answers.
        """
        if items > effort.items or (others is not None and others.weights is None):
            return cls(vectors, None)
        if outside is None:
            return cls(vectors, _fit(vectors, np.array(owners, dtype=np.intp), items, others, effort))
        # one more item, which is never an answer: the others learn to leave these questions to it
        all_owners = np.array([*owners, *[items] * len(outside)], dtype=np.intp)
        weights = _fit(np.concatenate([vectors, outside]), all_owners, items + 1, others, effort)
        return cls(vectors, np.ascontiguousarray(weights[:, :items]))

    def likeness(self, vector: Floats) -> Floats:
        """Return the cosine of a question with each phrasing."""
        return self.vectors @ vector

    def scores(self, vector: Floats, near: Floats) -> Floats:
        """Return each item's score: about 1 for one that is meant, below 0 for most others.

        `near` is the similarity of its nearest phrasing.
        """
        if self.weights is None:
            return near
        scores: Floats = np.float32(_SCALE) * (vector @ self.weights[:-1] + self.weights[-1])
        return scores


def _fit(vectors: Floats, owners: npt.NDArray[np.intp], items: int, others: Others | None, effort: Effort) -> Floats:
    """Maximise the likelihood of each phrasing's item by accelerated gradient steps.

    The steps are scaled by the vectors' second moments.
    """
    rows, rest = _with_bias(vectors), None
    if others is not None and others.weights is not None:
        rows = np.concatenate([rows, _with_bias(others.nearest(vectors, owners, items))])
        rest = _log_sums(rows, others.weights, effort.rows)
    scale = np.linalg.inv(rows.T @ rows + 2 * _PENALTY * np.eye(rows.shape[1])).astype(np.float32)
    weights = ahead = np.zeros((rows.shape[1], items), dtype=np.float32)
    curvature, momentum, last = _CURVATURE, 1.0, np.inf
    for _ in range(effort.steps):
        loss, slope = _slope(rows, owners, rest, ahead, effort.rows)
        if loss > last:  # too far: start again from the previous point, with smaller steps
            curvature, momentum, ahead, last = min(2 * curvature, 0.5), 1.0, weights, np.inf
            continue
        moved = ahead - (scale @ slope) / np.float32(curvature)
        following = (1 + math.sqrt(1 + 4 * momentum**2)) / 2
        ahead = moved + np.float32((momentum - 1) / following) * (moved - weights)
        weights, momentum, last = moved, following, loss
    return weights


def _slope(rows: Floats, owners: npt.NDArray[np.intp], rest: Floats | None, weights: Floats, size: int) -> tuple[float, Floats]:
    """Return the penalised loss and its gradient.

    Rows beyond the owners are the others', whose weights stay fixed: `rest` is their share.
    """
    loss, gradient = _PENALTY / 2 * float((weights * weights).sum()), np.float32(_PENALTY) * weights
    for start in range(0, len(rows), size):
        part, own = rows[start : start + size], owners[start : start + size]
        fixed = rest[start : start + size] if rest is not None else np.full(len(part), -np.inf, dtype=np.float32)
        scores = part @ weights
        highest = np.maximum(scores.max(axis=1), fixed)
        chosen = float(scores[np.arange(len(own)), own].sum()) + float(fixed[len(own) :].sum())
        powers = np.exp(scores - highest[:, None])
        totals = powers.sum(axis=1) + np.exp(fixed - highest)
        loss += float((np.log(totals) + highest).sum()) - chosen
        powers /= totals[:, None]
        powers[np.arange(len(own)), own] -= 1.0
        gradient += part.T @ powers
    return loss, gradient


def _log_sums(rows: Floats, weights: Floats, size: int) -> Floats:
    """Return the log-sum-exp of each row."""
    sums = np.zeros(len(rows), dtype=np.float32)
    for start in range(0, len(rows), size):
        scores: Floats = rows[start : start + size] @ weights
        highest = scores.max(axis=1)
        sums[start : start + size] = highest + np.log(np.exp(scores - highest[:, None]).sum(axis=1))
    return sums


def _with_bias(vectors: Floats) -> Floats:
    return np.concatenate([vectors, np.ones((len(vectors), 1), dtype=np.float32)], axis=1)
