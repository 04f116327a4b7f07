"""Weights of the features, fitted to examples by maximum likelihood.

A softmax over the candidates and "none of them".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from scipy.optimize import minimize
from scipy.special import logsumexp

from briefbot.matching.learning.examples import Array, Example, Origin
from briefbot.matching.ranking.candidates import ITEM_KINDS
from briefbot.matching.ranking.confidence import BIAS, softmax_with_none
from briefbot.matching.ranking.features import FEATURES, MEANING_FEATURES

COUNTS: dict[Origin, float] = {"phrasing": 0.3, "test": 4.0, "unforeseen": 2.0, "out_of_scope": 2.0}
"""The weight of each kind of example.

Tests are worded differently from the phrasings, as real questions are. A left-out phrasing is often the only one of
its wording, and harder than any real question: with full weight, confidences become too low
(docs/decisions/005-budget-and-tests.md).
"""
GUARDS = frozenset(
    (
        "names_missing",
        "names_clash",
        "country_missing",
        "number_clash",
        "negation_clash",
        "missing",
        "unknown",
        "unknown_count",
        "asked_not_offered",
        "asked_unmet",
    )
)
"""Features that show that a question means something else: they may support a gap entry, but never an answer."""
ENOUGH = 1_000
"""The tests that suffice to fit weights from scratch; with fewer, the built-in weights change less.

See docs/decisions/018-shipped-weights.md.
"""
_PENALTY = 2e-3
"""The L2 penalty on the standardised weights, or on their distance from the built-in ones.

See docs/decisions/001-confidence-model.md.
"""


Table: TypeAlias = Mapping[str, Mapping[str, float]]
"""Weights by kind of item and feature."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights on standardised features: one vector for all kinds, and one added for each kind."""

    mean: Array
    deviation: Array
    rows: Array
    """Shape (kinds + 1, features + 1): the first row is shared, the last column is the bias."""

    @classmethod
    def of(cls, table: Table, names: Sequence[str]) -> Weights:
        """Make weights from a table by kind and feature, for raw features."""
        return cls(np.zeros(len(names)), np.ones(len(names)), _rows(table, names))

    def utilities(self, example: Example) -> Array:
        """Return the candidates' utilities; the utility of "none of them" is 0."""
        scaled = (example.features - self.mean) / self.deviation
        own = self.rows[0] + self.rows[1:][[ITEM_KINDS.index(kind) for kind in example.kinds]]
        return np.asarray((scaled * own[:, :-1]).sum(axis=1) + own[:, -1])

    def confidences(self, example: Example) -> list[float]:
        """Return the candidates' probabilities."""
        return softmax_with_none(self.utilities(example).tolist())

    def scaled(self, scale: float, shift: float) -> Weights:
        """Multiply all utilities, and shift them relative to "none of them"."""
        rows = self.rows * scale
        rows[0, -1] += shift
        return replace(self, rows=rows)

    def by_kind(self, names: Sequence[str]) -> dict[str, dict[str, float]]:
        """Return the weights by kind and feature, for raw features."""
        table: dict[str, dict[str, float]] = {}
        for row, kind in enumerate(ITEM_KINDS, 1):
            weights = self.rows[0] + self.rows[row]
            plain = weights[:-1] / self.deviation
            table[kind] = {name: float(value) for name, value in zip(names, plain, strict=True)}
            table[kind][BIAS] = float(weights[-1] - plain @ self.mean)
        return table


def _bounds(names: Sequence[str]) -> list[tuple[float | None, float | None]]:
    """Keep the weights of guards from becoming positive, row by row as in `Weights.rows`."""
    row = [(None, 0.0 if name in GUARDS else None) for name in names] + [(None, None)]
    free: list[tuple[float | None, float | None]] = [(None, None)] * len(row)
    return [bound for kind in ("all", *ITEM_KINDS) for bound in (free if kind == "gap" else row)]


def _rows(table: Table, names: Sequence[str]) -> Array:
    """Return weights as rows of `Weights` without a shared part."""
    rows = np.zeros((len(ITEM_KINDS) + 1, len(names) + 1))
    for row, kind in enumerate(ITEM_KINDS, 1):
        rows[row] = [table.get(kind, {}).get(name, 0.0) for name in (*names, BIAS)]
    return rows


def _standardised(rows: Array, mean: Array, deviation: Array) -> Array:
    """Convert rows for raw features to rows for standardised features."""
    return np.concatenate([rows[:, :-1] * deviation, (rows[:, -1] + rows[:, :-1] @ mean)[:, None]], axis=1)


