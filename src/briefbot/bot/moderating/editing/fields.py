"""What can be filled in about a thing: fields of a form on one side, the text in the form of the files on the other."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from briefbot.domain.knowledge import ANSWER_LIMIT, KINDS, STANCES, TITLE_LIMIT, Knowledge, digest_of
from briefbot.i18n import mark, say

Shape: TypeAlias = Literal["text", "lines", "words", "evidence", "paragraph", "choice", "speaker"]
"""How a value is written in a field: as it is, one a line, apart by commas, as places, picked."""
FIELD_LIMIT = 4_000
"""Characters of a field that Discord takes."""
_BETWEEN_PLACES = re.compile(r"[,;\s]+")
_DASHES = str.maketrans("–—", "--")
_PLAIN_WORD = re.compile("[a-z0-9]+")
_LONGEST_RUN = 10
"""Paragraphs that are named by their first and last; evidence is a few places, not the whole article."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form."""

    key: str
    """Key of the thing; "tests.reach" is a key within one."""
    label: str
    shape: Shape = "text"
    limit: int = 200
    is_required: bool = False
    hint: str = ""
    choices: tuple[str, ...] = ()


_TITLED = mark("The first one stands for it in lists, unless it has a title.")
_PHRASINGS = Field("phrasings", mark("Ways to ask it, one a line"), "lines", FIELD_LIMIT, True, _TITLED)
_PLAIN_PHRASINGS = Field("phrasings", mark("Ways to ask for it, one a line"), "lines", FIELD_LIMIT)
_TITLE = Field("title", mark("Title"), "text", TITLE_LIMIT, hint=mark("A neutral question, shown in lists and on buttons"))
_REACH = Field("tests.reach", mark("Questions that must reach it, one a line"), "lines", 2_000)
_AVOID = Field("tests.not", mark("Questions that must not reach it, one a line"), "lines", 2_000)

FORMS: Mapping[str, tuple[Field, ...]] = {
    "entry": (
        _PHRASINGS,
        Field("answer", mark("Answer"), "text", ANSWER_LIMIT, True),
        Field("evidence", mark("Where it stands"), "evidence", 100, True, mark("Paragraphs and parts, such as: 3, 5-7, deck")),
        Field("kind", mark("Kind"), "choice", is_required=True, choices=KINDS),
        Field("stance", mark("How sure it is"), "choice", is_required=True, choices=STANCES),
    ),
    "entry-details": (
        Field("speaker", mark("Speaker"), "speaker", 100, hint=mark("Whose claim it is: a name or id; empty where it is nobody's")),
        Field("caveat", mark("Caveat"), "text", 300),
        Field("date", mark("Date"), "text", 100),
        Field("topic", mark("Topic"), "text", 60, True),
        Field("related", mark("Related entries"), "words", 400, hint=mark("Ids, with commas between them")),
    ),
    "entry-tests": (_TITLE, _REACH, _AVOID),
    "quote": (
        Field("text", mark("The words, letter for letter"), "text", 1_500, True),
        Field("speaker", mark("Speaker"), "speaker", 100, True),
        Field("paragraph", mark("Paragraph"), "paragraph", 5, True),
        Field("topics", mark("Topics"), "words", 300, hint=mark("With commas between them")),
        _PLAIN_PHRASINGS,
    ),
    "quote-details": (
        Field("outlet", mark("Outlet"), "text", 200, hint=mark("Where it was said or published")),
        Field("said_on", mark("When it was said"), "text", 100, hint=mark("A date or an occasion")),
    ),
    "quote-tests": (_TITLE, _REACH, _AVOID),
    "speaker": (
        Field("name", mark("Name"), "text", 100, True),
        Field("aliases", mark("Other forms of the name, one a line"), "lines", FIELD_LIMIT),
        Field("role", mark("Role"), "text", 200),
        Field("affiliation", mark("Affiliation"), "text", 200),
    ),
    "alias": (Field("forms", mark("Other forms, one a line"), "lines", FIELD_LIMIT, True),),
    "phrases": (Field("phrasings", mark("More ways to ask it, one a line"), "lines", FIELD_LIMIT, True),),
    "reason": (Field("reason", mark("Why? (for the others)"), "text", 300, hint=mark("Stands in the history and the audit channel")),),
}


def written(field: Field, data: Mapping[str, Any]) -> str:
    """Write a value as the text of its field."""
    value: Any = data
    for key in field.key.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return ("\n" if field.shape == "lines" else ", ").join(map(str, value))
    return str(value)


