"""Decide whether an item answers what is asked, by its own words or by its phrasings."""

from __future__ import annotations

import re

from briefbot.domain.knowledge import Asked, Item
from briefbot.matching.conversation.in_full import told_by
from briefbot.matching.ranking.decision import Ranked
from briefbot.matching.recall.profile import REASON

TOLD = 0.15
"""The share of an item's phrasings that must ask for something for the item to answer it.

See docs/decisions/009-follow-ups.md.
"""
_PLACE = re.compile(r"\b(?:in|at|on|across|near|from|to|into|over) (?:the )?(?:\w+ )?[A-Z]\w+")
"""A place in an answer."""
_SOURCE = re.compile(
    r"\b(?:analysts?|experts?|officials?"
    r"|according to|says?|said|reports?|reported|reportedly|told|wrote|writes|warns?|argues?|believed|estimates?|confirmed|declared)\b"
)
"""Words that name a source in an answer."""


def names_source(item: Item) -> bool:
    """Return whether an item names a source for what it says."""
    return bool(item.speaker) or _SOURCE.search(told_by(item)) is not None


def has(ranked: Ranked, asked: Asked | None) -> bool:
    """Return whether an item has what is asked: in its own words, or because it is often asked for it."""
    profile, told = ranked.candidate.profile, told_by(ranked.item)
    match asked:
        case "when":
            return asked not in profile.unmet
        case "where":
            return _PLACE.search(told) is not None
        case "why":
            return REASON.search(told) is not None or profile.offers.get(asked, 0.0) >= TOLD
        case "who":
            return not profile.names.isdisjoint(profile.answer)
        case _:
            return False


def tells(ranked: Ranked, asked: Asked) -> bool:
    """Return whether an item answers what is asked."""
    profile = ranked.candidate.profile
    return asked not in profile.unmet and (profile.offers.get(asked, 0.0) >= TOLD or has(ranked, asked))
