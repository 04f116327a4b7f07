"""The words of a knowledge, their weights, and the corrections of mistyped words."""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib import resources
from weakref import proxy

from rapidfuzz import process
from rapidfuzz.distance import OSA

from briefbot.data import read_list
from briefbot.language.stemming import stem

STOP_WORDS = frozenset(
    """a an the this that these those there here it its he him his she her they them their we us our you your i me my
    is are was were be been being am do did does done doing has have had having will would shall should can could may might must
    of in on at to from by with without for as into onto upon about over under up down out off than then so too also very just
    and or but if not no nor yes what which who whom whose when where why how whether because while during
    say tell please know want need give get let like ask question answer explain describe mention state article text story piece
    according exactly really actually ever still even any some all both each every other another more most much many few one two
    thing things stuff kind sort type way lot bit okay hey hi hello well now bot someone somebody something anyone anything
    go come make take put see look find think mean seem happen through again only own same such
    tf wtf fr frfr ngl lowkey highkey deadass tbh tbf imo imho iirc afaik fyi lol lmao lmfao rofl haha hehe xd smh omg bruh bro bros dude
    mate fam homie yall yo ayo aye hm hmm uh um uhm er huh eh innit nah nope yep yup yeah though literally basically legit kinda sorta damn
    dang gosh jeez sorry dear kindly thanks cheers curious wonder wondering remind grateful obliged anyway anyways nvm ong istg jk ikr
    """.split()  # noqa: SIM905 - a list to read and to add to
)
"""Words that say little about what is asked; question words are read by `asking`."""

_SHORTEST = 3
"""The length below which a word is never corrected."""
_SHORTEST_NAME = 4
"""The length below which a word is only corrected to a function word, because names are longer."""
_LONG = 6
"""The length from which two letters may be wrong, not one."""
_LONGEST = 40
"""The length above which a word is not compared: it is not a typo."""
_COMMON = 20
"""The occurrences in the English word list from which a word is read as typed."""
_EVERYDAY = 30_000
"""The occurrences from which a word is an everyday one.

It occurs once in 55,000 words, like "piece", "dead", "text" and "wasted".
"""
_LEVELS = 4
"""Levels of a word's frequency between one and twice as much."""
_MOST_CORRECTED = 10
"""The most words of one question that are compared with others.

Each comparison takes about half as long as an ordinary question.
"""


@cache
def english_words() -> Set[str]:
    """Load the English words that must not be treated as typos."""
    return _english().levels.keys()


def everyday_words() -> frozenset[str]:
    """Load the English words that people use all the time."""
    return _english().everyday


def english_share(word: str) -> float:
    """Return the share of a word among the words of English texts; 0 if it is not a word."""
    level = _english().levels.get(word)
    return 0.0 if level is None else 2.0 ** (level / _LEVELS) / _english().total


@dataclass(frozen=True, slots=True)
class _English:
    """The entries of pyspellchecker's list that are real words."""

    levels: Mapping[str, int]
    """How often each was seen, in quarters of a power of two: about a hundred numbers, which Python shares."""
    everyday: frozenset[str]
    total: int


@cache
def says_little() -> frozenset[str]:
    """Load the words, with their stems, that the right answer to a question often lacks."""
    lines = (line for line in read_list("says_little.txt").splitlines() if not line.startswith("#"))
    words = frozenset(word for line in lines for word in line.split())
    return words | frozenset(map(stem, words))


@cache
def _english() -> _English:
    data = resources.files("spellchecker") / "resources" / "en.json.gz"
    counts: Mapping[str, int] = json.loads(gzip.decompress(data.read_bytes()))
    levels = {word: round(_LEVELS * math.log2(count)) for word, count in counts.items() if count >= _COMMON}
    return _English(levels, frozenset(word for word in levels if counts[word] >= _EVERYDAY), sum(counts.values()))


class _Weights(dict[str, float]):
    """Weights by term, and one for all others.

    A dict subclass: known terms cost no Python call.
    """

    def __init__(self, size: int, counts: Mapping[str, int]) -> None:
        super().__init__()
        self._size, self._counts = size, counts
        self.highest = math.log((size + 1) / 0.5)

    def __missing__(self, term: str) -> float:
        count = self._counts.get(term)
        if count is None:
            return self.highest  # not cached: people type any number of words
        weight = self[term] = math.log((self._size + 1) / (count + 0.5))
        return weight


