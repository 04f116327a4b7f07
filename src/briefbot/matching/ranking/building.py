"""Build rankers: complete ones from a bundle, or quickly on top of one, for a guild's changes."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import attrgetter

import numpy as np

from briefbot.domain.knowledge import Item
from briefbot.matching.ranking.candidates import Ranker
from briefbot.matching.reading.aliases import Folder
from briefbot.matching.reading.question import understand
from briefbot.matching.reading.vocabulary import Lexicon
from briefbot.matching.recall.layer import Below, Fit, Layer, build_layer, fit_meaning, is_claimed
from briefbot.matching.recall.ngrams import Vectoriser, VectorTable, grams
from briefbot.matching.recall.phrasing_index import PhrasingIndex
from briefbot.matching.recall.profile import Profile, profile_of
from briefbot.matching.recall.sentence_vectors import Encoder
from briefbot.matching.recall.sparse_rows import Halves, SparseRows

_RARE_FROM = 3_000
"""The number of phrasings from which a feature must be in two of them to count."""
MOST_CHANGED = 0.2
"""The share of changed items above which a guild's ranker is built completely, not on top."""


def build_ranker(
    items: Sequence[Item],
    phrasings: Sequence[Sequence[str]],
    outside: Sequence[str],
    folder: Folder,
    fit: Fit | None,
    encoder: Encoder | None,
) -> Ranker:
    """Build a ranker from items, the phrasings to use of each, and lines that none of them answers.

    Learning leaves some of both out.
    """
    used = [(item, texts) for item, texts in zip(items, phrasings, strict=True) if texts]
    profiles = [profile_of(item, texts, folder) for item, texts in used]
    documents = [grams(phrasing) for profile in profiles for phrasing in profile.phrasings]
    vectoriser = Vectoriser.fit(documents, rarest=2 if len(documents) >= _RARE_FROM else 1)
    lines = _as_many(outside, len(documents))
    layer = build_layer(profiles, vectoriser, fit, encoder, outside=[(line, understand(line, folder)) for line in lines])
    return Ranker(_lexicon(profiles, folder), vectoriser, [(layer, np.arange(len(profiles), dtype=np.int32))], encoder)


def add_meaning(ranker: Ranker, phrasings: Sequence[Sequence[str]], outside: Sequence[str], folder: Folder, encoder: Encoder) -> Ranker:
    """Add sentence vectors to a bundle's ranker, given the phrasings of each of its items."""
    layer, numbers = ranker.layers[0]
    typed = [each for texts in phrasings for each in texts]
    apart = unclaimed(ranker, _as_many(outside, len(typed)), folder)
    meaning = fit_meaning(encoder.encode_phrasings(typed), list(map(len, phrasings)), encoder, apart)
    return Ranker(ranker.lexicon, ranker.vectoriser, [(replace(layer, meaning=meaning), numbers)], encoder)


def unclaimed(ranker: Ranker, lines: Sequence[str], folder: Folder) -> list[str]:
    """Return the lines that the items of a bundle's ranker are not about."""
    index, terms = ranker.layers[0][0].index, ranker.lexicon.counts
    return [line for line in lines if not is_claimed(understand(line, folder), terms, ranker.vectoriser, index)]


def _as_many(outside: Sequence[str], phrasings: int) -> Sequence[str]:
    """Return no more lines than there are phrasings, because more would outweigh them."""
    return outside[:: max(1, math.ceil(len(outside) / max(1, phrasings)))]


def build_on_top(
    items: Sequence[Item], folder: Folder, fit: Fit | None, base: Ranker, outside: Sequence[str] = (), *, is_same_folder: bool
) -> Ranker | None:
    """Build a ranker that shares all unchanged items of a bundle; None if too many changed."""
    layer = base.layers[0][0]
    kept, changed = _compared(items, folder, layer, is_same_folder=is_same_folder)
    if len(changed) > MOST_CHANGED * len(items):
        return None
    vectoriser = base.vectoriser.extended([grams(phrasing) for profile in changed for phrasing in profile.phrasings])
    layers = [(layer, np.array(kept, dtype=np.int32))]
    if changed:
        lines = [(line, understand(line, folder)) for line in _as_many(outside, layer.index.size)]
        top = build_layer(changed, vectoriser, fit if layer.weights is not None else None, base.encoder, Below(layer, kept), lines)
        layers.append((top, np.arange(len(changed), dtype=np.int32)))
    profiles = [layer.profiles[number] for number in kept] + changed
    return Ranker(_lexicon(profiles, folder, base.lexicon), vectoriser, layers, base.encoder)


def in_one_layer(ranker: Ranker) -> Ranker:
    """Return a ranker without sentence vectors that ranks like several layers, but faster."""
    used = [(layer, number) for layer, kept in ranker.layers for number in kept.tolist()]
    table = VectorTable.of([vector for layer, number in used for vector in layer.vectors_of(number)])
    index = PhrasingIndex.of(table, [layer.index.counts[number] for layer, number in used], len(ranker.vectoriser))
    gaps = np.array([layer.gaps[number] for layer, number in used], dtype=bool)
    layer = Layer([layer.profiles[number] for layer, number in used], gaps, table, index, _weights(ranker), None)
    return Ranker(ranker.lexicon, ranker.vectoriser, [(layer, np.arange(len(used), dtype=np.int32))], None)


def _weights(ranker: Ranker) -> Halves | None:
    """Join the classifiers of a ranker's layers; features that a layer lacks get rows of zeros."""
    features, joined = len(ranker.vectoriser), list[Halves]()
    for layer, kept in ranker.layers:
        if layer.weights is None:
            return None
        whole = layer.weights[np.arange(len(layer.weights), dtype=np.int32)] if isinstance(layer.weights, SparseRows) else layer.weights
        own = whole[:, kept].astype(np.float16)
        joined.append(np.concatenate([own[:-1], np.zeros((features + 1 - len(own), len(kept)), dtype=np.float16), own[-1:]]))
    together: Halves = np.concatenate(joined, axis=1)
    return together


def _compared(items: Iterable[Item], folder: Folder, layer: Layer, *, is_same_folder: bool) -> tuple[list[int], list[Profile]]:
    """Compare items with a bundle's.

    Return the numbers of those that are the same there, and the profiles of the others.
    """
    numbers = {item.id: number for number, item in enumerate(layer.items)}
    kept: list[int] = []
    changed: list[Profile] = []
    for item in filter(attrgetter("phrasings"), items):
        number = numbers.get(item.id)
        before = layer.profiles[number] if number is not None else None
        profile = _profile(item, folder, before if is_same_folder else None)
        if number is not None and profile == before:
            kept.append(number)
        else:
            changed.append(profile)
    return kept, changed


def _profile(item: Item, folder: Folder, before: Profile | None) -> Profile:
    """Read an item; parts that the same folder has already read are reused."""
    return before if before is not None and before.item == item else profile_of(item, item.ways, folder, before)


def _lexicon(profiles: Sequence[Profile], folder: Folder, base: Lexicon | None = None) -> Lexicon:
    words = folder.words().union(*map(_words, profiles))
    return Lexicon(Counter(term for profile in profiles for term in profile.terms), len(profiles), words, base)


def _words(profile: Profile) -> set[str]:
    """Return the words that a mistyped one may stand for: English words and names."""
    words = {word for phrasing in profile.phrasings if not phrasing.is_foreign for word in phrasing.words}
    return words | set(filter(str.isalpha, profile.answer))
