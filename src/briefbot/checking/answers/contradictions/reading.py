"""Bring texts into a form for comparisons.

Names are in one form, other words in small letters, in the order of the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefbot.checking.answers.finding import Finding
from briefbot.checking.answers.hedges import telling
from briefbot.checking.answers.likeness import ON_THE_ARTICLE, assertions
from briefbot.checking.answers.names import Names, plain_words
from briefbot.checking.answers.places import Place, Places
from briefbot.checking.answers.sentences import sentences, shown, unquoted
from briefbot.domain.knowledge import Entry, Knowledge
from briefbot.language.stemming import stem

_PLAIN = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
DENYING = re.compile(r"\b(?:not|no|never|neither|nor|none|nobody|nothing)\b|n't\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Compared:
    """An entry with the places that it cites, the article and the knowledge."""

    entry: Entry
    places: Sequence[Place]
    article: Places
    names: Names
    knowledge: Knowledge
    people: frozenset[str]
    """The speakers who are persons."""

    def clauses(self) -> Iterator[str]:
        """Yield the clauses in which the answer states something, not those that say what the article does not."""
        for sentence in sentences(self.entry.answer):
            yield from (clause for clause, _ in assertions(unquoted(sentence), ON_THE_ARTICLE))

    def telling(self, text: str) -> frozenset[str]:
        """Return the stems of the content words of a text."""
        return telling(text, self.names)


def in_order(text: str, names: Names) -> list[str]:
    """List the words of a text in small letters, and each known name in one form."""
    found, plain, place = list[str](), plain_words(text), 0
    while place < len(plain):
        length = names.length_at(plain, place)
        found.append(min(names.known(plain[place : place + length])) if length else plain[place])
        place += max(length, 1)
    return found


def is_name(word: str) -> bool:
    """Return whether a word of such a text is a proper name."""
    return word[:1].isupper()


def small(stems: frozenset[str]) -> frozenset[str]:
    """Remove the names from content words."""
    return frozenset(each for each in stems if not is_name(each))


def stems_of(text: str) -> frozenset[str]:
    """Return the stems of all words of a text."""
    return frozenset(map(stem, _PLAIN.findall(text.casefold())))


def warning(name: str, message: str) -> Finding:
    """Return a warning."""
    return Finding(name, message, is_warning=True)


def trimmed(text: str) -> str:
    """Shorten a clause for a message."""
    return shown(text.strip(" ,;:"))
