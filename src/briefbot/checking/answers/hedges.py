"""Hedges and negations: the words that weaken a statement of the article, and whether an answer keeps them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from briefbot.checking.answers.figures import figures
from briefbot.checking.answers.keeping import Group, lowered
from briefbot.checking.answers.names import Names, plain_words
from briefbot.checking.answers.sentences import READ, word_set
from briefbot.checking.article import QUOTED
from briefbot.language.stemming import stem
from briefbot.matching.reading.vocabulary import STOP_WORDS

_HEDGES: Mapping[str, str] = {
    "reportedly": "report", "allegedly": "accusation report", "alleged": "accusation report", "accused of": "accusation",
    "suspected of": "accusation", "suspicion of": "accusation", "according to": "source", "said to": "report look",
    "is said": "report look", "are said": "report look", "rumored": "report", "rumors": "report",
    "likely": "chance", "unlikely": "chance", "probably": "chance", "possibly": "chance", "possible": "chance", "perhaps": "chance",
    "may": "chance", "might": "chance", "could": "chance", "should": "chance", "potential": "chance", "potentially": "chance",
    "suggest": "chance report", "suggests": "chance report", "suggested": "chance report", "suggesting": "chance report",
    "prospect": "chance", "risk": "chance", "risks": "chance", "risking": "chance", "appears": "chance look", "appear": "chance look",
    "seems": "chance look", "seem": "chance look", "apparently": "chance look", "indication": "chance look", "signs": "chance look",
    "expects": "intent", "expected": "intent", "hopes": "intent", "plans to": "intent", "planned": "intent", "intends": "intent",
    "considering": "intent", "considers": "intent", "weighs": "intent", "weighing": "intent",
    "believed": "belief", "thought to": "belief", "presumed": "belief", "estimate": "belief number report",
    "estimates": "belief number report", "estimated": "belief number report", "perception": "look", "perceived": "look",
    "seen as": "look", "viewed as": "look", "regarded as": "look", "considered": "look", "long seen": "look",
}  # fmt: skip
"""The article's hedges, with the kinds of words that keep them."""
_HEDGE = re.compile(rf"\b(?:{'|'.join(sorted(_HEDGES, key=len, reverse=True))})\b")
_ATTRIBUTIONS = word_set(
    "say says said tell tells told write writes wrote add adds added warn warns warned claim claims claimed argue argues argued"
    " declare declares declared announced reported vowed believe believes think thinks expect predict predicts"
)
HEARSAY = word_set("reportedly rumored rumors")
"""Hedges like adverbs, which name nobody."""
_NEGATIONS = word_set(
    "not no never neither nor none nothing nobody nowhere without cannot deny denies denied refuse refuses refused reject rejects rejected"
)

ATTRIBUTING = frozenset(("report", "source"))
_ASIDE = re.compile(r", (?:where|who|which|whose)\b")
"""The beginning of a clause that describes something, and is not part of what was said."""
_SHORTEST_SPEECH = 3
"""The length of the words after a verb of saying below which the words before it are what was said."""
_ATTRIBUTOR = 20
"""The most words that name who said something."""
_ROUNDING = re.compile(
    r"\b(about|around|some|roughly|approximately|nearly|almost|as many as|up to|over|more than|at least|at most|an estimated)"
    r" [£$€]?(\d[\d.,]*(?: (?:million|billion|thousand)\b)?)"
)
_BOUNDS = frozenset(("as many as", "up to", "over", "more than", "at least", "at most"))
_BOUNDING = word_set("up many most maximum upper over more least exceeding exceed exceeds above below under fewer less than limit")
_INEXACT = _BOUNDING | word_set("about around some roughly approximately nearly almost close circa odd estimated estimates estimate")
_PARENTHESIS = re.compile(r" -- [^-]*(?:-[^-]+)* -- ")
_SURER = re.compile(r"\b(?:likely|may|might|could|probably|possibly)\b")
_COMMA = re.compile(r"[;:(,]|--|\b(?:but|while|although|whereas|or that|and that)\b")
_SECOND_VERB = re.compile(r"\band (?:\w+ )?$")
"""The words directly before the hedge of a second verb: "dated from 1887 and had reportedly leaked"."""
_BOUNDARY = re.compile(
    r"[;:(]|--|, \w+ing\b|, (?:\w+ ){1,3}(?:say|says|said)\b|, (?:and|but|while|which|who|where|when|yet|although)\b"
    r"|\b(?:but|while|although|whereas)\b"
)
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
    """The stems of the words that name the source, if it is an attribution."""
    figure: str = ""
    """The figure that it makes inexact."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of the article or of an answer, in a form that can be compared."""

    text: str
    stems: frozenset[str]
    hedges: tuple[Hedge, ...]


