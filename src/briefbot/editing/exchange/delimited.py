"""Tables in text: CSV and TSV, in the encodings and with the delimiters of spreadsheets."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Sequence

from briefbot.editing.exchange.columns import fields_of, is_head
from briefbot.editing.exchange.table import COLUMN_LIMIT, LINE_LIMIT, Line
from briefbot.errors import EditRefused
from briefbot.i18n import mark, say

_DELIMITERS = {",": mark("commas"), ";": mark("semicolons"), "\t": mark("tabs"), "|": mark("bars")}
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SEP = re.compile(r"\A\s*sep=(.)\r?\n")
"""The line that Excel writes above a table to name its delimiter."""
_FORMULA = frozenset("=+-@\t\r＝＋－＠")
"""The first characters of a text that spreadsheets treat as a formula; an apostrophe before it prevents that."""
_HEAD_ROWS = 10
"""The most rows at the top of a table that are searched for the names of its columns."""


def decoded(content: bytes, *, is_guessed: bool = False) -> tuple[str, str]:
    """Decode a text file, and return its text and the name of its encoding.

    Use its byte order mark, else UTF-8 or UTF-16, or Windows-1252 if guessing is allowed.
    """
    encoding = next((name for begins, name in _MARKS if content.startswith(begins)), "utf-8")
    if encoding == "utf-8" and content[1:2] == b"\0":
        encoding = "utf-16-le"
    try:
        return content.decode(encoding), encoding.upper().removesuffix("-SIG").removesuffix("-LE")
    except UnicodeDecodeError as error:
        if not is_guessed or encoding != "utf-8" or b"\0" in content:
            raise EditRefused(mark("The file is not {encoding} text."), encoding=encoding.upper()) from error
    return content.decode("cp1252", "replace"), "Windows-1252"


def read_delimited(content: bytes) -> tuple[list[Line], str]:
    """Read a table in text: its rows, and a description of its format."""
    text, encoding = decoded(content, is_guessed=True)
    named = _SEP.match(text)
    text = text[named.end() :] if named else text
    delimiter = named[1] if named else max(_DELIMITERS, key=lambda each: _known(text, each))
    lines = [*([[]] if named else []), *_lines(text, delimiter)]
    form = say("CSV with {delimiter}, in {encoding}", delimiter=say(_DELIMITERS.get(delimiter, delimiter)), encoding=encoding)
    return lines, form


def _known(text: str, delimiter: str) -> tuple[int, int]:
    """Return how many columns at the top have known names with this delimiter, and how many columns there are."""
    try:
        rows = _lines(text, delimiter, _HEAD_ROWS)
    except EditRefused:
        return 0, 0
    heads = [fields_of(row) for row in rows]
    best = max(heads, key=lambda fields: (is_head(fields), sum(map(bool, fields))), default=())
    return sum(map(bool, best)), len(best)


def _lines(text: str, delimiter: str, most: int = LINE_LIMIT + 1) -> list[Line]:
    """Read rows, up to a limit."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    found: list[Line] = []
    try:
        for row in reader:
            found.append([_without_guard(cell) for cell in row[:COLUMN_LIMIT]])
            if len(found) >= most:
                break
    except csv.Error as error:
        raise EditRefused(mark("Line {line} of the file cannot be read: {error}."), line=reader.line_num, error=error) from error
    return found


def delimited(lines: Sequence[Sequence[str]], delimiter: str = ",") -> bytes:
    """Write a table for spreadsheets: UTF-8 with its mark, and no cell that looks like a formula."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([[_guarded(cell) for cell in line] for line in lines])
    return codecs.BOM_UTF8 + text.getvalue().encode()


def _is_like_a_formula(cell: str) -> bool:
    """Return whether a spreadsheet would read a text as a formula, or its apostrophe as an escape."""
    return cell.lstrip("'")[:1] in _FORMULA


def _guarded(cell: str) -> str:
    return f"'{cell}" if _is_like_a_formula(cell) else cell


def _without_guard(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _is_like_a_formula(cell) else cell
