"""Find a quotation: by speaker, topic, paragraph and words, or a random one."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from briefbot.domain.knowledge import Knowledge, Quote, Speaker
from briefbot.domain.outcome import Abstained, Outcome, Quoted
from briefbot.domain.recent import Recent
from briefbot.editing.snapshots import Snapshot
from briefbot.language.text import tokens

_DECKS = 1_000
"""How many channels' decks are kept; the least recently used is dropped first."""


@dataclass(frozen=True, slots=True)
class Search:
    """What a quotation must match."""

    speaker: str | None = None
    topic: str | None = None
    text: str | None = None
    paragraph: int | None = None


def find(search: Search, snapshot: Snapshot, decks: Decks, deck: object) -> Outcome:
    """Return the quotation that a search means; without a text, draw one that matches."""
    found = _fitting(search, snapshot)
    if not found:
        return Abstained("silent")
    if search.text:
        return snapshot.matcher.find_quote(search.text, found)
    whole = [quote for quote in found if not quote.partial] or found
    return Quoted((decks.draw(deck, whole),), 1.0)


class Decks:
    """A shuffled deck for each channel, so that each quotation comes up once before any comes again."""

    def __init__(self, limit: int = _DECKS) -> None:
        """Set how many decks are kept."""
        self._decks: Recent[object, list[Quote]] = Recent(limit)

    def draw(self, deck: object, quotes: Sequence[Quote]) -> Quote:
        """Draw one of some quotations from a deck."""
        cards = [quote for quote in self._decks.get(deck, ()) if quote in quotes]
        if not cards:
            cards = random.sample(list(quotes), len(quotes))
        drawn = cards.pop()
        self._decks[deck] = cards
        return drawn


def quoted_speakers(knowledge: Knowledge) -> list[Speaker]:
    """List the quoted speakers."""
    quoted = {quote.speaker for quote in knowledge.quotes.values()}
    return [speaker for speaker in knowledge.speakers.values() if speaker.id in quoted]


def _fitting(search: Search, snapshot: Snapshot) -> list[Quote]:
    """List the quotations that match the speaker, topic and paragraph of a search."""
    found = list(snapshot.knowledge.quotes.values())
    if search.speaker is not None:
        speakers = _named(search.speaker, snapshot)
        found = [quote for quote in found if quote.speaker in speakers]
    if search.topic is not None:
        found = [quote for quote in found if _is_about(quote, search.topic, snapshot)]
    if search.paragraph is not None:
        found = [quote for quote in found if quote.paragraph == search.paragraph]
    return found


def _named(typed: str, snapshot: Snapshot) -> set[str]:
    """Return the quoted speakers that a text means.

    They are found by id, by any form of the name, or by a part of it that only one speaker has.
    """
    quoted = quoted_speakers(snapshot.knowledge)
    whole = {speaker.id for speaker in quoted if _goes_by(speaker, typed, snapshot)}
    words = set(tokens(typed))
    partly = {speaker.id for speaker in quoted if any(words <= set(tokens(name)) for name in (speaker.name, *speaker.aliases))}
    return whole or (partly if words and len(partly) == 1 else set())


def _goes_by(speaker: Speaker, typed: str, snapshot: Snapshot) -> bool:
    names = {speaker.id, speaker.name.casefold(), *(alias.casefold() for alias in speaker.aliases)}
    return typed.strip().casefold() in names or snapshot.matcher.is_same_name(typed, speaker.name)


def _is_about(quote: Quote, typed: str, snapshot: Snapshot) -> bool:
    """Return whether a quotation is about a topic, as named in the bundle or shown to readers."""
    source = snapshot.knowledge.source
    return any(tokens(typed) == tokens(name) for topic in quote.topics for name in (topic, source.topic(topic)))
