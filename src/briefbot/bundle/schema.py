"""The schema of a bundle: which values each key takes, and the message if it gets another one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

from briefbot.bundle.tree import Node, Untyped
from briefbot.domain.knowledge import ANSWER_LIMIT, ASKED, BLOCK_KINDS, ID_PATTERN, KINDS, PARTS, STANCES, TITLE_LIMIT
from briefbot.domain.parts import PART_PATTERN
from briefbot.errors import Problem
from briefbot.i18n import clip, mark, say


class Reader:
    """Read typed values from a tree and collect the problems."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file, self.problems = file, problems

    def report(self, line: int, key: str, message: str, *, is_warning: bool = False) -> None:
        """Note a problem."""
        self.problems.append(Problem(self.file, line, key, message, "warning" if is_warning else "error"))

    def mapping(self, node: Node, name: str, schema: Schema) -> dict[str, Any]:
        """Read a mapping by a schema: unknown keys, missing keys and wrong types are problems."""
        if not isinstance(node.value, dict):
            self.report(node.line, name, say("expected {expected}", expected=_mapping_of(schema)))
            return {}
        values: dict[str, Any] = {}
        for key, child in node.value.items():
            path = f"{name}.{key}" if name else key
            if key not in schema:
                self.report(child.line, path, say("unknown key; expected {expected}", expected=_one_of(schema)))
                continue
            value = schema[key].read(self, child, path)
            if value is not None:
                values[key] = value
        for key, spec in schema.items():
            if spec.is_required and key not in node.value:
                self.report(node.line, f"{name}.{key}" if name else key, say("missing; expected {expected}", expected=spec.expected()))
        return values

    def wrong(self, node: Node, key: str, expected: Expected) -> None:
        """Note a value of a wrong type."""
        self.report(node.line, key, say("expected {expected}, found {found}", expected=expected(), found=_described(node.value)))


def _quoted(text: str) -> str:
    """Quote a text; unprintable characters are escaped."""
    return say("“{text}”", text=text) if text.isprintable() else ascii(text)


def _described(value: Any) -> str:
    match value:
        case None:
            return say("nothing")
        case bool():
            return say("yes or no (put it in quotation marks if it is text)")
        case int() | float():
            return say("the number {value} (put it in quotation marks if it is text)", value=value)
        case Untyped():
            return say("{kind} ({value}: put it in quotation marks if it is text)", kind=say(value.kind), value=clip(value))
        case str():
            return _quoted(clip(value)) if value.strip() else say("an empty text")
        case list():
            return say("a list")
        case _:
            return say("a mapping (put it in quotation marks if it is text)")


def _one_of(names: Iterable[str]) -> str:
    return say("one of {names}", names=", ".join(names))


def _mapping_of(schema: Schema) -> str:
    return say("a mapping with the keys {names}", names=", ".join(schema))


Expected: TypeAlias = Callable[[], str]
"""Returns what a key takes, in the current language."""


@dataclass(frozen=True)
class Spec:
    """The values that one key takes."""

    read: Callable[[Reader, Node, str], Any]
    expected: Expected
    is_required: bool = False


Schema: TypeAlias = Mapping[str, Spec]

