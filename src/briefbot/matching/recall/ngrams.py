"""Questions as weighted bags of words, word pairs and letter n-grams (tf-idf, unit length)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from briefbot.language.stemming import stem
from briefbot.matching.reading.question import Question

Floats: TypeAlias = npt.NDArray[np.float32]
Ints: TypeAlias = npt.NDArray[np.int32]

_LENGTHS = (3, 4)
_WORDS_KEPT = 8_192
"""How many words' features are cached."""


@lru_cache(65_536)
def _letters(word: str) -> tuple[str, ...]:
    """List a word's letter n-grams, with its ends marked."""
    marked = f"^{word}$"
    return tuple(marked[i : i + n] for n in _LENGTHS for i in range(len(marked) - n + 1))


def grams(question: Question) -> list[str]:
    """List a question's features: terms, pairs of terms, stems of folded words, letter n-grams."""
    return _terms(question) + _letters_of(question.words)


def _letters_of(words: Iterable[str]) -> list[str]:
    return [gram for word in words for gram in _letters(word)]


def _terms(question: Question) -> list[str]:
    terms = question.terms
    found = [f"w {term}" for term in terms]
    found += [f"p {first} {second}" for first, second in pairwise(terms)]
    for name, words in question.folded:
        found += [f"s {stem(word)}" for word in words if word != name]
    return found


@dataclass(frozen=True, slots=True)
class VectorTable:
    """Sparse vectors, one a row: row i holds columns and values from bounds[i] to bounds[i + 1]."""

    columns: Ints
    values: Floats
    bounds: Ints

    @classmethod
    def of(cls, vectors: Sequence[tuple[Ints, Floats]]) -> VectorTable:
        """Stack vectors."""
        bounds = np.zeros(len(vectors) + 1, dtype=np.int32)
        np.cumsum([len(columns) for columns, _ in vectors], out=bounds[1:])
        columns = np.concatenate([columns for columns, _ in vectors]) if vectors else np.zeros(0, np.int32)
        values = np.concatenate([values for _, values in vectors]) if vectors else np.zeros(0, np.float32)
        return cls(columns, values, bounds)

    def __len__(self) -> int:
        return len(self.bounds) - 1

    def rows(self, first: int, last: int) -> list[tuple[Ints, Floats]]:
        """Return the vectors of consecutive rows."""
        cuts = self.bounds[first : last + 1].tolist()
        return [(self.columns[start:end], self.values[start:end]) for start, end in pairwise(cuts)]


@dataclass(frozen=True)
class Vectoriser:
    """The features of phrasings, and their weights."""

    ids: dict[str, int]
    idf: Floats
    later: Mapping[str, int] = field(default_factory=dict)
    """Features that came later, kept apart so that all guilds share the others.

    Each is as telling as the most telling of those.
    """
    base: Vectoriser | None = None
    """The vectoriser that already has the features of most words."""

    @classmethod
    def fit(cls, documents: Sequence[Iterable[str]], rarest: int = 1) -> Vectoriser:
        """Learn the features that are in at least `rarest` documents."""
        counts: Counter[str] = Counter()
        for document in documents:
            counts.update(dict.fromkeys(document).keys())  # in order, so that the same knowledge has the same numbers
        kept = [(gram, count) for gram, count in counts.items() if count >= rarest]
        ids = {gram: i for i, (gram, _) in enumerate(kept)}
        frequencies = np.array([count for _, count in kept], dtype=np.float32)
        return cls(ids, (np.log((1 + len(documents)) / (1 + frequencies)) + 1).astype(np.float32))

    def __len__(self) -> int:
        return len(self.ids) + len(self.later)

    def extended(self, documents: Sequence[Iterable[str]]) -> Vectoriser:
        """Add the features of later documents; existing ones keep their numbers and weights."""
        new = sorted({gram for document in documents for gram in document} - self.ids.keys() - self.later.keys())
        if not new:
            return self
        return Vectoriser(self.ids, self.idf, {**self.later, **{gram: len(self) + i for i, gram in enumerate(new)}}, self)

    def vector(self, question: Question) -> tuple[Ints, Floats]:
        """Return the ids and weights of a question's features, with unit length."""
        return self.transform(_terms(question), question.words)

    def transform(self, features: Sequence[str], words: Sequence[str] = ()) -> tuple[Ints, Floats]:
        """Return the ids and weights, with unit length, of features and of the letter n-grams of words.

        Each counts once.
        """
        found = dict.fromkeys(map(self.ids.get, features))
        for word in words:
            found |= self._letter_ids(word)
        if None in found:
            del found[None]
            if self.later:
                found |= dict.fromkeys(self.later[gram] for gram in (*features, *_letters_of(words)) if gram in self.later)
        columns = np.array(list(found), dtype=np.int32)
        values = self._telling(columns) if self.later else self.idf.take(columns)
        norm = math.sqrt(values.dot(values))
        return columns, values / norm if norm else values

    def _telling(self, columns: Ints) -> Floats:
        """Return the weights of features, some of which came later."""
        values, is_known = np.full(len(columns), self._highest, dtype=np.float32), columns < len(self.idf)
        values[is_known] = self.idf[columns[is_known]]
        return values

    @cached_property
    def _highest(self) -> float:
        return float(self.idf.max(initial=1.0))

    @cached_property
    def _letter_ids(self) -> Callable[[str], dict[int | None, None]]:
        """Cache the ids of words' letter n-grams, with None for those that are not features.

        Most words have been seen before.
        """
        if self.base is not None:
            return self.base._letter_ids
        ids = self.ids
        return lru_cache(_WORDS_KEPT)(lambda word: dict.fromkeys(map(ids.get, _letters(word))))


@dataclass(frozen=True, slots=True)
class VectorsAgain:
    """The vectors of questions, each computed when it is asked for."""

    vectoriser: Vectoriser
    questions: Sequence[Question]

    def rows(self, first: int, last: int) -> list[tuple[Ints, Floats]]:
        """Return the vectors of some consecutive questions."""
        return [self.vectoriser.vector(question) for question in self.questions[first:last]]
