"""Draft questions from a paragraph's figures, dates and names, for a curator to keep, reword or delete."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefbot.checking.answers.sentences import sentences, unquoted
from briefbot.drafting.names import Name
from briefbot.language.numerals import MONTHS
from briefbot.matching.reading.vocabulary import STOP_WORDS

MOST = 6
"""The most questions for one paragraph."""
_MONTH = "|".join(month.capitalize() for month in MONTHS)
_DATE = re.compile(rf"\b(?:(?:{_MONTH}) \d{{1,2}}(?:, \d{{4}})?|\d{{1,2}} (?:{_MONTH})(?: \d{{4}})?)(?!\d)")
_MONTH_ALONE = re.compile(rf"\b(?:in|since|until|by|of) ((?:{_MONTH})(?: \d{{4}})?)\b(?! \d)")
_YEAR = re.compile(r"\b(?:in|since|until|from|of|by) ((?:1[5-9]|20)\d\d)\b")
_SCALE = "(?: (?:million|billion|trillion|thousand))?"
_NO_DAY = re.compile(r"\d{4}|[A-Z][a-z]+ \d{4}")
_MONEY = re.compile(rf"[£$€¥]\d[\d,.]{{0,15}}{_SCALE}|\d[\d,.]{{0,15}}{_SCALE} (?:dollars|euros|pounds|crowns|yen|francs|rubles)\b")
_SHARE = re.compile(r"\b\d[\d.,]{0,15} ?(?:percent|per cent|%)")
_SMALL = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_COUNT = re.compile(
    rf"(?<![£$€¥\d.,:])\b(?:\d[\d,]*(?:\.\d+)?{_SCALE}|{_SMALL}) ((?:[a-z]+-)?[a-z]{{3,}}s|people|men|women|children)\b( \w+)?",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[A-Z]\w{0,40} $")
"""The text that makes the number after it a label: "Room 5"."""
_NO_COUNTS = frozenset("thirds quarters fifths halves numbers times dollars euros pounds crowns yen francs rubles".split())  # noqa: SIM905
"""Fractions and money, for which people ask in other words."""
_MEASURES = {"long": "long", "deep": "deep", "high": "high", "wide": "wide", "tall": "tall", "old": "old", "away": "far away"}
_COMING = re.compile(r"\b(?:will|is to|are to|plans? to|until|have until)\b[^,;]*$")
_COST = re.compile(r"\b(?:cost|costs|price|pay|pays|paid)\b")
_SUBJECT = re.compile(r"^(?:The|This|Its|Their) ((?:[a-z-]+ )?[a-z-]+)(?= (?:is|was|has|had|will|are|were|have|would|can|must)\b)")


def questions(paragraph: str, things: Sequence[str], introduced: Sequence[Name]) -> list[str]:
    """Ask for the figures, dates and new people of a paragraph, each question once.

    `things` are its names, the most specific first.
    """
    asked = [f"Who is {name.text}?" for name in introduced]
    for sentence in sentences(paragraph):
        asked += _of_sentence(unquoted(sentence), things)
    return list(dict.fromkeys(asked))[:MOST]


def _of_sentence(text: str, things: Sequence[str]) -> Iterator[str]:
    subject, name = _subject(text), next((name for name in things if name in text), "")
    yield from _counts(text, subject, name)
    for match in _MONEY.finditer(text):
        amount = match.group().rstrip(".,")
        yield f"How much does {subject or name} cost?" if (subject or name) and _COST.search(text) else f"What is the {amount} for?"
        yield f"{amount} {name}".strip()
    for match in _SHARE.finditer(text):
        yield f"{match.group()} of what?"
    for match in (*_DATE.finditer(text), *_MONTH_ALONE.finditer(text), *_YEAR.finditer(text)):
        yield _about_date(match, is_coming=bool(_COMING.search(text[: match.start()])))


def _counts(text: str, subject: str, name: str) -> Iterator[str]:
    for match in _COUNT.finditer(text):
        noun, following = match.group(1).lower(), (match.group(2) or "").strip()
        if noun in STOP_WORDS | _NO_COUNTS or (match.group()[0].isdigit() and _LABEL.search(text[: match.start()])):
            continue
        if following in _MEASURES:
            yield f"How {_MEASURES[following]} is {subject or name or 'it'}?"
            continue
        yield f"How many {noun}?"
        yield from [f"{noun} of {subject}" if subject else f"number of {noun} {name}"] if subject or name else []


def _about_date(match: re.Match[str], *, is_coming: bool) -> str:
    when = match.group(1) if match.re.groups else match.group()
    preposition = "on" if any(letter.isdigit() for letter in when) and not _NO_DAY.fullmatch(when) else "in"
    return f"What is to happen {preposition} {when}?" if is_coming else f"What happened {preposition} {when}?"


def _subject(text: str) -> str:
    """Return the subject of a sentence, if it begins with a noun and its article."""
    found = _SUBJECT.match(text)
    return f"the {found.group(1)}" if found else ""
