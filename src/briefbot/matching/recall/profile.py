"""What reranking reads of an item: its phrasings, its words, and what it answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import overload

from briefbot.domain.knowledge import Asked, Entry, Item, Quote
from briefbot.language import text
from briefbot.language.numerals import MONTH_NAMES
from briefbot.language.stemming import stem
from briefbot.matching.reading.aliases import Folder
from briefbot.matching.reading.countries import strange_countries_in
from briefbot.matching.reading.question import Question, content_of, is_telling, understand

_ENOUGH = 9
"""The number of phrasings from which they show what an item answers (docs/decisions/014-few-phrasings.md)."""
_TOLD = 0.04
"""The share for missing phrasings of an item with few, which would ask for what its answer says.

It is too small to make a follow-up continue about the item.
"""
_NAMED: Mapping[Asked, frozenset[str]] = {
    "count": frozenset(map(stem, ("number", "amount", "sum", "total", "figure", "money"))),
    "when": frozenset(map(stem, ("date", "day", "month", "year", "time"))),
    "where": frozenset(map(stem, ("place", "location"))),
    "why": frozenset(map(stem, ("reason", "cause"))),
    "who": frozenset(map(stem, ("name", "person"))),
}
"""Words that name what is asked for, not what it is about."""
REASON = re.compile(r"\b(?:because|due to|accus\w+|charged with|in order to|so that|therefore|reasons?|blam\w+|for fear|owing to)\b")
"""Words that give a reason in an answer."""
_YEAR = 4
"""Digits of a year."""
_TEXTS_READ = 1_024
"""The number of answers whose words are cached: the same items are read again and again."""
_VERBS = frozenset(("may", "march"))
_BEFORE_A_MONTH = frozenset(
    (
        "in",
        "of",
        "since",
        "until",
        "till",
        "by",
        "from",
        "last",
        "next",
        "this",
        "early",
        "mid",
        "late",
        "during",
        "before",
        "after",
        "between",
    )
)


@dataclass(frozen=True, slots=True)
class Profile:
    """What reranking reads of an item, collected once."""

    item: Item
    kind: str
    typed: tuple[str, ...]
    """The phrasings in use, as curators typed them."""
    phrasings: tuple[Question, ...]
    terms: frozenset[str]
    """Content terms of phrasings and answer."""
    held: frozenset[str]
    """These, and the words for what the item answers, such as a date or a reason, if it has few phrasings."""
    answer: frozenset[str]
    names: frozenset[str]
    """Proper names in the phrasings, and in the item's text if it has few."""
    countries: frozenset[str]
    """Countries in phrasings and answer that the knowledge has no name for."""
    numbers: frozenset[str]
    offers: Mapping[Asked, float]
    """For each thing that can be asked for, the share of the phrasings that ask for it."""
    unmet: frozenset[Asked]
    """What the answer cannot have: how many without a number in it, when without a date."""

    @property
    def has_few_phrasings(self) -> bool:
        """Return whether the phrasings are too few to say in which words people ask for the item."""
        return len(self.typed) < _ENOUGH


def profile_of(item: Item, phrasings: Sequence[str], folder: Folder, before: Profile | None = None) -> Profile:
    """Read an item's phrasings (all of them, or those that learning does not leave out), answer and context.

    Readings of the same folder in `before` are reused.
    """
    read = dict(zip(before.typed, before.phrasings, strict=True)) if before is not None else {}
    questions = tuple(read.get(phrasing) or understand(phrasing, folder) for phrasing in phrasings)
    kind, told, *context = _told(item)
    answer = content_of((told, *context), folder)
    terms = answer.union(*(question.content for question in questions))
    names = frozenset[str]().union(*(question.names for question in questions))
    offers, held = _offers(questions), terms
    if len(phrasings) < _ENOUGH:
        names |= _names_told(item, folder)
        offers = dict.fromkeys(_tells(item), _TOLD) | dict(offers)
        held = terms.union(*(_NAMED.get(asked, ()) for asked in offers))
    return Profile(
        item=item,
        kind=kind,
        typed=tuple(phrasings),
        phrasings=questions,
        terms=terms,
        held=held,
        answer=answer,
        names=names,
        countries=strange_countries_in((told, *context), folder).union(*(question.countries for question in questions)),
        numbers=frozenset(filter(text.is_number, terms)),
        offers=offers,
        unmet=_unmet(told),
    )


