"""A fitted ranker as arrays, and arrays as files."""

from __future__ import annotations

import json
import logging
import zlib
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from tokenize import TokenError
from typing import Any, TypeAlias
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from briefbot.domain.knowledge import Item
from briefbot.files import write_atomically
from briefbot.matching.ranking.candidates import Ranker
from briefbot.matching.reading.aliases import Folder
from briefbot.matching.reading.vocabulary import Lexicon
from briefbot.matching.recall.layer import Layer
from briefbot.matching.recall.ngrams import Vectoriser, VectorTable
from briefbot.matching.recall.phrasing_index import PhrasingIndex
from briefbot.matching.recall.profile import LazyProfiles
from briefbot.matching.recall.sentence_vectors import Meaning

log = logging.getLogger(__name__)

Arrays: TypeAlias = Mapping[str, npt.NDArray[Any]]

VECTOR_STEP = 0.0016
"""The step between values of a vector's components, or larger if eight bits need it: a cosine is off by 0.0005.

Of 2,005 evaluation questions none got another reply; with steps of 0.002 one did (docs/benchmarks.md).
"""
_LARGEST = 127
NOT_THERE = (FileNotFoundError, NotADirectoryError)
"""The errors of opening a file that was never written; any other failure is logged."""
_DAMAGED = (
    OSError, ValueError, KeyError, EOFError, BadZipFile, zlib.error, RuntimeError, TypeError, SyntaxError, TokenError, OverflowError,
)  # fmt: skip
"""The errors of numpy and zipfile for a damaged file.

They are caught only around calls to these, so that no error of ours is hidden.
"""


def read_arrays(path: Path, digest: str | None = None, only: Collection[str] | None = None) -> Arrays | None:
    """Read a file's arrays, all or some.

    Return None if there is no file, if its digest differs, or if it is damaged, which is logged.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            if digest is not None and stored["digest"].tobytes() != digest.encode():
                return None
            return {name: stored[name] for name in (stored.files if only is None else only)}
    except NOT_THERE:
        return None
    except _DAMAGED as error:
        log_damage(path, error)
        return None


def map_array(path: Path) -> npt.NDArray[Any] | None:
    """Map an array's file into memory; return None if there is none, or if it is damaged, which is logged."""
    try:
        return np.asarray(np.lib.format.open_memmap(path, mode="r"))
    except NOT_THERE:
        return None
    except _DAMAGED as error:
        log_damage(path, error)
        return None


def log_damage(path: Path, error: object) -> None:
    """Log that a file cannot be used and will be made again."""
    log.warning("a damaged file is made again", extra={"file": str(path), "error": str(error)})


def write_arrays(path: Path, arrays: Arrays, *, is_compressed: bool = False, is_shared: bool = False) -> None:
    """Write a file of arrays."""
    save = np.savez_compressed if is_compressed else np.savez
    # numpy's stub takes the names for options
    write_atomically(path, lambda file: save(file, **arrays), is_shared=is_shared)  # type: ignore[arg-type]


def as_bytes(text: str) -> npt.NDArray[np.uint8]:
    """Return a text as an array of bytes."""
    return np.frombuffer(text.encode(), dtype=np.uint8)


def packed(plain: object) -> npt.NDArray[np.uint8]:
    """Return JSON as an array of bytes."""
    return as_bytes(json.dumps(plain, ensure_ascii=False))


def unpacked(array: npt.NDArray[Any]) -> Any:
    """Reverse `packed`."""
    return json.loads(array.tobytes())


MEANING = ("vectors", "step", "weights")
"""The arrays of sentence vectors and their classifier."""
RANKER = (
    "folder", "grams", "idf", "terms", "counts", "words", "columns", "values", "bounds", "rows", "weights_by_row", "starts", "phrasings",
    "gaps", "has_classifier",
)  # fmt: skip
"""The arrays of a ranker without classifier and sentence vectors."""


_ROWS = {
    "i": ("counts", "columns", "bounds", "rows", "starts", "phrasings"), "f": ("idf", "values", "weights_by_row"), "b": ("gaps",),
}  # fmt: skip
"""The numeric arrays with one dimension, by numpy's kinds."""


def is_whole(arrays: Arrays) -> bool:
    """Return whether the shapes of a ranker's arrays match, and no index points outside its array."""
    if arrays["has_classifier"].ndim or not all(is_row(arrays[name], kind) for kind in _ROWS for name in _ROWS[kind]):
        return False
    features, phrasings = len(arrays["idf"]), int(arrays["phrasings"].sum())
    return (
        is_cut(arrays["bounds"], phrasings, (arrays["columns"], arrays["values"]), features)
        and is_cut(arrays["starts"], features, (arrays["rows"], arrays["weights_by_row"]), phrasings)
        and len(arrays["gaps"]) == len(arrays["phrasings"])
    )


