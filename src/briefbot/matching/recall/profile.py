"""What reranking reads of an item: its phrasings, its words, what it offers."""

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
"""Phrasings from which an item says by them what it offers (docs/decisions/014-few-phrasings.md)."""
_TOLD = 0.04
"""Share that stands for phrasings which an item of few does not have: they would ask for what its answer tells. It is too small to
make a follow-up go on about the item."""
_NAMED: Mapping[Asked, frozenset[str]] = {
    "count": frozenset(map(stem, ("number", "amount", "sum", "total", "figure", "money"))),
    "when": frozenset(map(stem, ("date", "day", "month", "year", "time"))),
    "where": frozenset(map(stem, ("place", "location"))),
    "why": frozenset(map(stem, ("reason", "cause"))),
    "who": frozenset(map(stem, ("name", "person"))),
}
"""Words that name what is asked for, and say nothing of what it is about."""
REASON = re.compile(r"\b(?:because|due to|accus\w+|charged with|in order to|so that|therefore|reasons?|blam\w+|for fear|owing to)\b")
"""What gives a reason in an answer."""
_YEAR = 4
"""Digits of a year."""
_TEXTS_READ = 1_024
"""Texts of answers whose words are kept: the same items are asked for again and again."""
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
    """What reranking reads of an item, gathered once."""

    item: Item
    kind: str
    typed: tuple[str, ...]
    """The phrasings in use, as curators typed them."""
    phrasings: tuple[Question, ...]
    terms: frozenset[str]
    """Telling terms of phrasings and answer."""
    held: frozenset[str]
    """These, and the words that name what the item tells, a date or a reason, where it has few phrasings to say so."""
    answer: frozenset[str]
    names: frozenset[str]
    """Proper names in the phrasings, and in what the item tells where it has few."""
    countries: frozenset[str]
    """Countries in phrasings and answer for which the knowledge has no name of its own."""
    numbers: frozenset[str]
    offers: Mapping[Asked, float]
    """For each thing that can be asked for, the share of the phrasings that ask for it."""
    unmet: frozenset[Asked]
    """What the answer cannot tell: how many without a number in it, when without a date."""


def profile_of(item: Item, phrasings: Sequence[str], folder: Folder, before: Profile | None = None) -> Profile:
    """Read an item's phrasings (all of them, or those that learning does not leave out), answer and context.

    What the same folder read of a phrasing `before` is taken as it is.
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
    """Return an item's kind, what it tells, and what is told beside that."""
    match item:
        case Entry():
            return item.kind, item.answer, item.caveat
        case Quote():
            return "quote", item.text, item.outlet, item.said_on, *item.topics


def words_of(profile: Profile) -> Sequence[str]:
    """List the telling words of an item, in English, as they are written in phrasings, answer and context."""
    read = [phrasing.words for phrasing in profile.phrasings if not phrasing.is_foreign]
    told = map(_tokens_of, _told(profile.item)[1:])
    return sorted(word for word in set[str]().union(*read, *told) if is_telling(stem(word)))


@lru_cache(_TEXTS_READ)
def _tokens_of(told: str) -> tuple[str, ...]:
    return tuple(text.tokens(told))


def _offers(questions: Sequence[Question]) -> Mapping[Asked, float]:
    """Return the share of the English questions that ask for each thing first: the weights were learned with those."""
    counts = Counter(question.asked[0] for question in questions if question.asked and not question.is_foreign)
    return {asked: count / counts.total() for asked, count in counts.items()}


def _names_told(item: Item, folder: Folder) -> frozenset[str]:
    """Return the proper names in what an item tells; what a gap entry names is not told."""
    if isinstance(item, Entry) and item.kind == "gap":
        return frozenset()
    return frozenset(name for name, _ in folder.fold(text.tokens(_told(item)[1]))) & folder.proper


def _tells(item: Item) -> Iterator[Asked]:
    """Go through what an entry's answer tells, whatever its phrasings ask for; what a gap entry names is not told."""
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
    """Return what a text cannot tell."""
    words = text.tokens(told)
    numbers = list(filter(text.is_number, words))
    has_date = _has_month(words) or any(len(number) == _YEAR for number in numbers)
    told_of: dict[Asked, bool] = {"count": bool(numbers), "when": has_date}
    return frozenset(asked for asked, is_told in told_of.items() if not is_told)


def _has_month(words: Sequence[str]) -> bool:
    """Return whether a month is named; "may" and "march" are verbs unless a day or a word of time stands beside them."""
    return any(
        word in MONTH_NAMES and (word not in _VERBS or before in _BEFORE_A_MONTH or (after != "" and text.is_number(after)))
        for before, word, after in zip(("", *words), words, (*words[1:], ""), strict=False)
    )


class LazyProfiles(Sequence[Profile]):
    """Profiles that are gathered when they are first read: one question needs a few of hundreds."""

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
