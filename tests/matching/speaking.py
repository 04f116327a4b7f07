"""Short descriptions of outcomes, and a sentence encoder that knows a few ideas."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np

from briefbot.domain.outcome import Abstained, Answered, Outcome, Quoted, Suggested, Wished
from briefbot.language import text
from briefbot.matching.recall.ngrams import Floats


def reached(outcome: Outcome) -> str:
    """Describe a reply in one line: "answered winner", "quoted a, b", "suggested", "silent gap-park", "off_topic"."""
    match outcome:
        case Answered(entries=entries):
            return "answered " + ", ".join(entry.id for entry in entries)
        case Quoted(quotes=quotes):
            return "quoted " + ", ".join(quote.id for quote in quotes)
        case Suggested():
            return "suggested"
        case Abstained(reason=reason, gap=gap):
            return f"{reason} {gap.id}" if gap is not None else reason
        case Wished(wish=wish, items=items):
            return " ".join([f"wish {wish}", *(item.id for item in items)])


IDEAS = (
    ("how many", "cuantas", "wie viele", "combien", "сколько"),
    ("kites", "kite", "cometas", "drachenflieger", "cerfs-volants", "змеев"),
    ("flew", "volaron", "flogen", "летало"),
    ("why", "por que", "warum", "pourquoi", "почему"),
    ("delayed", "delay", "late", "retraso", "verspatet", "retard"),
    ("festival", "festivals", "fest", "фестиваль"),
)
_HASHED = 58


class ConceptEncoder:
    """Encode ideas that words of several languages share, and other words at random."""

    name = "concepts"

    def __init__(self) -> None:
        self.encoded: list[str] = []
        """Every text that was encoded, to count the work."""

    def encode(self, texts: Sequence[str]) -> Floats:
        """Encode texts, one unit vector a row."""
        self.encoded += texts
        return np.array([self._vector(each) for each in texts], dtype=np.float32).reshape(len(texts), len(IDEAS) + _HASHED)

    def encode_question(self, text: str) -> Floats:
        """Encode a question."""
        return self.encode([text])[0]

    def encode_phrasings(self, texts: Sequence[str]) -> Floats:
        """Encode phrasings."""
        return self.encode(texts)

    def _vector(self, typed: str) -> Floats:
        vector = np.zeros(len(IDEAS) + _HASHED, dtype=np.float32)
        words = " ".join(text.tokens(typed))
        for number, forms in enumerate(IDEAS):
            if any(f" {form} " in f" {words} " for form in forms):
                vector[number] = 3.0
        for word in words.split():
            vector[len(IDEAS) + crc32(word.encode()) % _HASHED] += 1.0
        vector[-1] += not vector.any()
        return vector / np.float32(np.linalg.norm(vector))
