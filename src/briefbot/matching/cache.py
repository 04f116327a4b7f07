"""Keep on disk what takes seconds to make from a bundle, and make it again if it is lost."""

from __future__ import annotations

import hashlib
import logging
import zlib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import Stemmer

from briefbot import __version__
from briefbot.data import read_list
from briefbot.domain.knowledge import Item
from briefbot.files import write_atomically
from briefbot.matching.arrays import (
    MEANING,
    NOT_THERE,
    RANKER,
    Arrays,
    arrays_of,
    as_bytes,
    is_meaning_whole,
    is_whole,
    log_damage,
    map_array,
    meaning_arrays,
    meaning_of,
    ranker_of,
    read_arrays,
    write_arrays,
)
from briefbot.matching.ranking.candidates import Ranker
from briefbot.matching.reading.aliases import Folder
from briefbot.matching.recall.sentence_vectors import Encoder
from briefbot.matching.recall.sparse_rows import SparseRows
from briefbot.matching.shipped import WORDS, can_grow, checked_bundle, grow, shrink

log = logging.getLogger(__name__)

FORM = 6
"""Raise this number when the same inputs give a different result or are kept in another form.

Then run `briefbot fit`.
"""
FITTED = "fitted"
"""The directory of a bundle for fitted files that are shipped with it."""
_SUM = "classifier_sum"
_LISTS = ("out_of_scope.txt", "countries.txt")
_READING = 8
"""The digits of a digest that identify how a bundle is read."""
KEPT = 4
"""How many files of a kind are kept; the oldest are deleted."""
_FORMER = "passed-*.txt"
"""The files that earlier versions kept instead of `checked-*.txt`."""


class MatcherCache:
    """A directory of results made from bundles, each named by the digest of all its inputs."""

    def __init__(self, directory: Path, version: str = __version__) -> None:
        self._directory, self._version = directory, version

    def of(self, bundle_digest: str, shipped: Path | None = None) -> BundleCache:
        """Return the cache of one bundle, by the digest of its files.

        `shipped` is the directory of its fitted files.
        """
        return BundleCache(self._directory, input_digest(bundle_digest, self._version), shipped)


