"""The sentence of the article that a sentence of an answer is based on, and what the answer has lost of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from briefbot.checking.answers.finding import Finding
from briefbot.checking.answers.hedges import ATTRIBUTING, HEARSAY, Hedge, Statement, is_rounded, telling
from briefbot.checking.answers.keeping import Group, Told, is_negative
from briefbot.checking.answers.names import Names
from briefbot.checking.answers.places import Place
from briefbot.checking.answers.sentences import sentences, shown
from briefbot.checking.article import quoted
from briefbot.domain.knowledge import Entry, Source
from briefbot.i18n import say
from briefbot.matching.caveats import attached

_FEWEST_SHARED = 2
"""The content words that two sentences must share to say the same thing."""
ON_THE_ARTICLE = re.compile(r"^(?:the article|the text)\b[^;:]{0,60}?\b(?:not|no|nothing|none|nobody|neither|silent)\b", re.IGNORECASE)
ON_SILENCE = re.compile(
    r"^(?:the article|the text|it|nor|neither|its)\b[^;:]{0,60}?\b(?:not|no|nothing|none|nobody|neither|without|silent)\b", re.IGNORECASE
)
"""The beginning of a sentence about what the article does not say."""
_ON_A_TOPIC = re.compile(
    r"^(?:the \w+|it) (?:mentions|names|lists|covers|deals with|speaks of|refers to|is on)\b(?! that\b)", re.IGNORECASE
)
"""The beginning of a sentence about the topic of something in the article."""
_POINTING_BACK = re.compile(r"(?:this|that|the article (?:describes|calls|presents|puts)|it is (?:described|presented))\b", re.IGNORECASE)
"""The beginning of a sentence about how certain the one before it is."""
_CLAUSE = re.compile(r"; |: (?!\")|--|,? (?:but|while|whereas|although)\b|, and\b")
_WILL = re.compile(r"\bwill\b")
_ASSERTED = frozenset(("chance", "intent", "number", "bound"))
"""Hedges that do not matter in a clause that denies what they weaken."""
_SHORT = 12
"""The length of a clause up to which a denial probably denies all of it."""
_CHANCES = frozenset(("chance", "intent"))
"""Hedges that "will" contradicts."""
_SHARE_OF_SCOPE, _MOST_OF_SCOPE = 1 / 3, 2 / 3
"""The share of the weakened words that must be in the answer for the hedge to be missed.

In the nearest sentence, and in any other.
"""


def nearest(stems: frozenset[str], places: Sequence[Place]) -> tuple[Place, Statement] | None:
    """Return the cited sentence that shares most content words with a sentence of an answer."""
    found = [(len(stems & each.stems), -len(each.stems), place, each) for place in places for each in place.statements]
    best = max(found, key=lambda each: each[:2], default=None)
    return (best[2], best[3]) if best is not None and best[0] >= _FEWEST_SHARED else None


def lost_hedges(entry: Entry, source: Source, places: Sequence[Place], names: Names) -> Iterator[Finding]:
    """Yield a warning for each hedge or negation of the article that an answer has lost."""
    caveats = [entry.caveat, *(caveat.text for caveat in attached(entry, source) if not caveat.matters)]
    on_silence = ON_SILENCE if entry.kind == "gap" else ON_THE_ARTICLE
    told = sentences(entry.answer)
    for sentence, following in zip(told, (*told[1:], ""), strict=True):
        around = Told.of(sentence, entry.stance, [*caveats, following if _POINTING_BACK.match(following) else ""])
        for clause, before in assertions(_without_headings(sentence, source), on_silence):
            within = replace(Told.of(f"{before} {clause}", entry.stance), granted=around.granted)
            lost = _lost(_Clause(clause, telling(clause, names), within, around), places)
            if lost is not None:
                yield Finding("lost-hedge", _said_plainly(lost, clause), is_warning=True)


def assertions(sentence: str, on_silence: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """Yield the clauses of a sentence that state something, not those that say what the article does not."""
    if _ON_A_TOPIC.match(sentence):
        return
    is_silent = on_silence.search(sentence) is not None
    for clause, before in _clauses(sentence):
        if not on_silence.search(clause.lstrip(" ,;:")) and not (is_silent and clause.startswith(", and")):
            yield clause, before


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause of an answer, with its hedges and those of its whole sentence."""

    text: str
    stems: frozenset[str]
    within: Told
    around: Told

    def keeps(self, hedge: Hedge) -> bool:
        """Return whether a hedge is kept.

        A source may be named anywhere in the sentence, a "may" has to be in the clause.
        """
        if not _ASSERTED.isdisjoint(hedge.groups) and len(self.text.split()) <= _SHORT and is_negative(self.text):
            return True
        told = self.around if hedge.groups <= ATTRIBUTING and hedge.written not in HEARSAY else self.within
        return told.keeps(hedge.groups) or not self.stems.isdisjoint(hedge.by) or is_rounded(self.text, hedge)