def fitting(form: str, data: Mapping[str, Any]) -> list[Field]:
    """List the fields of a form whose values fit them; a longer value is edited elsewhere and stays."""
    return [field for field in FORMS[form] if len(written(field, data)) <= field.limit]


def filled(form: str, typed: Mapping[str, str], data: Mapping[str, Any], knowledge: Knowledge) -> dict[str, Any]:
    """Put what was typed into a thing's text; a field that was not shown leaves its value, an empty one drops it."""
    changed = dict(data)
    for field in FORMS[form]:
        if field.key not in typed:
            continue
        value = read(field, typed[field.key], knowledge)
        outer, _, inner = field.key.partition(".")
        if inner:
            value = {key: each for key, each in {**changed.get(outer, {}), inner: value}.items() if each}
        changed[outer] = value
        if value in ("", [], {}):
            del changed[outer]
    return changed


def with_labels(refusal: str, kind: str, thing_id: str) -> str:
    """Name the fields in a refusal by their labels; the check names them by their keys, which moderators never see."""
    labels = {field.key: field.label for form, found in FORMS.items() if form.partition("-")[0] == kind for field in found}
    named = re.compile(rf"^{re.escape(thing_id)}\.({'|'.join(map(re.escape, labels))})(?:\[\d+\])?: ", re.MULTILINE)
    return named.sub(lambda found: f"**{say(labels[found[1]])}:** ", refusal)


_LIST_MARK = re.compile(r"^\s*(?:[-*+•–]|\d{1,2}[.)])\s+(?=\S)")
"""What begins the lines of a list that was written elsewhere."""


def read(field: Field, typed: str, knowledge: Knowledge) -> Any:
    """Read the text of a field; what makes no sense stays as it is, for the check to refuse with its reasons."""
    match field.shape:
        case "lines":
            return _each(_LIST_MARK.sub("", line) for line in typed.splitlines())
        case "words":
            return _each(typed.split(","))
        case "evidence":
            return [place for each in _each(_BETWEEN_PLACES.split(typed)) for place in _places(each)]
        case "paragraph":
            return int(typed.strip()) if _is_number(typed.strip()) else typed.strip()
        case "speaker":
            return _speaker(typed.strip(), knowledge)
        case "text" | "choice":
            return typed.strip()


def _places(typed: str) -> list[int | str]:
    """Read a place, or a short run of paragraphs such as 3-5."""
    first, dash, last = typed.translate(_DASHES).partition("-")
    if dash and _is_number(first) and _is_number(last) and 0 <= int(last) - int(first) < _LONGEST_RUN:
        return list(range(int(first), int(last) + 1))
    return [int(typed) if _is_number(typed) else typed.lower()]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10  # noqa: PLR2004 -- more digits than any paragraph has


def _each(parts: Iterable[str]) -> list[str]:
    return [part.strip() for part in parts if part.strip()]


def _speaker(typed: str, knowledge: Knowledge) -> str:
    """Find the id of a speaker by any form of the name."""
    wanted = typed.casefold()
    for speaker in knowledge.speakers.values():
        if wanted in (speaker.id, speaker.name.casefold(), *(alias.casefold() for alias in speaker.aliases)):
            return speaker.id
    return typed


ID_LENGTH = 36
"""Characters of an id that is made of a title: leaves room for a number behind it."""
_STOP_WORDS = frozenset([
    "a", "an", "the", "is", "are", "was", "were", "do", "does", "did", "of", "in", "on", "to",
    "what", "who", "when", "where", "why", "how", "which",
])  # fmt: skip


def make_id(kind: str, title: str, taken: Sequence[str]) -> str:
    """Make an id of a title: its telling words, in plain letters, and a number if that id is taken."""
    stem = _cut_at_word(("quote-" if kind == "quote" else "") + _plain(title), ID_LENGTH)
    numbered = (stem if n == 1 else f"{stem}-{n}" for n in range(1, len(taken) + 2))
    return next(each for each in numbered if each not in taken)


def _plain(title: str) -> str:
    """Write the telling words of a title in plain letters; a digest if it has no such letters."""
    letters = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().casefold()
    words = _PLAIN_WORD.findall(letters)
    return "-".join([word for word in words if word not in _STOP_WORDS] or words) or digest_of(title)[:8]


def _cut_at_word(text: str, limit: int) -> str:
    """Cut hyphenated words to a length, between two of them if possible."""
    kept = text[:limit]
    return kept.rsplit("-", 1)[0] if len(text) > limit and "-" in kept else kept
