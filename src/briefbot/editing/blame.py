"""Find the revisions that cause the errors of a check, even if an error names something else that they broke."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias

from briefbot.domain.knowledge import Alias, Entry, Item, Key, Quote, Speaker, Thing, ThingKind, related_to
from briefbot.domain.revision import Revision
from briefbot.errors import Problem
from briefbot.language.text import tokens

Blamed: TypeAlias = dict[Key, list[Problem]]
"""Revisions by their things, each with what it broke."""
_ITEMS: tuple[ThingKind, ...] = ("entry", "quote")
_OF_SPEAKERS = ("speaker", "text")
"""The keys for which things are checked by their speakers."""
_OF_NAMES = ("phrasings", "title")
"""The keys that are read with the names of the knowledge."""


def file_of(revision: Revision) -> str:
    """Return the name of a revision, to use as the file of a problem."""
    return " ".join(revision.key)


@dataclass(frozen=True)
class Blame:
    """Some revisions, and the things of a bundle with them."""

    revisions: Sequence[Revision]
    before: Mapping[Key, Thing]
    things: Mapping[Key, Thing]
    places: Mapping[tuple[str, int], Key]
    """The thing in each line of the bundle."""
    added: Sequence[Revision] = ()
    """Revisions that are tried on top of the others: their own errors may be the cause."""

    @cached_property
    def _by_file(self) -> Mapping[str, Revision]:
        return {file_of(revision): revision for revision in self.revisions}

    @cached_property
    def _by_key(self) -> Mapping[Key, Revision]:
        return {revision.key: revision for revision in (*self.revisions, *self.added)}

    @cached_property
    def _tried(self) -> Set[Key]:
        return {revision.key for revision in self.added}

    @cached_property
    def _naming(self) -> Mapping[Key, Sequence[Sequence[str]]]:
        """List the words of all forms that a revision adds to, or removes from, the names of the knowledge."""
        return {key: list(self._forms(key)) for key in self._by_key if key[0] in ("alias", "speaker")}

    def of(self, errors: Collection[Problem]) -> Blamed:
        """Assign each error to the revisions that cause it."""
        found: Blamed = {}
        for error in errors:
            for revision in self._causes(error):
                found.setdefault(revision.key, []).append(replace(error, file=file_of(revision), line=revision.number))
        return found

    def _causes(self, error: Problem) -> list[Revision]:
        own = self._by_file.get(error.file)
        if own is not None and self._may_be_blamed(own):
            return [own]
        key = own.key if own is not None else self.places.get((error.file, error.line))
        found = [self._by_key[each] for each in self._needed(self.things.get(key), error) if each in self._by_key] if key else []
        return list(filter(self._may_be_blamed, found)) or ([own] if own is not None else [])

    def _may_be_blamed(self, revision: Revision) -> bool:
        return not self.added or revision.key in self._tried

    def _needed(self, thing: Thing | None, error: Problem) -> Iterable[Key]:
        """List the things that may be missing or changed if something is wrong with a thing."""
        part = error.key.rpartition(".")[2]
        if not isinstance(thing, Entry | Quote):
            return ()
        if part in _OF_SPEAKERS:
            return [("speaker", thing.speaker)]
        if part in _OF_NAMES:
            return self._named_in(thing)
        return ((kind, each) for each in related_to(thing) for kind in _ITEMS) if part == "related" else ()

    def _named_in(self, item: Item) -> Iterator[Key]:
        """List the names whose forms may be in an item's questions."""
        words = {word for way in item.ways for word in tokens(way)}
        return (key for key, forms in self._naming.items() if any(map(words.issuperset, forms)))

    def _forms(self, key: Key) -> Iterator[Sequence[str]]:
        for thing in (self.before.get(key), self.things.get(key)):
            match thing:
                case Alias():
                    yield from map(tokens, (thing.canonical, *thing.forms))
                case Speaker():
                    yield from map(tokens, (thing.name, *thing.aliases))
