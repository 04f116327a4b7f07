"""The phrasings near to those of some items, which an edit of these can affect."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from briefbot.matching.recall.layer import Layer
from briefbot.matching.recall.ngrams import Floats


def nearness(layers: Sequence[Layer], items: Collection[str]) -> Mapping[str, float]:
    """Return how near phrasings are to those of some items, by words or by meaning, whichever is nearer.

    The keys are the phrasings as typed.
    """
    found: dict[str, float] = {}
    owned = [(layer, number) for layer in layers for number, profile in enumerate(layer.profiles) if profile.item.id in items]
    for layer in layers:
        near = np.maximum(_by_words(layer, owned), _by_meaning(layer, owned)).tolist()
        for profile, first in zip(layer.profiles, layer.index.cuts, strict=False):
            for place, typed in enumerate(profile.typed):
                found[typed] = max(found.get(typed, 0.0), near[first + place])
    return found


def _by_words(layer: Layer, owned: Sequence[tuple[Layer, int]]) -> Floats:
    near = np.zeros(layer.index.size, dtype=np.float32)
    for other, number in owned:
        for columns, values in other.vectors_of(number):
            np.maximum(near, layer.index.likeness(columns, values), out=near)
    return near


def _by_meaning(layer: Layer, owned: Sequence[tuple[Layer, int]]) -> Floats:
    vectors = [
        other.meaning.vectors[other.index.cuts[number] : other.index.cuts[number + 1]]
        for other, number in owned
        if other.meaning is not None
    ]
    if layer.meaning is None or not vectors:
        return np.zeros(layer.index.size, dtype=np.float32)
    near: Floats = (layer.meaning.vectors @ np.concatenate(vectors).T).max(axis=1, initial=0.0)
    return near
