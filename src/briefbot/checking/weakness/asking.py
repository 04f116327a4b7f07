"""Ask a knowledge's own questions of a matcher that has not seen them.

These are left-out phrasings, simple forms of them, and tests.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from briefbot.domain.knowledge import Asked, Item, Knowledge, is_gap
from briefbot.domain.learned import Learned
from briefbot.domain.outcome import SUGGESTIONS, Outcome, Suggested, given
from briefbot.matching import Fit, Matcher
from briefbot.matching.learning.examples import Fold
from briefbot.matching.reading.question import Question, as_typed

FOLDS = 5
"""How many parts the phrasings are left out in: one at a time for an item with five or fewer."""
_READ = 20_000
"""The most phrasings that all folds together may read: with more, there are fewer folds."""
_FRAMES: Mapping[Asked, str] = {
    "count": "number of {words}",
    "when": "date of {words}",
    "where": "place of {words}",
    "why": "reason for {words}",
    "who": "name of {words}",
    "words": "quote on {words}",
}
"""How people ask for the same in other words, by what is asked for."""
_DOUBTED = 3
"""Questions that count as missed in addition to those that were asked.

Two phrasings that find each other say little about a third.
"""
_FEWEST_WORDS = 2
"""The fewest content words of a phrasing for simple forms: a single word may mean anything."""

Way: TypeAlias = Literal["phrasing", "frame", "test"]


@dataclass(frozen=True, slots=True)
class Try:
    """A question for an item, asked of a matcher that has not seen it."""

    item: Item
    typed: str
    way: Way
    told: frozenset[str]
    """Ids of the items that were given."""
    offered: tuple[str, ...]
    """Ids of the items that were offered, if none was given."""
    first: str
    """The id of the likeliest item; "" if none is likely."""
    lacking: tuple[str, ...]
    """The words of the question that no other text of the item has."""

    @property
    def is_answered(self) -> bool:
        """Return whether the item was given."""
        return self.item.id in self.told

    @property
    def is_found(self) -> bool:
        """Return whether the item was given or offered; for a gap it is enough that nothing else was given."""
        is_kept_silent = is_gap(self.item) and not self.told and not self.offered
        return self.is_answered or self.item.id in self.offered or is_kept_silent

    @property
    def taken_by(self) -> str:
        """Return the id of the item that was given or ranked first instead; "" if there is none."""
        if self.is_answered:
            return ""
        return next(iter(sorted(self.told)), self.first if self.first != self.item.id else "")


def tries(knowledge: Knowledge, learned: Learned, fit: Fit, progress: Callable[[int, int], None] = lambda *_: None) -> list[Try]:
    """Leave phrasings out, a part at a time, and ask them; all of them if that is fast enough.

    `progress` gets percentages.
    """
    folds = folds_for(sum(len(item.ways) for item in knowledge.items()))
    found: list[Try] = []
    for number in range(folds):
        fold = Fold.of(knowledge, number, FOLDS, fit, None, with_gaps=True)
        matcher = Matcher(knowledge, fold.folder, fold.ranker, learned)
        asked = list(_asked(fold, matcher, with_tests=number == 0))
        for place, (item, typed, way) in enumerate(asked, 1):
            found.append(_tried(item, typed, way, matcher))
            progress(round(100 * (number + place / len(asked)) / folds), 100)
    return found


def folds_for(phrasings: int) -> int:
    """Return how many parts of the phrasings can be left out and asked in about a minute."""
    return max(1, min(FOLDS, _READ // max(1, phrasings)))


def _asked(fold: Fold, matcher: Matcher, *, with_tests: bool) -> Iterator[tuple[Item, str, Way]]:
    """Yield the questions of a fold.

    Its left-out phrasings, simple forms of first phrasings, and tests, once.
    """
    left_out = [(item, typed) for typed, item, origin in fold.asked if item is not None and origin == "phrasing"]
    for item, typed in left_out:
        yield item, typed, "phrasing"
        if typed == item.phrasings[0]:
            yield from ((item, framed, "frame") for framed in frames(matcher.understand(typed)))
    if with_tests:
        yield from ((item, typed, "test") for item in matcher.knowledge.items() for typed in item.tests.reach)


def frames(question: Question) -> Iterator[str]:
    """Yield simple forms of a question: its content words alone, and after a word for what it asks for."""
    if question.is_foreign or len(question.content) < _FEWEST_WORDS:
        return
    words = " ".join(word for word in question.words if word in set(" ".join(as_typed(question, question.content)).split()))
    yield words
    yield from (_FRAMES[asked].format(words=words) for asked in itertools.islice(filter(_FRAMES.__contains__, question.asked), 1))


def _tried(item: Item, typed: str, way: Way, matcher: Matcher) -> Try:
    reading = matcher.read(typed)
    outcome = matcher.answer(reading)
    ranked = reading.ranking.ranked
    first = ranked[0].item.id if ranked else ""
    return Try(item, typed, way, given(outcome), _offered(outcome), first, matcher.lacking(reading.question, item.id))


def _offered(outcome: Outcome) -> tuple[str, ...]:
    return tuple(item.id for item in outcome.items[:SUGGESTIONS]) if isinstance(outcome, Suggested) else ()


def strength(found: Sequence[Try]) -> float:
    """Return how reliably an item is found, 0 to 1; an offer counts half."""
    points = [(each.is_found + (each.is_found if is_gap(each.item) else each.is_answered)) / 2 for each in found]
    return sum(points) / (len(points) + _DOUBTED)
