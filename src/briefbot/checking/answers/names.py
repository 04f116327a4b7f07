"""The proper names of a text, each recognised in all forms from the knowledge and the list of countries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from briefbot.checking.answers.sentences import READ, sentences, unquoted, word_set
from briefbot.checking.article import fold_marks
from briefbot.domain.knowledge import Knowledge
from briefbot.language import text as language
from briefbot.language.numerals import MONTH_NAMES
from briefbot.matching.reading.vocabulary import everyday_words

_Forms = Mapping[tuple[str, ...], frozenset[str]]

_WORD = re.compile(r"""[^\W_]+(?:'[^\W_]+)*|[":(]|'(?=\w)""")
_US = re.compile(r"\bU\.? ?S\b(?:\.(?= ?[a-z,]))?")
_CAPITALS = re.compile(r"\b[A-Z]\w*(?:(?: (?:of|for|and|the))? [A-Z]\w*)+")
_OPENING = frozenset("\":('")
"""Marks after which a capital means nothing, as at the beginning of a sentence."""
_CALENDAR = MONTH_NAMES | word_set("monday tuesday wednesday thursday friday saturday sunday")
_TITLES = {"gen": "general", "sen": "senator", "rep": "representative", "gov": "governor", "lt": "lieutenant", "prof": "professor"}
_SPEECH = word_set("say says said tell tells told write writes wrote report reports reported add adds added announced announces")
"""A word before one of these at the beginning of a sentence may well be a name."""
_ROLES = word_set(
    "minister ambassador senator representative governor secretary chancellor commander colonel sergeant lieutenant admiral professor"
    " scholar expert analyst spokesman spokeswoman author photographer director chairman chairwoman founder while although whereas unlike"
    " neither nor both"
)
"""Words before a surname that are not first names."""
_IN = word_set("in at near outside inside around")
_LONGEST = 8
"""The most written words of a name."""
_ROOT = 3
"""The letters that a country and its adjective share: China, Chinese."""
_SHORTEST, _MOST_MORE = 4, 4
"""The length from which a name and its adjective may differ, and by how many letters: Paris, Parisians."""


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name in a sentence, as written and in plain words."""

    written: str
    words: tuple[str, ...]
    is_place: bool = False
    """Whether it follows a word like "in": then a capital does not stand for its country."""


@dataclass(frozen=True, slots=True)
class Held:
    """The names and words of a block, to look up others in them."""

    names: frozenset[str]
    text: str
    """All plain words with spaces around each."""
    words: frozenset[str]
    initials: frozenset[str]
    """Possible abbreviations of the block's names: "ICC" for "International Criminal Court"."""


class Names:
    """All forms of the names in a knowledge."""

    def __init__(self, forms: _Forms, people: Mapping[str, int]) -> None:
        """Set the names by their forms, and how many words each speaker's name has."""
        self.forms = forms
        self._people = people
        self._longest = max(map(len, forms), default=0)
        self._longest_from: dict[str, int] = {}
        for form in forms:
            self._longest_from[form[0]] = max(len(form), self._longest_from.get(form[0], 0))
        self.proper = frozenset(form for form, names in forms.items() if any(name[:1].isupper() for name in names))

    @classmethod
    def of(cls, knowledge: Knowledge) -> Names:
        """Collect the forms of a knowledge's aliases and speakers, and of all countries."""
        groups = [(alias.canonical, alias.forms) for alias in knowledge.aliases]
        groups += [(speaker.name, speaker.aliases) for speaker in knowledge.speakers.values()]
        forms: dict[tuple[str, ...], set[str]] = {}
        for name, others in (*groups, *countries()):
            for form in (name, *others):
                forms.setdefault(tuple(plain_words(form)), set()).add(name)
        forms.pop((), None)
        people = {speaker.name: len(plain_words(speaker.name)) for speaker in knowledge.speakers.values()}
        return cls({form: frozenset(names) for form, names in forms.items()}, people)

    def is_surname(self, words: tuple[str, ...]) -> bool:
        """Return whether words are part of a speaker's name."""
        return any(self._people.get(name, 0) > len(words) for name in self.known(words))

    def known(self, words: Sequence[str]) -> frozenset[str]:
        """Return the names that some words are a form of."""
        return self.forms.get(tuple(words), frozenset())

    def is_capital(self, words: tuple[str, ...]) -> bool:
        """Return whether a word stands for a country but is not its name, adjective or abbreviation."""
        known = self.known(words)
        return len(words) == 1 and bool(known) and not any(words[0][:_ROOT] in name.casefold() for name in known) and words[0] != "usa"

    def held(self, text: str) -> Held:
        """Return every name and word of a block."""
        words = plain_words(text)
        spans = (words[i : i + length] for i in range(len(words)) for length in range(1, self._longest + 1))
        names = frozenset(name for span in spans for name in self.known(span))
        return Held(names, f" {' '.join(words)} ", frozenset(words), frozenset(_initials(text)))

    def length_at(self, words: Sequence[str], place: int) -> int:
        """Return the number of words in the longest form that begins at a place; 0 if none does."""
        longest = min(self._longest_from.get(words[place], 0), len(words) - place)
        return next((n for n in range(longest, 0, -1) if self.known(words[place : place + n])), 0)

    def supports(self, held: Iterable[Held], name: Name) -> bool:
        """Return whether one of some blocks has a name, in any form."""
        return any(self._has(block, name) for block in held)

    def _has(self, block: Held, name: Name) -> bool:
        if f" {' '.join(name.words)} " in block.text:
            return True
        known = self.known(name.words)
        if known:
            return not known.isdisjoint(block.names)
        if name.written in block.initials:
            return True
        return all(any(_is_akin(word, other) for other in block.words) for word in name.words)


@cache
def countries() -> list[tuple[str, list[str]]]:
    """List the countries, each with its other forms: its people, its capital, abbreviations."""
    listed = (resources.files("briefbot") / "data" / "countries.txt").read_text(encoding="utf-8")
    lines = (line.partition(": ") for line in listed.splitlines() if line and not line.startswith("#"))
    return [(name, forms.split(", ")) for name, _, forms in lines]


def _is_akin(word: str, other: str) -> bool:
    """Return whether two words are the same, or a name and its adjective or plural."""
    if word == other:
        return True
    short, long = sorted((word, other), key=len)
    return len(short) >= _SHORTEST and len(long) - len(short) <= _MOST_MORE and long.startswith(short)


@lru_cache(65_536)
def _plain(word: str) -> tuple[str, ...]:
    """Return a word's plain spelling, without the ending of a possessive."""
    return tuple(_TITLES.get(each, each) for each in language.tokens(word))


def plain_words(text: str) -> list[str]:
    """List the words of a text in plain spelling; names of peoples and countries stay as they are."""
    return list(_plain_words(text))


@lru_cache(READ)
def _plain_words(text: str) -> tuple[str, ...]:
    return tuple(word for written in _written(text) for word in _plain(written))


def _written(text: str) -> list[str]:
    """List the words of a text as written, split at hyphens."""
    return [word for word in _WORD.findall(_US.sub("USA", fold_marks(text))) if word not in _OPENING]


def _initials(text: str) -> Iterator[str]:
    """Yield possible abbreviations of a text's names: the initials of consecutive capitalised words."""
    for match in _CAPITALS.finditer(fold_marks(text)):
        yield initials(match.group().removeprefix("The ")).upper()


def initials(name: str) -> str:
    """Abbreviate a name to the initials of its capitalised words."""
    return "".join(word[0] for word in name.split() if word[0].isupper()).casefold()


def names_in(text: str, names: Names, is_ordinary: Callable[[str], bool]) -> list[Name]:
    """List the proper names of a text outside its quoted words, each once."""
    found = (name for sentence in sentences(text) for name in _names(unquoted(sentence), names, is_ordinary))
    return list(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class _Written:
    """A word of a sentence as written and in plain words, and whether its capital means nothing there."""

    word: str
    plain: tuple[str, ...]
    is_opening: bool


def _names(sentence: str, names: Names, is_ordinary: Callable[[str], bool]) -> Iterator[Name]:
    """Yield the names of a sentence.

    Known forms are yielded as a whole, and so are other runs of capitalised words.
    """
    tokens: list[str] = _WORD.findall(_US.sub("USA", sentence))
    written = [
        _Written(word, _plain(word), before in _OPENING)
        for before, word in zip((":", *tokens), tokens, strict=False)
        if word not in _OPENING
    ]
    place = 0
    while place < len(written):
        length = _length(written, place, names, is_ordinary)
        if length:
            told = written[place : place + length]
            before = written[place - 1].plain if place else ()
            yield Name(" ".join(each.word for each in told), _joined(told), is_place=not _IN.isdisjoint(before))
        place += max(length, 1)


def _joined(written: Sequence[_Written]) -> tuple[str, ...]:
    return tuple(word for each in written for word in each.plain)


def _length(written: Sequence[_Written], place: int, names: Names, is_ordinary: Callable[[str], bool]) -> int:
    """Return the number of words in the name that begins at a place; 0 if there is none."""
    begin = written[place]
    if not begin.word[0].isupper() or begin.word == "I" or not begin.plain or begin.plain[0] in _CALENDAR:
        return 0
    known = _longest_known(written, place, names)
    if known or not begin.is_opening or _is_opening_name(written, place, is_ordinary) or _is_first_name(written, place, names):
        return known or _run(written, place, names)
    return 0


def _run(written: Sequence[_Written], place: int, names: Names) -> int:
    """Return the number of consecutive capitalised words up to the next known name."""
    end = place + 1
    while end < len(written) and _goes_on(written[end - 1], written[end]) and not _longest_known(written, end, names):
        end += 1
    return end - place


def _goes_on(before: _Written, word: _Written) -> bool:
    return word.word[0].isupper() and not word.is_opening and not before.word.endswith("'s")


def _longest_known(written: Sequence[_Written], place: int, names: Names) -> int:
    """Return the number of written words in the longest known proper name at a place."""
    for end in range(min(len(written), place + _LONGEST), place, -1):
        words = _joined(written[place:end])
        if words in names.proper or (words in names.forms and end - place > 1):
            return end - place
    return 0


def _is_first_name(written: Sequence[_Written], place: int, names: Names) -> bool:
    """Return whether a word at the beginning of a sentence is a first name before a surname, not an everyday word."""
    length = _longest_known(written, place + 1, names)
    is_everyday = written[place].plain[0] in everyday_words() or written[place].plain[0] in _ROLES
    return length > 0 and names.is_surname(_joined(written[place + 1 : place + 1 + length])) and not is_everyday


def _is_opening_name(written: Sequence[_Written], place: int, is_ordinary: Callable[[str], bool]) -> bool:
    """Return whether an unknown word at the beginning of a sentence is a name.

    It is rare, and a capital or a verb of saying follows.
    """
    word = written[place].word
    if is_ordinary(word.casefold()) or is_ordinary(written[place].plain[0]):
        return False
    following = written[place + 1].word if place + 1 < len(written) else ""
    return following[:1].isupper() or following in _SPEECH or word.endswith("'s") or word.isupper()
