"""What may be asked next: a decision by what a reply has told already."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from briefbot.domain.knowledge import Entry, Item, Knowledge, is_gap, place_in_lists
from briefbot.language.text import tokens

SETTLED = 0.8
"""Share of an answer's words that stand in a shown answer from the same paragraphs, from which its question is settled by that: of 1,400
related pairs the 28 above it were looked at, and each told the same."""


def what_may_follow(shown: Sequence[Item], listed: Sequence[Item], knowledge: Knowledge) -> tuple[Item, ...]:
    """Find what may be asked next: related to what is shown, corrections last, without that, what it settles, gaps and what is listed."""
    named = [knowledge.item(item_id) for item in shown if isinstance(item, Entry) for item_id in item.related]
    found = [item for item in named if item is not None and item not in (*shown, *listed)]
    open_ones = dict.fromkeys(item for item in found if not (is_gap(item) or _is_settled(item, shown)))
    return tuple(sorted(open_ones, key=place_in_lists))


def _is_settled(item: Item, shown: Sequence[Item]) -> bool:
    """Return whether something that is shown has told an answer already, as a correction tells the fact that belongs to it."""
    return isinstance(item, Entry) and any(_tells(each, item) for each in shown if isinstance(each, Entry))


def _tells(shown: Entry, other: Entry) -> bool:
    if not set(other.evidence) <= set(shown.evidence):
        return False  # most are elsewhere: no need to read their words
    words = _words(other.answer)
    return len(words & _words(shown.answer)) >= SETTLED * len(words)


@lru_cache
def _words(answer: str) -> frozenset[str]:
    return frozenset(tokens(answer))
