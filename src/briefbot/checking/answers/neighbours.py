"""Words next to figures: two figures of one paragraph are easily swapped, although each of them is there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import filterfalse, islice

from briefbot.checking.answers.figures import figures
from briefbot.checking.answers.hedges import telling
from briefbot.checking.answers.names import Names
from briefbot.checking.answers.sentences import sentences, unquoted, word_set
from briefbot.language.numerals import MONTHS

Beside = dict[str, set[str]]
"""For each figure, the stems of the words next to it."""

_CLAUSE = re.compile(r"[;:,] |[()]|--| (?:and|but|while|with) ")
_DATE = re.compile(rf"(?:{'|'.join(MONTHS)})\b|(?:1[5-9]|20)\d\d$|(?:mon|tues|wednes|thurs|fri|satur|sun)day$")
_DIGIT = re.compile("[0-9]")
_YEAR = re.compile(r", (?=(?:18|19|20)\d\d\b)")
_SAYING_NOTHING = word_set(
    "report reportedli anoth around rough near estim number figur date day month year recent earlier later last sinc"
    " million billion thousand hundr pound dollar euro percent"
)


def beside(text: str, names: Names) -> Beside:
    """Collect for each figure of a text the words of its clauses."""
    found: Beside = {}
    for value, words in _beside(text, names):
        found.setdefault(value, set()).update(words)
    return found


def together(parts: Iterable[Beside]) -> Beside:
    """Collect the words next to the figures of several texts."""
    found: Beside = {}
    for value, words in (each for part in parts for each in part.items()):
        found.setdefault(value, set()).update(words)
    return found


def _beside(text: str, names: Names) -> Iterator[tuple[str, frozenset[str]]]:
    for sentence in sentences(text):
        for clause in _CLAUSE.split(_YEAR.sub(" ", unquoted(sentence))):
            values = _counted({figure.value for figure in figures(clause)})
            if len(values) == 1:
                yield values.pop(), frozenset(filterfalse(_DIGIT.search, telling(clause, names))) - _SAYING_NOTHING


def _counted(values: set[str]) -> set[str]:
    """Leave out small counts and dates next to other figures.

    In "lost £38.5 million in 2024" the words belong to the amount.
    """
    values = {value for value in values if len(value) > 1} or values
    return {value for value in values if not _DATE.match(value)} or values


def swapped(sentence: str, held: Beside, article: Beside, names: Names) -> Iterator[tuple[str, str, str]]:
    """Yield each figure for which the cited places have another one.

    The figure, a word next to it, and the other figure.
    """
    of = _owners(held)
    for value, words in _beside(sentence, names):
        owners = {word: of[word] for word in sorted(words) if word in of}
        if value in held and value not in owners.values():
            strange = (
                (value, word, other)
                for word, other in owners.items()
                if word.islower() and _is_alike(other, value) and word not in article[value]
            )
            yield from islice(strange, 1)


def _is_alike(other: str, value: str) -> bool:
    """Return whether two figures can be swapped.

    Both must be dates, or neither, and more than a count of a few things.
    """
    return len(other) > 1 and (_DATE.match(other) is None) == (_DATE.match(value) is None)


def _owners(held: Beside) -> dict[str, str]:
    """Return for each word next to exactly one figure that figure."""
    count = Counter(word for words in held.values() for word in words)
    return {word: value for value, words in held.items() for word in words if count[word] == 1}
