"""Gaps that deny something which the article says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefbot.checking.answers.contradictions.reading import Compared, small, warning
from briefbot.checking.answers.figures import Figure, figures
from briefbot.checking.answers.finding import Finding
from briefbot.checking.answers.hedges import Statement
from briefbot.checking.answers.likeness import ON_SILENCE
from briefbot.checking.answers.places import Place
from briefbot.checking.answers.quotations import place_name
from briefbot.checking.answers.sentences import sentences
from briefbot.i18n import say
from briefbot.language.numerals import MONTH_NAMES

_ASKED = re.compile(
    r"\b(when|how many|how much|whether) ([^,;]*?)(?=[,;.]|$| or (?:who|what|when|where|how|whether|why|in which|on which)\b)"
)
_UNMENTIONED = re.compile(r"\b(?:does not mention|mentions no) ([^,;.]*)")
_FEWEST = 2
_FEWEST_OF_WHETHER = 3
"""The words, without names, that must all be in one paragraph."""
_COUNTED = 12
"""The largest number that counts a few named things."""


def denied(compared: Compared) -> Iterator[Finding]:
    """Yield a warning for each thing that a gap denies and one paragraph seems to say."""
    if compared.entry.kind == "gap":
        for sentence in filter(ON_SILENCE.search, sentences(compared.entry.answer)):
            for asked, what in _denials(sentence):
                told = [place for place in compared.article.all if _tells(place, asked, what, compared)]
                yield from (_told(f"{asked} {what}".strip(), place) for place in told[:1])


def _denials(sentence: str) -> Iterator[tuple[str, str]]:
    for match in _ASKED.finditer(sentence):
        yield match[1], match[2]
    for match in _UNMENTIONED.finditer(sentence):
        yield "", match[1]


def _tells(place: Place, asked: str, what: str, compared: Compared) -> bool:
    """Return whether a sentence has all of the denied words, and a figure of the kind that is asked for."""
    stems = compared.telling(what)
    if not asked:
        return len(stems) >= _FEWEST and any(stems <= each.stems for each in place.statements)
    here = frozenset[str]().union(*(each.stems for each in place.statements)) & stems
    return _is_there(stems, here) and not figures(what) and any(_answers(each, asked, here) for each in place.statements)


def _is_there(stems: frozenset[str], here: frozenset[str]) -> bool:
    """Return whether a paragraph has all of the denied words; one name may be missing."""
    return len(small(stems)) >= _FEWEST and small(stems) <= here and len(stems - here) <= 1


def _answers(statement: Statement, asked: str, stems: frozenset[str]) -> bool:
    """Return whether one sentence has all these words, and a date or number if one is asked for."""
    if not stems <= statement.stems:
        return False
    if asked == "whether":
        return len(stems) >= _FEWEST_OF_WHETHER and all(hedge.groups == {"not"} for hedge in statement.hedges)
    return any(_is_date(figure) if asked == "when" else _is_number(figure) for figure in figures(statement.text))


def _is_date(figure: Figure) -> bool:
    first = figure.value.partition(" ")[0]
    return first in MONTH_NAMES or (len(first) == len("2024") and first[:2] in ("18", "19", "20"))


def _is_number(figure: Figure) -> bool:
    return not _is_date(figure) and figure.value.isdecimal() and int(figure.value) > _COUNTED


def _told(what: str, place: Place) -> Finding:
    message = say("This says that the article does not answer “{what}”, but {place} seems to.", what=what, place=place_name(place))
    return warning("denied", message)
