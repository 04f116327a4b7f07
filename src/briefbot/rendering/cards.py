"""The texts on the picture of a quotation, and the words that replace the picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from briefbot.domain.knowledge import Knowledge, Quote
from briefbot.errors import BriefbotError
from briefbot.i18n import say
from briefbot.rendering import attribution
from briefbot.rendering.markdown import shorten

ALTERNATIVE_LIMIT = 1_024
"""The most characters of a picture's alternative text in Discord."""
_LINE = 150
"""The most characters of a role, an outlet or a headline on a picture."""


class CardError(BriefbotError):
    """A quotation cannot be drawn; the message says why."""


@dataclass(frozen=True, slots=True)
class Card:
    """The texts of a picture."""

    words: str
    """The quotation in its marks."""
    name: str
    role: str
    told_in: str
    """Where and when it was said; "" if the article does not say."""
    headline: str
    place: str
    alternative: str
    """What a screen reader reads instead of the picture."""


Draw: TypeAlias = Callable[[Card], bytes]
"""Draws a picture as PNG; raises CardError."""


def card_of(quote: Quote, knowledge: Knowledge) -> Card:
    """Return the texts on the picture of a quotation."""
    speaker, source = knowledge.speakers[quote.speaker], knowledge.source
    words, told_in = attribution.printed(quote), attribution.told_in(quote, knowledge)
    role, place = speaker.role or speaker.affiliation, attribution.places(quote.evidence, source)
    said = f"{words} — {', '.join(part for part in (speaker.name, role, told_in) if part)}. {attribution.citation(quote.evidence, source)}"
    return Card(
        words,
        shorten(speaker.name, _LINE),
        shorten(role, _LINE),
        shorten(told_in, _LINE),
        say("“{title}”", title=shorten(source.title, _LINE)),
        shorten(f"{place[:1].upper()}{place[1:]}", _LINE),
        shorten(said, ALTERNATIVE_LIMIT),
    )
