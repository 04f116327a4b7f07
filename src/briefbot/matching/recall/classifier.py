"""Fit the linear classifier: for each item, which features speak for it and which against it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

from briefbot.matching.recall.layer import NOBODY
from briefbot.matching.recall.ngrams import Floats, Ints, VectorTable

_NEGATIVES = 1_000
"""Nearest phrasings of others that an item is told apart from; with all of them the fit takes five
times as long and tells no more (docs/decisions/003-recall.md)."""
_SAMPLE = 2_000
"""Phrasings of others taken at random besides, so that the bias fits what is far off."""


def fit(
    table: VectorTable, owners: Ints, features: int, items: Sequence[int], progress: Callable[[int, int], None] | None = None
) -> Floats:
    """Fit one weight vector an item, against all others and what no item answers: shape (features + 1, items), the bias last."""
    matrix = csr_matrix((table.values.astype(np.float64), table.columns, table.bounds), shape=(len(table), features))
    random = np.random.default_rng(0)
    weights = np.zeros((features + 1, len(items)), dtype=np.float32)
    for position, item in enumerate(items):
        rows = _rows(matrix, owners, item, random)
        model = LinearSVC(C=1.0, tol=1e-2, random_state=0).fit(matrix[rows], owners[rows] == item)
        weights[:-1, position] = model.coef_[0]
        weights[-1, position] = model.intercept_[0]
        if progress is not None:
            progress(position + 1, len(items))
    return weights


def _rows(matrix: csr_matrix, owners: Ints, item: int, random: np.random.Generator) -> npt.NDArray[np.intp]:
    """Choose an item's phrasings, the nearest ones of others, some at random, and all that no item answers."""
    is_own = owners == item
    if len(is_own) <= _NEGATIVES + _SAMPLE:
        return np.arange(len(is_own))
    own = np.flatnonzero(is_own)
    likeness = np.asarray(matrix @ np.asarray(matrix[own].mean(axis=0)).ravel())
    likeness[own] = -1.0
    nearest = np.argpartition(likeness, -_NEGATIVES)[-_NEGATIVES:]
    others = random.choice(len(is_own), _SAMPLE, replace=False)
    return np.unique(np.concatenate([own, nearest, others[~is_own[others]], np.flatnonzero(owners == NOBODY)]))
