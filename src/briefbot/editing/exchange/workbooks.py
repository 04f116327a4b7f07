"""Read and write XLSX with openpyxl.

Cells become texts, formulas stay as written, and the size is limited.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell

from briefbot.editing.exchange.cells import text_of
from briefbot.editing.exchange.table import COLUMN_LIMIT, LINE_LIMIT, Line
from briefbot.errors import EditRefused
from briefbot.i18n import mark

UNPACKED_LIMIT = 30_000_000
"""The most bytes of a workbook's parts when unpacked: what 5 MB of ordinary sheets take."""
PART_LIMIT = 500
"""The most files within a workbook."""
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_UNWRITABLE = re.compile(r"[\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
"""Characters that XML cannot express, and text that a workbook would read as such a character."""


class Openpyxl:
    """Reads and writes workbooks."""

    @staticmethod
    def read(content: bytes) -> dict[str, list[Line]]:
        """Return the sheets of a workbook by name; raise EditRefused if it cannot be read."""
        _refuse_bombs(content)
        try:
            with warnings.catch_warnings():  # warnings about drawings and styles, which are not needed
                warnings.simplefilter("ignore")
                book = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
                return {sheet.title: _lines(sheet) for sheet in book.worksheets}
        except Exception as error:  # the library raises any kind of error for a damaged file
            raise EditRefused(mark("The file is not a readable workbook: {error}"), error=str(error)[:200]) from error

    @staticmethod
    def write(lines: Sequence[Sequence[str]]) -> bytes:
        """Write a workbook of one sheet; every cell is a text, even if it looks like a formula."""
        book = Workbook(write_only=True)
        sheet = book.create_sheet("Questions")
        for line in lines:
            sheet.append([_cell(sheet, text) for text in line])
        content = io.BytesIO()
        book.save(content)
        return content.getvalue()


def _lines(sheet: Any) -> list[Line]:
    """Read a sheet's rows, without the empty cells at their ends."""
    sheet.reset_dimensions()  # the dimensions in files are often wrong
    found: list[Line] = []
    for row in sheet.iter_rows(max_col=COLUMN_LIMIT, values_only=True):
        cells = [_plain(value) for value in row] if any(value is not None for value in row) else []
        while cells and not cells[-1]:
            cells.pop()
        found.append(cells)
        if len(found) > LINE_LIMIT:
            break
    while found and not found[-1]:
        found.pop()
    return found


def _plain(value: Any) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text_of(value))


def _refuse_bombs(content: bytes) -> None:
    """Refuse a file that would unpack to much more than a table, or defines entities.

    No part unpacks to more than the file says.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > PART_LIMIT or sum(part.file_size for part in parts) > UNPACKED_LIMIT:
                raise EditRefused(mark("The workbook is larger than {limit} bytes when unpacked."), limit=f"{UNPACKED_LIMIT:,}")
            if _defines_entities(archive.read(part) for part in parts):
                raise EditRefused(mark("The workbook defines XML entities, which spreadsheet programs never do."))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise EditRefused(mark("The file is not a readable workbook: {error}"), error=str(error)[:200]) from error


def _defines_entities(parts: Iterable[bytes]) -> bool:
    return any(b"<!ENTITY" in part.replace(b"\0", b"") for part in parts)


def _cell(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text))
    cell.data_type = "s"
    return cell
