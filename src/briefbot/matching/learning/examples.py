"""Questions to learn from: each with the candidates of a ranker that has not seen it.

Each fold leaves out some phrasings, which must find their item through the others, some gap entries whole, whose
questions then have no answer (near misses that no curator foresaw), and some of what no bundle answers.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np

from briefbot.domain.knowledge import Item, Knowledge, is_gap
from briefbot.matching.ranking.building import build_ranker
from briefbot.matching.ranking.candidates import Ranker
from briefbot.matching.reading.aliases import Folder
from briefbot.matching.reading.question import understand
from briefbot.matching.recall.layer import Fit
from briefbot.matching.recall.sentence_vectors import Encoder
from briefbot.matching.small_talk import general_lines

Origin: TypeAlias = Literal["phrasing", "test", "unforeseen", "out_of_scope"]
Array: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Asked: TypeAlias = tuple[str, Item | None, Origin]
"""A question, the item that is right (None: none is), and where it comes from."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question with its candidates, and which of them is right (None: none is)."""

    origin: Origin
    features: Array
    kinds: tuple[str, ...]
    right: int | None
    is_answerable: bool
    is_foreign: bool

    def only(self, columns: Sequence[int]) -> Example:
        """Give the same example with some of its features."""
        return replace(self, features=self.features[:, columns])


@dataclass(frozen=True, slots=True)
class Fold:
    """A ranker that some phrasings and gap entries were kept from, and what to ask it."""

    ranker: Ranker
    folder: Folder
    asked: tuple[Asked, ...]

    @classmethod
    def of(cls, knowledge: Knowledge, number: int, folds: int, fit: Fit, encoder: Encoder | None) -> Fold:
        """Build one of so many folds."""
        items = list(knowledge.items())
        folder = Folder.of(knowledge)
        left_out = {item.id for place, item in enumerate(items) if is_gap(item) and place % folds == number}
        kept = [
            () if item.id in left_out else tuple(p for i, p in enumerate(item.phrasings) if (place + i) % folds != number)
            for place, item in enumerate(items)
        ]
        lines = general_lines()
        outside = [line for place, line in enumerate(lines) if place % folds != number]
        asked = [*_questions(items, kept, left_out, number, folds), *((line, None, "out_of_scope") for line in lines[number::folds])]
        return cls(build_ranker(items, kept, outside, folder, fit, encoder), folder, tuple(asked))

    def examples(self, *, with_meaning: bool) -> Iterator[Example]:
        """Ask the ranker; where recall fails there is nothing that reranking could learn from."""
        ranker = self.ranker if with_meaning else self.ranker.without_meaning()
        for typed, item, origin in self.asked:
            question = understand(typed, self.folder, ranker.lexicon)
            candidates = ranker.candidates(question, typed)
            ids = [candidate.item.id for candidate in candidates]
            right = ids.index(item.id) if item is not None and item.id in ids else None
            if candidates and (item is None or right is not None):
                features = np.array([candidate.values for candidate in candidates])
                kinds = tuple(candidate.profile.kind for candidate in candidates)
                yield Example(origin, features, kinds, right, item is not None and not is_gap(item), question.is_foreign)


def _questions(items: Sequence[Item], kept: Sequence[Sequence[str]], left_out: set[str], number: int, folds: int) -> Iterator[Asked]:
    chance = random.Random(number)  # noqa: S311 - a sample, not a secret
    for place, (item, phrasings) in enumerate(zip(items, kept, strict=True)):
        if item.id in left_out:
            yield from ((typed, None, "unforeseen") for typed in item.phrasings if chance.random() < 1 / 2)
            yield from ((typed, None, "unforeseen") for typed in item.tests.reach)
            continue
        yield from ((typed, item, "phrasing") for typed in item.phrasings if typed not in phrasings)
        # A gap entry is left out of one fold: its tests are asked in the next one.
        turn = place + 1 if is_gap(item) else place
        if turn % folds == number:
            yield from ((typed, item, "test") for typed in item.tests.reach)
