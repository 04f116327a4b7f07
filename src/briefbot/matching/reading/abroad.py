"""Find countries, and people in the news, in languages other than English.

A country that a knowledge does not know still counts as a name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from briefbot.data import read_groups
from briefbot.language import text
from briefbot.language.stemming import stem
from briefbot.matching.reading.aliases import Folder, Span

_ANY_ENDING = "*"
_ELIDED = ("l", "d")
"""Words that French attaches to a name: "l'Iran" is one word."""
_BREAK = " "
"""A place where no name continues."""


@dataclass(frozen=True, slots=True)
class _Listed:
    """Names in other languages: whole forms, and beginnings of words."""

    forms: Folder
    beginnings: Mapping[str, str]
    shortest: int

    @classmethod
    def of(cls, lines: Sequence[str]) -> _Listed:
        """Read lines of the list."""
        groups = [(name, forms.split(", ")) for name, _, forms in (line.partition(": ") for line in lines)]
        whole = [(name, [form for form in forms if not form.endswith(_ANY_ENDING)]) for name, forms in groups]
        begun = {_plain(form.rstrip(_ANY_ENDING)): _plain(name) for name, forms in groups for form in forms if form.endswith(_ANY_ENDING)}
        return cls(Folder(whole), begun, min(map(len, begun)))

    def named_in(self, words: Sequence[str]) -> frozenset[str]:
        """Return the English names of the countries or people in some words."""
        words = [*words, _BREAK, *(word[1:] for word in words if word.startswith(_ELIDED))]
        whole = {name for name, _ in self.forms.fold(words) if name in self.forms.proper}
        begun = (self.beginnings.get(word[:end]) for word in words for end in range(self.shortest, len(word) + 1))
        return frozenset(whole).union(name for name in begun if name is not None)


def _plain(form: str) -> str:
    return "_".join(text.tokens(form))


@cache
def _listed(group: str) -> _Listed:
    return _Listed.of(read_groups("abroad.txt")[group])


def countries_abroad(spans: Sequence[Span], folder: Folder) -> frozenset[str]:
    """Return the countries in a text in another language, except those that the folder found."""
    return _listed("countries").named_in(_unfolded(spans, folder))


def people_abroad(spans: Sequence[Span], folder: Folder) -> frozenset[str]:
    """Return the people in the news in a text in another language, each as the term of an English name's word."""
    return frozenset(map(stem, _listed("people").named_in(_unfolded(spans, folder))))


def _unfolded(spans: Sequence[Span], folder: Folder) -> list[str]:
    return [_BREAK if name in folder.proper else word for name, words in spans for word in words]