def _told(item: Item) -> tuple[str, ...]:
    """Return an item's kind, its text, and other text beside it."""
    match item:
        case Entry():
            return item.kind, item.answer, item.caveat
        case Quote():
            return "quote", item.text, item.outlet, item.said_on, *item.topics


def words_of(profile: Profile) -> Sequence[str]:
    """List the content words of an item, in English, as they are written in phrasings, answer and context."""
    read = [phrasing.words for phrasing in profile.phrasings if not phrasing.is_foreign]
    told = map(_tokens_of, _told(profile.item)[1:])
    return sorted(word for word in set[str]().union(*read, *told) if is_telling(stem(word)))


@lru_cache(_TEXTS_READ)
def _tokens_of(told: str) -> tuple[str, ...]:
    return tuple(text.tokens(told))


def _offers(questions: Sequence[Question]) -> Mapping[Asked, float]:
    """Return the share of the English questions that ask for each thing first: the weights were learned with these."""
    counts = Counter(question.asked[0] for question in questions if question.asked and not question.is_foreign)
    return {asked: count / counts.total() for asked, count in counts.items()}


def _names_told(item: Item, folder: Folder) -> frozenset[str]:
    """Return the proper names in an item's text; names in a gap entry do not count."""
    if isinstance(item, Entry) and item.kind == "gap":
        return frozenset()
    return frozenset(name for name, _ in folder.fold(text.tokens(_told(item)[1]))) & folder.proper


def _tells(item: Item) -> Iterator[Asked]:
    """Yield what an entry's answer says, even if no phrasing asks for it; a gap entry says nothing."""
    if not isinstance(item, Entry) or item.kind == "gap":
        return
    unmet = _unmet(item.answer)
    if "count" not in unmet:
        yield "count"
    if "when" not in unmet:
        yield "when"
    if REASON.search(item.answer):
        yield "why"


def _unmet(told: str) -> frozenset[Asked]:
    """Return what a text cannot answer."""
    words = text.tokens(told)
    numbers = list(filter(text.is_number, words))
    has_date = _has_month(words) or any(len(number) == _YEAR for number in numbers)
    told_of: dict[Asked, bool] = {"count": bool(numbers), "when": has_date}
    return frozenset(asked for asked, is_told in told_of.items() if not is_told)


def _has_month(words: Sequence[str]) -> bool:
    """Return whether a month is named; "may" and "march" are verbs unless a day or a word of time is next to them."""
    return any(
        word in MONTH_NAMES and (word not in _VERBS or before in _BEFORE_A_MONTH or (after != "" and text.is_number(after)))
        for before, word, after in zip(("", *words), words, (*words[1:], ""), strict=False)
    )


class LazyProfiles(Sequence[Profile]):
    """Profiles that are collected when they are first read: one question needs a few of hundreds."""

    def __init__(self, items: Sequence[Item], folder: Folder) -> None:
        self.items, self._folder = items, folder
        self._made: dict[int, Profile] = {}

    def __len__(self) -> int:
        return len(self.items)

    @overload
    def __getitem__(self, number: int) -> Profile: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Profile]: ...
    def __getitem__(self, number: int | slice) -> Profile | Sequence[Profile]:
        if isinstance(number, slice):
            return [self[i] for i in range(*number.indices(len(self)))]
        if number not in self._made:
            item = self.items[number]
            self._made[number] = profile_of(item, item.ways, self._folder)
        return self._made[number]
