"""An export is read back as it was written, and anything else is refused row by row."""

from __future__ import annotations

import json
from typing import Any

import pytest

from briefbot.domain.revision import Change
from briefbot.editing.export_file import SIZE_LIMIT, read_export
from briefbot.errors import EditRefused


def file(*changes: Any, **more: Any) -> str:
    return json.dumps({"briefbot": 1, "changes": list(changes), **more})


def test_rows_come_back_as_changes() -> None:
    rows = read_export(file({"kind": "entry", "id": "tea", "text": {"id": "tea"}}, {"kind": "quote", "id": "q", "retired": True}))
    assert [row.change for row in rows] == [Change("entry", "tea", "text", {"id": "tea"}), Change("quote", "q", "retired")]


@pytest.mark.parametrize(
    "text",
    ["", "no json", "[]", "{}", '{"briefbot": 2, "changes": []}', '{"briefbot": 1, "changes": {}}', "[" * 100_000,
     '{"briefbot": 1, "briefbot": 1, "changes": []}', " " * (SIZE_LIMIT + 1)],
    ids=["empty", "text", "a list", "nothing in it", "a later form", "no list", "deeply nested", "a key twice", "too large"],
)  # fmt: skip
def test_what_is_no_export_is_refused(text: str) -> None:
    with pytest.raises(EditRefused, match="The file is"):
        read_export(text)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("tea", "expected a mapping"),
        ({"kind": "poem", "id": "tea", "text": {}}, "expected a kind"),
        ({"kind": ["entry"], "id": "tea", "text": {}}, "expected a kind"),
        ({"kind": "entry", "id": 5, "text": {}}, "expected a kind"),
        ({"kind": "entry", "id": "tea"}, "either a text or"),
        ({"kind": "entry", "id": "tea", "retired": False}, "either a text or"),
        ({"kind": "entry", "id": "tea", "text": {}, "retired": True}, "either a text or"),
        ({"kind": "entry", "id": "tea", "text": "hot"}, "either a text or"),
    ],
)
def test_a_row_that_is_wrong_says_what_was_expected(row: Any, expected: str) -> None:
    [read] = read_export(file(row))
    assert read.change is None
    assert expected in read.problem


def test_the_second_row_about_a_thing_is_refused() -> None:
    row = {"kind": "entry", "id": "tea", "retired": True}
    assert [each.problem for each in read_export(file(row, row))] == ["", "is about the same thing as row 1"]
