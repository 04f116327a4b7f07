"""The fields of forms, and their conversion to and from texts in the form of the files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from briefbot.domain.knowledge import ANSWER_LIMIT, KINDS, STANCES, TITLE_LIMIT, Knowledge
from briefbot.errors import Problem
from briefbot.i18n import mark, say

Shape: TypeAlias = Literal["text", "lines", "words", "evidence", "paragraph", "choice", "speaker"]
"""How a value is written in a field: as text, one per line, separated by commas or lines, as places, or picked."""
FIELD_LIMIT = 4_000
"""The most characters of a field in Discord."""
PART = 3_000
"""The most characters of a part of a longer list, which leaves room to add some."""
_PART = "@"
"""Separates a field's key from the number of its part, in the name of a form."""
_BETWEEN_WORDS = re.compile(r"[,\n]")
NOBODY = "-"
"""No value, in a menu."""
_BETWEEN_PLACES = re.compile(r"[,;\s]+")
_DASHES = str.maketrans("–—", "--")
_LONGEST_RUN = 10
"""The most paragraphs of a range; evidence is a few places, not the whole article."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form."""

    key: str
    """The key in the thing; "tests.reach" is a key within another one."""
    label: str
    shape: Shape = "text"
    limit: int = 200
    is_required: bool = False
    hint: str = ""
    choices: tuple[str, ...] = ()


_TITLED = mark("Lists show the first one, unless there is a title.")
_PHRASINGS = Field("phrasings", mark("Ways to ask it, one per line"), "lines", FIELD_LIMIT, True, _TITLED)
_PLAIN_PHRASINGS = Field("phrasings", mark("Ways to ask for it, one per line"), "lines", FIELD_LIMIT)
_TITLE = Field("title", mark("Title"), "text", TITLE_LIMIT, hint=mark("A neutral question, shown in lists and on buttons"))
_REACH = Field("tests.reach", mark("One question per line that must reach it"), "lines", FIELD_LIMIT)
_AVOID = Field("tests.not", mark("One question per line that must not reach it"), "lines", FIELD_LIMIT)

FORMS: Mapping[str, tuple[Field, ...]] = {
    "entry": (
        _PHRASINGS,
        Field("answer", mark("Answer"), "text", ANSWER_LIMIT, True),
        Field("evidence", mark("Paragraphs"), "evidence", 100, True, mark("Where the article says it, such as: 3, 5-7, deck")),
        Field("kind", mark("Kind"), "choice", is_required=True, choices=KINDS),
        Field("stance", mark("Kind of statement"), "choice", is_required=True, choices=STANCES),
    ),
    "entry-details": (
        Field("speaker", mark("Speaker"), "speaker", 100, hint=mark("A name; leave empty if it is nobody's claim")),
        Field("caveat", mark("Caveat"), "text", 300),
        Field("date", mark("Date"), "text", 100, hint=mark("As readers see it, such as: 9 May 2025")),
        Field("topic", mark("Topic"), "text", 60, True),
        Field("related", mark("Related entries"), "words", 400, hint=mark("To add more: /knowledge details")),
    ),
    "entry-tests": (_TITLE, _REACH, _AVOID),
    "quote": (
        Field("text", mark("The words, letter for letter"), "text", 1_500, True),
        Field("speaker", mark("Speaker"), "speaker", 100, True),
        Field("paragraph", mark("Paragraph"), "paragraph", 5, True),
        Field("topics", mark("Topics"), "words", 300, hint=mark("Separated by commas")),
        _PLAIN_PHRASINGS,
    ),
    "quote-details": (
        Field("outlet", mark("Outlet"), "text", 200, hint=mark("Where it was said or published")),
        Field("said_on", mark("When it was said"), "text", 100, hint=mark("A date or an occasion, such as: 9 May 2025")),
    ),
    "quote-tests": (_TITLE, _REACH, _AVOID),
    "speaker": (
        Field("name", mark("Name"), "text", 100, True),
        Field("aliases", mark("Other forms of the name, one per line"), "lines", FIELD_LIMIT),
        Field("role", mark("Role"), "text", 200),
        Field("affiliation", mark("Affiliation"), "text", 200),
    ),
    "alias": (Field("forms", mark("Other forms, one per line"), "lines", FIELD_LIMIT, True),),
    "phrases": (Field("phrasings", mark("More ways to ask it, one per line"), "lines", FIELD_LIMIT, True),),
    "reason": (Field("reason", mark("Reason (optional)"), "text", 300, hint=mark("Shown in the history and the audit channel")),),
}


_LISTS = {field.key for fields in FORMS.values() for field in fields if field.shape == "lines"}


def written(field: Field, data: Mapping[str, Any]) -> str:
    """Return a value as the text of its field."""
    value: Any = data
    for key in field.key.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return ("\n" if field.shape == "lines" else ", ").join(map(str, value))
    return str(value)


def fields_of(form: str) -> tuple[Field, ...]:
    """List the fields of a form, or the field whose part it is; none if there is no such form."""
    key, is_part, number = form.partition(_PART)
    is_list = key in _LISTS and number.isascii() and number.isdecimal()
    return (_by_key(key),) if is_part and is_list else FORMS.get(form, ())


