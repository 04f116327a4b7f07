"""What is learned about a set of items: a bundle's, or the few that a guild has changed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from briefbot.domain.knowledge import Item
from briefbot.matching.reading.question import Question
from briefbot.matching.recall.ngrams import Floats, Ints, Vectoriser, VectorsAgain, VectorTable
from briefbot.matching.recall.phrasing_index import PhrasingIndex
from briefbot.matching.recall.profile import LazyProfiles, Profile
from briefbot.matching.recall.sentence_vectors import Encoder, Meaning, Others
from briefbot.matching.recall.sparse_rows import Halves, SparseRows

Fit = Callable[[VectorTable, Ints, int, Sequence[int]], Floats]
"""Fits the linear classifier (`classifier.fit`); passed in because loading its library takes a second."""

Vector: TypeAlias = tuple[Ints, Floats]
"""A sparse vector: columns and values."""
CLASSIFIER_LIMIT = 5_000
"""The number of items above which no linear classifier is fitted: it would take minutes and gigabytes."""
NOBODY = -1
"""The owner of lines that no item answers."""
_CLAIMED = 0.7
"""The similarity to a phrasing from which a line with only known content words is about an item.

See docs/decisions/006-general-list.md.
"""


@dataclass(frozen=True, slots=True)
class Layer:
    """Items with their phrasings' vectors, inverted index, classifier weights and meanings."""

    profiles: Sequence[Profile] | LazyProfiles
    gaps: npt.NDArray[np.bool_]
    """Which of the items are gaps."""
    table: VectorTable | VectorsAgain
    """The phrasings' vectors."""
    index: PhrasingIndex
    weights: Floats | Halves | SparseRows | None
    """The linear classifier: shape (features + 1, items), the bias last; None if none was fitted."""
    meaning: Meaning | None

    def scores(self, columns: Ints, values: Floats, items: Ints | None = None) -> Floats:
        """Return the classifier's scores of some items (None: all).

        The score is about 1 for an item that is meant, -1 for others.
        """
        assert self.weights is not None  # noqa: S101 - the ranker looks first
        bias = self.weights[-1]
        is_known = columns < len(self.weights) - 1
        if not is_known.all():  # a guild's questions may have features that are newer than the bundle's
            columns, values = columns[is_known], values[is_known]
        rows: Floats | Halves = self.weights[columns]
        if items is not None:
            rows, bias = rows[:, items], bias[items]
        # Stored weights are in half precision, which is slow to convert: so the fewer the better.
        scores: Floats = values @ rows.astype(np.float32, copy=False) + bias
        return scores

    @property
    def items(self) -> Sequence[Item]:
        """List the items; none of them has to be read for that."""
        return self.profiles.items if isinstance(self.profiles, LazyProfiles) else [profile.item for profile in self.profiles]

    def vectors_of(self, number: int) -> list[Vector]:
        """Return the vectors of one item's phrasings."""
        return self.table.rows(self.index.cuts[number], self.index.cuts[number + 1])


@dataclass(frozen=True, slots=True)
class Below:
    """A layer that another one is built on top of, and the numbers of its items that are kept."""

    layer: Layer
    kept: Sequence[int]

    def vectors(self) -> tuple[list[Vector], list[int]]:
        """Return the vectors of the kept items, and the place of each one's item in `kept`."""
        found = [self.layer.vectors_of(number) for number in self.kept]
        return [vector for each in found for vector in each], [place for place, each in enumerate(found) for _ in each]

    def known_vectors(self, items: Collection[str]) -> dict[str, Floats]:
        """Return the vectors of the phrasings that some items, by id, have in the layer."""
        if self.layer.meaning is None:
            return {}
        numbers = (number for number, item in enumerate(self.layer.items) if item.id in items)
        return {
            typed: self.layer.meaning.vectors[self.layer.index.cuts[number] + place]
            for number in numbers
            for place, typed in enumerate(self.layer.profiles[number].typed)
        }

    def meanings(self) -> Others | None:
        """Return the sentence vectors of the kept items, and their weights; None if the layer has no vectors."""
        if self.layer.meaning is None:
            return None
        firsts = self.layer.index.firsts
        numbers = [np.arange(firsts[number], firsts[number + 1]) for number in self.kept]
        phrasings = np.concatenate([np.zeros(0, dtype=np.intp), *numbers])
        weights = self.layer.meaning.weights
        return Others(self.layer.meaning.vectors[phrasings], weights[:, list(self.kept)] if weights is not None else None)


