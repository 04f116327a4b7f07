"""Recall: every phrasing's likeness to a question, through an inverted index."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from briefbot.matching.ngrams import Floats, Ints

_LARGE = 20_000
"""Phrasings above which features that stand in more than a twentieth of them are left out, for speed."""


class PhrasingIndex:
    """Postings of n-gram features over phrasings; the phrasings of an item stand side by side."""

    def __init__(self, vectors: Sequence[tuple[Ints, Floats]], owners: Sequence[int], features: int) -> None:
        """Take each phrasing's vector and the number of its item, in ascending order."""
        self.size = len(vectors)
        self.owners = np.asarray(owners, dtype=np.int32)
        rows = np.repeat(np.arange(self.size, dtype=np.int32), [len(columns) for columns, _ in vectors])
        columns = np.concatenate([columns for columns, _ in vectors]) if vectors else np.zeros(0, np.int32)
        values = np.concatenate([values for _, values in vectors]) if vectors else np.zeros(0, np.float32)
        order = np.argsort(columns, kind="stable")
        self._rows, self._values = rows[order].astype(np.intp), values[order]
        counts = np.bincount(columns, minlength=features)
        self._starts = np.concatenate([[0], np.cumsum(counts)]).tolist()
        self._features = features
        self._limit = self.size // 20 if self.size > _LARGE else self.size
        changes = np.flatnonzero(np.diff(self.owners)) + 1
        self.starts = np.concatenate([[0], changes]).astype(np.intp) if self.size else np.zeros(0, np.intp)
        """Index of each item's first phrasing."""

    def likeness(self, columns: Ints, values: Floats) -> Floats:
        """Give the cosine of a question with each phrasing: shape (phrasings,)."""
        starts = self._starts
        spans = [
            (starts[column], starts[column + 1], value)
            for column, value in zip(columns.tolist(), values.tolist(), strict=True)
            if column < self._features and starts[column + 1] - starts[column] <= self._limit
        ]
        if not spans:
            return np.zeros(self.size, np.float32)
        rows = np.concatenate([self._rows[start:end] for start, end, _ in spans])
        weights = np.concatenate([self._values[start:end] * value for start, end, value in spans])
        return np.bincount(rows, weights, self.size).astype(np.float32)

    def best_by_item(self, likeness: Floats) -> Floats:
        """Give for each item the likeness of its nearest phrasing: shape (items,)."""
        return np.maximum.reduceat(likeness, self.starts) if self.size else likeness
