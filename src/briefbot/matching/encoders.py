"""Sentence encoders by name, and a memory of what they encoded."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib.metadata import entry_points
from pathlib import Path

import numpy as np

from briefbot.errors import EncoderError
from briefbot.matching.ngrams import Floats
from briefbot.matching.semantic import Encoder

GROUP = "briefbot.encoders"
"""Entry points of this group name encoders; each loads to a function without arguments."""
DEFAULT = "use"


def load_encoder(name: str = DEFAULT) -> Encoder:
    """Load an encoder by name; EncoderError says how to install what is missing."""
    found = entry_points(group=GROUP, name=name)
    if not found:
        known = ", ".join(sorted(point.name for point in entry_points(group=GROUP)))
        raise EncoderError(f"there is no sentence encoder {name!r}; known: {known or 'none'}")
    try:
        encoder: Encoder = next(iter(found)).load()()
    except ImportError as error:
        raise EncoderError(f"sentence vectors need the extra: pip install 'briefbot[semantic]' ({error.name} is missing)") from error
    return encoder


class Remembered:
    """An encoder that encodes no text twice, and keeps what it encoded on disk."""

    def __init__(self, encoder: Encoder, path: Path | None = None) -> None:
        """Take the encoder and the file to keep vectors in; None keeps them in memory only."""
        self.name, self._encoder, self._path = encoder.name, encoder, path
        self._vectors: dict[str, Floats] = {}
        if path is not None and path.exists():
            self._read(path)

    def _read(self, path: Path) -> None:
        try:
            with np.load(path, allow_pickle=False) as stored:
                self._vectors = dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))
        except (OSError, ValueError, KeyError):
            self._vectors = {}  # a file that was cut short is made anew

    def encode(self, texts: Sequence[str]) -> Floats:
        """Encode texts, one unit vector a row; a single text is a question, and is not kept."""
        if len(texts) == 1:
            return self._encoder.encode(texts)
        keys = [hashlib.sha256(text.encode()).hexdigest()[:24] for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._vectors}
        if new:
            self._vectors.update(zip(new, self._encoder.encode(list(new.values())), strict=True))
            self._write()
        return np.stack([self._vectors[key] for key in keys])

    def _write(self) -> None:
        if self._path is None:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            aside = self._path.with_suffix(".new.npz")
            np.savez(aside, keys=np.array(list(self._vectors)), vectors=np.stack(list(self._vectors.values())))
            aside.replace(self._path)
        except OSError:
            self._path = None  # nowhere to keep them: they are encoded anew at the next start
