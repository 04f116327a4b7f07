"""The schema of a bundle: what each key takes, and what is said where it takes something else."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from briefbot.bundle.tree import Node, Untyped, shorten
from briefbot.errors import Problem
from briefbot.model import ANSWER_LIMIT, BLOCK_KINDS, ID_PATTERN, KINDS, PARTS, STANCES


class Reader:
    """Read typed values out of a tree and collect what is wrong with them."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file, self.problems = file, problems

    def report(self, line: int, key: str, message: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(self.file, line, key, message))

    def mapping(self, node: Node, name: str, schema: Schema) -> dict[str, Any]:
        """Read a mapping by a schema: unknown and missing keys and wrong types are problems."""
        if not isinstance(node.value, dict):
            self.report(node.line, name, f"expected a mapping with the keys {', '.join(schema)}")
            return {}
        values: dict[str, Any] = {}
        for key, child in node.value.items():
            path = f"{name}.{key}" if name else key
            if key not in schema:
                self.report(child.line, path, f"unknown key; expected one of {', '.join(schema)}")
                continue
            value = schema[key].read(self, child, path)
            if value is not None:
                values[key] = value
        for key, spec in schema.items():
            if spec.is_required and key not in node.value:
                self.report(node.line, f"{name}.{key}" if name else key, f"missing; expected {spec.expected}")
        return values

    def wrong(self, node: Node, key: str, expected: str) -> None:
        """Note a value of a wrong type."""
        self.report(node.line, key, f"expected {expected}, found {_described(node.value)}")


def _described(value: Any) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return "yes or no (put it in quotation marks if it is text)"
        case int():
            return f"the number {value} (put it in quotation marks if it is text)"
        case Untyped():
            return f"{value.kind} ({shorten(value)}: put it in quotation marks if it is text)"
        case str():
            return repr(shorten(value)) if value.strip() else "an empty text"
        case list():
            return "a list"
        case _:
            return "a mapping"


@dataclass(frozen=True)
class Spec:
    """What one key takes."""

    read: Callable[[Reader, Node, str], Any]
    expected: str
    is_required: bool = False


Schema: TypeAlias = Mapping[str, Spec]

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""What neither a terminal nor a database should be given: control characters but tab and line feed, halves of pairs."""


def text(limit: int = 1_000, *, required: bool = False, pattern: str = "", among: Sequence[str] = ()) -> Spec:
    """Take a text."""
    expected = f"one of {', '.join(among)}" if among else f"a text of 1 to {limit} characters"
    if pattern:
        expected = f"a text like {pattern}"

    def read(reader: Reader, node: Node, key: str) -> str | None:
        value = node.value
        if not isinstance(value, str) or isinstance(value, Untyped) or not value.strip():
            reader.wrong(node, key, expected)
            return None
        value = value.strip()
        if len(value) > limit:
            reader.report(node.line, key, f"expected at most {limit} characters, found {len(value)}")
            return None
        if _CONTROL.search(value):
            reader.report(node.line, key, f"expected a text without control characters, found {shorten(value)!a}")
            return None
        if (pattern and not re.match(pattern, value)) or (among and value not in among):
            reader.wrong(node, key, expected)
            return None
        return value

    return Spec(read, expected, required)


def boolean() -> Spec:
    """Take true or false."""

    def read(reader: Reader, node: Node, key: str) -> bool | None:
        if isinstance(node.value, bool):
            return node.value
        reader.wrong(node, key, "true or false")
        return None

    return Spec(read, "true or false")


def decimal(*, required: bool = False) -> Spec:
    """Take a number, with or without decimals."""

    def read(reader: Reader, node: Node, key: str) -> float | None:
        if isinstance(node.value, (int, str)) and not isinstance(node.value, bool):
            try:
                return float(node.value)
            except ValueError:
                pass
        reader.wrong(node, key, "a number")
        return None

    return Spec(read, "a number", required)


def table(spec: Spec, *, required: bool = False) -> Spec:
    """Take a mapping of any names to values of one kind."""
    expected = f"a mapping of names, each to {spec.expected}"

    def read(reader: Reader, node: Node, key: str) -> dict[str, Any] | None:
        if not isinstance(node.value, dict):
            reader.wrong(node, key, expected)
            return None
        values = {name: spec.read(reader, child, f"{key}.{name}") for name, child in node.value.items()}
        return {name: value for name, value in values.items() if value is not None}

    return Spec(read, expected, required)


def place(*, parts: bool) -> Spec:
    """Take a paragraph's number or, where they are allowed, a named part of the article."""
    expected = "a paragraph number" + (f" or one of {', '.join(PARTS)}" if parts else "")

    def read(reader: Reader, node: Node, key: str) -> int | str | None:
        value = node.value
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if parts and value in PARTS:
            return str(value)
        reader.wrong(node, key, expected)
        return None

    return Spec(read, expected, is_required=True)


def several(spec: Spec, *, required: bool = False) -> Spec:
    """Take a list."""
    expected = f"a list, each {spec.expected}"

    def read(reader: Reader, node: Node, key: str) -> tuple[Any, ...] | None:
        if not isinstance(node.value, list):
            reader.wrong(node, key, expected)
            return None
        if required and not node.value:
            reader.report(node.line, key, f"empty; expected {expected}")
            return None
        values = [spec.read(reader, child, f"{key}[{i}]") for i, child in enumerate(node.value)]
        return tuple(value for value in values if value is not None)

    return Spec(read, expected, required)


def record(schema: Schema, *, required: bool = False) -> Spec:
    """Take a mapping."""
    expected = f"a mapping with the keys {', '.join(schema)}"
    return Spec(lambda reader, node, key: reader.mapping(node, key, schema), expected, required)


_DIGEST = r"^[0-9a-f]{16}$"
_ID = text(40, required=True, pattern=ID_PATTERN)
_TESTS = record({"reach": several(text(500)), "not": several(text(500))})

SOURCE_SCHEMA: Schema = {
    "title": text(required=True),
    "author": text(),
    "section": text(),
    "url": text(pattern=r"^https?://\S+$"),
    "blocks": several(
        record({"kind": text(among=BLOCK_KINDS, required=True), "digest": text(16, pattern=_DIGEST, required=True), "text": text()}),
        required=True,
    ),
    "topics": table(text(60)),
    "quotations": table(text(16, pattern=_DIGEST)),
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
}
QUOTE_SCHEMA: Schema = {
    "id": _ID,
    "speaker": text(40, required=True),
    "text": text(1_500, required=True),
    "partial": boolean(),
    "paragraph": place(parts=False),
    "outlet": text(200),
    "said_on": text(100),
    "topics": several(text(60)),
    "phrasings": several(text(500)),
    "tests": _TESTS,
}

_PROFILE = record(
    {
        "thresholds": record({name: decimal(required=True) for name in ("answer", "suggest", "silent")}, required=True),
        "weights": table(table(decimal()), required=True),
    },
    required=True,
)
LEARNED_SCHEMA: Schema = {"digest": text(16, pattern=_DIGEST, required=True), "plain": _PROFILE, "semantic": _PROFILE, "foreign": _PROFILE}
