"""A table of questions and answers, whichever form its file has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

Line: TypeAlias = Sequence[Any]
"""The cells of a row."""
CELL_LIMIT = 30_000
"""Characters of a cell that is written: a worksheet takes 32,767, and the reader of CSV 131,072."""
LINE_LIMIT = 20_000
"""Rows of a table that are read: ways to ask may stand in rows of their own."""
COLUMN_LIMIT = 200
"""Columns of a table that are read."""


class Workbooks(Protocol):
    """Reads and writes XLSX, where the library for it is installed."""

    def read(self, content: bytes) -> dict[str, list[Line]]:
        """Return the sheets of a workbook by name; EditRefused if it cannot be read."""
        ...

    def write(self, lines: Sequence[Sequence[str]]) -> bytes:
        """Write a workbook of one sheet."""
        ...


FindWorkbooks: TypeAlias = Callable[[], Workbooks | None]
"""Load what reads and writes XLSX; None if it is not installed."""


def no_workbooks() -> None:
    """Say that nothing reads XLSX."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to be imported."""

    name: str
    content: bytes
    workbooks: FindWorkbooks = no_workbooks


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of a file by name, and its rows, each with its number there."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, Line], ...]
    form: str
    """What the file was read as."""
    are_lettered: bool = False
    """Whether columns are known by letters, as in a spreadsheet."""