def statement(sentence: str, names: Names) -> Statement:
    """Read a sentence of the article."""
    return Statement(sentence, telling(sentence, names), tuple(_hedges(sentence, names)))


@lru_cache(READ)
def telling(text: str, names: Names) -> frozenset[str]:
    """Return the stems of the content words; a name counts as one word, in any form."""
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
    yield from _rounding(small, names)
    main = _PARENTHESIS.sub(lambda match: " " * len(match.group()), small)
    said = [match.span(1) for match in QUOTED.finditer(sentence)]
    for start, written, groups in (*_weakening(small), *_attributing(sentence, small), *_negating(small)):
        text = small if main[start] == " " else main
        inside = _holding(start, said)
        spans, by = [_weakened(text, start, written, inside)], frozenset[str]()
        if groups <= ATTRIBUTING and written not in HEARSAY:
            spans = said if said and inside is None else [_said(text, start, written, inside)]
            by = telling(_attributor(sentence, start + len(written), written), names)
        scope = telling(" ".join(_cased(sentence, text)[begin:end] for begin, end in spans), names)
        yield Hedge(written, groups, scope - by - frozenset(map(stem, written.split())), by)


def _holding(start: int, spans: Sequence[_Span]) -> _Span | None:
    return next((span for span in spans if span[0] <= start < span[1]), None)


def _cased(sentence: str, text: str) -> str:
    """Restore the capitals of a folded text, and leave out its blanked parts."""
    return "".join(" " if small == " " else letter for letter, small in zip(sentence, text, strict=True))


def _rounding(small: str, names: Names) -> Iterator[Hedge]:
    """Yield the words that make a figure inexact: an answer with the figure has to say so too."""
    for match in _ROUNDING.finditer(small):
        group = "bound" if match[1] in _BOUNDS else "number"
        yield Hedge(match[1], frozenset((group,)), telling(match[2], names), figure=figures(match[2])[0].value)


def is_rounded(sentence: str, hedge: Hedge) -> bool:
    """Return whether an answer says that a figure is inexact, in any words."""
    inexact = _BOUNDING if hedge.groups == {"bound"} else _INEXACT
    return bool(hedge.figure) and any(
        figure.value.partition(" ")[0] == hedge.figure and not inexact.isdisjoint((*figure.before, *figure.after))
        for figure in figures(sentence)
    )


def _said(small: str, start: int, written: str, inside: _Span | None) -> _Span:
    """Return the span of the words that somebody said.

    It is usually after the verb, or before it at the end of a sentence.
    """
    begin, end = inside or (0, len(small))
    behind = start + len(written)
    if start == begin and written == "according to":
        return small.find(",", behind) + 1, end
    is_closing = written == "according to" or small[behind : behind + 1] == "," or len(small[behind:end].split()) < _SHORTEST_SPEECH
    if is_closing:
        return begin, start
    aside = _ASIDE.search(small, behind, end)
    return behind, aside.start() if aside else end


def _weakened(small: str, start: int, written: str, inside: _Span | None) -> _Span:
    """Return the span that a hedge or negation weakens: to the end of its clause."""
    begin, end = inside or (0, len(small))
    behind = start + len(written)
    if written in HEARSAY:
        second = _SECOND_VERB.search(small, begin, start)
        behind = second.start() if second else max(begin, *(match.end() for match in _COMMA.finditer(small, begin, start)), 0)
    # in "suggests that an old ship likely leaks" the ship itself is not in doubt
    elif written.startswith("suggest"):
        surer = _SURER.search(small, behind, end)
        behind = surer.end() if surer else behind
    found = (_COMMA if written in _NEGATIONS else _BOUNDARY).search(small, behind, end)
    return behind, found.start() if found else end


def _attributor(sentence: str, end: int, written: str) -> str:
    """Return the words that name who said something: after "according to", or before a verb."""
    if written == "according to":
        return " ".join(sentence[end:].partition(", ")[0].split()[:_ATTRIBUTOR])
    before = sentence[: end - len(written.rpartition(" ")[2])].rpartition('"')[2]
    return before.rpartition(", ")[2].strip() or " ".join(before.split()[-_ATTRIBUTOR:])


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
        is_negation = match.group() in _NEGATIONS or match.group().endswith("n't")
        if is_negation and not small[match.end() :].startswith(" only") and " if " not in small[: match.start()]:
            yield match.start(), match.group(), frozenset(("not",))
