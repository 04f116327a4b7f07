"""Choose what people may ask next, by what a reply has already said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from briefbot.domain.knowledge import Entry, Item, Knowledge, Quote, is_about_the_text, is_gap, place_in_lists
from briefbot.language.text import tokens

SETTLED = 0.8
"""The share of an answer's words in a shown answer from the same paragraphs from which it needs no question of its own.

Of 1,400 related pairs, the 28 above it were checked, and each said the same.
"""
FEWEST, MOST = 3, 5
"""How many follow-up questions are offered at once: few enough to be read at a glance."""


def what_may_follow(shown: Sequence[Item], listed: Sequence[Item], knowledge: Knowledge) -> tuple[Item, ...]:
    """List what may be asked next: what is related to the shown items, with corrections last.

    What is shown, settled or listed is left out, and so are gaps.
    """
    named = [knowledge.item(item_id) for item in shown if isinstance(item, Entry) for item_id in item.related]
    found = [item for item in named if item is not None and item not in (*shown, *listed)]
    open_ones = dict.fromkeys(item for item in found if not (is_gap(item) or _is_settled(item, shown)))
    return tuple(sorted(open_ones, key=place_in_lists))


def to_go_on_with(shown: Sequence[Item], listed: Sequence[Item], knowledge: Knowledge) -> tuple[Item, ...]:
    """Choose a few follow-up questions.

    Listed ones come first, then related ones, then answers of the same topic, or of others if there are too few.

    None of them is settled by what is shown, or by one before it.
    """
    topics = {topic for item in shown for topic in _topics(item)}
    answers = [item for item in knowledge.items() if place_in_lists(item) == 0 and not is_about_the_text(item)]
    alike = [item for item in answers if topics.intersection(_topics(item))]
    found = _open_ones((*listed, *what_may_follow(shown, listed, knowledge), *alike), shown)[:MOST]
    return (*found, *_open_ones(answers, (*shown, *found))[: max(FEWEST - len(found), 0)])


def _open_ones(items: Iterable[Item], shown: Sequence[Item]) -> tuple[Item, ...]:
    """List what is not settled by what is shown, or by an earlier one."""
    found: list[Item] = []
    for item in items:
        told = (*shown, *found)
        if item not in told and not _is_settled(item, told):
            found.append(item)
    return tuple(found)


def _topics(item: Item) -> tuple[str, ...]:
    return item.topics if isinstance(item, Quote) else (item.topic,)


def _is_settled(item: Item, shown: Sequence[Item]) -> bool:
    """Return whether a shown item already says an answer, as a correction says its fact."""
    return isinstance(item, Entry) and any(_tells(each, item) for each in shown if isinstance(each, Entry))


def _tells(shown: Entry, other: Entry) -> bool:
    if not set(other.evidence) <= set(shown.evidence):
        return False  # most are elsewhere: no need to read their words
    words = _words(other.answer)
    return len(words & _words(shown.answer)) >= SETTLED * len(words)


@lru_cache
def _words(answer: str) -> frozenset[str]:
    return frozenset(tokens(answer))
