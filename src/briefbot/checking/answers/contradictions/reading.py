"""Texts as the comparisons read them: names in their one form, other words in small letters, in the order of the sentence."""

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
    """An entry beside the places that it names, with the article and the knowledge around them."""

    entry: Entry
    places: Sequence[Place]
    article: Places
    names: Names
    knowledge: Knowledge
    people: frozenset[str]
    """Who of the speakers is a person."""

    def clauses(self) -> Iterator[str]:
        """Yield the clauses in which the answer says what is so, and not what the article is silent on."""
        for sentence in sentences(self.entry.answer):
            yield from (clause for clause, _ in assertions(unquoted(sentence), ON_THE_ARTICLE))

    def telling(self, text: str) -> frozenset[str]:
        """Return the stems of the words of a text that tell something."""
        return telling(text, self.names)


def in_order(text: str, names: Names) -> list[str]:
    """List the words of a text in small letters, and each known name in its one form."""
    found, plain, place = list[str](), plain_words(text), 0
    while place < len(plain):
        length = names.length_at(plain, place)
        found.append(min(names.known(plain[place : place + length])) if length else plain[place])
        place += max(length, 1)
    return found


def is_name(word: str) -> bool:
    """Return whether a word of a text in order is a proper name."""
    return word[:1].isupper()


def small(stems: frozenset[str]) -> frozenset[str]:
    """Leave the names out of telling words."""
    return frozenset(each for each in stems if not is_name(each))


def stems_of(text: str) -> frozenset[str]:
    """Return the stems of all words of a text."""
    return frozenset(map(stem, _PLAIN.findall(text.casefold())))


def warning(name: str, message: str) -> Finding:
    """Make a warning."""
    return Finding(name, message, is_warning=True)


def trimmed(text: str) -> str:
    """Shorten a clause for a message."""
    return shown(text.strip(" ,;:"))
