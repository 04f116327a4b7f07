"""Complete the rows of a table.

Missing ids are made, and missing fields are filled from the text in use or with the usual values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from briefbot.bundle import data_of
from briefbot.domain.knowledge import Entry, Key, Quote
from briefbot.domain.revision import Change
from briefbot.editing.export_file import Cells, Row
from briefbot.editing.making_ids import make_id
from briefbot.editing.overlay import Overlay

_DEFAULTS: Mapping[str, Any] = {"kind": "fact", "stance": "fact", "topic": "general"}
"""The usual values of an entry, unless its row or the text in use has others."""


def completed(rows: Sequence[Row], overlay: Overlay) -> list[Row]:
    """Complete the rows of a table; those of an export are complete already."""
    return list(_completed(rows, overlay))


def _completed(rows: Sequence[Row], overlay: Overlay) -> Iterator[Row]:
    asked = _asked(overlay)
    given = [row.change.id for row in rows if row.change is not None and row.change.id]
    taken = dict.fromkeys([*given, *(thing_id for _, thing_id in overlay.things)])
    for row in rows:
        if row.change is None or row.cells is None or row.change.effect != "text":
            yield row
            continue
        change = row.change if row.change.id else _named(row.change, asked, [*taken])
        taken[change.id] = None
        yield replace(row, change=replace(change, data=_whole(change, row.cells, overlay)))


def _asked(overlay: Overlay) -> dict[str, Key]:
    """Map each question in use to its thing."""
    items = ((key, thing) for key, thing in overlay.things.items() if isinstance(thing, Entry | Quote))
    return {way: key for key, item in items for way in item.ways}


def _named(change: Change, asked: Mapping[str, Key], taken: Sequence[str]) -> Change:
    """Give a thing the id of the one with the same question, else an id made from its question."""
    data = dict(change.data or {})
    question = str(next(iter(data.get("phrasings", ())), "") or data.get("title") or data.get("name") or data.get("text") or "")
    known = asked.get(question)
    if change.kind == "alias" or not question:
        return change
    made = known[1] if known is not None and known[0] == change.kind and known[1] else make_id(change.kind, question, taken)
    return replace(change, id=made, data={**data, "id": made})


def _whole(change: Change, cells: Cells, overlay: Overlay) -> dict[str, Any]:
    """Fill in what a row does not have."""
    thing = overlay.things.get((change.kind, change.id))
    now, told = data_of(thing) if thing is not None else {}, dict(change.data or {})
    kept = {key: value for key, value in now.items() if key not in cells.columns}
    whole = {**kept, **told}
    if not cells.has_all_questions and "phrasings" in now and "phrasings" in told:
        whole["phrasings"] = list(dict.fromkeys([*now["phrasings"], *told["phrasings"]]))
    return {**_DEFAULTS, **whole} if change.kind == "entry" else whole
