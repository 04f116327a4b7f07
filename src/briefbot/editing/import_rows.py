"""What the rows of an imported file would do to a guild's knowledge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from briefbot.domain.revision import Change
from briefbot.editing.edit import Edit, normal, refuse_an_unproven_quotation, refuse_pointless, version_of
from briefbot.editing.export_file import Row
from briefbot.editing.overlay import text_of
from briefbot.editing.proposal import Proposal
from briefbot.editing.snapshots import View
from briefbot.errors import EditRefused, Problem, Unchanged
from briefbot.i18n import clip, say

_LONGEST = 500
"""The most characters of a message about a row: its first problems."""


@dataclass(frozen=True, slots=True)
class ImportRow:
    """What a row of an imported file would do."""

    number: int
    status: Literal["new", "changed", "retired", "same", "draft", "refused"]
    change: Change | None
    message: str = ""
    known: Mapping[str, Any] | None = None
    """The text of the thing in use here."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Where each key is in a table."""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """A dry run: every row, and the proposal to confirm; None if the import is refused or nothing would change."""

    rows: tuple[ImportRow, ...]
    proposal: Proposal | None
    refusal: str = ""
    """Why the whole import is refused, if no single row is the cause."""
    told: str = ""
    """A description of the file's format."""

    @property
    def is_refused(self) -> bool:
        """Return whether a problem keeps everything from being imported."""
        return bool(self.refusal) or any(row.status == "refused" for row in self.rows)


def refused_plan(rows: Sequence[ImportRow], refused: EditRefused, told: str = "") -> ImportPlan:
    """Return the plan of an import that the check refuses, with messages for each row or for all of it."""
    said: dict[str, list[Problem]] = {}
    for problem in refused.problems:
        said.setdefault(problem.file, []).append(problem)
    shown = tuple(_refused_row(row, said) for row in rows)
    refusal = "" if any(row.status == "refused" for row in shown) else clip(say(refused.message), _LONGEST)
    return ImportPlan(shown, None, refusal, told)


def import_row(row: Row, view: View) -> ImportRow:
    """Return what a row would do, if the row alone shows that."""
    if row.change is None:
        return ImportRow(row.number, "refused", None, row.problem)
    known = text_of((row.change.kind, row.change.id), view.overlay)
    columns = row.cells.columns if row.cells is not None else {}
    try:
        change = normal(row.change, view)
        refuse_pointless(Edit(change), change, view)
        refuse_an_unproven_quotation(Edit(change), change, view)
    except Unchanged as error:
        return ImportRow(row.number, "same", row.change, say(error.message), known, columns)
    except EditRefused as error:
        told = told_of_row(error.problems, row.change, columns) if error.problems else clip(say(error.message), _LONGEST)
        return ImportRow(row.number, "refused", row.change, told, known, columns)
    if change.effect == "retired":
        return ImportRow(row.number, "retired", change, known=known, columns=columns)
    return ImportRow(row.number, "new" if known is None else "changed", change, known=known, columns=columns)


def told_of_row(problems: Iterable[Problem], change: Change, columns: Mapping[str, str]) -> str:
    """Return the problems of a row, each with its column."""
    return clip("; ".join(_at_column(problem, change, columns) for problem in problems), _LONGEST)


def _at_column(problem: Problem, change: Change, columns: Mapping[str, str]) -> str:
    key = problem.key.removeprefix(f"{change.id}.")
    column = columns.get(key.split(".")[0].split("[")[0])
    return say("column {column}: {problem}", column=column, problem=problem.message) if column else f"{problem.key}: {problem.message}"


def import_edits(rows: Sequence[ImportRow], view: View) -> list[Edit]:
    """Return the edits of the rows that would change something."""
    wanted = (row.change for row in rows if row.change is not None and row.status not in ("same", "refused"))
    return [Edit(change, "import", version_of(view, (change.kind, change.id))) for change in wanted]


def _refused_row(row: ImportRow, said: Mapping[str, Sequence[Problem]]) -> ImportRow:
    """Return a row with the check's problems."""
    if row.change is None or not (own := said.get(f"{row.change.kind} {row.change.id}", ())):
        return row
    return replace(row, status="refused", message=clip(told_of_row(own, row.change, row.columns), _LONGEST))