def input_digest(bundle_digest: str, version: str = __version__, read: Callable[[str], str] = read_list) -> str:
    """Return a digest of all inputs of a fitted matcher.

    The general lists and the code that reads them, then the bundle.

    Weights and thresholds are not among them: they are read at each start, and no cached result depends on them.
    """
    reading = hashlib.sha256("\n".join((str(FORM), version, Stemmer.version())).encode())
    for name in _LISTS:
        reading.update(hashlib.sha256(read(name).encode()).digest())
    return reading.hexdigest()[:_READING] + hashlib.sha256(bundle_digest.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class BundleCache:
    """The cached results of one bundle.

    Its checked content, its names and ranker, its classifier, and sentence vectors.
    """

    directory: Path
    digest: str
    shipped: Path | None = None

    def others(self) -> Iterator[BundleCache]:
        """Yield the caches of other bundles that were read in the same way, newest first, and the shipped files."""
        reading = self.digest[:_READING]
        for path in sorted(self.directory.glob(f"checked-{reading}*.txt"), key=lambda each: each.stat().st_mtime, reverse=True):
            yield replace(self, digest=path.stem.removeprefix("checked-"))
        shipped = read_arrays(self.shipped / "words.npz", only=("digest",)) if self.shipped is not None else None
        if shipped is not None and shipped["digest"].tobytes().startswith(reading.encode()):
            yield replace(self, digest=shipped["digest"].tobytes().decode())

    def load_checked(self) -> str | None:
        """Return the content that was saved when these very files passed the check.

        Return None if they did not, or if the record is damaged.
        """
        path = self._path("checked", ".txt")
        try:
            digest, _, text = path.read_text(encoding="utf-8").partition("\n")
        except NOT_THERE:
            small = self._read_shipped("words", ("checked",))
            return checked_bundle(small) if small is not None else None
        except (OSError, ValueError) as error:
            log_damage(path, error)
            return None
        if digest != _digest(text):
            log_damage(path, "its digest differs")
            return None
        return text

    def save_checked(self, text: str) -> None:
        """Save that the files passed the check, with their content."""
        self._write(self._path("checked", ".txt"), lambda path: write_atomically(path, f"{_digest(text)}\n{text}".encode()))

    def load(self, items: Sequence[Item], encoder: Encoder | None) -> tuple[Folder, Ranker] | None:
        """Return the folder and the ranker of a bundle's items; None if any part has to be fitted."""
        found = self.load_words(items)
        if found is None or encoder is None:
            return found
        folder, ranker = found
        meant = self.load_meaning(ranker, encoder)
        return (folder, meant) if meant is not None else None

    def load_words(self, items: Sequence[Item]) -> tuple[Folder, Ranker] | None:
        """Return the folder and the ranker without sentence vectors, from this cache or the shipped files."""
        asked = [item for item in items if item.ways]
        found = self._read_words() or self._take_shipped_words()
        if found is None:
            return None
        arrays, classifier = found
        if arrays["phrasings"].tolist() != [len(item.ways) for item in asked]:
            log_damage(self._path("ranker", ".npz"), "it belongs to other items")
            return None
        made = ranker_of(arrays, classifier, asked)
        if made is None:
            log_damage(self._path("ranker", ".npz"), "its shapes do not belong together")
        return made

    def save_words(self, folder: Folder, ranker: Ranker) -> Ranker:
        """Save both, and return the ranker as it will be loaded from now on."""
        layer, numbers = ranker.layers[0]
        assert not isinstance(layer.weights, SparseRows)  # noqa: S101 - a bundle's are whole
        classifier = layer.weights.astype(np.float16) if layer.weights is not None else None
        classifier = self._write_words(arrays_of(folder, ranker), classifier)
        return Ranker(ranker.lexicon, ranker.vectoriser, [(replace(layer, weights=classifier), numbers)], ranker.encoder)

    def load_meaning(self, ranker: Ranker, encoder: Encoder) -> Ranker | None:
        """Return a ranker with its saved or shipped sentence vectors."""
        kind, index = _meaning(encoder), ranker.layers[0][0].index
        needed = index.size, len(index.counts), encoder.encode_phrasings([]).shape[1]
        path, arrays = self._path(kind, ".npz"), read_arrays(self._path(kind, ".npz"), only=MEANING)
        if arrays is None and self.shipped is not None:
            path, arrays = self.shipped / f"{kind}.npz", self._read_shipped(kind, MEANING)
        if arrays is None:
            return None
        if not is_meaning_whole(arrays, *needed):
            log_damage(path, "its shapes do not belong together")
            return None
        return _with_meaning(ranker, arrays, encoder)

    def save_meaning(self, ranker: Ranker) -> Ranker:
        """Save sentence vectors, and return the ranker with them as they will be loaded from now on."""
        meaning, encoder = ranker.layers[0][0].meaning, ranker.encoder
        assert meaning is not None and encoder is not None  # noqa: S101, PT018 - it was just encoded
        arrays = meaning_arrays(meaning)
        self._write(self._path(_meaning(encoder), ".npz"), lambda path: write_arrays(path, arrays))
        return _with_meaning(ranker, arrays, encoder)

    def ship(self, to: Path, encoder: Encoder | None) -> list[Path]:
        """Write the cached results into a directory, compactly, to ship them with the bundle; return the files."""
        found, checked = self._read_words(), self.load_checked()
        if found is None or checked is None:
            raise FileNotFoundError(self._path("ranker", ".npz"))
        parts = {"words": shrink(*found, checked)}
        meaning = read_arrays(self._path(_meaning(encoder), ".npz"), only=MEANING) if encoder is not None else None
        if encoder is not None and meaning is not None:
            parts[_meaning(encoder)] = meaning
        for name, arrays in parts.items():
            write_arrays(to / f"{name}.npz", {**arrays, "digest": as_bytes(self.digest)}, is_compressed=name == "words", is_shared=True)
        return [to / f"{name}.npz" for name in parts]

    def _take_shipped_words(self) -> tuple[Arrays, npt.NDArray[Any] | None] | None:
        small = self._read_shipped("words", WORDS)
        if small is None or self.shipped is None:
            return None
        if not can_grow(small):
            log_damage(self.shipped / "words.npz", "its shapes do not belong together")
            return None
        arrays, classifier = grow(small)
        return arrays, self._write_words(arrays, classifier)

    def _read_shipped(self, name: str, only: Collection[str]) -> Arrays | None:
        return read_arrays(self.shipped / f"{name}.npz", self.digest, only) if self.shipped is not None else None

    def _read_words(self) -> tuple[Arrays, npt.NDArray[Any] | None] | None:
        arrays = read_arrays(self._path("ranker", ".npz"), only=(*RANKER, _SUM))
        if arrays is not None and not is_whole(arrays):
            log_damage(self._path("ranker", ".npz"), "its shapes do not belong together")
            return None
        if arrays is None or not arrays["has_classifier"]:
            return (arrays, None) if arrays is not None else None
        path = self._path("classifier", ".npy")
        classifier = map_array(path)
        if classifier is not None and classifier.shape != (len(arrays["idf"]) + 1, len(arrays["phrasings"])):
            log_damage(path, "it has another shape")
            return None
        if classifier is not None and _sum(classifier) != arrays[_SUM]:
            log_damage(path, "its sum differs")
            return None
        return (arrays, classifier) if classifier is not None else None

    def _write_words(self, arrays: Arrays, classifier: npt.NDArray[np.float16] | None) -> npt.NDArray[Any] | None:
        """Write a ranker's arrays, and return the classifier, mapped from disk if possible.

        A question reads few of its rows.
        """
        kept = {name: arrays[name] for name in RANKER} | {_SUM: np.array(_sum(classifier) if classifier is not None else 0)}
        path = self._path("classifier", ".npy")
        if classifier is not None:
            self._write(path, lambda path: write_atomically(path, lambda file: np.save(file, classifier)))
        self._write(self._path("ranker", ".npz"), lambda path: write_arrays(path, kept))
        mapped = map_array(path) if classifier is not None else None
        return mapped if mapped is not None else classifier

    def _path(self, kind: str, suffix: str) -> Path:
        return self.directory / f"{kind}-{self.digest}{suffix}"

    def _write(self, path: Path, write: Callable[[Path], None]) -> None:
        """Write a file and delete the oldest of its kind.

        A file that cannot be written is made again at the next start.
        """
        try:
            write(path)
            kind = path.name.removesuffix(f"-{self.digest}{path.suffix}")
            for old in sorted(path.parent.glob(f"{kind}-*{path.suffix}"), key=lambda each: each.stat().st_mtime)[:-KEPT]:
                old.unlink(missing_ok=True)
            for former in path.parent.glob(_FORMER):
                former.unlink(missing_ok=True)
        except OSError as error:
            log.warning("what was made of the knowledge cannot be kept", extra={"file": str(path), "error": str(error)})


def _sum(classifier: npt.NDArray[Any]) -> int:
    """Return a checksum of the classifier, whose file has none of its own."""
    return zlib.crc32(classifier.ravel(order="K").data.cast("B"))


def _meaning(encoder: Encoder) -> str:
    return f"meaning-{encoder.name}"


def _with_meaning(ranker: Ranker, arrays: Arrays, encoder: Encoder) -> Ranker:
    layer, numbers = ranker.layers[0]
    return Ranker(ranker.lexicon, ranker.vectoriser, [(replace(layer, meaning=meaning_of(arrays)), numbers)], encoder)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
