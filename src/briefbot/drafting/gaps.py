"""Common questions about a person, an event or an amount that an article does not seem to answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefbot.checking.answers.sentences import sentences, unquoted
from briefbot.domain.knowledge import Evidence
from briefbot.drafting.names import Name, Names
from briefbot.language.numerals import MONTHS

MOST = 16
"""The most gaps that are proposed."""
_AGES, _SILENT, _KIN, _UNNAMED, _DAYS, _AMOUNTS, _HEADS = 4, 3, 3, 3, 3, 3, 3
_MONTH = "|".join(month.capitalize() for month in MONTHS)
_ABOUT = re.compile(rf"\b(in|since|until) (?:early |late )?((?:{_MONTH}))\b(?! \d)")
_AGED = re.compile(r", (?:who (?:is|turned) |aged )?\d\d\b|[^.\d]{0,80}\d\d years old")
_YEARS = re.compile(r"\d\d-year-old[^.\d]{0,60}$")
"""An age after a name, and before one."""
_RELATIVE = re.compile(
    r"\b(?:[Hh]is|[Hh]er|[Tt]heir|[Ii]ts|[A-Z]\w+'s)"
    r" (brother|sister|wife|husband|partner|son|daughter|mother|father|lawyer|successor|predecessor)\b"
)
_GROUPS = (
    "analysts? companies company councillors? diplomats? employees? experts? manufacturers? officials? residents? scientists? soldiers?"
    " sources? students? visitors? volunteers? witness(?:es)? people firms? lawyers? investors? donors?"
)
_NOT_NAMED = re.compile(
    rf"(?<!as )\b((?:two|three|four|five|several|some|an?|one) (?:[a-z]+ )?(?:{_GROUPS.replace(' ', '|')}))\b"
    r"(?= (?:who|whose|ha[sd]|have|said|say|told)\b)",
    re.IGNORECASE,
)
_MONEY = re.compile(r"[£$€¥](?:\d[\d,.]{0,15} (?:million|billion|trillion|thousand)|\d{2,3},\d{3}[\d,]*)")
"""Amounts for which people ask who pays them: not prices."""
_PAID = re.compile(r"\b(?:paid|pays?|fund(?:ed|s)?|grant|promised?|borrow|loan|from|donat|lent|price|costs? of)\b")
_HEAD = re.compile(r"\b(?:director|president|head|chair|leads?|led|leader|chief|owner|spokes|minister|commander|runs?)\b")


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that the article does not say."""

    id: str
    phrasings: tuple[str, ...]
    answer: str
    place: Evidence
    """The place of the closest thing that the article says."""


def gaps(paragraphs: Sequence[str], names: Names, speakers: Sequence[Name]) -> list[Gap]:
    """Propose gaps, each for a curator to check against the article."""
    found = [
        *_ages(paragraphs, speakers),
        *_silent(paragraphs, names, speakers),
        *_relatives(paragraphs),
        *_unnamed(paragraphs),
        *_days(paragraphs),
        *_amounts(paragraphs),
        *_heads(paragraphs, names),
    ]
    return list({gap.answer: gap for gap in found}.values())[:MOST]


def _ages(paragraphs: Sequence[str], speakers: Sequence[Name]) -> Iterator[Gap]:
    people = [name for name in speakers if name.kind == "person"]
    for name in [person for person in people if not _is_aged(person, paragraphs)][:_AGES]:
        yield Gap(
            "age",
            (f"How old is {name.text}?", f"age of {name.text}"),
            f"The article does not say how old {name.text} is.",
            _first(name.text, paragraphs),
        )


def _is_aged(name: Name, paragraphs: Sequence[str]) -> bool:
    """Return whether an age is next to a person's surname."""
    surname = Names([Name(name.text.split()[-1], name.kind)])
    found = [(text[: each.start], text[each.end :]) for text in paragraphs for each in surname.mentions(text)]
    return any(_AGED.match(behind) or _YEARS.search(before) for before, behind in found)


def _silent(paragraphs: Sequence[str], names: Names, speakers: Sequence[Name]) -> Iterator[Gap]:
    """Yield people who are named but not quoted."""
    for name in [name for name in names.listed if name.kind == "person" and name not in speakers][:_SILENT]:
        yield Gap(
            "words",
            (f"What did {name.text} say?", f"{name.text} quote"),
            f"The article does not quote {name.text}.",
            _first(name.text, paragraphs),
        )


def _relatives(paragraphs: Sequence[str]) -> Iterator[Gap]:
    for number, match in _matches(_RELATIVE, paragraphs)[:_KIN]:
        who = match.group(1)
        yield Gap(
            who,
            (f"What is the name of the {who}?", f"Who is the {who}?"),
            f"The article does not give the name of the {who} that it mentions.",
            number,
        )


def _unnamed(paragraphs: Sequence[str]) -> Iterator[Gap]:
    for number, match in _matches(_NOT_NAMED, paragraphs)[:_UNNAMED]:
        who = match.group(1).lower()
        plain = who.partition(" ")[2]
        verb = "are" if plain.endswith("s") and not plain.endswith("ss") else "is"
        yield Gap(
            plain.replace(" ", "-"),
            (f"Who {verb} the {plain}?", f"names of the {plain}"),
            f"The article does not name the {plain} that it mentions.",
            number,
        )


def _days(paragraphs: Sequence[str]) -> Iterator[Gap]:
    for number, match in _matches(_ABOUT, paragraphs)[:_DAYS]:
        month = match.group(2)
        yield Gap(
            f"day-{month.lower()}",
            (f"On which day in {month} was it?", f"exact date in {month}"),
            f"The article names {month} and gives no day.",
            number,
        )


def _amounts(paragraphs: Sequence[str]) -> Iterator[Gap]:
    for number, match in [
        (number, match)
        for number, text in enumerate(paragraphs, 1)
        for sentence in sentences(text)
        if not _PAID.search(sentence)
        for match in _MONEY.finditer(unquoted(sentence))
    ][:_AMOUNTS]:
        amount = match.group().rstrip(".,")
        yield Gap(
            f"payer-{amount}",
            (f"Who pays the {amount}?", f"Where do the {amount} come from?"),
            f"The article does not say who pays the {amount}.",
            number,
        )


def _heads(paragraphs: Sequence[str], names: Names) -> Iterator[Gap]:
    for name in [name for name in names.listed if name.kind == "body" and _is_headless(name, paragraphs)][:_HEADS]:
        yield Gap(
            "head",
            (f"Who leads {name.text}?", f"head of {name.text}"),
            f"The article does not say who leads {name.text}.",
            _first(name.text, paragraphs),
        )


def _is_headless(name: Name, paragraphs: Sequence[str]) -> bool:
    """Return whether a body is named more than once, and never next to a word for its leader."""
    found = [each for text in paragraphs for each in sentences(text) if any(form in each for form in (name.text, *name.forms))]
    return len(found) > 1 and not any(_HEAD.search(each) for each in found)


def _matches(pattern: re.Pattern[str], paragraphs: Sequence[str]) -> list[tuple[int, re.Match[str]]]:
    found: dict[str, tuple[int, re.Match[str]]] = {}
    for number, text in enumerate(paragraphs, 1):
        for match in pattern.finditer(unquoted(text)):
            found.setdefault(match.group(match.re.groups), (number, match))
    return list(found.values())


def _first(name: str, paragraphs: Sequence[str]) -> int:
    return next((number for number, text in enumerate(paragraphs, 1) if name in text), 1)
