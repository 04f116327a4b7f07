"""What is learned of a set of items: a bundle's, or the few that a guild has changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from briefbot.matching.index import PhrasingIndex
from briefbot.matching.ngrams import Floats, Ints, Vectoriser, grams
from briefbot.matching.profile import Profile
from briefbot.matching.semantic import Encoder, Meaning

Vectors = Sequence[tuple[Ints, Floats]]
Fit = Callable[[Vectors, Sequence[int], int, Sequence[int]], Floats]
"""Fits the linear classifier (`fitting.fit`), passed in because loading its library takes a second."""

CLASSIFIER_LIMIT = 5_000
"""Items above which no linear classifier is fitted: it would take minutes and gigabytes."""


@dataclass(frozen=True, slots=True)
class Layer:
    """Items with their phrasings' vectors, inverted index, classifier weights and meanings."""

    profiles: tuple[Profile, ...]
    vectors: Vectors
    index: PhrasingIndex
    weights: Floats | None
    """The linear classifier: shape (features + 1, items), the bias last; None where none was fitted."""
    meaning: Meaning | None

    def scores(self, columns: Ints, values: Floats) -> Floats | None:
        """Give each item's classifier score: about 1 for one that is meant, -1 for others."""
        if self.weights is None:
            return None
        known = columns < len(self.weights) - 1  # a guild's questions may have features that came after the bundle's
        rows = self.weights[columns[known]].astype(np.float32)
        return np.asarray(values[known] @ rows + self.weights[-1], dtype=np.float32)

    def vectors_of(self, number: int) -> Vectors:
        """Give the vectors of one item's phrasings."""
        start = int(self.index.starts[number])
        return self.vectors[start : start + len(self.profiles[number].phrasings)]


def build_layer(
    profiles: Sequence[Profile],
    texts: Sequence[Sequence[str]],
    vectoriser: Vectoriser,
    fit: Fit | None,
    encoder: Encoder | None,
    base: tuple[Layer, Sequence[int]] | None = None,
) -> Layer:
    """Build the layer of some items, given each one's phrasings; `base` is what they come on top of, and what is kept of it."""
    vectors = [vectoriser.transform(grams(phrasing)) for profile in profiles for phrasing in profile.phrasings]
    owners = [number for number, profile in enumerate(profiles) for _ in profile.phrasings]
    features = len(vectoriser.ids)
    below: list[tuple[Ints, Floats]] = []
    owners_below: list[int] = []
    if base is not None:
        for place, number in enumerate(base[1]):
            found = base[0].vectors_of(number)
            below += found
            owners_below += [len(profiles) + place] * len(found)
    weights = None
    if fit is not None and profiles and 1 < len(set(owners)) + len(set(owners_below)) <= CLASSIFIER_LIMIT:
        weights = fit([*vectors, *below], [*owners, *owners_below], features, range(len(profiles)))
    meaning = None
    if encoder is not None and profiles:
        encoded = encoder.encode([text for each in texts for text in each])
        meaning = Meaning.of(encoded, owners, len(profiles), base[0].meaning if base else None)
    return Layer(tuple(profiles), vectors, PhrasingIndex(vectors, owners, features), weights, meaning)
