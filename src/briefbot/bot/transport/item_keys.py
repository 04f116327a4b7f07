"""Short keys of items for buttons: they fit into custom ids and survive a restart."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache, lru_cache

from briefbot.domain.corrections import WITHDRAWN
from briefbot.domain.knowledge import Entry, Item, Knowledge, Quote
from briefbot.domain.outcome import Answered, Exchange, outcome_of
from briefbot.errors import BriefbotError
from briefbot.i18n import mark

_KEY_LENGTH = 10
_STAMP_LENGTH = 6
_KEYS = 5
"""The most keys that fit into a custom id with its other arguments."""
_CERTAIN = 1.0
"""The confidence in an item that somebody chose by name."""


class WithdrawnError(BriefbotError):
    """The item of a button no longer exists."""

    def __init__(self) -> None:
        super().__init__(mark("The moderators have withdrawn this. Please ask again."))


def key(item: Item) -> str:
    """Return the key of an item."""
    return _key(item.id)


@cache  # finding a pressed item takes the keys of all items
def _key(item_id: str) -> str:
    return hashlib.sha256(item_id.encode()).hexdigest()[:_KEY_LENGTH]


def find(knowledge: Knowledge, wanted: str) -> Item | None:
    """Return the item of a key, or its replacement; None if it is gone."""
    return next((item for item_id, item in knowledge.by_id.items() if _key(item_id) == wanted), None)


def chosen_by_key(wanted: str, knowledge: Knowledge) -> Exchange:
    """Return the exchange that shows the item of a key; raise WithdrawnError if it is gone."""
    item = find(knowledge, wanted)
    if item is None:
        raise WithdrawnError
    return chosen(item, knowledge)


def keys(items: Iterable[Item]) -> str:
    """Return the keys of the first few items, as one argument of a custom id."""
    return ".".join(key(item) for item in list(items)[:_KEYS])


@lru_cache  # a reply needs it three times
def stamp(items: tuple[Item, ...]) -> str:
    """Return a short digest of the shown content of items, to notice later changes."""
    shown = repr([_shown(item) for item in items])
    return hashlib.sha256(shown.encode()).hexdigest()[:_STAMP_LENGTH]


def stamp_of(item_id: str, knowledge: Knowledge) -> str:
    """Return the digest of an item's current content, or its replacement's; WITHDRAWN if it is gone."""
    item = knowledge.item(item_id)
    return WITHDRAWN if item is None else stamp((item,))


def _shown(item: Item) -> tuple[object, ...]:
    match item:
        case Quote():
            return item.id, item.text, item.partial, item.speaker, item.evidence, item.outlet, item.said_on
        case Entry():
            return item.id, item.answer, item.kind, item.stance, item.speaker, item.evidence, item.caveat


def chosen_by_keys(wanted: str, knowledge: Knowledge) -> Exchange:
    """Make the exchange that shows several items; raise WithdrawnError if one of them is gone."""
    parts = tuple(dict.fromkeys(chosen_by_key(each, knowledge).outcome for each in wanted.split(".")))
    return Exchange("", parts[0] if len(parts) == 1 else Answered((), _CERTAIN, parts), knowledge)


def chosen(item: Item, knowledge: Knowledge) -> Exchange:
    """Make the exchange that shows an item which a person chose."""
    return Exchange(item.label, outcome_of(item), knowledge)
