"""A guild's changes as a file that can be kept, read, and imported again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from briefbot.bundle import data_of, kind_of
from briefbot.domain.knowledge import THING_KINDS, Thing, ThingKind
from briefbot.domain.revision import Change
from briefbot.editing.overlay import Overlay
from briefbot.errors import EditRefused
from briefbot.i18n import mark, say

FORMAT = 1
"""The version of the file's format; an unknown one is refused."""
SIZE_LIMIT = 5_000_000
"""The most characters of a file."""
ROW_LIMIT = 2_000
"""The most changes of a file, and of a server: all of them are checked within a few seconds."""
VALUE_LIMIT = 300_000
"""The most values of a file, which limits memory."""
LIST_LIMIT = 500
"""The most values of a list or mapping within a text: more than twice as many as any curated entry has."""
DEPTH_LIMIT = 8
"""The most levels of lists and mappings within a text."""
ID_LIMIT = 100
"""The most characters of an id: as many as the name of an alias may have."""


@dataclass(frozen=True, slots=True)
class Cells:
    """The values of a thing that a table has, and where they are."""

    columns: Mapping[str, str]
    """The name of the column for each key; keys without one stay unchanged."""
    is_named: bool
    """Whether the file has the id."""
    has_all_questions: bool
    """Whether the file has a column for further ways to ask."""


@dataclass(frozen=True, slots=True)
class Row:
    """One change of a file, or its problem."""

    number: int
    change: Change | None
    problem: str = ""
    cells: Cells | None = None
    """Where its values are in a table; None for a change as `/knowledge export` writes it."""


def export_text(overlay: Overlay) -> str:
    """Write a guild's changes; the same overlay gives the same bytes."""
    return changes_text(changes_of(overlay))


def changes_of(overlay: Overlay) -> list[Change]:
    """List a guild's changes."""
    return [overlay.local[key].change for key in sorted(overlay.local)]


def text_change(thing: Thing) -> Change:
    """Return the change that leaves a thing unchanged, for a complete export."""
    return Change(kind_of(thing), thing.id, "text", data_of(thing))


def changes_text(changes: Sequence[Change]) -> str:
    """Write changes as JSON."""
    things = [_plain(change) for change in changes]
    return json.dumps({"briefbot": FORMAT, "changes": things}, ensure_ascii=False, indent=2) + "\n"


def _plain(change: Change) -> dict[str, Any]:
    if change.effect == "retired":
        return {"kind": change.kind, "id": change.id, "retired": True}
    return {"kind": change.kind, "id": change.id, "text": change.data}


def read_export(text: str) -> list[Row]:
    """Read such a file: its rows, each with its change or its problem; raise EditRefused if it is not one."""
    data = json_in(text)
    changes = changes_in(data)
    if changes is None:
        raise EditRefused(mark("The file is not an export of a server's changes, as made by `/knowledge export`."))
    return rows_from(changes)


def json_in(text: str) -> Any:
    """Read JSON of limited size; raise EditRefused if it is not JSON, or uses a key twice."""
    if len(text) > SIZE_LIMIT:
        raise EditRefused(mark("The file is larger than {limit} characters."), limit=f"{SIZE_LIMIT:,}")
    if sum(map(text.count, "[{,")) > VALUE_LIMIT:
        raise EditRefused(mark("The file has more than {limit} values."), limit=f"{VALUE_LIMIT:,}")
    try:
        return json.loads(text, object_pairs_hook=_without_duplicates)
    except (ValueError, RecursionError) as error:
        raise EditRefused(mark("The file is not valid JSON: {error}"), error=error) from error


def changes_in(data: Any) -> list[Any] | None:
    """Return the changes of an export; None if it is not one."""
    is_export = isinstance(data, dict) and data.get("briefbot") == FORMAT and isinstance(data.get("changes"), list)
    return data["changes"] if is_export else None


def _without_duplicates(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key is used twice")
    return made


def rows_from(changes: Sequence[Any]) -> list[Row]:
    """Read the changes of an export, one row each; raise EditRefused if there are too many."""
    if len(changes) > ROW_LIMIT:
        told = mark("The file is too long: it has {found} changes, and one import can have at most {limit}.")
        raise EditRefused(told, found=f"{len(changes):,}", limit=f"{ROW_LIMIT:,}")
    return _once([_row(number, value) for number, value in enumerate(changes, 1)])


def _row(number: int, value: Any) -> Row:
    if not isinstance(value, dict):
        return Row(number, None, say("expected a mapping with kind, id, and text or retired"))
    kind, thing_id = value.get("kind"), value.get("id")
    if kind not in THING_KINDS or not isinstance(thing_id, str):
        return Row(number, None, say("expected a kind ({kinds}) and an id", kinds=", ".join(THING_KINDS)))
    if flaw := _flaw_of_id(thing_id) or next(flaws_of(value), ""):
        return Row(number, None, flaw)
    if set(value) == {"kind", "id", "retired"} and value["retired"] is True:
        return Row(number, Change(kind_named(kind), thing_id, "retired"))
    if set(value) == {"kind", "id", "text"} and isinstance(value["text"], dict):
        return Row(number, Change(kind_named(kind), thing_id, "text", value["text"]))
    return Row(number, None, say("expected either a text or `retired: true`, and nothing else"))


def _flaw_of_id(thing_id: str) -> str:
    """Return why no thing can have an id; "" if it is valid."""
    if len(thing_id) > ID_LIMIT:
        return say("expected an id of at most {limit} characters, found {found}", limit=ID_LIMIT, found=len(thing_id))
    if not thing_id.isprintable():  # halves of surrogate pairs are not, and no file or database accepts them
        return say("expected an id without control characters, found {text!a}", text=thing_id)
    return ""


def flaws_of(value: Any, name: str = "", depth: int = 0) -> Iterator[str]:
    """Yield which lists and mappings of a text are too large or too deep to be read."""
    if not isinstance(value, dict | list | tuple):
        return
    if depth > DEPTH_LIMIT:
        yield say("nested deeper than {limit} levels", limit=DEPTH_LIMIT)
    elif len(value) > LIST_LIMIT:
        yield say("{key}: expected at most {limit} values, found {found}", key=name or "text", limit=LIST_LIMIT, found=len(value))
    else:
        for key, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from flaws_of(each, f"{name}.{key}"[:ID_LIMIT].removeprefix("."), depth + 1)


def kind_named(value: str) -> ThingKind:
    """Return the kind with this name; raise StopIteration if there is none."""
    return next(kind for kind in THING_KINDS if kind == value)


def _once(rows: Sequence[Row]) -> list[Row]:
    """Refuse the second row about one thing."""
    seen: dict[tuple[str, str], int] = {}
    found: list[Row] = []
    for row in rows:
        first = row.number if row.change is None else seen.setdefault((row.change.kind, row.change.id), row.number)
        found.append(row if first == row.number else Row(row.number, None, say("is about the same thing as row {number}", number=first)))
    return found
