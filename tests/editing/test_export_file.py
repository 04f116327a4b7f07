"""An export is read back unchanged, and anything else is refused row by row."""

from __future__ import annotations

import json
from typing import Any

import pytest

from briefbot.domain.revision import Change
from briefbot.editing.export_file import LIST_LIMIT, ROW_LIMIT, SIZE_LIMIT, VALUE_LIMIT, read_export
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


def test_more_rows_than_an_import_takes_are_refused_with_their_number() -> None:
    rows = [{"kind": "entry", "id": f"tea-{number}", "retired": True} for number in range(ROW_LIMIT + 1)]
    assert len(read_export(file(*rows[:-1]))) == 2_000
    with pytest.raises(EditRefused, match="2,001 changes, and one import can have at most 2,000"):
        read_export(file(*rows))


@pytest.mark.parametrize("value", ["{}", "[]", "0", '"a"'])
def test_a_file_of_very_many_values_is_refused_before_it_is_read(value: str) -> None:
    with pytest.raises(EditRefused, match="more than 300,000 values"):
        read_export(f'{{"briefbot": 1, "changes": [{",".join([value] * (VALUE_LIMIT + 1))}]}}')


def nested(levels: int, inside: Any = "tea") -> Any:
    for _ in range(levels):
        inside = [inside]
    return inside


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ({"phrasings": ["tea"] * (LIST_LIMIT + 1)}, "text.phrasings: expected at most 500 values, found 501"),
        ({"evidence": [1] * 60_000}, "text.evidence: expected at most 500 values, found 60000"),
        ({"tests": {"reach": ["tea"] * 501}}, "text.tests.reach: expected at most 500 values, found 501"),
        ({f"key-{number}": 1 for number in range(500)}, "text: expected at most 500 values, found 501"),
        ({"phrasings": nested(900)}, "nested deeper than 8 levels"),
        ({"tests": {"reach": [nested(30)]}}, "nested deeper than 8 levels"),
    ],
    ids=["phrasings", "evidence", "tests", "keys", "900 levels", "levels in tests"],
)
def test_a_text_that_holds_too_much_is_refused_in_its_row(text: Any, expected: str) -> None:
    row = {"kind": "entry", "id": "tea", "text": {"id": "tea", **text}}
    [read, other] = read_export(file(row, {"kind": "entry", "id": "cup", "retired": True}))
    assert read.change is None
    assert expected in read.problem
    assert other.change is not None


@pytest.mark.parametrize(
    ("thing_id", "expected"),
    [
        ("\ud800", "without control characters, found '\\ud800'"),
        ("tea\ndrunk", "without control characters"),
        ("\u202etea", "without control characters"),
        ("t" * 5_000, "at most 100 characters, found 5000"),
    ],
)
def test_an_id_that_no_thing_can_have_is_refused(thing_id: str, expected: str) -> None:
    [read] = read_export(file({"kind": "alias", "id": thing_id, "retired": True}))
    assert read.change is None
    assert expected in read.problem
