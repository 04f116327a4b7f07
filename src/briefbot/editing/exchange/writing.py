"""Write things as a file in each format, so that reading it returns the same things."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, TypeAlias, get_args

from briefbot.domain.knowledge import THING_KINDS
from briefbot.domain.revision import Change
from briefbot.editing.exchange.cells import LISTS, cells_of
from briefbot.editing.exchange.columns import FIRST, fields_for, header
from briefbot.editing.exchange.delimited import delimited
from briefbot.editing.exchange.reading import NO_WORKBOOKS
from briefbot.editing.exchange.table import CELL_LIMIT, FindWorkbooks, no_workbooks
from briefbot.editing.exchange.trees import yaml_of
from briefbot.editing.export_file import changes_text
from briefbot.errors import EditRefused

Form: TypeAlias = Literal["json", "yaml", "csv", "xlsx"]
FORMS: tuple[Form, ...] = get_args(Form)


def written(changes: Sequence[Change], form: Form, workbooks: FindWorkbooks = no_workbooks) -> bytes:
    """Write changes in a format; the same changes make the same bytes, except for the time in an XLSX file."""
    match form:
        case "json":
            return changes_text(changes).encode()
        case "yaml":
            return yaml_of(changes).encode()
        case "csv":
            return delimited(_lines(changes))
        case "xlsx":
            found = workbooks()
            if found is None:
                raise EditRefused(NO_WORKBOOKS)
            return found.write(_lines(changes))


def _lines(changes: Sequence[Change]) -> list[list[str]]:
    """Write changes as the rows of a table, below the names of its columns."""
    kinds = [kind for kind in THING_KINDS if any(change.kind == kind for change in changes)] or ["entry"]
    fields = list(dict.fromkeys(field for kind in kinds for field in fields_for(kind)))
    lines = [[header(field) for field in (*FIRST, *fields)]]
    for change in changes:
        values = _values(change)
        cells = {field: cells_of(field, values[field], CELL_LIMIT) for field in fields if field in values}
        lines += _rows(change, fields, cells)
    return lines


def _rows(change: Change, fields: Sequence[str], cells: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Yield the rows of a thing: one, unless a list is too long for a cell."""
    state = "retired" if change.effect == "retired" else ""
    for row in range(max(map(len, cells.values()), default=1)):
        yield [change.kind, change.id, state, *(next(iter(cells.get(field, ())[row : row + 1]), "") for field in fields)]


def _values(change: Change) -> dict[str, Any]:
    """Return the values of a thing by the fields of a table."""
    values = dict(change.data or {})
    phrasings = list(values.pop("phrasings", ()))
    tests = values.pop("tests", {})
    if "paragraph" in values:
        values["evidence"] = [values.pop("paragraph")]
    found = {**values, **tests, "question": "".join(phrasings[:1]), "phrasings": phrasings[1:]}
    return {field: value for field, value in found.items() if value != "" and not (field in LISTS and not value)}


_EXAMPLE: Mapping[str, Any] = {
    "phrasings": ["When does the library open?", "opening hours", "is the library open on Sunday"],
    "answer": "The library opens at ten on weekdays, and it is closed on Sundays.",
    "title": "When does the library open?",
    "kind": "fact",
    "stance": "fact",
    "topic": "library",
    "evidence": [3],
    "tests": {"reach": ["at what time can I come in", "library hours"], "not": ["When was the library built?"]},
}


def template(form: Form, workbooks: FindWorkbooks = no_workbooks) -> bytes:
    """Write a file with one example, to be replaced."""
    return written([Change("entry", "library-hours", "text", {"id": "library-hours", **_EXAMPLE})], form, workbooks)