def build_layer(
    profiles: Sequence[Profile],
    vectoriser: Vectoriser,
    fit: Fit | None,
    encoder: Encoder | None,
    below: Below | None = None,
    outside: Sequence[tuple[str, Question]] = (),
) -> Layer:
    """Build the layer of some items.

    `below` is the layer under it; `outside` has the lines that neither answers, as typed and as read.
    """
    phrasings = [phrasing for profile in profiles for phrasing in profile.phrasings]
    vectors = [vectoriser.vector(phrasing) for phrasing in phrasings]
    counts = [len(profile.phrasings) for profile in profiles]
    table = VectorTable.of(vectors)
    index = PhrasingIndex.of(table, counts, len(vectoriser))
    gaps = np.array([profile.kind == "gap" for profile in profiles], dtype=bool)
    apart = _unclaimed(outside, profiles, vectoriser, index)
    strange = [vectoriser.vector(question) for _, question in apart]
    weights = _classifier(vectors, counts, len(vectoriser), fit, below, strange) if fit is not None else None
    meaning = _meaning(profiles, encoder, below, [typed for typed, _ in apart]) if encoder is not None else None
    # Many guilds have such a layer on top, and hardly ever need its vectors again.
    return Layer(tuple(profiles), gaps, table if below is None else VectorsAgain(vectoriser, phrasings), index, weights, meaning)


def _unclaimed(
    outside: Sequence[tuple[str, Question]], profiles: Sequence[Profile], vectoriser: Vectoriser, index: PhrasingIndex
) -> list[tuple[str, Question]]:
    """Return the lines that the items are not about."""
    terms = frozenset[str]().union(*(profile.terms for profile in profiles))
    return [(typed, question) for typed, question in outside if not is_claimed(question, terms, vectoriser, index)]


def is_claimed(question: Question, terms: Container[str], vectoriser: Vectoriser, index: PhrasingIndex) -> bool:
    """Return whether items are about a line that most bundles do not answer.

    Its content words are known, and a phrasing is near.
    """
    if not question.content or not all(term in terms for term in question.content):
        return False
    return bool(index.likeness(*vectoriser.vector(question)).max(initial=0.0) >= _CLAIMED)


def _classifier(
    vectors: Sequence[Vector], counts: Sequence[int], features: int, fit: Fit, below: Below | None, outside: Sequence[Vector]
) -> Floats | SparseRows | None:
    """Fit the linear classifier of some items, given the vectors of their phrasings and the number for each item."""
    others, places = below.vectors() if below is not None else ([], [])
    if not 1 < len(counts) + len(set(places)) <= CLASSIFIER_LIMIT:
        return None
    owners = [*_owners(counts), *(len(counts) + place for place in places), *[NOBODY] * len(outside)]
    table = VectorTable.of([*vectors, *others, *outside])
    weights = fit(table, np.array(owners, dtype=np.int32), features, range(len(counts)))
    # A bundle's are kept on disk, in half precision as well.
    return SparseRows(weights.astype(np.float16)) if below is not None else weights


def _owners(counts: Sequence[int]) -> list[int]:
    """Return the number of each phrasing's item."""
    return [number for number, count in enumerate(counts) for _ in range(count)]


def _meaning(profiles: Sequence[Profile], encoder: Encoder, below: Below | None, outside: Sequence[str]) -> Meaning:
    """Encode the phrasings of some items, and fit the classifier on their vectors."""
    counts = [len(profile.phrasings) for profile in profiles]
    return fit_meaning(_encoded(profiles, encoder, below), counts, encoder, outside, below.meanings() if below is not None else None)


def fit_meaning(vectors: Floats, counts: Sequence[int], encoder: Encoder, outside: Sequence[str], others: Others | None = None) -> Meaning:
    """Fit the classifier on the vectors of some items' phrasings, next to lines that none of them answers.

    `counts` has the number of phrasings of each item.
    """
    strange = encoder.encode_phrasings(outside) if outside else None
    return Meaning.of(vectors, _owners(counts), len(counts), others, strange)


def _encoded(profiles: Sequence[Profile], encoder: Encoder, below: Below | None) -> Floats:
    """Encode all phrasings, except those that the layer below already has for the same items."""
    typed = [each for profile in profiles for each in profile.typed]
    known = below.known_vectors({profile.item.id for profile in profiles}) if below is not None else {}
    new = [each for each in typed if each not in known]
    if not known:
        return encoder.encode_phrasings(typed)
    if new:
        known |= zip(new, encoder.encode_phrasings(new), strict=True)
    return np.stack([known[each] for each in typed])
