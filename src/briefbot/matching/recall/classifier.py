"""Fit the linear classifier: for each item, the features that support it and those that oppose it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

from briefbot.matching.recall.layer import NOBODY
from briefbot.matching.recall.ngrams import Floats, Ints, VectorTable

_NEGATIVES = 1_000
"""How many of the nearest other phrasings an item is distinguished from.

With all of them the fit takes five times as long and is no better (docs/decisions/003-recall.md).
"""
_SAMPLE = 4_000
"""How many other phrasings are added, so that the bias fits what is far off."""


def fit(
    table: VectorTable, owners: Ints, features: int, items: Sequence[int], progress: Callable[[int, int], None] | None = None
) -> Floats:
    """Fit one weight vector per item, against all others and the lines that no item answers.

    The shape is (features + 1, items), the bias last.
    """
    matrix = csr_matrix((table.values.astype(np.float64), table.columns, table.bounds), shape=(len(table), features))
    sample = _sample(owners)
    weights = np.zeros((features + 1, len(items)), dtype=np.float32)
    for position, item in enumerate(items):
        rows = _rows(matrix, owners, item, sample)
        model = LinearSVC(C=1.0, tol=1e-2, random_state=0).fit(matrix[rows], owners[rows] == item)
        weights[:-1, position] = model.coef_[0]
        weights[-1, position] = model.intercept_[0]
        if progress is not None:
            progress(position + 1, len(items))
    return weights


def _rows(matrix: csr_matrix, owners: Ints, item: int, sample: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """Return an item's phrasings, the nearest ones of others, some at random, and all lines that no item answers."""
    is_own = owners == item
    if len(is_own) <= _NEGATIVES + _SAMPLE:
        return np.arange(len(is_own))
    own = np.flatnonzero(is_own)
    likeness = np.asarray(matrix @ np.asarray(matrix[own].mean(axis=0)).ravel())
    likeness[own] = -1.0
    nearest = np.argpartition(likeness, -_NEGATIVES)[-_NEGATIVES:]
    return np.unique(np.concatenate([own, nearest, sample[~is_own[sample]], np.flatnonzero(owners == NOBODY)]))


def _sample(owners: Ints) -> npt.NDArray[np.intp]:
    """Choose phrasings of each item at regular intervals: a new one leaves the sample of other items unchanged."""
    by_owner = np.argsort(owners, kind="stable")
    firsts = np.searchsorted(owners[by_owner], owners[by_owner])
    places = np.arange(len(owners)) - firsts
    sample: npt.NDArray[np.intp] = by_owner[places % max(1, len(owners) // _SAMPLE) == 0]
    return sample
