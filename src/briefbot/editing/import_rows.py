"""What the rows of an imported file would do to a guild's knowledge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from briefbot.domain.revision import Change
from briefbot.editing.edit import Edit, normal, refuse_an_unproven_quotation, refuse_pointless, version_of
from briefbot.editing.export_file import Row
from briefbot.editing.overlay import text_of
from briefbot.editing.proposal import Proposal
from briefbot.editing.snapshots import View
from briefbot.errors import EditRefused, Unchanged
from briefbot.i18n import say


@dataclass(frozen=True, slots=True)
class ImportRow:
    """What a row of an imported file would do."""

    number: int
    status: Literal["new", "changed", "retired", "same", "refused"]
    change: Change | None
    message: str = ""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """A dry run: every row, and the proposal to confirm; None where a row is refused or nothing would change."""

    rows: tuple[ImportRow, ...]
    proposal: Proposal | None


def import_row(row: Row, view: View) -> ImportRow:
    """Return what a row would do, as far as the row alone shows."""
    if row.change is None:
        return ImportRow(row.number, "refused", None, row.problem)
    try:
        change = normal(row.change, view)
        refuse_pointless(Edit(change), change, view)
        refuse_an_unproven_quotation(Edit(change), change, view)
    except EditRefused as error:
        is_same = isinstance(error, Unchanged)
        return ImportRow(row.number, "same" if is_same else "refused", change if is_same else None, say(error.message))
    if change.effect == "retired":
        return ImportRow(row.number, "retired", change)
    is_new = text_of((change.kind, change.id), view.overlay) is None
    return ImportRow(row.number, "new" if is_new else "changed", change)


def import_edits(rows: Sequence[ImportRow], view: View) -> list[Edit]:
    """Make the edits of the rows that would change something."""
    wanted = (row.change for row in rows if row.change is not None and row.status not in ("same", "refused"))
    return [Edit(change, "import", version_of(view, (change.kind, change.id))) for change in wanted]


def refused_row(row: ImportRow, refused: EditRefused) -> ImportRow:
    """Say of a row what the check said of it."""
    if row.change is None:
        return row
    own = [problem for problem in refused.problems if problem.file == f"{row.change.kind} {row.change.id}"]
    return replace(row, status="refused", message="; ".join(f"{each.key}: {each.message}" for each in own)) if own else row
