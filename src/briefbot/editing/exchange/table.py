"""A table of questions and answers, in any file format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

Line: TypeAlias = Sequence[Any]
"""The cells of a row."""
CELL_LIMIT = 30_000
"""The most characters of a written cell: a worksheet allows 32,767, and the CSV reader 131,072."""
LINE_LIMIT = 20_000
"""The most rows of a table that are read: phrasings may have rows of their own."""
COLUMN_LIMIT = 200
"""The most columns of a table that are read."""


class Workbooks(Protocol):
    """Reads and writes XLSX, if its library is installed."""

    def read(self, content: bytes) -> dict[str, list[Line]]:
        """Return the sheets of a workbook by name; raise EditRefused if it cannot be read."""
        ...

    def write(self, lines: Sequence[Sequence[str]]) -> bytes:
        """Write a workbook of one sheet."""
        ...


FindWorkbooks: TypeAlias = Callable[[], Workbooks | None]
"""Loads the reader and writer of XLSX; None if its library is not installed."""


def no_workbooks() -> None:
    """Return that XLSX is not supported."""


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
    """The format of the file."""
    are_lettered: bool = False
    """Whether columns are named by letters, as in a spreadsheet."""
