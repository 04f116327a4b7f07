"""What takes seconds to build and never changes for the same knowledge: kept on disk, made again where it is lost."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tokenize import TokenError
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

import briefbot
from briefbot.domain.knowledge import Item
from briefbot.matching.ranking.candidates import Ranker
from briefbot.matching.reading.aliases import Folder
from briefbot.matching.reading.vocabulary import Lexicon
from briefbot.matching.recall.layer import Layer
from briefbot.matching.recall.ngrams import Floats, Vectoriser, VectorTable
from briefbot.matching.recall.phrasing_index import PhrasingIndex
from briefbot.matching.recall.profile import LazyProfiles
from briefbot.matching.recall.sentence_vectors import Encoder, Meaning

KEPT = 4
"""Files of a kind that are kept; the oldest go first."""
_DAMAGED = (OSError, ValueError, KeyError, EOFError, BadZipFile, RuntimeError, TypeError, SyntaxError, TokenError)
"""What reading a file that is not there, or was cut short, raises: it is made again."""


_NONE = np.zeros(0, dtype=np.float32)
"""Stands for weights that were not fitted."""


class Memory:
    """A directory of what was built from bundles, by the digest of their files."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def slot(self, digest: str) -> Slot:
        """Give the place of one bundle."""
        return Slot(self._directory, f"{briefbot.__version__}-{_code_changed():x}-{digest}")


def _code_changed() -> int:
    """Tell when the program was last changed, in nanoseconds: in a checkout the code changes more often than the version."""
    package = Path(briefbot.__file__).parent
    return max(file.stat().st_mtime_ns for part in ("domain", "language", "matching", "bundle") for file in (package / part).rglob("*.py"))


@dataclass(frozen=True, slots=True)
class Slot:
    """What is kept of one bundle: its files as they were read and passed the check, its folder and its ranker."""

    directory: Path
    name: str

    def passed(self) -> str | None:
        """Give what was noted when these very files passed the check; None where they did not, or the note is damaged."""
        try:
            digest, _, text = self._passed.read_text(encoding="utf-8").partition("\n")
        except (OSError, ValueError):
            return None
        return text if digest == _digest(text) else None

    def note_passed(self, text: str) -> None:
        """Note that the files passed the check, and what they say."""
        _write(self._passed, f"{_digest(text)}\n{text}".encode())

    def recall(self, items: Sequence[Item], encoder: Encoder | None) -> tuple[Folder, Ranker] | None:
        """Read folder and ranker; None where none were kept, or their file is damaged."""
        try:
            with self._ranker(encoder).open("rb") as file, np.load(file, allow_pickle=False) as arrays:
                classifier = self._read_classifier(encoder) if arrays["has_classifier"] else None
                folder = Folder.recalled(json.loads(arrays["folder"].tobytes()))
                return folder, _ranker(arrays, classifier, [item for item in items if item.phrasings], folder, encoder)
        except _DAMAGED:
            return None

    def keep(self, folder: Folder, ranker: Ranker) -> Ranker:
        """Write both; where that is not possible they are built again at the next start. Give the ranker as it is from now on."""
        (layer, numbers), *_ = ranker.layers
        if layer.weights is not None:
            _write(self._classifier(ranker.encoder), layer.weights.astype(np.float16))
        _write(self._ranker(ranker.encoder), {"folder": _packed(folder.plain()), **_arrays(ranker)})
        try:
            classifier = self._read_classifier(ranker.encoder) if layer.weights is not None else None
        except _DAMAGED:
            return ranker
        return Ranker(ranker.lexicon, ranker.vectoriser, [(replace(layer, weights=classifier), numbers)], ranker.encoder)

    def _read_classifier(self, encoder: Encoder | None) -> Any:
        """Open the classifier: a question reads a few rows of it, the largest part by far, so it stays on disk."""
        return np.asarray(np.load(self._classifier(encoder), mmap_mode="r", allow_pickle=False))

    @property
    def _passed(self) -> Path:
        return self.directory / f"passed-{self.name}.txt"

    def _ranker(self, encoder: Encoder | None) -> Path:
        return self.directory / f"ranker-{_by(encoder)}-{self.name}.npz"

    def _classifier(self, encoder: Encoder | None) -> Path:
        return self.directory / f"classifier-{_by(encoder)}-{self.name}.npy"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _by(encoder: Encoder | None) -> str:
    return encoder.name if encoder is not None else "plain"


