"""The words that a knowledge uses, how telling each is, and what a mistyped one was meant to be."""

from __future__ import annotations

import gzip
import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib import resources

from rapidfuzz import process
from rapidfuzz.distance import OSA

from briefbot import text

STOP_WORDS = frozenset(
    """a an the this that these those there here it its he him his she her they them their we us our you your i me my
    is are was were be been being am do did does done doing has have had having will would shall should can could may might must
    of in on at to from by with without for as into onto upon about over under up down out off than then so too also very just
    and or but if not no nor yes what which who whom whose when where why how whether because while during
    say tell please know want need give get let like ask question answer explain describe mention state article text story piece
    according exactly really actually ever still even any some all both each every other another more most much many few one two
    thing things stuff kind sort type way lot bit okay hey hi hello well now bot someone somebody something anyone anything
    get go come make take put see look find think mean be seem happen come through again only own same such
    """.split()
)  # fmt: skip
"""Words that tell little about what is asked; question words are read by `asking`."""

_STOP_LIST = sorted(word for word in STOP_WORDS if len(word) > 2)
_SHORTEST_TYPO = 4
"""Letters below which a word is too short to be taken for a mistyped other one."""
_COMMON = 20
"""Occurrences in the English word list from which on a word is taken as meant."""


@cache
def english_words() -> frozenset[str]:
    """Load the English words that a typo must not be mistaken for (pyspellchecker's list)."""
    data = resources.files("spellchecker") / "resources" / "en.json.gz"
    counts: Mapping[str, int] = json.loads(gzip.decompress(data.read_bytes()))
    return frozenset(word for word, count in counts.items() if count >= _COMMON)


class Lexicon:
    """The knowledge's vocabulary with the number of items that use each stem."""

    def __init__(self, items: Iterable[Iterable[str]], words: Iterable[str]) -> None:
        """Take for each item its terms, and all words that may be meant by a mistyped one."""
        counts: Counter[str] = Counter()
        size = 0
        for terms in items:
            counts.update(set(terms))
            size += 1
        self.weights = {term: math.log((size + 1) / (count + 0.5)) for term, count in counts.items()}
        self.highest = math.log((size + 1) / 0.5)
        """The weight of a term that no item has."""
        self._words = frozenset(words)
        self._by_initial: dict[str, list[str]] = {}
        for word in sorted(self._words | STOP_WORDS):
            if len(word) >= _SHORTEST_TYPO and word.isascii() and word.isalpha():
                self._by_initial.setdefault(word[0], []).append(word)
        self._all = [word for group in self._by_initial.values() for word in group]
        self.correct = lru_cache(20_000)(self._correct)

    def weight(self, term: str) -> float:
        """Tell how telling a term is: the fewer items use it, the more."""
        return self.weights.get(term, self.highest)

    def knows(self, term: str) -> bool:
        """Tell whether any item uses the term."""
        return term in self.weights

    def _correct(self, word: str) -> str:
        """Give the word that was meant, or the same word where it is known or nothing is near."""
        if len(word) < 3 or word in self._words or word in STOP_WORDS or not (word.isascii() and word.isalpha()):
            return word
        if text.stem(word) in self.weights or word in english_words():
            return word
        if len(word) < _SHORTEST_TYPO:
            best = process.extractOne(word, _STOP_LIST, scorer=OSA.distance, score_cutoff=1)
            return str(best[0]) if best is not None else word
        limit = 1 if len(word) <= 5 else 2
        for group in (self._by_initial.get(word[0], []), self._all):
            best = process.extractOne(word, group, scorer=OSA.distance, score_cutoff=limit)
            if best is not None:
                return str(best[0])
        return word
