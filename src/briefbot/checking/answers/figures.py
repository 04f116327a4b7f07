"""The figures of a text in one form: numbers, amounts, shares, ordinals, months, days and years."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from briefbot.checking.answers.sentences import READ, sentences, word_set
from briefbot.checking.article import fold_marks
from briefbot.language import text as language
from briefbot.language.numerals import MONTH_NAMES

_UNITS = {
    unit: name
    for name, units in {
        "%": "% percent percentage procent",
        "£": "£ pound pounds sterling quid gbp",
        "$": "$ dollar dollars usd",
        "€": "€ euro euros eur",
        "¥": "¥ yen yuan",
    }.items()
    for unit in units.split()
}
_SIGNS = re.compile(r"[£$€¥%]")
_PER_CENT = re.compile(r"\bper cent\b", re.IGNORECASE)
_MONTHS_ALIKE = re.compile(r"\b(?:may|march|august)\b")
"""Names of months that are verbs or adjectives in small letters."""
_SPACED = re.compile(r"(?<=\d) (?=\d{3}\b(?! ?[-/]))(?<!\d{4} )")
"""A space between thousands."""
_RANGE = re.compile(r"([£$€]?)\b(\d[\d.,]*)(?: ?[-–] ?| to )[£$€]?(\d[\d.,]*) ?(million|billion|thousand|percent|%|m|bn|k)(?!\w)")
"""A range with one unit for both numbers."""
_MAY = re.compile(r"^May\b(?! \d)")
_ORDINALS = {
    word: str(number)
    for number, word in enumerate(
        ["second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"],
        2,
    )
}  # fmt: skip
_COLLECTIVES = {"twice": "2", "dozen": "12", "century": "100", "decade": "10", "fortnight": "14", "eightieth": "80"}
"""Words for a number, and the number."""
_SHARES = {"half": "1/2", "halves": "1/2", "halved": "1/2", "thirds": "1/3", "quarter": "1/4", "quarters": "1/4"}
_SHARE_WORDS = {"1/2": "half", "1/3": "third", "1/4": "quarter"}
_CURRENCIES = "£$€¥"
_TENTHS = 10
"""How many tenths of a million or billion are written as decimals."""
_THIRDS = frozenset(("a", "1", "one", "2"))
"""Words before "third" that make it a share."""
_SAID = {
    **_SHARES,
    **_ORDINALS,
    **_COLLECTIVES,
    **{word: word for word in word_set("hundreds thousands millions billions monday tuesday wednesday thursday friday saturday sunday")},
}
"""Words that are a figure, and its one form."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a text, and the words around it that say what it counts."""

    value: str
    """Its one form: "14000", "june 28", "june 2024", "61500 £", "1/2"."""
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    def __str__(self) -> str:
        first, _, rest = self.value.partition(" ")
        first = _grouped(first) if first.isdecimal() else _SHARE_WORDS.get(first, first.title())
        if rest in _CURRENCIES:
            return f"{rest}{first}"
        return f"{first}%" if rest == "%" else f"{first} {rest}".strip()


def _grouped(digits: str) -> str:
    """Write a number for readers: "14,000", "1.4 million"."""
    number = int(digits)
    for size, name in ((10**9, "billion"), (10**6, "million")):
        if number >= size and number * _TENTHS % size == 0:
            return f"{number / size:g} {name}"
    return f"{number:,}" if len(digits) > len("2024") else digits


def figures(text: str) -> list[Figure]:
    """List the figures of a text, each as exact as in the text."""
    return list(_read(text))


@lru_cache(READ)
def _read(text: str) -> tuple[Figure, ...]:
    return tuple(figure for sentence in sentences(text) for figure in _figures(_tokens(sentence)))


def held(text: str) -> frozenset[str]:
    """Return all figures that a text supports: for "June 20, 2024" also the month, the day and the year alone."""
    found: set[str] = {"1"}
    for sentence in sentences(text):
        tokens = _tokens(sentence)
        found.update(figure.value for figure in _figures(tokens))
        found.update(word for word in tokens if word[0].isdigit() or word in MONTH_NAMES)
        found.update(f"{tokens[i]} {year}" for i, year in _years(tokens))
    return frozenset(found)


def _years(tokens: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the places of months whose day is followed by a year, with the year."""
    for i in range(len(tokens) - 2):
        if tokens[i] in MONTH_NAMES and _is_year(tokens[i + 2]):
            yield i, tokens[i + 2]


def _is_year(token: str) -> bool:
    return len(token) == len("2024") and token.isdecimal() and token[:2] in ("17", "18", "19", "20", "21")


def _tokens(sentence: str) -> list[str]:
    """Split a sentence into plain words and numbers; unit signs become words."""
    sentence = _MONTHS_ALIKE.sub("-", _MAY.sub("-", fold_marks(sentence)))
    sentence = _SPACED.sub("", _PER_CENT.sub("percent", sentence))
    sentence = _RANGE.sub(r"\1\2 \4 - \1\3 \4", sentence)
    sentence = _SIGNS.sub(lambda sign: f" {_SIGN_WORDS[sign.group()]} ", sentence)
    return language.tokens(sentence)


_SIGN_WORDS = {"£": "pounds", "$": "dollars", "€": "euros", "¥": "yen", "%": "percent"}


def _figures(tokens: Sequence[str]) -> Iterator[Figure]:
    """Yield each figure with the words around it."""
    skip = 0
    for i in range(len(tokens)):
        if i < skip:
            continue
        value, length = _figure_at(tokens, i)
        if value:
            yield Figure(value, tuple(tokens[max(0, i - 4) : i]), tuple(tokens[i + length : i + length + 4]))
            skip = i + length


def _figure_at(tokens: Sequence[str], i: int) -> tuple[str, int]:
    """Return the figure that begins at a token, and its length in tokens; "" if there is none."""
    word, following = tokens[i], "".join(tokens[i + 1 : i + 2])
    if word in MONTH_NAMES:
        return (f"{word} {following}", 2) if _is_day_or_year(following) else (word, 1)
    if (word, following) == ("third", "of") and not _THIRDS.isdisjoint(tokens[max(0, i - 1) : i]):
        return "1/3", 1
    return (_SAID[word], 1) if word in _SAID else _number_at(tokens, i)


def _is_day_or_year(token: str) -> bool:
    return token.isdecimal() and (int(token) <= 31 or _is_year(token))  # noqa: PLR2004 - days of a month


def _number_at(tokens: Sequence[str], i: int) -> tuple[str, int]:
    """Return a number with its unit, which is before or after it."""
    token = tokens[i]
    if not token[0].isdigit():
        return "", 1
    beside = (*tokens[i + 1 : i + 2], *tokens[max(0, i - 1) : i])
    unit = next((_UNITS[each] for each in beside if each in _UNITS), "")
    return f"{token} {unit}".strip(), 1
