"""Additions of an answer: sentences that share no words with the cited places, and parts of a year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefbot.checking.answers.contradictions.reading import DENYING, Compared, stems_of, trimmed, warning
from briefbot.checking.answers.finding import Finding
from briefbot.checking.answers.sentences import sentences, unquoted
from briefbot.i18n import say
from briefbot.language.numerals import MONTHS

_FEWEST = 3
"""The number of content words from which a sentence says something."""
_ON_THE_TEXT = re.compile(
    r"\b(?:article|text|headline|byline|captions?|passages?|paragraphs?|headings?|sections?|quot\w+)\b", re.IGNORECASE
)
_PARTS = {
    "early": "early", "beginning": "early", "start": "early", "mid": "mid", "middle": "mid", "late": "late", "end": "late",
    "last months": "late", "spring": "spring", "summer": "summer", "autumn": "autumn", "fall": "autumn", "winter": "winter",
}  # fmt: skip
_PART = re.compile(rf"\b({'|'.join(_PARTS)})(?:-| of | in | )((?:{'|'.join(MONTHS)})(?: \d{{4}})?|(?:1[89]|20)\d\d)\b", re.IGNORECASE)
_RELATIVE = re.compile(
    rf"\b(?:(?:last|this|next) (?:year|month|week|spring|summer|autumn|fall|winter|{'|'.join(MONTHS)})|yesterday|tomorrow|dozens|scores)\b",
    re.IGNORECASE,
)


def unsupported(compared: Compared) -> Iterator[Finding]:
    """Yield a warning for each sentence of a fact that shares no words with the cited places."""
    if compared.entry.kind != "fact":
        return
    held = frozenset[str]().union(*(each.stems | stems_of(each.text) for place in compared.places for each in place.statements))
    for sentence in sentences(compared.entry.answer):
        stems = compared.telling(sentence)
        if len(stems) >= _FEWEST and stems.isdisjoint(held) and not DENYING.search(sentence) and not _ON_THE_TEXT.search(sentence):
            message = say(
                "“{sentence}” shares no words with the cited paragraphs: say what they say, or leave it out.",
                sentence=trimmed(sentence),
            )
            yield warning("unsupported", message)


def strange_times(compared: Compared) -> Iterator[Finding]:
    """Yield an error for each part of a year, "last year" and the like that no cited place has."""
    held = " ".join(place.text for place in compared.places)
    parts = set(_parts(held))
    for sentence in map(unquoted, sentences(f"{compared.entry.answer} {compared.entry.caveat}")):
        strange = [match[0] for match in _PART.finditer(sentence) if _part(match) not in parts]
        if not DENYING.search(sentence):
            strange += [match[0] for match in _RELATIVE.finditer(sentence) if match[0].casefold() not in held.casefold()]
        for written in strange:
            message = say("“{what}” in “{sentence}” is in none of the cited paragraphs.", what=written, sentence=trimmed(sentence))
            yield Finding("figure", message)


def _parts(text: str) -> Iterator[tuple[str, str]]:
    return map(_part, _PART.finditer(text))


def _part(match: re.Match[str]) -> tuple[str, str]:
    return _PARTS[match[1].casefold()], match[2].casefold()