def _lost(clause: _Clause, places: Sequence[Place]) -> Hedge | None:
    """Return the first hedge that a clause has lost."""
    return next((hedge for hedge in _hedges_of(clause, places) if not clause.keeps(hedge)), None)


def _hedges_of(clause: _Clause, places: Sequence[Place]) -> Iterator[Hedge]:
    """Yield the hedges of a clause's content: in the sentence that it is based on, and in any with the same content."""
    found = nearest(clause.stems, places)
    if found is not None:
        is_certain = _WILL.search(clause.text) is not None and _WILL.search(found[1].text) is None
        missed = _CHANCES if is_certain else frozenset[Group]()
        yield from (each for each in found[1].hedges if _weakens(each, clause.stems, _SHARE_OF_SCOPE) or missed & each.groups)
    yield from (each for place in places for each in place.hedges if _weakens(each, clause.stems, _MOST_OF_SCOPE))


def _clauses(sentence: str) -> Iterator[tuple[str, str]]:
    """Yield each clause of a sentence, with the words before it that govern it."""
    begin, head, before = 0, "", ""
    for mark in (*_CLAUSE.finditer(sentence), None):
        end = mark.start() if mark else len(sentence)
        yield sentence[begin:end], before
        head = sentence[:end] if mark and mark.group() == ": " else head
        before = sentence[:end] if mark and mark.group() == ", and" else head
        begin = end


def _without_headings(sentence: str, source: Source) -> str:
    """Remove quoted headlines and headings from a sentence: there, quotation marks only name them."""
    free = " ".join((source.title, *source.headings))
    for passage in quoted(sentence):
        if passage.rstrip(",.") in free:
            sentence = sentence.replace(passage, "")
    return sentence


def _weakens(hedge: Hedge, stems: frozenset[str], share: float) -> bool:
    """Return whether an answer has a large enough share of the words that a hedge weakens."""
    shared = hedge.scope & stems
    told, weakened = ({word for word in words if not word[:1].isupper()} for words in (shared, hedge.scope))
    fewest = max(min(_FEWEST_SHARED, len(hedge.scope)), share * len(hedge.scope), 1)
    return len(shared) >= fewest and len(told) >= min(_FEWEST_SHARED, len(weakened))


def _said_plainly(hedge: Hedge, sentence: str) -> str:
    return say(
        "“{sentence}” leaves out “{hedge}”, which qualifies it in the article: add that, in this or another word.",
        sentence=shown(sentence.strip(" ,;:")),
        hedge=hedge.written,
    )


def plain_source(entry: Entry, places: Sequence[Place], names: Names) -> Place | None:
    """Return the place where the article states all of an answer plainly.

    Return None if any of it is hedged or somebody's words.
    """
    found = [source for sentence in sentences(entry.answer) if (source := nearest(telling(sentence, names), places)) is not None]
    if not found or any(_is_hedged(place) for place, _ in found):
        return None
    return found[0][0]


def _is_hedged(place: Place) -> bool:
    """Return whether a place hedges or attributes any of its content.

    Often one sentence does so for those around it.
    """
    return bool(place.passages) or any(hedge.groups != {"not"} for hedge in place.hedges)