_PART = re.compile(PART_PATTERN)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Characters that are unsafe for terminals and databases: control characters except tab and line feed, surrogates."""
_TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
"""Characters that change the direction of all the text after them, even outside their own text."""
_HIDDEN = re.compile(
    r"[\u00ad\u034f\u115f\u1160\u180e\u200b\u2028\u2029\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0001]"
)
"""Characters that are invisible and join nothing: they come with copied text, and keep words from being found."""
_UNSEEN = re.compile(rf"{_HIDDEN.pattern[:-1]}\s\u061c\u180b-\u180f\u200c-\u200f\u2800\ufe00-\ufe0f\U000e0000-\U000e0fff]+")
"""Characters that are invisible on their own, even if they have a use within a text."""


def text(limit: int = 1_000, *, required: bool = False, pattern: str = "", among: Sequence[str] = ()) -> Spec:
    """Take a text."""
    form = re.compile(pattern)

    def expected() -> str:
        if pattern:
            return say("a text like {pattern}", pattern=pattern)
        return _one_of(among) if among else say("a text of 1 to {limit} characters", limit=limit)

    def read(reader: Reader, node: Node, key: str) -> str | None:
        value = _stripped(node.value)
        if not value:
            reader.wrong(node, key, expected)
        elif len(value) > limit:
            reader.report(node.line, key, say("expected at most {limit} characters, found {found}", limit=limit, found=len(value)))
        elif _CONTROL.search(value):
            reader.report(node.line, key, say("expected a text without control characters, found {text!a}", text=clip(value)))
        elif message := _unseen(value):
            reader.report(node.line, key, message)
        elif not form.match(value) or (among and value not in among):
            reader.wrong(node, key, expected)
        else:
            if hidden := _HIDDEN.search(value):
                reader.report(node.line, key, say("delete these invisible characters: {text!a}", text=hidden[0]), is_warning=True)
            return value
        return None

    return Spec(read, expected, required)


def _stripped(value: Any) -> str:
    """Return a text without surrounding space and with line feeds only; "" if the value is not a text."""
    if not isinstance(value, str) or isinstance(value, Untyped):
        return ""
    return value.replace("\r\n", "\n").replace("\r", "\n").strip()


def _unseen(value: str) -> str:
    """Return why a text does not look as it is written; "" if it does."""
    if found := _TURNING.search(value):
        return say("delete these characters, which change the direction of the text: {text!a}", text=found[0])
    return say("has no visible characters: {text!a}", text=clip(value)) if _UNSEEN.fullmatch(value) else ""


def cut() -> Spec:
    """Take the side of a passage that is left out."""
    expected = partial(say, mark("true, false, start or end"))

    def read(reader: Reader, node: Node, key: str) -> Any:
        if isinstance(node.value, bool) or node.value in ("start", "end"):
            return node.value
        reader.wrong(node, key, expected)
        return None

    return Spec(read, expected)


def flag() -> Spec:
    """Take true or false."""
    expected = partial(say, mark("true or false"))

    def read(reader: Reader, node: Node, key: str) -> bool | None:
        if isinstance(node.value, bool):
            return node.value
        reader.wrong(node, key, expected)
        return None

    return Spec(read, expected)


def decimal(*, required: bool = False) -> Spec:
    """Take a number, with or without decimals."""
    expected = partial(say, mark("a number"))

    def read(reader: Reader, node: Node, key: str) -> float | None:
        if isinstance(node.value, (int, str)) and not isinstance(node.value, bool):
            try:
                return float(node.value)
            except ValueError:
                pass
        reader.wrong(node, key, expected)
        return None

    return Spec(read, expected, required)


def table(spec: Spec, *, required: bool = False) -> Spec:
    """Take a mapping of any names to values of one kind."""

    def expected() -> str:
        return say("a mapping of names, each to {expected}", expected=spec.expected())

    def read(reader: Reader, node: Node, key: str) -> dict[str, Any] | None:
        if not isinstance(node.value, dict):
            reader.wrong(node, key, expected)
            return None
        values = {name: spec.read(reader, child, f"{key}.{name}") for name, child in node.value.items()}
        return {name: value for name, value in values.items() if value is not None}

    return Spec(read, expected, required)


def place(*, parts: bool) -> Spec:
    """Take a paragraph's number or, if allowed, a named part of the article."""

    def expected() -> str:
        if parts:
            return say("a paragraph number or {expected}", expected=_one_of(PARTS))
        return say("a paragraph number")

    def read(reader: Reader, node: Node, key: str) -> int | str | None:
        value = node.value
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if parts and isinstance(value, str) and _PART.match(value):
            return value
        reader.wrong(node, key, expected)
        return None

    return Spec(read, expected, is_required=True)


