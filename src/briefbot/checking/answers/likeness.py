"""Which sentence of the article a sentence of an answer renders, and what it has lost on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefbot.checking.answers.finding import Finding
from briefbot.checking.answers.hedges import Hedge, Statement, is_rounded, telling
from briefbot.checking.answers.keeping import Told
from briefbot.checking.answers.names import Names
from briefbot.checking.answers.places import Place
from briefbot.checking.answers.sentences import quoted, sentences, shown
from briefbot.domain.knowledge import Entry, Source
from briefbot.i18n import say
from briefbot.matching.caveats import attached

_FEWEST_SHARED = 2
"""Telling words that two sentences must have in common to say the same thing."""
_ON_THE_ARTICLE = re.compile(r"^(?:the article|the text)\b[^;:]{0,60}?\b(?:not|no|nothing|none|nobody|neither|silent)\b", re.IGNORECASE)
_ON_SILENCE = re.compile(
    r"^(?:the article|the text|it|nor|neither|its)\b[^;:]{0,60}?\b(?:not|no|nothing|none|nobody|neither|without|silent)\b", re.IGNORECASE
)
"""How a sentence begins that tells what the article does not say."""
_SHARE_OF_SCOPE = 3
"""One in so many words of what a hedge weakens must be told for the hedge to be missed."""


def nearest(stems: frozenset[str], places: Sequence[Place]) -> tuple[Place, Statement] | None:
    """Find the named sentence that has most telling words in common with a sentence of an answer."""
    found = [(len(stems & each.stems), -len(each.stems), place, each) for place in places for each in place.statements]
    best = max(found, key=lambda each: each[:2], default=None)
    return (best[2], best[3]) if best is not None and best[0] >= _FEWEST_SHARED else None


def lost_hedges(entry: Entry, source: Source, places: Sequence[Place], names: Names) -> Iterator[Finding]:
    """Yield a warning for each hedge or negation of the article that an answer has lost."""
    caveats = [entry.caveat, *(caveat.text for caveat in attached(entry, source) if not caveat.matters)]
    for sentence in sentences(entry.answer):
        stems = telling(_without_headings(sentence, source), names)
        found = nearest(stems, places)
        if found is None or (_ON_SILENCE if entry.kind == "gap" else _ON_THE_ARTICLE).search(sentence):
            continue
        told = Told.of(sentence, entry.stance, caveats)
        lost = next((hedge for hedge in found[1].hedges if _weakens(hedge, stems) and not _is_kept(hedge, told, stems, sentence)), None)
        if lost is not None:
            yield Finding("lost-hedge", _lost(lost, sentence), is_warning=True)


def _is_kept(hedge: Hedge, told: Told, stems: frozenset[str], sentence: str) -> bool:
    """Return whether an answer has a word for a hedge, or names who says so."""
    return told.keeps(hedge.groups) or not stems.isdisjoint(hedge.by) or is_rounded(sentence, hedge)


def _without_headings(sentence: str, source: Source) -> str:
    """Leave out what a sentence quotes of headline and headings: there it names them."""
    free = " ".join((source.title, *source.headings))
    for passage in quoted(sentence):
        if passage.rstrip(",.") in free:
            sentence = sentence.replace(passage, "")
    return sentence


def _weakens(hedge: Hedge, stems: frozenset[str]) -> bool:
    """Return whether an answer tells what a hedge weakens."""
    shared = hedge.scope & stems
    tells_more_than_names = any(word.islower() for word in shared) or not any(word.islower() for word in hedge.scope)
    is_told = len(shared) >= min(_FEWEST_SHARED, len(hedge.scope)) and len(shared) * _SHARE_OF_SCOPE >= len(hedge.scope) > 0
    return is_told and tells_more_than_names


def _lost(hedge: Hedge, sentence: str) -> str:
    return say(
        "“{sentence}” says plainly what the article hedges with “{hedge}”: hedge it too.", sentence=shown(sentence), hedge=hedge.written
    )


def plain_source(entry: Entry, places: Sequence[Place], names: Names) -> Place | None:
    """Return where the article states plainly all that an answer says of it, None where any of it is hedged or somebody's words."""
    found = [source for sentence in sentences(entry.answer) if (source := nearest(telling(sentence, names), places)) is not None]
    if not found or any(_is_hedged(place) for place, _ in found):
        return None
    return found[0][0]


def _is_hedged(place: Place) -> bool:
    """Return whether a place hedges or attributes any of what it says: often one sentence says so for those around it."""
    return bool(place.passages) or any(hedge.groups != {"not"} for each in place.statements for hedge in each.hedges)