def _arrays(ranker: Ranker) -> dict[str, Any]:
    layer, lexicon = ranker.layers[0][0], ranker.lexicon
    arrays: dict[str, Any] = {
        "grams": _packed(list(ranker.vectoriser.ids)),
        "idf": ranker.vectoriser.idf,
        "terms": _packed(list(lexicon.counts)),
        "counts": np.array(list(lexicon.counts.values()), dtype=np.int32),
        "words": _packed(sorted(lexicon.words)),
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
    if layer.meaning is not None:
        weights = layer.meaning.weights
        arrays |= {"vectors": layer.meaning.vectors, "meaning_weights": weights if weights is not None else _NONE}
    return arrays


def _ranker(arrays: Mapping[str, Any], classifier: Any | None, items: Sequence[Item], folder: Folder, encoder: Encoder | None) -> Ranker:
    vectoriser = Vectoriser({gram: i for i, gram in enumerate(_unpacked(arrays["grams"]))}, arrays["idf"])
    counts = dict(zip(_unpacked(arrays["terms"]), arrays["counts"].tolist(), strict=True))
    index = PhrasingIndex(arrays["rows"], arrays["weights_by_row"], arrays["starts"], arrays["phrasings"].tolist())
    if index.counts != [len(item.phrasings) for item in items]:
        raise ValueError("kept for another knowledge")
    layer = Layer(
        LazyProfiles(items, folder),
        arrays["gaps"],
        VectorTable(arrays["columns"], arrays["values"], arrays["bounds"]),
        index,
        classifier,
        _meaning(arrays) if encoder is not None else None,
    )
    lexicon = Lexicon(counts, len(items), _unpacked(arrays["words"]))
    return Ranker(lexicon, vectoriser, [(layer, np.arange(len(items), dtype=np.int32))], encoder)


def _meaning(arrays: Mapping[str, Any]) -> Meaning:
    weights = arrays["meaning_weights"]
    return Meaning(arrays["vectors"], weights if weights.size else None)


def _packed(plain: object) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    return np.frombuffer(json.dumps(plain, ensure_ascii=False).encode(), dtype=np.uint8)


def _unpacked(packed: np.ndarray[tuple[int], np.dtype[np.uint8]]) -> list[str]:
    texts: list[str] = json.loads(packed.tobytes())
    return texts


def _write(path: Path, content: Mapping[str, Any] | npt.NDArray[Any] | bytes) -> None:
    """Write aside and move into place, and drop the oldest files of the same kind."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_suffix(".new")
        with aside.open("wb") as file:
            match content:
                case bytes():
                    file.write(content)
                case np.ndarray():
                    np.save(file, content)
                case _:
                    np.savez(file, **content)
        aside.replace(path)
        kind = path.name.split("-")[0]
        for old in sorted(path.parent.glob(f"{kind}-*{path.suffix}"), key=lambda each: each.stat().st_mtime)[:-KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        return


class RememberedEncoder:
    """An encoder that encodes no phrasing twice, and keeps what it encoded on disk."""

    def __init__(self, encoder: Encoder, path: Path | None = None) -> None:
        """Take the encoder and the file to keep vectors in; None keeps them in memory only."""
        self.name, self._encoder, self._path = encoder.name, encoder, path
        self._vectors: dict[str, Floats] = {}

    def _read(self) -> None:
        try:
            if self._path is not None and not self._vectors:
                with self._path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
                    self._vectors = dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))
        except _DAMAGED:
            self._vectors = {}

    def encode(self, texts: Sequence[str]) -> Floats:
        """Encode texts, one unit vector a row; a single text is a question, and is not kept."""
        if len(texts) == 1:
            return self._encoder.encode(texts)
        self._read()
        keys = [hashlib.sha256(text.encode()).hexdigest()[:24] for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._vectors}
        if new:
            self._vectors.update(zip(new, self._encoder.encode(list(new.values())), strict=True))
            if self._path is not None:
                _write(self._path, {"keys": np.array(list(self._vectors)), "vectors": np.stack(list(self._vectors.values()))})
        return np.stack([self._vectors[key] for key in keys])
