"""Merges entries in a bundle's files, as curators do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from briefbot.bundle import read_bundle
from briefbot.bundle.writing import write_things
from briefbot.domain.knowledge import Entry, Key


def things_in(bundle: Path) -> dict[Key, Any]:
    """Return the content of a bundle's files, by kind and id."""
    read, _ = read_bundle(bundle)
    assert read is not None
    return dict(read.by_key())


def merge(bundle: Path, *replaced: str, into: str, **changes: Any) -> None:
    """Merge entries into another one, which gets their phrasings; `changes` are its new values."""
    before = things_in(bundle)
    heir, gone = before["entry", into], [before["entry", each] for each in replaced]
    taken_over: dict[str, Any] = {
        "was": (*heir.was, *replaced),
        "phrasings": (*heir.phrasings, *(each for entry in gone for each in entry.phrasings)),
    }
    things = {key: _without(thing, replaced) for key, thing in before.items() if key[1] not in replaced}
    things["entry", into] = replace(things["entry", into], **{**taken_over, **changes})
    write_things(bundle, before, things, {})


def _without(thing: Any, replaced: tuple[str, ...]) -> Any:
    """Remove replaced ids from a thing's related ids."""
    if not isinstance(thing, Entry):
        return thing
    return replace(thing, related=tuple(each for each in thing.related if each not in replaced))
