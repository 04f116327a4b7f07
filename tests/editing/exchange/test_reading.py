"""Files of other tools: columns by name, delimiters, encodings, and errors with row and column."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from openpyxl import Workbook

from briefbot.domain.revision import Change
from briefbot.editing.exchange.reading import Read, read_file
from briefbot.editing.exchange.table import File
from briefbot.editing.exchange.workbooks import UNPACKED_LIMIT, Openpyxl
from briefbot.editing.export_file import ROW_LIMIT
from briefbot.errors import EditRefused


def read(content: str | bytes, name: str = "faq.csv") -> Read:
    return read_file(File(name, content.encode() if isinstance(content, str) else content, Openpyxl))


def data(content: str | bytes, name: str = "faq.csv") -> list[dict[str, Any]]:
    rows = read(content, name).rows
    assert [row.problem for row in rows if row.problem] == []
    return [dict(row.change.data or {}) for row in rows if row.change is not None]


def workbook(*lines: list[Any], sheet: str = "FAQ", **sheets: list[list[Any]]) -> bytes:
    book = Workbook()
    assert book.active is not None
    book.active.title = sheet
    for each in lines:
        book.active.append(each)
    for name, others in sheets.items():
        added = book.create_sheet(name)
        for each in others:
            added.append(each)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


KITE = {"id": "", "phrasings": ["Who made the kite?"], "answer": "Ada."}


@pytest.mark.parametrize(
    ("content", "form"),
    [
        ("Question,Answer\nWho made the kite?,Ada.\n", "CSV with commas, in UTF-8"),
        ("Frage;question;ANSWER\n;Who made the kite?;Ada.\n", "CSV with semicolons, in UTF-8"),
        ("sep=;\r\nquestion;answer\r\nWho made the kite?;Ada.\r\n", "CSV with semicolons, in UTF-8"),
        ("Question\tAnswer\nWho made the kite?\tAda.\n", "CSV with tabs, in UTF-8"),
        ("q|a\nWho made the kite?|Ada.\n", "CSV with bars, in UTF-8"),
        ("Our list; of 2026\n\nquestion,answer\nWho made the kite?,Ada.\n", "CSV with commas, in UTF-8"),
        ("\ufeffquestion,answer\nWho made the kite?,Ada.\n", "CSV with commas, in UTF-8"),
        ("question,answer\nWho made the kite?,Ada.\n".encode("utf-16"), "CSV with commas, in UTF-16"),
        ("question,answer\nWho made the kite?,Ada.\n".encode("utf-16-le"), "CSV with commas, in UTF-16"),
    ],
)
def test_delimiter_and_encoding_are_told(content: str | bytes, form: str) -> None:
    found = read(content)
    assert [row.change and row.change.data for row in found.rows] == [KITE]
    assert found.told.split("; columns")[0] == form


def test_what_is_no_utf_8_is_read_as_windows_writes_it() -> None:
    found = read("question;answer\nWho wrote “Kites”?;Zoë – of course.\n".encode("cp1252"))
    assert found.told == "CSV with semicolons, in Windows-1252"
    assert data("question;answer\nWho wrote “Kites”?;Zoë – of course.\n".encode("cp1252"))[0]["answer"] == "Zoë – of course."


@pytest.mark.parametrize(
    ("head", "line", "expected"),
    [
        ("Question,Alternative Questions,Answer", "Why?,How come|what for,So.", {"phrasings": ["Why?", "How come", "what for"]}),
        ("Question 1,Question 2,Answer", "Why?,How come,So.", {"phrasings": ["Why?", "How come"]}),
        ("question,utterances,answer", 'Why?,"How, then; or not\nwhat for",So.', {"phrasings": ["Why?", "How, then; or not", "what for"]}),
        ("Title,Body", "Why?,So.", {"phrasings": ["Why?"]}),
        ("QnA ID,Question,Answer", "FAQ_001,Why?,So.", {"id": "faq-001"}),
        ("Question,Answer,Tags", "Why?,So.,wind", {"topic": "wind"}),
        ("Question,Answer,Source", 'Why?,So.,"paragraph 3, ¶ 4, Headline"', {"evidence": [3, 4, "headline"]}),
        ("Question,Answer,Must_Reach", "Why?,So.,how so|why so", {"tests": {"reach": ["how so", "why so"]}}),
        ("Question,Answer,See also", 'Why?,So.,"a,b"', {"related": ["a", "b"]}),
        ("Question,Answer", "Why?,'=1+1", {"answer": "=1+1"}),
    ],
)  # fmt: skip
def test_columns_are_known_by_the_names_that_other_tools_give_them(head: str, line: str, expected: dict[str, Any]) -> None:
    [found] = data(f"{head}\n{line}\n")
    assert {key: found[key] for key in expected} == expected
    assert found["answer"] in ("So.", "=1+1")


def test_columns_that_nothing_is_read_of_are_named() -> None:
    assert (
        read("question,views,answer,made by\nWhy?,17,So.,Ada\n").told
        == "CSV with commas, in UTF-8; columns that were ignored: “views”, “made by”"
    )


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (json.dumps([{"question": "Who made the kite?", "answer": "Ada."}]), "faq.json"),
        (json.dumps({"version": 2, "faqs": [{"Question": "Who made the kite?", "Answer": "Ada.", "alternatives": []}]}), "faq.json"),
        (json.dumps({"Who made the kite?": "Ada."}), "faq.txt"),
        ("- question: Who made the kite?\n  answer: Ada.\n", "faq.yaml"),
        ("faq:\n- q: Who made the kite?\n  a: Ada.\n", "faq.yml"),
        (json.dumps({"qnaDocuments": [{"id": "", "questions": ["Who made the kite?"], "answer": "Ada."}]}), "faq.json"),
        (json.dumps({"mainEntity": [{"name": "Who made the kite?", "acceptedAnswer": {"text": "Ada."}}]}), "faq.json"),
        ('{"question": "Who made the kite?", "answer": "Ada."}\n\n', "faq.jsonl"),
        ("| Question | Answer |\n|---|:--|\n| Who made the kite? | Ada. |\n", "faq.md"),
        ("Frage;Antwort\nWho made the kite?;Ada.\n", "faq.csv"),
        (workbook(["Question", "Answer"], ["Who made the kite?", "Ada."]), "faq.xlsx"),
        (workbook(["The list"], [], [None, "Question", "Answer"], [None, "Who made the kite?", "Ada."]), "faq"),
        (workbook(["nothing here"], kites=[["Question", "Answer"], ["Who made the kite?", "Ada."]]), "faq.xlsx"),
    ],
)
def test_json_yaml_and_xlsx_hold_such_lists(content: str | bytes, name: str) -> None:
    assert data(content, name) == [KITE]


def test_numbers_dates_and_formulas_of_a_workbook_are_texts() -> None:
    [found] = data(workbook(["question", "answer", "evidence", "topic"], ["Why?", "=SUM(A1:A2)", 3.0, 12]), "faq.xlsx")
    assert (found["answer"], found["evidence"], found["topic"]) == ("=SUM(A1:A2)", [3], "12")


def test_rows_with_one_id_are_one_thing() -> None:
    found = data("id,question,answer\nk,Why?,So.\nk,How come?,So.\nk,What for?,\n")
    assert found == [{"id": "k", "phrasings": ["Why?", "How come?", "What for?"], "answer": "So."}]


def test_rows_of_one_id_that_say_different_things_are_refused_with_row_and_column() -> None:
    [row] = read("id,question,answer\nk,Why?,So.\nk,How come?,Not so.\n").rows
    assert row.problem == "row 3 is about the same thing, but differs in C “answer”"


def test_a_row_is_numbered_as_in_the_spreadsheet() -> None:
    assert [row.number for row in read("About kites\n\nquestion,answer\n\nWhy?,So.\n,\nHow?,Thus.\n").rows] == [5, 7]


def test_what_is_retired_is_said_in_the_column_state() -> None:
    retired, odd = read("id,state,question,answer\nk,retired,,\nm,draft,Why?,So.\n").rows
    assert retired.change == Change("entry", "k", "retired")
    assert odd.problem == "column B “state”: expected nothing, or “retired”, found 'draft'"


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        ("Kysymys,Vastaus\nMiksi?,Siksi.\n", "faq.csv", "There is no column “question”, “answer”; the first row has “Kysymys”, “Vastaus”"),
        ("question,answer\n", "faq.csv", "no row below the names of its columns"),
        ("question\nWhy?\n", "faq.csv", "There is no column “answer”"),
        ("", "faq.csv", "The file is empty"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "faq.xls", "Save it as XLSX or CSV"),
        (b"PK\x03\x04 and nothing more", "faq.xlsx", "not a readable workbook"),
        ("question,answer\nWhy?," + "x" * 200_000, "faq.csv", "Line 2 of the file cannot be read"),
        ("- question: [", "faq.yaml", "is not valid YAML"),
        ("- &a {question: q, answer: a}\n- *a", "faq.yaml", "anchors and aliases"),
        ('[{"question": "q", "question": "r"}]', "faq.json", "a key is used twice"),
        ("[1, 2]", "faq.json", "nor a list of questions and answers"),
        (workbook(["question", "answer"], two=[["question", "answer"]]), "faq.xlsx", "Several sheets have questions: FAQ, two"),
        ("question,answer\n" + "".join(f"q{n},a\n" for n in range(ROW_LIMIT + 1)), "faq.csv", "one import can have at most 2,000"),
        ("question,answer\n" + "\n" * 21_000 + "q,a", "faq.csv", "more than 20,000 rows"),
        (b"x" * 5_000_001, "faq.csv", "larger than 5,000,000 bytes"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_a_sentence(content: str | bytes, name: str, message: str) -> None:
    with pytest.raises(EditRefused, match=message.replace("[", r"\[")):
        read(content, name)


def packed(**parts: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_read() -> None:
    bomb = packed(sheet=b"\0" * (UNPACKED_LIMIT + 1))
    assert len(bomb) < 100_000
    with pytest.raises(EditRefused, match="when unpacked"):
        read(bomb, "faq.xlsx")


def test_a_workbook_that_says_it_is_small_and_is_not_is_refused() -> None:
    bomb = packed(sheet=b"\0" * (UNPACKED_LIMIT + 1))
    size = (UNPACKED_LIMIT + 1).to_bytes(4, "little")
    with pytest.raises(EditRefused, match="not a readable workbook"):
        read(bomb.replace(size, (7).to_bytes(4, "little")), "faq.xlsx")


def test_a_workbook_with_entities_is_refused() -> None:
    with pytest.raises(EditRefused, match="defines XML entities"):
        read(packed(sheet=b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'), "faq.xlsx")


def test_a_workbook_needs_the_extra() -> None:
    with pytest.raises(EditRefused, match=r"pip install 'briefbot\[xlsx\]'"):
        read_file(File("faq.xlsx", workbook(["question", "answer"])))
