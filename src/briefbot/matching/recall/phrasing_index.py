"""Recall: the similarity of every phrasing to a question, through an inverted index."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from briefbot.matching.recall.ngrams import Floats, Ints, VectorTable

_COMMON = 20
"""A feature in more than one of this many phrasings is left out: it says little and costs most.

See docs/decisions/003-recall.md.
"""
_FEW = 50
"""A feature in at most this many phrasings is never left out."""


class PhrasingIndex:
    """Postings of n-gram features over phrasings; the phrasings of an item are consecutive."""

    def __init__(self, rows: Ints, values: Floats, starts: Ints, counts: Sequence[int]) -> None:
        """Set postings by feature (from starts[f] to starts[f + 1]), and the number of phrasings of each item."""
        self.rows, self.values, self.starts, self.counts = rows, values, starts, counts
        self.size = sum(counts)
        self.firsts = np.concatenate([[0], np.cumsum(counts, dtype=np.intp)]).astype(np.intp)
        """The index of each item's first phrasing, and after the last item the number of phrasings."""
        self.cuts: list[int] = self.firsts.tolist()
        """The same as plain numbers."""

    @classmethod
    def of(cls, table: VectorTable, counts: Sequence[int], features: int) -> PhrasingIndex:
        """Turn phrasings' vectors into postings."""
        postings = np.bincount(table.columns, minlength=features)
        postings[postings > max(len(table) // _COMMON, _FEW)] = 0
        kept = np.flatnonzero(postings[table.columns])
        order = kept[np.argsort(table.columns[kept], kind="stable")]
        rows = np.repeat(np.arange(len(table), dtype=np.int32), np.diff(table.bounds))
        starts = np.concatenate([[0], np.cumsum(postings)]).astype(np.int32)
        return cls(rows[order], table.values[order], starts, counts)

    def likeness(self, columns: Ints, values: Floats) -> Floats:
        """Return the cosine of a question with each phrasing: shape (phrasings,)."""
        # Features that came later begin and end behind the last one: they have no postings.
        starts = self.starts.take(columns, mode="clip")
        lengths = self.starts.take(columns + 1, mode="clip") - starts
        # The places of all postings in one array: each feature's run, shifted to the end of the one before.
        ends = lengths.cumsum()
        places = (starts - ends + lengths).repeat(lengths)
        places += np.arange(len(places))
        weights = self.values.take(places)  # faster than indexing
        weights *= values.repeat(lengths)
        return np.bincount(self.rows.take(places), weights, self.size).astype(np.float32)

    def best_by_item(self, likeness: Floats) -> Floats:
        """Return for each item the similarity of its nearest phrasing: shape (items,)."""
        return np.maximum.reduceat(likeness, self.firsts[:-1]) if self.size else likeness
