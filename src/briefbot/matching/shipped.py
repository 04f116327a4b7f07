"""Make what was fitted for a bundle compact, to ship it.

The classifier is mostly zeros; with these, and everything that can be computed from the rest, it would be ten times as
large. Sentence vectors are not compressed: git and wheels compress them, and git stores only the changed parts.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from briefbot.matching.arrays import Arrays, is_cut, is_row, packed, unpacked
from briefbot.matching.recall.ngrams import Floats, VectorTable
from briefbot.matching.recall.phrasing_index import PhrasingIndex

_KEPT = ("folder", "grams", "idf", "terms", "counts", "words", "bounds", "phrasings", "gaps", "has_classifier")
_NARROW = 1 << 16
"""Features up to which their numbers fit into two bytes."""
WORDS = (*_KEPT, "columns", "checked", "shape", "is_set", "low", "high")
"""The names of the shipped arrays, without sentence vectors."""


def shrink(arrays: Arrays, classifier: npt.NDArray[np.float16] | None, checked: str) -> Arrays:
    """Return the arrays to ship: a ranker's, its classifier, and the checked bundle as JSON."""
    columns = arrays["columns"].astype(np.uint16) if len(arrays["idf"]) < _NARROW else arrays["columns"]
    weights = classifier if classifier is not None else np.zeros((0, 0), dtype=np.float16)
    is_set = weights != 0
    bits = weights[is_set].view(np.uint16)
    return {
        **{name: arrays[name] for name in _KEPT},
        "columns": columns,
        "checked": packed(checked),
        "shape": np.array(weights.shape),
        "is_set": np.packbits(is_set),
        "low": (bits & 0xFF).astype(np.uint8),  # the two bytes apart, as the high ones compress well
        "high": (bits >> 8).astype(np.uint8),
    }


_ROWS = {"f": ("idf",), "i": ("counts", "bounds", "phrasings", "shape"), "iu": ("columns",), "b": ("gaps",), "u": ("is_set", "low", "high")}
"""The numeric arrays with one dimension, by numpy's kinds."""


def can_grow(small: Arrays) -> bool:
    """Return whether the shapes of shipped arrays match, and no index points outside its array."""
    if small["has_classifier"].ndim or not all(is_row(small[name], kinds) for kinds, names in _ROWS.items() for name in names):
        return False
    columns, features, items = small["columns"], len(small["idf"]), len(small["phrasings"])
    return (
        is_cut(small["bounds"], int(small["phrasings"].sum()), (columns, columns), features)
        and len(small["gaps"]) == items
        and _can_hold(small, (features + 1, items) if small["has_classifier"] else (0, 0))
    )


def _can_hold(small: Arrays, shape: tuple[int, int]) -> bool:
    """Return whether a classifier has a shape, and as many weights as it states."""
    bits = shape[0] * shape[1]
    if small["shape"].tolist() != list(shape) or len(small["is_set"]) != -(-bits // 8):
        return False
    count = int(np.unpackbits(small["is_set"], count=bits).sum())
    return len(small["low"]) == len(small["high"]) == count


def grow(small: Arrays) -> tuple[Arrays, npt.NDArray[np.float16] | None]:
    """Return a ranker's arrays and its classifier, in the form of the data directory."""
    columns = small["columns"].astype(np.int32)
    table = VectorTable(columns, _values(columns, small["bounds"], small["idf"]), small["bounds"])
    index = PhrasingIndex.of(table, small["phrasings"].tolist(), len(small["idf"]))
    computed: dict[str, Any] = {
        "columns": columns,
        "values": table.values,
        "rows": index.rows,
        "weights_by_row": index.values,
        "starts": index.starts,
    }
    return {**small, **computed}, _classifier(small) if small["has_classifier"] else None


def checked_bundle(small: Arrays) -> str:
    """Return the checked bundle as JSON."""
    return str(unpacked(small["checked"]))


def _values(columns: npt.NDArray[np.int32], bounds: npt.NDArray[np.int32], idf: Floats) -> Floats:
    """Return each row's features weighted by idf, with unit length, exactly as `Vectoriser.vector` computes them."""
    values = idf.take(columns)
    for start, end in pairwise(bounds.tolist()):
        row = values[start:end]
        row /= np.sqrt(row.dot(row)) or 1.0
    return values


def _classifier(small: Arrays) -> npt.NDArray[np.float16]:
    shape = tuple(small["shape"].tolist())
    is_set = np.unpackbits(small["is_set"], count=shape[0] * shape[1]).astype(bool)
    classifier = np.zeros(len(is_set), dtype=np.float16)
    classifier[is_set] = ((small["high"].astype(np.uint16) << 8) | small["low"]).view(np.float16)
    return classifier.reshape(shape)