def fitting(form: str, data: Mapping[str, Any]) -> list[Field]:
    """List the fields of a form whose values fit; a longer list is edited in parts."""
    return [field for field in FORMS[form] if len(written(field, data)) <= field.limit]


def parts_of(kind: str, data: Mapping[str, Any]) -> list[str]:
    """List the forms for lists that are too long for a field, by name."""
    found = [field for form, fields in FORMS.items() if form.partition("-")[0] == kind for field in fields if field.shape == "lines"]
    return [
        f"{field.key}{_PART}{number}"
        for field in found
        if len(written(field, data)) > field.limit
        for number in range(1, len(_parts(field, data)) + 1)
    ]


def part(form: str, data: Mapping[str, Any]) -> tuple[Field, int, list[list[str]]]:
    """Return the field whose part a form is, the number of the part, and all parts."""
    key, _, number = form.partition(_PART)
    parts = _parts(_by_key(key), data)
    return _by_key(key), min(max(int(number), 1), len(parts)), parts


def _by_key(key: str) -> Field:
    return next(field for fields in FORMS.values() for field in fields if field.key == key)


def _parts(field: Field, data: Mapping[str, Any]) -> list[list[str]]:
    """Cut a list of lines into parts."""
    parts: list[list[str]] = [[]]
    for line in written(field, data).splitlines():
        if parts[-1] and sum(map(len, parts[-1])) + len(parts[-1]) + len(line) > PART:
            parts.append([])
        parts[-1].append(line)
    return parts


def with_part(form: str, typed: str, data: Mapping[str, Any], knowledge: Knowledge) -> dict[str, Any]:
    """Replace a part of a list by what was typed."""
    field, number, parts = part(form, data)
    parts[number - 1] = read(field, typed, knowledge)
    return _put(field, [line for each in parts for line in each], data)


def filled(form: str, typed: Mapping[str, str], data: Mapping[str, Any], knowledge: Knowledge) -> dict[str, Any]:
    """Put what was typed into a thing's text; a field that was not shown keeps its value, an empty one removes it.

    Submitting the form counts as a review: the note that the article has changed is removed.
    """
    changed = data = {key: value for key, value in data.items() if key != "changed"}
    for field in fields_of(form):
        if field.key not in typed:
            continue
        if _PART in form:
            return with_part(form, typed[field.key], data, knowledge)
        changed = _put(field, read(field, typed[field.key], knowledge), changed)
    return changed


def _put(field: Field, value: Any, data: Mapping[str, Any]) -> dict[str, Any]:
    """Put a value into a thing's text; an empty one is removed."""
    outer, _, inner = field.key.partition(".")
    if inner:
        value = {key: each for key, each in {**data.get(outer, {}), inner: value}.items() if each}
    changed = {**data, outer: value}
    if value in ("", [], {}):
        del changed[outer]
    return changed


def faulty_form(kind: str, data: Mapping[str, Any], problems: Iterable[Problem]) -> str:
    """Return the form with the first field that the check refuses; the first form if there is none."""
    title = data.get("title")
    for problem in problems:
        path = problem.key.removeprefix(f"{data.get('id', '')}.").partition("[")[0]
        # a title is a way to ask
        if path == "phrasings" and title and problem.message.startswith(say("“{title}”", title=title)):
            path = "title"
        for form, fields in FORMS.items():
            if form.partition("-")[0] == kind and any(path == field.key for field in fields):
                return form
    return kind


_LIST_MARK = re.compile(r"^\s*(?:[-*+•–]|\d{1,2}[.)])\s+(?=\S)")
"""Marks at the beginning of lines in a pasted list."""


def read(field: Field, typed: str, knowledge: Knowledge) -> Any:
    """Read the text of a field; invalid text stays unchanged, for the check to refuse."""
    match field.shape:
        case "lines":
            return _each(_LIST_MARK.sub("", line) for line in typed.splitlines())
        case "words":
            return _each(_BETWEEN_WORDS.split(typed))
        case "evidence":
            return [place for each in _each(_BETWEEN_PLACES.split(typed)) for place in _places(each)]
        case "paragraph":
            return int(typed.strip()) if _is_number(typed.strip()) else typed.strip()
        case "speaker":
            return _speaker(typed.strip().removeprefix(NOBODY), knowledge)
        case "text" | "choice":
            return typed.strip()


def _places(typed: str) -> list[int | str]:
    """Read a place, or a short range of paragraphs such as 3-5."""
    first, dash, last = typed.translate(_DASHES).partition("-")
    if dash and _is_number(first) and _is_number(last) and 0 <= int(last) - int(first) < _LONGEST_RUN:
        return list(range(int(first), int(last) + 1))
    return [int(typed) if _is_number(typed) else typed.lower()]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10  # noqa: PLR2004 -- more digits than any paragraph has


def _each(parts: Iterable[str]) -> list[str]:
    return [part.strip() for part in parts if part.strip()]


def _speaker(typed: str, knowledge: Knowledge) -> str:
    """Return the id of a speaker, by any form of the name."""
    wanted = typed.casefold()
    for speaker in knowledge.speakers.values():
        if wanted in (speaker.id, speaker.name.casefold(), *(alias.casefold() for alias in speaker.aliases)):
            return speaker.id
    return typed
