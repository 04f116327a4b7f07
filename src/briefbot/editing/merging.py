"""Combine a guild's own texts of replaced entries and quotes with those into which the bundle merged them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeAlias

from briefbot.bundle import kind_of
from briefbot.domain.knowledge import Entry, Item, Key, Quote, Thing, ThingKind

Things: TypeAlias = Mapping[Key, Thing]
Normal: TypeAlias = Callable[[str], str]
"""Brings a question into a normal form, in which equal questions are the same."""


def heirs_in(things: Things) -> dict[Key, Key]:
    """Return the replacement of each thing that is gone; entries and quotes share their ids."""
    kinds: tuple[ThingKind, ...] = ("entry", "quote")
    return {(kind, former): (kind_of(item), item.id) for item in _items(things) for former in item.was for kind in kinds}


def beside(things: Things, own: Things, heirs: Mapping[Key, Key], normal: Normal) -> dict[Key, Thing]:
    """Give priority to a guild's own texts: a replacement keeps neither their questions nor their ids.

    A replacement without questions is removed.
    """
    kept: dict[Key, list[Item]] = {}
    for key, thing in own.items():
        heir = heirs.get(key, key)
        if heir in things and heir not in own and isinstance(thing, Entry | Quote):
            kept.setdefault(heir, []).append(thing)
    found = dict(things)
    for heir, others in kept.items():
        item = things[heir]
        left = _without_questions_of(others, item, normal) if isinstance(item, Entry | Quote) else item
        if left is not None:
            found[heir] = left
        else:
            del found[heir]
            first = others[0]
            found[kind_of(first), first.id] = replace(first, was=(*first.was, heir[1]))
    return found


def _without_questions_of(others: Iterable[Item], item: Item, normal: Normal) -> Item | None:
    """Remove the questions of others from an item; return None if it had some and none is left."""
    taken = {normal(each) for other in others for each in (*other.ways, *other.tests.reach)}

    def left(questions: Iterable[str]) -> tuple[str, ...]:
        return tuple(each for each in questions if normal(each) not in taken)

    phrasings = left(item.phrasings)
    if item.phrasings and not phrasings:
        return None
    title, reach = "".join(left([item.title])), left(item.tests.reach)
    return replace(item, phrasings=phrasings, title=title, tests=replace(item.tests, reach=reach))


def with_replaced_ids(things: Things, own: Things, base: Things) -> dict[Key, Thing]:
    """Let each item replace the ids that the bundle lists, except those in use, or replaced by a guild's own text."""
    found = dict(things)
    used = {item.id for item in _items(things)}
    for key in (*own, *(key for key in things if key not in own)):
        item, theirs = found.get(key), base.get(key)
        if isinstance(item, Entry | Quote):
            former = (*item.was, *(theirs.was if isinstance(theirs, Entry | Quote) else ()))
            was = tuple(each for each in dict.fromkeys(former) if each not in used)
            used |= set(was)
            if was != item.was:
                found[key] = replace(item, was=was)
    return found


def _items(things: Things) -> Iterable[Item]:
    return (thing for thing in things.values() if isinstance(thing, Entry | Quote))
