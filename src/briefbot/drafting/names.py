"""Find the names of an article by their capitals.

They are people, bodies, places and abbreviations, each with the forms that the article uses.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, takewhile
from typing import Literal, TypeAlias

from briefbot.checking.answers.names import initials
from briefbot.drafting.capitals import JOINED, Run, country_of, is_country, is_crowded, runs_of, tokens_of
from briefbot.drafting.words import BODY, PARTICLES, PLACE, is_english, is_role, is_speech

NameKind: TypeAlias = Literal["person", "body", "place", "country", "abbreviation", "name"]

_LONGEST = 4
"""The most words of a person's name."""
_PLACED = frozenset(("in", "at", "near", "from", "to", "across", "off", "outside", "inside", "around"))
_OFTEN = 2
_SHORT = 3
"""The length of a surname up to which nobody asks for it."""
_ROOT = 2
"""The letters that a country and its people share: France, French."""
_OF = JOINED - PARTICLES
"""Small words that only names of bodies have."""
_TELLING = frozenset(("a", "an", "the", "then", "former"))
"""The first words of a phrase that describes a person."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name with its other forms, and the words before it as a title."""

    text: str
    kind: NameKind
    forms: tuple[str, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """The position of a name, in any form, in a text."""

    start: int
    end: int
    name: Name


class Names:
    """The names of an article, which can be found in texts in any form."""

    def __init__(self, listed: Sequence[Name]) -> None:
        """Set the names; a form of two names stands for the first one."""
        self.listed = tuple(listed)
        self._by_form: dict[str, Name] = {}
        for name in self.listed:
            for form in (name.text, *name.forms):
                self._by_form.setdefault(form, name)

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        forms = sorted(self._by_form, key=len, reverse=True)
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, forms))})(?!\w)") if forms else None

    def mentions(self, text: str) -> list[Mention]:
        """List the positions of names in a text."""
        if self._pattern is None:
            return []
        return [Mention(match.start(), match.end(), self._by_form[match.group()]) for match in self._pattern.finditer(text)]


def names_of(texts: Sequence[str]) -> Names:
    """Find the names in an article's folded texts."""
    tokens = [tokens_of(text) for text in texts]
    runs = list(chain.from_iterable(map(runs_of, tokens)))
    alone = Counter(run.text for run in runs if len(run.words) == 1 and not _is_plain_opening(run))
    found = _found(runs, alone)
    people = _with_forms(_merged(found), alone)
    taken = _parts(people)
    singles = _singles([run for run in runs if run.text not in taken], alone, is_crowded=is_crowded(chain.from_iterable(tokens)))
    others = [name for name in found.values() if name.kind not in ("person", "country") and name.text not in taken]
    return Names([*people, *_with_initials(others, singles), *_countries(found)])


def _parts(people: Sequence[Name]) -> set[str]:
    """Collect the forms of people's names and their words."""
    forms = {form for person in people for form in (person.text, *person.forms)}
    return forms.union(*(form.split() for form in forms))


def _is_plain_opening(run: Run) -> bool:
    """Return whether a single word opens a sentence and may be any English word."""
    return run.opens and is_english(run.words[0])


def _found(runs: Sequence[Run], alone: Counter[str]) -> dict[str, Name]:
    """Sort names of several words, and countries, by their features in the whole article."""
    placed = {run.text for run in runs if len(run.words) == 1 and _is_placed(run)}
    called = Counter({word: count for word, count in alone.items() if word not in placed})
    found: dict[str, Name] = {}
    for run in runs:
        kind = _kind(run, called)
        if kind is not None:
            before = found.get(run.text, Name(run.text, kind))
            found[run.text] = replace(before, kind="person" if kind == "person" else before.kind, title=before.title or run.title)
    return found


def _is_placed(run: Run) -> bool:
    """Return whether a name follows a word like "in"."""
    return run.before[1].casefold() in _PLACED


def _merged(found: Mapping[str, Name]) -> list[Name]:
    """List the people, each with the other spellings of the whole name: "Jean-Luc Bell" for "Jean Luc Bell"."""
    spelled: dict[str, list[Name]] = {}
    for name in found.values():
        spelled.setdefault(_plain(name.text), []).append(name)
    groups = [(next((name for name in each if name.kind == "person"), None), each) for each in spelled.values()]
    return [replace(person, forms=tuple(name.text for name in each if name != person)) for person, each in groups if person]


def _plain(text: str) -> str:
    return text.casefold().replace("-", " ")