def several(spec: Spec, *, required: bool = False) -> Spec:
    """Take a list."""

    def expected() -> str:
        return say("a list, each {expected}", expected=spec.expected())

    def read(reader: Reader, node: Node, key: str) -> tuple[Any, ...] | None:
        if not isinstance(node.value, list):
            reader.wrong(node, key, expected)
            return None
        if required and not node.value:
            reader.report(node.line, key, say("empty; expected {expected}", expected=expected()))
            return None
        values = [spec.read(reader, child, f"{key}[{i}]") for i, child in enumerate(node.value)]
        return tuple(value for value in values if value is not None)

    return Spec(read, expected, required)


def record(schema: Schema, *, required: bool = False) -> Spec:
    """Take a mapping."""
    return Spec(lambda reader, node, key: reader.mapping(node, key, schema), lambda: _mapping_of(schema), required)


_DIGEST = r"^[0-9a-f]{16}$"
_ID = text(40, required=True, pattern=ID_PATTERN)
_TESTS = record({"reach": several(text(500)), "not": several(text(500))})
_TITLE = text(TITLE_LIMIT)
_WAS = several(text(40, pattern=ID_PATTERN))

URL_LIMIT = 300
"""The most characters of the article's address, which is below each part of a reply."""

SOURCE_SCHEMA: Schema = {
    "title": text(required=True),
    "author": text(),
    "section": text(),
    "outlet": text(100),
    "published": text(60),
    "url": text(URL_LIMIT, pattern=r"^https://[^\s<>]+$"),
    "blocks": several(
        record({"kind": text(among=BLOCK_KINDS, required=True), "digest": text(16, pattern=_DIGEST, required=True), "text": text()}),
        required=True,
    ),
    "topics": table(text(60)),
    "quotations": table(text(16, pattern=_DIGEST)),
    "answers": table(text(16, pattern=_DIGEST)),
}
CAVEAT_SCHEMA: Schema = {
    "id": _ID,
    "text": text(200, required=True),
    "evidence": several(place(parts=True), required=True),
    "says": several(text(100), required=True),
    "unless": several(text(100)),
    "matters": several(text(among=ASKED)),
    "changed": several(place(parts=True)),
}
SPEAKER_SCHEMA: Schema = {
    "id": _ID,
    "name": text(100, required=True),
    "aliases": several(text(100)),
    "role": text(200),
    "affiliation": text(200),
}
ALIAS_SCHEMA: Schema = {"canonical": text(100, required=True), "forms": several(text(100), required=True)}
ENTRY_SCHEMA: Schema = {
    "id": _ID,
    "kind": text(among=KINDS, required=True),
    "stance": text(among=STANCES, required=True),
    "topic": text(60, required=True),
    "phrasings": several(text(500), required=True),
    "answer": text(ANSWER_LIMIT, required=True),
    "evidence": several(place(parts=True), required=True),
    "speaker": text(40),
    "date": text(100),
    "caveat": text(300),
    "related": several(text(40)),
    "tests": _TESTS,
    "title": _TITLE,
    "context": several(place(parts=True)),
    "was": _WAS,
    "reviewed": several(
        record({"warning": text(40, required=True), "of": text(16, pattern=_DIGEST, required=True), "reason": text(200, required=True)})
    ),
    "computed": several(text(40)),
    "changed": several(place(parts=True)),
}
QUOTE_SCHEMA: Schema = {
    "id": _ID,
    "speaker": text(40, required=True),
    "text": text(1_500, required=True),
    "partial": cut(),
    "paragraph": place(parts=False),
    "outlet": text(200),
    "said_on": text(100),
    "topics": several(text(60)),
    "phrasings": several(text(500)),
    "tests": _TESTS,
    "title": _TITLE,
    "was": _WAS,
}

_LIMITS = {name: decimal(required=True) for name in ("answer", "suggest", "silent")} | {"about": decimal()}
_PROFILE = record(
    {
        "thresholds": record(_LIMITS, required=True),
        "weights": table(table(decimal()), required=True),
    },
    required=True,
)
LEARNED_SCHEMA: Schema = {"digest": text(16, pattern=_DIGEST), "plain": _PROFILE, "semantic": _PROFILE, "foreign": _PROFILE}
"""Nothing reads `digest`, but old files that name the knowledge they were learned from must stay readable."""
