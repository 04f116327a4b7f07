"""Hedges and negations: which words of the article weaken a statement, and whether an answer keeps them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from briefbot.checking.answers.keeping import Group, lowered
from briefbot.checking.answers.names import Names, plain_words
from briefbot.checking.answers.sentences import QUOTED, word_set
from briefbot.language.stemming import stem
from briefbot.matching.reading.vocabulary import STOP_WORDS

_HEDGES: Mapping[str, str] = {
    "reportedly": "report", "allegedly": "accusation report", "alleged": "accusation report", "accused of": "accusation report",
    "suspected of": "accusation report", "suspicion of": "accusation report", "according to": "source", "said to": "report look",
    "is said": "report look", "are said": "report look", "rumored": "report", "rumors": "report",
    "likely": "chance", "unlikely": "chance", "probably": "chance", "possibly": "chance", "possible": "chance", "perhaps": "chance",
    "may": "chance", "might": "chance", "could": "chance", "should": "chance", "potential": "chance", "potentially": "chance",
    "suggest": "chance report", "suggests": "chance report", "suggested": "chance report", "suggesting": "chance report",
    "prospect": "chance", "risk": "chance", "risks": "chance", "risking": "chance", "appears": "chance look", "appear": "chance look",
    "seems": "chance look", "seem": "chance look", "apparently": "chance look", "indication": "chance look", "signs": "chance look",
    "expects": "intent", "expected": "intent", "hopes": "intent", "plans to": "intent", "planned": "intent", "intends": "intent",
    "believed": "belief", "thought to": "belief", "presumed": "belief", "estimate": "belief number report",
    "estimates": "belief number report", "estimated": "belief number report", "perception": "look", "perceived": "look",
    "seen as": "look", "viewed as": "look", "regarded as": "look", "considered": "look", "long seen": "look",
}  # fmt: skip
"""Hedges of the article by the kinds of words that keep them."""
_HEDGE = re.compile(rf"\b(?:{'|'.join(sorted(_HEDGES, key=len, reverse=True))})\b")
_ATTRIBUTIONS = word_set(
    "say says said tell tells told write writes wrote add adds added warn warns warned claim claims claimed argue argues argued"
    " declare declares declared announced reported vowed"
)
_NEGATIONS = word_set("not no never neither nor none nothing nobody nowhere without cannot")

_ATTRIBUTING = frozenset(("report", "source"))
_SHORTEST_SPEECH = 3
"""Words behind a verb of saying below which the words before it are what was said."""
_ATTRIBUTOR = 8
"""Words that name who said something at most."""
_ROUNDING = re.compile(
    r"\b(about|around|some|roughly|approximately|nearly|almost|as many as|up to|over|more than|at least|at most|an estimated)"
    r" [£$€]?(\d[\d.,]*(?: (?:million|billion|thousand)\b)?)"
)
_COMMA = re.compile(r"[;:(,]|--|\b(?:but|while|although|whereas|or that|and that)\b")
_BOUNDARY = re.compile(r"[;:(]|--|, \w+ing\b|, (?:and|but|while|which|who|where|when|yet|although)\b|\b(?:but|while|although|whereas)\b")
_PLAIN = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")

_Span: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Hedge:
    """A hedge or negation in a sentence of the article."""

    written: str
    groups: frozenset[Group]
    scope: frozenset[str]
    """The stems of the words that it weakens."""
    by: frozenset[str] = frozenset()
    """The stems of the words that name who says so, where it is an attribution."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of the article or of an answer, as far as its meaning can be compared."""

    text: str
    stems: frozenset[str]
    hedges: tuple[Hedge, ...]


def statement(sentence: str, names: Names) -> Statement:
    """Read a sentence of the article."""
    return Statement(sentence, telling(sentence, names), tuple(_hedges(sentence, names)))


def telling(text: str, names: Names) -> frozenset[str]:
    """Return the stems of the words that tell something; a name counts as one word, in whatever form."""
    found: set[str] = set()
    plain = plain_words(text)
    place = 0
    while place < len(plain):
        length = names.length_at(plain, place)
        if length:
            found.add(min(names.known(plain[place : place + length])))
        elif plain[place] not in STOP_WORDS:
            found.add(stem(plain[place]))
        place += max(length, 1)
    return frozenset(found)


def _hedges(sentence: str, names: Names) -> Iterator[Hedge]:
    small = lowered(sentence)
    yield from _rounding(small)
    said = [match.span(1) for match in QUOTED.finditer(sentence)]
    for start, written, groups in (*_weakening(small), *_attributing(sentence, small), *_negating(small)):
        inside = next((span for span in said if span[0] <= start < span[1]), None)
        if groups <= _ATTRIBUTING:
            spans = said if said and inside is None else [_said(small, start, written, inside)]
            by = telling(_attributor(sentence, start, written), names)
        else:
            spans, by = [_weakened(small, start, written, inside)], frozenset()
        scope = frozenset[str]().union(*(telling(sentence[begin:end], names) for begin, end in spans))
        yield Hedge(written, groups, scope - by - {stem(word) for word in written.split()}, by)


def _rounding(small: str) -> Iterator[Hedge]:
    """Yield what makes a figure inexact: whoever gives the figure has to say so too."""
    for match in _ROUNDING.finditer(small):
        yield Hedge(match[1], frozenset(("number",)), frozenset(plain_words(match[2])))


def _said(small: str, start: int, written: str, inside: _Span | None) -> _Span:
    """Return from where to where goes what somebody said: behind the verb as a rule, before it where it closes the sentence."""
    begin, end = inside or (0, len(small))
    behind = start + len(written)
    is_closing = written == "according to" or len(small[behind:end].split()) < _SHORTEST_SPEECH
    return (begin, start) if is_closing else (behind, end)


def _weakened(small: str, start: int, written: str, inside: _Span | None) -> _Span:
    """Return from where to where a hedge or negation weakens: to the end of its clause."""
    end = inside[1] if inside is not None else len(small)
    behind = start + len(written)
    found = (_COMMA if written in _NEGATIONS else _BOUNDARY).search(small, behind, end)
    return behind, found.start() if found else end


def _attributor(sentence: str, start: int, written: str) -> str:
    """Return the words that name who said something: behind "according to", before a verb."""
    if written == "according to":
        return " ".join(sentence[start + len(written) :].split()[:_ATTRIBUTOR])
    return " ".join(sentence[:start].rpartition('"')[2].split()[-_ATTRIBUTOR:])


def _weakening(small: str) -> Iterator[tuple[int, str, frozenset[Group]]]:
    for match in _HEDGE.finditer(small):
        yield match.start(), match.group(), frozenset(_HEDGES[match.group()].split())


def _attributing(sentence: str, small: str) -> Iterator[tuple[int, str, frozenset[Group]]]:
    for match in _PLAIN.finditer(small):
        verb = match.group()
        if verb in _ATTRIBUTIONS and not small[match.end() :].startswith(" to be"):
            before = sentence[: match.start()].rpartition(" ")[0].rpartition(" ")[2]
            written = f"{before} {verb}" if before.isalpha() and before.islower() else verb
            yield match.start() + len(verb) - len(written), written, frozenset(("source",) if verb == "reported" else ("report",))


def _negating(small: str) -> Iterator[tuple[int, str, frozenset[Group]]]:
    for match in _PLAIN.finditer(small):
        if (match.group() in _NEGATIONS or match.group().endswith("n't")) and not small[match.end() :].startswith(" only"):
            yield match.start(), match.group(), frozenset(("not",))
