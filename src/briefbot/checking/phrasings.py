"""Compare phrasings: none is empty or shared, each teaches something, and not all have one pattern."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from briefbot.checking.answers import Gate
from briefbot.checking.article import Article
from briefbot.domain.knowledge import Item, Knowledge
from briefbot.i18n import say
from briefbot.language import text
from briefbot.matching.reading.aliases import Folder
from briefbot.matching.reading.question import term_of

_REMEMBERED = 200_000
"""The most texts in a memo."""
_FIRST_WORDS = 3
_FIRST_SHARE = 4
"""At most one in this many phrasings of an entry should begin with the same words."""


class Memo:
    """The words of phrasings and names, kept from one check to the next.

    A guild's change leaves nearly all of them unchanged.
    """

    def __init__(self) -> None:
        self._words: dict[str, tuple[str, ...]] = {}
        self._normal: tuple[Folder, dict[str, str]] | None = None
        self._folder: tuple[object, Folder] | None = None
        self._gate: tuple[object, Gate] | None = None

    def words(self, typed: str) -> tuple[str, ...]:
        """Split a text into its words."""
        known = self._words.get(typed)
        if known is None:
            if len(self._words) >= _REMEMBERED:
                self._words.clear()
            known = self._words[typed] = tuple(map(sys.intern, text.tokens(typed)))
        return known

    def normal(self, typed: str, folder: Folder) -> str:
        """Bring a question into a normal form, in which equal questions are the same."""
        if self._normal is None or self._normal[0] is not folder or len(self._normal[1]) >= _REMEMBERED:
            self._normal = (folder, {})
        known = self._normal[1].get(typed)
        if known is None:
            known = self._normal[1][typed] = " ".join([name for name, _ in folder.fold(self.words(typed))])
        return known

    def folder(self, knowledge: Knowledge) -> Folder:
        """Return the folder of a knowledge's names, reusing the last one for the same names."""
        names = (knowledge.aliases, tuple(knowledge.speakers.values()))
        if self._folder is None or self._folder[0] != names:
            self._folder = (names, Folder.of(knowledge))
        return self._folder[1]

    def gate(self, knowledge: Knowledge, article: Article) -> Gate:
        """Return the gate for an article and a knowledge's names, reusing the last one for the same names."""
        names = (article, knowledge.source, knowledge.aliases, tuple(knowledge.speakers.values()))
        if self._gate is None or self._gate[0] != names:
            self._gate = (names, Gate.of(knowledge, article))
        return self._gate[1]


_Owner: TypeAlias = tuple[Item, str]
"""An item, and its first phrasing with some words."""
_Found: TypeAlias = tuple[str, str]
"""A phrasing, or "" for all of an item, and the problem."""


class Phrasings:
    """The phrasings that a check has seen, by their normal forms."""

    def __init__(self, folder: Folder, memo: Memo) -> None:
        self._folder, self._memo = folder, memo
        self._by_names: dict[str, _Owner] = {}
        self._by_terms: dict[str, _Owner] = {}
        self._refused: set[tuple[str, str]] = set()

    def errors(self, item: Item) -> Iterator[_Found]:
        """Add an item's phrasings, and yield those that are empty, or the same as an earlier one."""
        for phrasing in item.ways:
            normal = self._memo.normal(phrasing, self._folder)
            if not normal:
                yield phrasing, say("expected a question, found “{phrasing}”", phrasing=phrasing)
            elif same := _first(self._by_names, normal, item, phrasing):
                self._refused.add((item.id, phrasing))
                yield phrasing, _shared(item, phrasing, *same)

    def warnings(self, item: Item) -> Iterator[_Found]:
        """Add them again, and yield those that read like an earlier one, and many that begin alike."""
        for phrasing in item.ways:
            terms = " ".join([term_of((name, ())) for name in self._memo.normal(phrasing, self._folder).split()])
            alike = _first(self._by_terms, terms, item, phrasing)
            if alike and (item.id, phrasing) not in self._refused:
                owner, first = alike
                message = say("“{phrasing}” reads the same as “{first}” of {other}", phrasing=phrasing, first=first, other=owner.id)
                yield phrasing, message
        yield from (("", message) for message in _of_one_pattern([self._memo.words(phrasing) for phrasing in item.phrasings]))

    def idle_tests(self, item: Item) -> Iterator[tuple[int, str]]:
        """Yield tests that are phrasings of their own item, with their numbers: they can never fail."""
        normal = {self._memo.normal(phrasing, self._folder): phrasing for phrasing in item.ways}
        for number, test in enumerate(item.tests.reach):
            if phrasing := normal.get(self._memo.normal(test, self._folder)):
                yield number, say("“{test}” is its phrasing “{phrasing}”: a test has to ask in other words", test=test, phrasing=phrasing)


def _first(met: dict[str, _Owner], reading: str, item: Item, phrasing: str) -> _Owner | None:
    """Return the first owner of a normal form; an item's title may be one of its phrasings."""
    owner, first = met.setdefault(reading, (item, phrasing))
    return None if first is phrasing or (owner is item and first == item.title) else (owner, first)


def _shared(item: Item, phrasing: str, owner: Item, first: str) -> str:
    if owner is item:
        return say("“{phrasing}” is already there as “{first}”", phrasing=phrasing, first=first)
    return say("“{phrasing}” is the same as “{first}” of {other}", phrasing=phrasing, first=first, other=owner.id)


def _of_one_pattern(phrasings: Sequence[Sequence[str]]) -> Iterator[str]:
    """Warn of many phrasings that begin alike."""
    firsts = Counter(tuple(words[:_FIRST_WORDS]) for words in phrasings)
    for words, count in firsts.items():
        if count > 1 and count * _FIRST_SHARE > len(phrasings) >= _FIRST_SHARE:
            yield say("{count} of {total} begin with “{words}”", count=count, total=len(phrasings), words=" ".join(words))
