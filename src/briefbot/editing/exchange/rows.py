"""Turn the rows of a table into changes of things; one thing may have several rows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from briefbot.bundle.reading import SCHEMAS
from briefbot.domain.knowledge import ID_PATTERN, KINDS, THING_KINDS, ThingKind
from briefbot.domain.revision import Change
from briefbot.editing.exchange.cells import LISTS, text_of, value_in
from briefbot.editing.exchange.columns import fields_of
from briefbot.editing.exchange.table import Line, Table
from briefbot.editing.export_file import ROW_LIMIT, Cells, Row, kind_named
from briefbot.errors import EditRefused
from briefbot.i18n import mark, say

_PUBLISHED = frozenset(("", "active", "published", "enabled", "live", "in use", "approved", "true", "yes"))
_RETIRED = "retired"
_ID = re.compile(ID_PATTERN)
_NO_ID_SIGN = re.compile(r"[^a-z0-9]+")
_LETTERS = 26


@dataclass(slots=True)
class _Draft:
    """A thing in progress: what its rows say."""

    number: int
    kind: ThingKind
    id: str
    state: str
    values: dict[str, Any] = field(default_factory=dict)
    problem: str = ""


def rows_of(table: Table) -> tuple[list[Row], str]:
    """Read a table: a row for each thing, and a sentence that names the columns that were ignored."""
    reader = _Reader(table)
    drafts: dict[tuple[str, ...], _Draft] = {}
    for number, line in table.rows:
        draft = reader.draft(number, line)
        if draft is not None:
            _merge(drafts, draft, reader)
    if len(drafts) > ROW_LIMIT:
        told = mark("The file is too long: it has {found} changes, and one import can have at most {limit}.")
        raise EditRefused(told, found=f"{len(drafts):,}", limit=f"{ROW_LIMIT:,}")
    return [reader.row(draft) for draft in drafts.values()], reader.unread()


def _merge(drafts: dict[tuple[str, ...], _Draft], new: _Draft, reader: _Reader) -> None:
    """Add a row as a new thing, or as more of the one before with the same id."""
    first = drafts.setdefault((new.kind, new.id) if new.id else ("row", str(new.number)), new)
    if first is new:
        return
    for name, value in new.values.items():
        before = first.values.setdefault(name, value)
        if before == value:
            continue
        if name in LISTS:
            first.values[name] = [*before, *value]
        elif name == "question":
            first.values["phrasings"] = [*first.values.get("phrasings", ()), value]
        else:
            first.problem = first.problem or _otherwise(new.number, name, reader)


def _otherwise(number: int, name: str, reader: _Reader) -> str:
    return say("row {number} is about the same thing, but differs in {column}", number=number, column=reader.named(name))


class _Reader:
    """Reads the rows of one table."""

    def __init__(self, table: Table) -> None:
        self._fields = fields_of(table.columns)
        self._table = table
        self._used: set[int] = set()
        self._filled: set[int] = set()

    def named(self, name: str) -> str:
        """Return the name of a field's column in this table."""
        index = self._fields.index(name)
        header = say("“{text}”", text=self._table.columns[index])
        return f"{_letters(index)} {header}" if self._table.are_lettered else header

    def unread(self) -> str:
        """Return the names of the ignored columns that have content."""
        names = [
            say("“{text}”", text=self._table.columns[index])
            for index in sorted(self._filled - self._used)
            if index < len(self._table.columns)
        ]
        return say("columns that were ignored: {names}", names=", ".join(names)) if names else ""

    def draft(self, number: int, line: Line) -> _Draft | None:
        """Read a row; return None for an empty one."""
        cells = {index: cell for index, cell in enumerate(line) if cell not in (None, "", [], {})}
        if not cells:
            return None
        self._filled |= set(cells)
        told = {self._fields[index]: text_of(cell) for index, cell in cells.items() if self._fields[index : index + 1]}
        kind, id_ = _kind_of(told), _id_of(told)
        draft = _Draft(number, kind or "entry", id_, told.get("state", ""))
        if kind is None:
            draft.problem = say("column {column}: expected {kinds}, found {found!r}", column=self.named("type"),
                                kinds=", ".join(THING_KINDS), found=told.get("type"))  # fmt: skip
        self._fill(draft, cells)
        return draft

    def _fill(self, draft: _Draft, cells: Mapping[int, Any]) -> None:
        """Read a row's cells according to the kind of its thing."""
        wanted = _fields_of_kind(draft.kind)
        for index, cell in cells.items():
            name = self._fields[index] if index < len(self._fields) else ""
            if name in ("type", "id", "state"):
                self._used.add(index)
            target = wanted.get(name)
            if target == "question" and isinstance(cell, list):  # all its forms are in one cell
                target = "phrasings"
            value = value_in(target, cell) if target else None
            if target is None or value is None:
                continue
            self._used.add(index)
            if target in LISTS:
                draft.values[target] = [*draft.values.get(target, ()), *value]
            elif target == "question" and target in draft.values:  # a second column of questions
                draft.values["phrasings"] = [*draft.values.get("phrasings", ()), value]
            else:
                draft.values.setdefault(target, value)

    def row(self, draft: _Draft) -> Row:
        """Return the row of a thing: its change, or its problem."""
        state = draft.state.strip().lower()
        if not draft.problem and state not in (*_PUBLISHED, _RETIRED):
            expected = say("expected nothing, or “{word}”, found {found!r}", word=_RETIRED, found=draft.state)
            draft.problem = say("column {column}: {problem}", column=self.named("state"), problem=expected)
        cells = Cells(self._columns(draft.kind), bool(draft.id), "phrasings" in self._fields)
        if draft.problem:
            return Row(draft.number, None, draft.problem, cells)
        if state == _RETIRED:
            return Row(draft.number, Change(draft.kind, draft.id, "retired"), cells=cells)
        return Row(draft.number, Change(draft.kind, draft.id, "text", _data(draft)), cells=cells)

    def _columns(self, kind: ThingKind) -> dict[str, str]:
        """Return the column of each key of a kind, if the table has one."""
        found: dict[str, str] = {}
        for name, target in _fields_of_kind(kind).items():
            if name in self._fields:
                key = {"question": "phrasings", "reach": "tests", "not": "tests"}.get(target, target)
                found.setdefault(key, self.named(name))
        return found


