"""A table of numbers without its zeros: most of a guild's classifier is zeros."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from briefbot.matching.recall.ngrams import Ints

Halves: TypeAlias = npt.NDArray[np.float16]


class SparseRows:
    """Rows of a table, which are returned exactly as they were."""

    def __init__(self, table: Halves) -> None:
        """Set the table, of a few thousand columns at most."""
        rows, columns = np.nonzero(table)
        self._width, self._values = table.shape[1], table[rows, columns]
        self._columns = columns.astype(np.uint8 if self._width <= np.iinfo(np.uint8).max else np.uint16)
        self._starts = np.searchsorted(rows, np.arange(len(table) + 1)).astype(np.int32)

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, rows: Ints | int) -> Halves:
        """Return some rows, or one of them."""
        if isinstance(rows, int):
            row: Halves = self[np.array([rows % len(self)], dtype=np.int32)][0]
            return row
        starts = self._starts[rows]
        lengths = self._starts[rows + 1] - starts
        ends = lengths.cumsum()
        places = (starts - ends + lengths).repeat(lengths)
        places += np.arange(len(places))
        found = np.zeros((len(rows), self._width), dtype=np.float16)
        found[np.arange(len(rows)).repeat(lengths), self._columns[places]] = self._values[places]
        return found