def _countries(found: Mapping[str, Name]) -> list[Name]:
    """Collect a country and its people under the country's name; a capital stands for itself."""
    forms: dict[str, list[str]] = {}
    for name in found.values():
        if name.kind == "country":
            country = country_of(name.text)
            forms.setdefault(country if country[:_ROOT] == name.text[:_ROOT] else name.text, []).append(name.text)
    return [Name(name, "country", tuple(form for form in each if form != name)) for name, each in forms.items()]


def _kind(run: Run, called: Counter[str]) -> NameKind | None:
    words = [word.casefold() for word in run.words]
    if is_country(run.words):
        return "country"
    if len(run.words) == 1 or all(is_country((part,)) for word in words for part in word.split("-")):
        return None
    if not BODY.isdisjoint(words):
        return "body"
    if words[-1] in PLACE:
        return "place"
    if _may_be_person(run) and _is_person(run, called):
        return "person"
    return "place" if _is_placed(run) else "name"


def _may_be_person(run: Run) -> bool:
    return len(run.words) <= _LONGEST and _OF.isdisjoint(run.words) and not any(is_country((word,)) for word in run.words)


def _is_person(run: Run, called: Counter[str]) -> bool:
    """Return whether a name is a person's.

    It has a title, speaks, has a description, or is called by the surname alone.
    """
    second, before = run.before
    signs = (run.title, is_speech(before), is_speech(run.after[0]), called[run.words[-1]], is_role(before))
    return any(signs) or (before == "," and is_role(second)) or (run.after[0] == "," and _tells(run.after[1:]))


def _tells(words: Sequence[str]) -> bool:
    """Return whether the words after a name and a comma describe a person."""
    return words[0] in ("who", "whose") or words[0].isdigit() or any(map(is_role, _phrase(words)))


def _phrase(words: Sequence[str]) -> list[str]:
    """Return the words up to the next comma."""
    found = list(takewhile(lambda word: word.replace("-", "").isalpha(), words))
    return found if found and found[0] in _TELLING else []


def _with_forms(people: Sequence[Name], alone: Counter[str]) -> list[Name]:
    """Add the shorter forms that the article uses for people; a form of two people belongs to neither."""
    parts = Counter(part for person in people for part in {person.text.split()[0], person.text.split()[-1]})
    made = []
    for person in people:
        words = person.text.split()
        short = [part for part in dict.fromkeys((words[-1], words[0])) if parts[part] == 1 and (alone[part] or _is_surname(part, words))]
        made.append(replace(person, forms=(*person.forms, *short)))
    return made


def _is_surname(part: str, words: Sequence[str]) -> bool:
    """Return whether the last word of a name is a surname that people may ask for."""
    return part == words[-1] and len(part) > _SHORT


def _singles(runs: Sequence[Run], alone: Counter[str], *, is_crowded: bool) -> list[Name]:
    """List names of one word: abbreviations, places, and other frequent ones."""
    found: dict[str, Name] = {}
    for run in runs:
        kind = None if len(run.words) > 1 or _is_no_name(run, alone) else _kind_of_single(run, is_crowded=is_crowded)
        if kind is not None and (kind != "name" or run.text not in found):
            found[run.text] = Name(run.text, kind)
    return [name for name in found.values() if name.kind != "name" or alone[name.text] >= _OFTEN]


def _kind_of_single(run: Run, *, is_crowded: bool) -> NameKind | None:
    if run.text.isupper() and len(run.text.replace(".", "")) >= _OFTEN:
        return "abbreviation"
    if is_crowded or _is_plain_opening(run):
        return None
    return "place" if _is_placed(run) else "name"


def _is_no_name(run: Run, alone: Counter[str]) -> bool:
    """Return whether a capitalised word is not a name.

    It is a country, a label with its number, a title, or only at the beginning of a sentence.
    """
    is_seen_once = run.opens and alone[run.text] < _OFTEN
    return is_seen_once or is_country(run.words) or run.after[0].isdigit() or is_role(run.text) or is_speech(run.before[1])


def _with_initials(others: Sequence[Name], singles: Sequence[Name]) -> list[Name]:
    """Add abbreviations, and the shorter forms that the article uses, to names of bodies."""
    left = {name.text: name for name in singles}
    made = []
    for name in others:
        short = initials(name.text).upper()
        forms = [text for text, other in left.items() if _is_short_for(text, other, name, short)]
        for form in forms:
            del left[form]
        made.append(replace(name, forms=tuple(forms)))
    return [*made, *left.values()]


def _is_short_for(text: str, other: Name, name: Name, short: str) -> bool:
    if other.kind == "abbreviation":
        return text.replace(".", "") == short
    return name.kind == "body" and other.kind == "name" and text in (name.text.split()[0], name.text.split()[-1])
