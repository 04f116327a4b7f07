"""A sentence encoder that encodes no phrasing twice."""

from __future__ import annotations

import hashlib
import logging
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from briefbot.matching.recall.encoders import SentenceEncoder
from briefbot.matching.recall.ngrams import Floats

log = logging.getLogger(__name__)

_BATCH = 256
"""How many phrasings are encoded between two reports of progress."""
_TABLE = "CREATE TABLE IF NOT EXISTS vectors (text TEXT PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID"


class CachedEncoder:
    """Encodes phrasings once and keeps their vectors in a file; questions are encoded each time."""

    def __init__(self, encoder: SentenceEncoder, path: Path | None = None, progress: Callable[[int, int], None] | None = None) -> None:
        """Set the encoder and the file for its vectors (None: memory only).

        `progress` gets the number of encoded phrasings.
        """
        self.name, self._encoder, self._path, self._progress = encoder.name, encoder, path, progress
        self._vectors: dict[str, Floats] = {}

    def encode_question(self, text: str) -> Floats:
        """Encode a question, which is not cached."""
        vector: Floats = self._encoder.encode([text])[0]
        return vector

    def encode_phrasings(self, texts: Sequence[str]) -> Floats:
        """Encode phrasings, one unit vector a row."""
        keys = [hashlib.sha256(text.encode()).hexdigest()[:24] for text in texts]
        self._read({key for key in keys if key not in self._vectors})
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._vectors}
        for vectors in self._encoded(new):
            self._vectors.update(vectors)
            self._write(vectors)
        return np.stack([self._vectors[key] for key in keys]) if keys else self._encoder.encode([])

    def _encoded(self, texts: dict[str, str]) -> Iterator[dict[str, Floats]]:
        keys = list(texts)
        for start in range(0, len(keys), _BATCH):
            part = keys[start : start + _BATCH]
            yield dict(zip(part, self._encoder.encode([texts[key] for key in part]), strict=True))
            if self._progress is not None:
                self._progress(start + len(part), len(keys))

    def _read(self, keys: set[str]) -> None:
        """Read the cached vectors.

        Those of another length come from an earlier encoder with this name, and are made again.
        """
        size = self._encoder.encode([]).shape[1] * np.dtype(np.float32).itemsize

        def read(file: sqlite3.Connection) -> None:
            for key in keys:
                for (vector,) in file.execute("SELECT vector FROM vectors WHERE text = ? AND length(vector) = ?", (key, size)):
                    self._vectors[key] = np.frombuffer(vector, dtype=np.float32)

        if keys and self._path is not None:
            _use(self._path, read, is_new=False)

    def _write(self, vectors: dict[str, Floats]) -> None:
        def write(file: sqlite3.Connection) -> None:
            rows = [(key, vector.tobytes()) for key, vector in vectors.items()]
            with file:
                file.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)

        if self._path is not None:
            _use(self._path, write)


def _use(path: Path, work: Callable[[sqlite3.Connection], None], *, is_new: bool = True) -> None:
    """Read or write the file of vectors, created if it may be new; a failure is logged, and the file is not used.

    A damaged file is removed.
    """
    try:
        if not is_new and not path.exists():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(path)) as file:
            file.execute("PRAGMA synchronous = OFF")  # data lost in a crash is encoded again
            file.execute(_TABLE)
            work(file)
        path.with_suffix(".npz").unlink(missing_ok=True)  # the place of earlier versions
    except (OSError, sqlite3.OperationalError) as error:  # a read-only directory, a full disk
        log.warning("sentence vectors cannot be kept", extra={"file": str(path), "error": str(error)})
    except sqlite3.DatabaseError as error:
        log.warning("damaged sentence vectors are encoded again", extra={"file": str(path), "error": str(error)})
        path.unlink(missing_ok=True)