class _Recounted(Mapping[str, int]):
    """The counts of a base except for a few that differ, so that guilds share all others."""

    def __init__(self, base: Mapping[str, int], counts: Mapping[str, int]) -> None:
        self._base = base
        self._own = {term: count for term, count in counts.items() if base.get(term) != count}
        self._gone = base.keys() - counts.keys()

    def __getitem__(self, term: str) -> int:
        own = self._own.get(term)
        if own is not None:
            return own
        if term in self._gone:
            raise KeyError(term)
        return self._base[term]

    def __iter__(self) -> Iterator[str]:
        return iter((self._base.keys() - self._gone) | self._own.keys())

    def __len__(self) -> int:
        return len((self._base.keys() - self._gone) | self._own.keys())


class Lexicon:
    """The knowledge's vocabulary with the number of items that use each stem."""

    def __init__(self, counts: Mapping[str, int], size: int, words: Iterable[str], base: Lexicon | None = None) -> None:
        """Set how many of `size` items use each term, and all words that a mistyped one may stand for.

        Parts of `base` are shared.
        """
        used = frozenset(words)
        self._shared: frozenset[str] = base._shared if base is not None else used
        self._added, self._gone = used - self._shared, self._shared - used
        # A plain dict: a counter would have every term.
        self.counts: Mapping[str, int] = dict(counts) if base is None else _Recounted(base.counts, counts)
        self.size = size
        self.weights = _Weights(size, self.counts)
        self.highest = self.weights.highest
        """The weight of a term that no item has."""
        self.weight = self.weights.__getitem__
        """Returns the weight of a term: the fewer items use it, the higher."""
        own = proxy(self)  # a cycle would keep what many guilds had in memory long after its use
        self._corrected: Callable[[str], str] = lru_cache(20_000)(lambda word: own._correct(word))  # noqa: PLW0108 -- no method of a proxy

    @property
    def words(self) -> frozenset[str]:
        """List all words that a mistyped one may stand for."""
        return (self._shared - self._gone) | self._added

    @cached_property
    def _words_by_initial(self) -> dict[str, list[str]]:
        return _by_initial(self.words | STOP_WORDS)

    def knows(self, term: str) -> bool:
        """Return whether any item uses the term."""
        return term in self.counts

    def _uses(self, word: str) -> bool:
        return word in self._added or (word in self._shared and word not in self._gone)

    def correct(self, word: str) -> str:
        """Return the word that was meant."""
        return self._corrected(word)

    def corrected(self, words: Sequence[str]) -> list[str]:
        """Return the corrected words; of many unknown ones, only the first are corrected."""
        if len(words) <= _MOST_CORRECTED:
            return list(map(self._corrected, words))
        unknown = [word for word in dict.fromkeys(words) if not self._is_meant(word)]
        meant = {word: self._corrected(word) for word in unknown[:_MOST_CORRECTED]}
        return [meant.get(word, word) for word in words]

    def _is_meant(self, word: str) -> bool:
        """Return whether a word is read as it is typed."""
        if not _SHORTEST <= len(word) <= _LONGEST or self._uses(word) or word in STOP_WORDS or not (word.isascii() and word.isalpha()):
            return True
        return self.knows(stem(word)) or word in english_words()

    def _correct(self, word: str) -> str:
        """Return the corrected word, or the same word if it is known or nothing is near."""
        if self._is_meant(word):
            return word
        limit = 2 if len(word) >= _LONG else 1
        words = self._words_by_initial if len(word) >= _SHORTEST_NAME else _function_words()
        # The first letter is rarely wrong, and there are far fewer words to compare with.
        for group in (words.get(word[0], []), words[_ANY]):
            near = process.extract(word, group, scorer=OSA.distance, score_cutoff=limit, limit=None)
            if near:
                letters = sorted(word)  # of equally near words, one with the same letters: "feul" is "fuel", not "feel"
                return str(min(near, key=lambda each: (each[1], sorted(each[0]) != letters))[0])
        return word


_ANY = ""
"""Any first letter."""


@cache
def _function_words() -> dict[str, list[str]]:
    return _by_initial(STOP_WORDS)


def _by_initial(words: Iterable[str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for word in sorted(words):
        if len(word) >= _SHORTEST and word.isascii() and word.isalpha():
            groups.setdefault(word[0], []).append(word)
    groups[_ANY] = [word for group in groups.values() for word in group]
    return groups
