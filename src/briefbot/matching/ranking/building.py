"""Build rankers: whole, from a bundle, or quickly, on top of one, for what a guild has changed."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np

from briefbot.domain.knowledge import Item
from briefbot.matching.ranking.candidates import Ranker
from briefbot.matching.reading.aliases import Folder
from briefbot.matching.reading.question import understand
from briefbot.matching.reading.vocabulary import Lexicon
from briefbot.matching.recall.layer import Below, Fit, build_layer
from briefbot.matching.recall.ngrams import Vectoriser, grams
from briefbot.matching.recall.profile import Profile, profile_of
from briefbot.matching.recall.sentence_vectors import Encoder

_RARE_FROM = 3_000
"""Phrasings from which on a feature must stand in two of them to count."""
_MOST_CHANGED = 0.2
"""Share of the items above which a guild's changes are built whole and not on top."""


def build_ranker(
    items: Sequence[Item],
    phrasings: Sequence[Sequence[str]],
    outside: Sequence[str],
    folder: Folder,
    fit: Fit | None,
    encoder: Encoder | None,
) -> Ranker:
    """Build a ranker from items, the phrasings to use of each and what none of them answers (learning leaves some of both out)."""
    used = [(item, texts) for item, texts in zip(items, phrasings, strict=True) if texts]
    profiles = [profile_of(item, texts, folder) for item, texts in used]
    documents = [grams(phrasing) for profile in profiles for phrasing in profile.phrasings]
    vectoriser = Vectoriser.fit(documents, rarest=2 if len(documents) >= _RARE_FROM else 1)
    step = max(1, math.ceil(len(outside) / max(1, len(documents))))  # no more lines than there are phrasings: few would drown
    layer = build_layer(profiles, vectoriser, fit, encoder, outside=[(line, understand(line, folder)) for line in outside[::step]])
    return Ranker(_lexicon(profiles, folder), vectoriser, [(layer, np.arange(len(profiles), dtype=np.int32))], encoder)


def build_on_top(items: Sequence[Item], folder: Folder, fit: Fit | None, base: Ranker, *, is_same_folder: bool) -> Ranker | None:
    """Build a ranker that shares all of a bundle's items that did not change; None where too many did."""
    layer = base.layers[0][0]
    numbers = {profile.item.id: number for number, profile in enumerate(layer.profiles)}
    kept: list[int] = []
    changed: list[Profile] = []
    for item in items:
        if not item.phrasings:
            continue
        number = numbers.get(item.id)
        same = layer.profiles[number] if number is not None else None
        if same is not None and same.item == item and is_same_folder:
            kept.append(numbers[item.id])
            continue
        profile = profile_of(item, item.phrasings, folder, same if is_same_folder else None)
        if same == profile:
            kept.append(numbers[item.id])
        else:
            changed.append(profile)
    if len(changed) > _MOST_CHANGED * len(items):
        return None
    documents = [grams(phrasing) for profile in changed for phrasing in profile.phrasings]
    vectoriser = base.vectoriser.extended(documents)
    layers = [(layer, np.array(kept, dtype=np.int32))]
    if changed:
        top = build_layer(changed, vectoriser, fit if layer.weights is not None else None, base.encoder, Below(layer, kept))
        layers.append((top, np.arange(len(changed), dtype=np.int32)))
    profiles = [layer.profiles[number] for number in kept] + changed
    return Ranker(_lexicon(profiles, folder, base.lexicon), vectoriser, layers, base.encoder)


def _lexicon(profiles: Sequence[Profile], folder: Folder, base: Lexicon | None = None) -> Lexicon:
    # A typo is taken for an English word or a name: what stands in phrasings of other languages is neither.
    phrasings = (phrasing for profile in profiles for phrasing in profile.phrasings if not phrasing.is_foreign)
    words = {word for phrasing in phrasings for word in phrasing.words} | folder.words()
    words |= {term for profile in profiles for term in profile.answer if term.isalpha()}
    return Lexicon(Counter(term for profile in profiles for term in profile.terms), len(profiles), words, base)