def started(start: Table) -> Callable[[Sequence[Example], Sequence[str]], Weights]:
    """Return a training function that starts from given weights, and departs from them the more tests there are."""

    def train(examples: Sequence[Example], names: Sequence[str]) -> Weights:
        tests = sum(example.origin == "test" for example in examples)
        return trained(examples, names, start, _PENALTY * max(1.0, ENOUGH / max(1, tests)))

    return train


def trained(examples: Sequence[Example], names: Sequence[str], start: Table | None = None, strength: float = _PENALTY) -> Weights:
    """Maximise the likelihood of the right candidate, or of none, by L-BFGS.

    `names` are the features' names in order.
    """
    stacked = np.concatenate([example.features for example in examples])
    mean, deviation = stacked.mean(axis=0), stacked.std(axis=0) + 1e-6
    scaled = np.c_[(stacked - mean) / deviation, np.ones(len(stacked))]
    kinds = np.array([ITEM_KINDS.index(kind) for example in examples for kind in example.kinds])
    sizes = np.array([len(example.kinds) for example in examples])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    owner = np.repeat(np.arange(len(examples)), sizes)
    right = np.zeros(len(stacked))
    right[[start + e.right for start, e in zip(starts, examples, strict=True) if e.right is not None]] = 1.0
    has_right = np.array([e.right is not None for e in examples], dtype=float)
    counts = np.array([COUNTS[e.origin] for e in examples])
    counts /= counts.sum()
    shape = (len(ITEM_KINDS) + 1, scaled.shape[1])
    first = _standardised(_rows(start or {}, names), mean, deviation)

    def loss(flat: Array) -> tuple[float, Array]:
        weights = flat.reshape(shape)
        utilities = (scaled * (weights[0] + weights[1:][kinds])).sum(axis=1)
        highest = np.maximum(np.maximum.reduceat(utilities, starts), 0.0)
        powers = np.exp(utilities - highest[owner])
        totals = np.add.reduceat(powers, starts) + np.exp(-highest)
        chosen = np.add.reduceat(utilities * right, starts) * has_right
        value = float((counts * (highest + np.log(totals) - chosen)).sum())
        slope = (powers / totals[owner] - right) * counts[owner]
        gradient = np.zeros(shape)
        gradient[0] = slope @ scaled
        for kind in range(len(ITEM_KINDS)):
            gradient[kind + 1] = slope[kinds == kind] @ scaled[kinds == kind]
        penalised = weights - first
        penalised[:, -1] = 0.0
        return value + strength * float((penalised**2).sum()), (gradient + 2 * strength * penalised).ravel()

    found = minimize(loss, first.ravel(), jac=True, method="L-BFGS-B", bounds=_bounds(names), options={"maxiter": 500})
    return Weights(mean, deviation, found.x.reshape(shape))


def averaged(examples: Sequence[Example], names: Sequence[str]) -> Weights:
    """Train with the features of sentence vectors, and average the result with that without them.

    A left-out phrasing has similar ones by the same curator, so weights learned from phrasings alone may trust
    meaning too much (docs/decisions/004-sentence-vectors.md).
    """
    whole, words = trained(examples, names), trained([example.only(range(len(FEATURES))) for example in examples], FEATURES)
    padded = np.insert(words.rows, [len(FEATURES)], np.zeros((1, len(MEANING_FEATURES))), axis=1)
    return replace(whole, rows=(whole.rows + padded) / 2)


def calibration(tried: Sequence[tuple[Weights, Sequence[Example]]]) -> tuple[float, float]:
    """Return the scale and the shift of utilities with which confidences fit examples that the weights have not seen.

    This is Platt's scaling in a softmax: the training examples are harder than real questions.
    """
    asked = [(weights.utilities(example), example.right) for weights, examples in tried for example in examples]
    utilities = np.full((len(asked), max((len(own) for own, _ in asked), default=0)), -np.inf)
    for row, (own, _) in zip(utilities, asked, strict=True):
        row[: len(own)] = own
    has_right = np.array([right is not None for _, right in asked], dtype=bool)
    right = utilities[np.arange(len(asked)), [right or 0 for _, right in asked]]

    def loss(pair: Array) -> float:
        moved = np.c_[pair[0] * utilities + pair[1], np.zeros(len(asked))]
        return float((logsumexp(moved, axis=1) - np.where(has_right, pair[0] * right + pair[1], 0.0)).mean())

    scale, shift = minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead").x.tolist()
    return scale, shift
