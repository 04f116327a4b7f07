"""The world's countries: one without a name in the knowledge still counts as a name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources

from briefbot.language import text
from briefbot.matching.reading.aliases import Folder


@cache
def _world() -> Folder:
    """Make the folder of all countries, with their other names and the names of their people."""
    listed = (resources.files("briefbot") / "data" / "countries.txt").read_text(encoding="utf-8")
    lines = (line.partition(": ") for line in listed.splitlines() if line and not line.startswith("#"))
    return Folder([(name, forms.split(", ")) for name, _, forms in lines])


@cache
def _words() -> frozenset[str]:
    return frozenset(_world().words())


def strange_countries(words: Sequence[str], folder: Folder) -> frozenset[str]:
    """Return the countries in a text that the knowledge has no name for."""
    if _words().isdisjoint(words):
        return frozenset()
    named = [(name, said) for name, said in _world().fold(words) if name in _world().proper]
    return frozenset(name for name, said in named if not any(own in folder.proper for own, _ in folder.fold(said)))


def strange_countries_in(texts: Sequence[str], folder: Folder) -> frozenset[str]:
    """Return those in several texts."""
    return frozenset().union(*(strange_countries(text.tokens(each), folder) for each in texts))
