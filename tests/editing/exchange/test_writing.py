"""Files for spreadsheets have no formulas, and the same things give the same bytes."""

from __future__ import annotations

import csv
import io

import pytest
from openpyxl import load_workbook

from briefbot.domain.revision import Change
from briefbot.editing.exchange.reading import read_file
from briefbot.editing.exchange.table import File
from briefbot.editing.exchange.workbooks import Openpyxl
from briefbot.editing.exchange.writing import FORMS, Form, template, written
from briefbot.errors import EditRefused

WIND = {"id": "wind", "kind": "fact", "stance": "fact", "topic": "t", "phrasings": ["-why?"], "evidence": [1]}


@pytest.mark.parametrize("answer", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "'=1"])
def test_a_text_that_spreadsheets_would_reckon_is_marked_as_a_text(answer: str) -> None:
    content = written([Change("entry", "wind", "text", {**WIND, "answer": answer})], "csv").decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(content))
    assert (row["answer"], row["question"], row["evidence"]) == (f"'{answer}", "'-why?", "1")


def test_a_workbook_holds_texts_alone() -> None:
    content = written([Change("entry", "wind", "text", {**WIND, "answer": "=1+1"})], "xlsx", Openpyxl)
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}
    assert "=1+1" in [cell.value for cell in sheet[2]]


@pytest.mark.parametrize("form", FORMS)
def test_a_template_is_read_as_its_one_row(form: Form) -> None:
    [row] = read_file(File(f"faq.{form}", template(form, Openpyxl), Openpyxl)).rows
    assert row.change is not None
    assert row.change.data is not None
    assert row.change.data["answer"] == "The library opens at ten on weekdays, and it is closed on Sundays."


def test_a_workbook_needs_the_extra() -> None:
    with pytest.raises(EditRefused, match=r"pip install 'briefbot\[xlsx\]'"):
        template("xlsx")


def test_a_comma_in_what_was_reviewed_comes_back_from_yaml() -> None:
    reviewed = [{"warning": "only", "of": "0123456789abcdef", "reason": "it is the only one, says paragraph 3"}]
    change = Change("entry", "wind", "text", {**WIND, "answer": "So.", "reviewed": reviewed})
    assert [row.change for row in read_file(File("changes.yaml", written([change], "yaml"))).rows] == [change]