def _letters(index: int) -> str:
    """Return the name of a column in a spreadsheet: A, B ... Z, AA."""
    return (_letters(index // _LETTERS - 1) if index >= _LETTERS else "") + chr(ord("A") + index % _LETTERS)


def _kind_of(told: Mapping[str, str]) -> ThingKind | None:
    """Return the kind of a row's thing: an entry, unless its type says otherwise.

    Return None if the type is unknown.
    """
    named = told.get("type", "").strip().lower()
    if named in THING_KINDS:
        return kind_named(named)
    return "entry" if named in ("", "question", "faq", "qna", "q&a", "qa", *KINDS) else None


def _id_of(told: Mapping[str, str]) -> str:
    """Return the id in a row, normalised, except for other forms of a name."""
    given = told.get("id", "").strip()
    if not given or told.get("type") == "alias" or _ID.match(given):
        return given
    return _NO_ID_SIGN.sub("-", given.casefold()).strip("-")[:40] or given


def _fields_of_kind(kind: ThingKind) -> dict[str, str]:
    """Return which key of a kind each field of a table sets."""
    own = {key: key for key in SCHEMAS[kind]}
    match kind:
        case "entry":
            return own | {"question": "question", "reach": "reach", "not": "not", "tests": "tests"}
        case "quote":
            same = {"question": "question", "reach": "reach", "not": "not", "tests": "tests", "evidence": "paragraph", "topic": "topics"}
            return own | {"answer": "text"} | same
        case "speaker":
            return own
        case "alias":
            return own | {"aliases": "forms"}


def _data(draft: _Draft) -> dict[str, Any]:
    """Return a thing's text in the form of the files."""
    values = {key: value for key, value in draft.values.items() if key not in ("id", "canonical")}
    first = values.pop("question", None)
    if first is not None:
        values["phrasings"] = [first, *values.get("phrasings", ())]
    tests = {name: values.pop(name) for name in ("reach", "not") if name in values}
    if tests:
        values["tests"] = tests
    if draft.kind == "quote" and "paragraph" in values:
        values["paragraph"] = next(iter(value_in("evidence", values["paragraph"])), None)
    return {"canonical" if draft.kind == "alias" else "id": draft.id, **values}