def is_row(array: npt.NDArray[Any], kinds: str) -> bool:
    """Return whether an array has one dimension, and numbers of some of numpy's kinds."""
    return array.ndim == 1 and array.dtype.kind in kinds


def is_cut(cuts: npt.NDArray[Any], parts: int, stretches: tuple[npt.NDArray[Any], npt.NDArray[Any]], limit: int) -> bool:
    """Return whether cuts divide indices below a limit, and their values, into this many parts."""
    indices, values = stretches
    if len(cuts) != parts + 1 or cuts[0] != 0 or cuts[-1] != len(indices) or len(indices) != len(values):
        return False
    return bool((np.diff(cuts) >= 0).all()) and (not len(indices) or (int(indices.min()) >= 0 and int(indices.max()) < limit))


def is_meaning_whole(arrays: Arrays, phrasings: int, items: int, dimensions: int) -> bool:
    """Return whether sentence vectors and their classifier have the right shapes."""
    vectors, weights = arrays["vectors"], arrays["weights"]
    if vectors.shape != (phrasings, dimensions) or arrays["step"].ndim:
        return False
    return not weights.size or weights.shape == (dimensions + 1, items)


# Rankers ---------------------------------------------------------------------------------------


def arrays_of(folder: Folder, ranker: Ranker) -> Arrays:
    """Return folder and ranker as arrays, without the classifier and sentence vectors."""
    layer, lexicon = ranker.layers[0][0], ranker.lexicon
    assert isinstance(layer.table, VectorTable)  # noqa: S101 - a bundle's is kept
    terms = sorted(lexicon.counts)  # the order of a set differs from process to process
    return {
        "folder": packed(folder.plain()),
        "grams": packed(list(ranker.vectoriser.ids)),
        "idf": ranker.vectoriser.idf,
        "terms": packed(terms),
        "counts": np.array([lexicon.counts[term] for term in terms], dtype=np.int32),
        "words": packed(sorted(lexicon.words)),
        "columns": layer.table.columns,
        "values": layer.table.values,
        "bounds": layer.table.bounds,
        "rows": layer.index.rows,
        "weights_by_row": layer.index.values,
        "starts": layer.index.starts,
        "phrasings": np.array(layer.index.counts, dtype=np.int32),
        "gaps": layer.gaps,
        "has_classifier": np.array(layer.weights is not None),
    }


def ranker_of(arrays: Arrays, classifier: npt.NDArray[Any] | None, items: Sequence[Item]) -> tuple[Folder, Ranker] | None:
    """Return the folder and the ranker, without sentence vectors, of the items with phrasings.

    Return None if words have no numbers.
    """
    grams, terms = unpacked(arrays["grams"]), unpacked(arrays["terms"])
    if (len(grams), len(terms)) != (len(arrays["idf"]), len(arrays["counts"])):
        return None
    folder = Folder.recalled(unpacked(arrays["folder"]))
    vectoriser = Vectoriser({gram: i for i, gram in enumerate(grams)}, arrays["idf"])
    counts = dict(zip(terms, arrays["counts"].tolist(), strict=True))
    index = PhrasingIndex(arrays["rows"], arrays["weights_by_row"], arrays["starts"], arrays["phrasings"].tolist())
    table = VectorTable(arrays["columns"], arrays["values"], arrays["bounds"])
    layer = Layer(LazyProfiles(items, folder), arrays["gaps"], table, index, classifier, None)
    lexicon = Lexicon(counts, len(items), unpacked(arrays["words"]))
    return folder, Ranker(lexicon, vectoriser, [(layer, np.arange(len(items), dtype=np.int32))], None)


def meaning_arrays(meaning: Meaning) -> Arrays:
    """Return sentence vectors, in whole steps, and their classifier as arrays."""
    step = np.float32(max(VECTOR_STEP, float(np.abs(meaning.vectors).max(initial=0.0)) / _LARGEST))
    weights = meaning.weights if meaning.weights is not None else np.zeros(0)
    return {"vectors": np.rint(meaning.vectors / step).astype(np.int8), "step": np.array(step), "weights": weights.astype(np.float16)}


def meaning_of(arrays: Arrays) -> Meaning:
    """Return sentence vectors and their classifier."""
    weights = arrays["weights"].astype(np.float32)
    return Meaning(arrays["vectors"] * np.float32(arrays["step"]), weights if weights.size else None)
