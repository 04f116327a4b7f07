"""Recall: every phrasing's likeness to a question, through an inverted index."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from briefbot.matching.ngrams import Floats, Ints, VectorTable

_LARGE = 20_000
"""Phrasings above which features that stand in more than a twentieth of them are left out, for speed."""


class PhrasingIndex:
    """Postings of n-gram features over phrasings; the phrasings of an item stand side by side."""

    def __init__(self, rows: Ints, values: Floats, starts: Ints, counts: Sequence[int]) -> None:
        """Take postings by feature (from starts[f] to starts[f + 1]), and how many phrasings each item has."""
        self.rows, self.values, self.starts, self.counts = rows, values, starts, counts
        self.size = sum(counts)
        self.firsts = np.concatenate([[0], np.cumsum(counts, dtype=np.intp)]).astype(np.intp)
        """Index of each item's first phrasing, and behind the last item the number of phrasings."""
        self._starts: list[int] = starts.tolist()
        self._limit = self.size // 20 if self.size > _LARGE else self.size

    @classmethod
    def of(cls, table: VectorTable, counts: Sequence[int], features: int) -> PhrasingIndex:
        """Turn phrasings' vectors into postings."""
        rows = np.repeat(np.arange(len(table), dtype=np.int32), np.diff(table.bounds))
        order = np.argsort(table.columns, kind="stable")
        starts = np.concatenate([[0], np.cumsum(np.bincount(table.columns, minlength=features))]).astype(np.int32)
        return cls(rows[order], table.values[order], starts, counts)

    def likeness(self, columns: Ints, values: Floats) -> Floats:
        """Give the cosine of a question with each phrasing: shape (phrasings,)."""
        starts, features = self._starts, len(self._starts) - 1
        spans = [
            (starts[column], starts[column + 1], value)
            for column, value in zip(columns.tolist(), values.tolist(), strict=True)
            if column < features and starts[column + 1] - starts[column] <= self._limit
        ]
        if not spans:
            return np.zeros(self.size, np.float32)
        rows = np.concatenate([self.rows[start:end] for start, end, _ in spans])
        weights = np.concatenate([self.values[start:end] * value for start, end, value in spans])
        return np.bincount(rows, weights, self.size).astype(np.float32)

    def best_by_item(self, likeness: Floats) -> Floats:
        """Give for each item the likeness of its nearest phrasing: shape (items,)."""
        return np.maximum.reduceat(likeness, self.firsts[:-1]) if self.size else likeness
