"""Who said a quotation, and which outlet or university is named next to a person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefbot.checking.answers.contradictions.reading import DENYING, Compared, is_name, trimmed, warning
from briefbot.checking.answers.finding import Finding
from briefbot.checking.answers.people import Around
from briefbot.checking.answers.sentences import sentences, unquoted
from briefbot.checking.article import QUOTED, within_marks
from briefbot.i18n import say

_SEGMENT = re.compile(r"[;:,]| and (?=[A-Z])")
_APPOSITION = re.compile(r" ?(?:who|whose|a|an|the|which)\b")
"""The beginning of a segment that describes the person before it."""
_MOST_SENTENCES = 2
"""In how many sentences of the article a name may be and still belong to one person."""


def misquoted(compared: Compared) -> Iterator[Finding]:
    """Yield a warning for each quotation next to a person other than its speaker."""
    for sentence in sentences(compared.entry.answer):
        begin = 0
        for match in QUOTED.finditer(sentence):
            before, behind = sentence[begin : match.start()].rpartition("; ")[2], QUOTED.split(sentence[match.end() :])[0]
            begin = match.end()
            speakers = _speakers(match[1], compared)
            named = _persons(before, compared) or _persons(behind, compared)
            if speakers and named and speakers.isdisjoint(named):
                yield _belongs(f"“{match[1]}”", named, speakers)


def _persons(text: str, compared: Compared) -> frozenset[str]:
    """Return the people whom a text names; an agency only relays the words of others."""
    return frozenset(name for name in compared.telling(text) & compared.people if " " in name)


def _speakers(passage: str, compared: Compared) -> frozenset[str]:
    """Return the speakers of the knowledge who said quoted words; headings belong to nobody."""
    written = within_marks(passage).rstrip(",.").casefold()
    if any(written.strip("'") in free.casefold() for free in compared.article.free):
        return frozenset()
    said = (quote for quote in compared.knowledge.quotes.values() if written in within_marks(quote.text).casefold())
    return frozenset(speaker.name for quote in said if (speaker := compared.knowledge.speakers.get(quote.speaker)))


def _belongs(what: str, named: frozenset[str], others: frozenset[str]) -> Finding:
    message = say(
        "{what} is next to {person} here, but next to {others} in the article. Whose is it?",
        what=what,
        person=", ".join(sorted(named)),
        others=", ".join(sorted(others)),
    )
    return warning("whose", message)


def misplaced(compared: Compared, around: Around) -> Iterator[Finding]:
    """Yield a warning for each name next to a person that the article only mentions with other people."""
    owners = _owners(around, compared.people)
    for sentence in filter(lambda each: not DENYING.search(each), sentences(compared.entry.answer)):
        for person, segment in _about(unquoted(sentence), compared):
            for name in sorted(compared.telling(segment)):
                others = owners.get(name)
                if others and person not in others:
                    yield _belongs(f"“{name}” in “{trimmed(segment)}”", frozenset((person,)), others)


def _owners(around: Around, people: frozenset[str]) -> dict[str, frozenset[str]]:
    """Return the people around each name that is in few sentences, if each of these is about people."""
    held: dict[str, list[frozenset[str]]] = {}
    for statement, about in around.items():
        for name in filter(is_name, statement.stems - people):
            held.setdefault(name, []).append(about)
    return {name: frozenset[str]().union(*about) for name, about in held.items() if all(about) and len(about) <= _MOST_SENTENCES}


def _about(sentence: str, compared: Compared) -> Iterator[tuple[str, str]]:
    """Yield the segments of a sentence that are about one person, with the person."""
    person = ""
    for segment in _SEGMENT.split(sentence):
        named = compared.telling(segment) & compared.people
        if named or not _APPOSITION.match(segment):
            person = next(iter(named)) if len(named) == 1 else ""
        if person:
            yield person, segment
