"""Examples to learn from: each question with the candidates of a ranker that has not seen it.

Each fold leaves out some phrasings, which must find their item through the others; some gap entries entirely, whose
questions then have no answer (near misses that no curator foresaw); and some lines that no bundle answers.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np

from briefbot.domain.knowledge import Item, Knowledge, is_gap
from briefbot.matching.gates.topicality import strengths_of, topicality
from briefbot.matching.ranking.building import build_ranker, unclaimed
from briefbot.matching.ranking.candidates import Candidate, Ranker
from briefbot.matching.reading.aliases import Folder
from briefbot.matching.reading.question import understand
from briefbot.matching.recall.layer import Fit
from briefbot.matching.recall.sentence_vectors import Encoder
from briefbot.matching.small_talk import general_lines

Origin: TypeAlias = Literal["phrasing", "test", "unforeseen", "out_of_scope"]
Array: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Asked: TypeAlias = tuple[str, Item | None, Origin]
"""A question, the right item (None if there is none), and its origin."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question with its candidates, and which of them is right (None if none is)."""

    origin: Origin
    features: Array
    kinds: tuple[str, ...]
    right: int | None
    is_answerable: bool
    is_foreign: bool
    topical: float
    """How much the words speak for the article, in logits."""

    def only(self, columns: Sequence[int]) -> Example:
        """Return the same example with some of its features."""
        return replace(self, features=self.features[:, columns])


@dataclass(frozen=True, slots=True)
class Fold:
    """A ranker built without some phrasings and gap entries, and the questions to ask it."""

    ranker: Ranker
    folder: Folder
    asked: tuple[Asked, ...]

    @classmethod
    def of(cls, knowledge: Knowledge, number: int, folds: int, fit: Fit, encoder: Encoder | None, *, with_gaps: bool = False) -> Fold:
        """Build one of several folds; without `with_gaps` no gap entry is left out entirely."""
        items, folder, holdout = list(knowledge.items()), Folder.of(knowledge), Holdout(number, folds, with_gaps)
        kept = [holdout.kept(item, place) for place, item in enumerate(items)]
        outside, strange = holdout.split(general_lines())
        ranker = build_ranker(items, kept, outside, folder, fit, encoder)
        asked = [*holdout.questions(items), *((line, None, "out_of_scope") for line in unclaimed(ranker, strange, folder))]
        return cls(ranker, folder, tuple(asked))

    def examples(self, *, with_meaning: bool) -> Iterator[Example]:
        """Ask the ranker; questions whose right item is not recalled teach nothing about reranking."""
        ranker = self.ranker if with_meaning else self.ranker.without_meaning()
        for typed, item, origin in self.asked:
            question = understand(typed, self.folder, ranker.lexicon)
            candidates = ranker.candidates(question, typed)
            right = _place_of(item, candidates)
            if candidates and (item is None or right is not None):
                features = np.array([candidate.values for candidate in candidates])
                kinds = tuple(candidate.profile.kind for candidate in candidates)
                topical = topicality(strengths_of(question, self.folder, ranker.lexicon))
                yield Example(origin, features, kinds, right, _is_answerable(item), question.is_foreign, topical)


def _place_of(item: Item | None, candidates: Sequence[Candidate]) -> int | None:
    return next((place for place, each in enumerate(candidates) if item is not None and each.item.id == item.id), None)


def _is_answerable(item: Item | None) -> bool:
    return item is not None and not is_gap(item)


@dataclass(frozen=True, slots=True)
class Holdout:
    """What one fold leaves out: its share of the phrasings, gap entries and lines that no bundle answers."""

    number: int
    folds: int
    with_gaps: bool = False

    def _is_now(self, place: int) -> bool:
        return place % self.folds == self.number

    def is_left_out(self, item: Item, place: int) -> bool:
        """Return whether an item is left out entirely."""
        return not self.with_gaps and is_gap(item) and self._is_now(place)

    def kept(self, item: Item, place: int) -> tuple[str, ...]:
        """Return the phrasings of an item that are not left out."""
        if self.is_left_out(item, place):
            return ()
        return tuple(phrasing for number, phrasing in enumerate(item.ways) if not self._is_now(place + number))

    def split(self, lines: Sequence[str]) -> tuple[list[str], list[str]]:
        """Split lines into kept ones and left-out ones."""
        kept = [line for place, line in enumerate(lines) if not self._is_now(place)]
        return kept, list(lines[self.number :: self.folds])

    def questions(self, items: Sequence[Item]) -> Iterator[Asked]:
        """List the questions about the items: their left-out phrasings, and their tests."""
        chance = random.Random(self.number)  # noqa: S311 - a sample, not a secret
        for place, item in enumerate(items):
            if self.is_left_out(item, place):
                unforeseen = [phrasing for phrasing in item.ways if chance.random() < 1 / 2]
                yield from ((typed, None, "unforeseen") for typed in (*unforeseen, *item.tests.reach))
            else:
                yield from self._questions_about(item, place)

    def _questions_about(self, item: Item, place: int) -> Iterator[Asked]:
        kept = self.kept(item, place)
        yield from ((typed, item, "phrasing") for typed in item.ways if typed not in kept)
        # A gap entry is left out of one fold: its tests are asked in the next one.
        if self._is_now(place + 1 if is_gap(item) else place):
            yield from ((typed, item, "test") for typed in item.tests.reach)
