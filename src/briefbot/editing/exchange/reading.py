"""Read a file of questions and answers in any supported format.

The format is detected by content, or by name if the content is ambiguous.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from briefbot.bundle.exchange_file import yaml_value
from briefbot.editing.exchange.columns import field_of, fields_of, is_head
from briefbot.editing.exchange.delimited import decoded, read_delimited
from briefbot.editing.exchange.rows import rows_of
from briefbot.editing.exchange.table import LINE_LIMIT, File, Line, Table
from briefbot.editing.exchange.trees import own_changes, table_in
from briefbot.editing.export_file import SIZE_LIMIT, VALUE_LIMIT, Row, changes_in, json_in, rows_from
from briefbot.errors import EditRefused
from briefbot.i18n import mark, say

NO_WORKBOOKS = mark("XLSX needs an extra that is not installed here: pip install 'briefbot[xlsx]'. CSV works without it.")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_HEAD_ROWS = 10
"""The most rows at the top of a table that are searched for the names of its columns."""
_SHOWN = 200
_RULE = re.compile(r":?-{2,}:?")


@dataclass(frozen=True, slots=True)
class Read:
    """The rows of a file, and a description of its format."""

    rows: list[Row]
    told: str
    """"" for our own tree format."""


def read_file(file: File) -> Read:
    """Read a file; raise EditRefused if it cannot be read or has no questions and answers."""
    if len(file.content) > SIZE_LIMIT:
        raise EditRefused(mark("The file is larger than {limit} bytes."), limit=f"{SIZE_LIMIT:,}")
    if file.content.startswith(_OLE):
        raise EditRefused(mark("The file is protected by a password, or in an old Excel format. Save it as XLSX or CSV."))
    if file.content.startswith(_ZIP):
        return _read_table(_sheet(file))
    name = file.name.lower()
    if name.endswith((".yaml", ".yml")):
        return _read_tree(_yaml(decoded(file.content)[0]), "YAML")
    if name.endswith((".jsonl", ".ndjson")):
        return _read_tree(_json_lines(decoded(file.content)[0]), say("JSON, one object a line"))
    if name.endswith(".json") or file.content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return _read_tree(json_in(decoded(file.content)[0]), "JSON")
    lines, form = read_delimited(file.content)
    return _read_table(_table(lines, form))


def _yaml(text: str) -> Any:
    if sum(map(text.count, "\n,[{")) > VALUE_LIMIT:
        raise EditRefused(mark("The file has more than {limit} values."), limit=f"{VALUE_LIMIT:,}")
    return yaml_value(text)


def _json_lines(text: str) -> list[Any]:
    return json_in("[" + ",".join(line for line in text.splitlines() if line.strip()) + "]")  # type: ignore[no-any-return]


def _read_tree(value: Any, form: str) -> Read:
    """Read our own tree format, or a list of questions as other tools write it."""
    changes = changes_in(value)
    if changes is None:
        changes = own_changes(value)
    return _read_table(table_in(value, form)) if changes is None else Read(rows_from(changes), "")


def _read_table(table: Table) -> Read:
    if not is_head(fields_of(table.columns)):
        _refuse_columns(table.columns)
    rows, unread = rows_of(table)
    if not rows:
        raise EditRefused(mark("The file has no row below the names of its columns."))
    return Read(rows, "; ".join(filter(None, (table.form, unread))))


def _sheet(file: File) -> Table:
    """Return the only sheet of a workbook that has questions and answers."""
    workbooks = file.workbooks()
    if workbooks is None:
        raise EditRefused(NO_WORKBOOKS)
    sheets = workbooks.read(file.content)
    fitting = [name for name, lines in sheets.items() if _head(lines) is not None]
    if len(fitting) > 1:
        raise EditRefused(mark("Several sheets have questions: {names}. Save each one as a file of its own."), names=", ".join(fitting))
    name = fitting[0] if fitting else next((name for name, lines in sheets.items() if lines), "")
    return _table(sheets.get(name, []), say("XLSX, sheet “{name}”", name=name))


def _head(lines: Sequence[Line]) -> int | None:
    """Return the row that names the columns."""
    return next((index for index, line in enumerate(lines[:_HEAD_ROWS]) if is_head(fields_of(line))), None)


def _table(lines: Sequence[Line], form: str) -> Table:
    """Make a table from the rows of a spreadsheet."""
    if len(lines) > LINE_LIMIT:
        raise EditRefused(mark("The file has more than {limit} rows."), limit=f"{LINE_LIMIT:,}")
    head = _head(lines)
    if head is None:
        _refuse_columns(next((line for line in lines if any(line)), ()))
        return Table((), (), form)
    rows = [(number, line) for number, line in enumerate(lines, 1) if number > head + 1 and not _is_rule(line)]
    return Table(tuple(map(str, lines[head])), tuple(rows), form, are_lettered=True)


def _is_rule(line: Line) -> bool:
    """Return whether a row only separates the head of a table from its rows, as in Markdown."""
    cells = [str(cell).strip() for cell in line if cell not in (None, "")]
    return bool(cells) and all(_RULE.fullmatch(cell) for cell in cells)


def _refuse_columns(names: Line) -> None:
    """Raise EditRefused, which names the missing columns and those that were found."""
    if not any(names):
        raise EditRefused(mark("The file is empty."))
    known = {field_of(str(name)) for name in names}
    missing = ", ".join(say("“{text}”", text=each) for each in ("question", "answer") if each not in known)
    found = ", ".join(say("“{text}”", text=name) for name in names if name)[:_SHOWN]
    told = mark("The first row must name the columns. There is no column {missing}; the first row has {found}.")
    raise EditRefused(told, missing=missing or "“id”", found=found)
