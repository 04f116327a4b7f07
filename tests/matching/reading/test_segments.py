"""Only the parts of a clause that ask or are about something count."""

from __future__ import annotations

import pytest

from briefbot.matching.reading.segments import before_afterthought, parts_about


def is_about_kites(part: str) -> bool:
    return "kite" in part or "Lin" in part


@pytest.mark.parametrize(
    ("clause", "parts"),
    [
        ("Who sewed the kite?", "Who sewed the kite?"),
        ("For the record, who sewed the kite?", "who sewed the kite?"),
        ("There was something on kites, I work in a mill: who sewed the first kite?", "who sewed the first kite?"),
        ("who sewed the kite, one name is enough", "who sewed the kite,"),
        ("According to Lin, who sewed the kite?", "According to Lin, who sewed the kite?"),
        ("My aunt asked me who sewed the kite", "who sewed the kite"),
        ("Who is it?", "Who is it?"),
        ("the kite (a blue one) flew where?", "the kite flew where?"),
    ],
)
def test_what_is_not_about_the_item_is_left_out(clause: str, parts: str) -> None:
    assert parts_about(clause, is_about_kites) == parts


def test_nothing_is_left_of_a_clause_that_neither_asks_nor_is_about_the_item() -> None:
    assert parts_about("Lovely weather", is_about_kites) == ""


@pytest.mark.parametrize(
    ("typed", "pieces"),
    [
        ("when did it fly, this year?", ("when did it fly", "this year?")),
        ("is there a blue one or is it only the red one?", ("is there a blue one", "is it only the red one?")),
        ("who sewed the kite?", ("", "")),
        ("red or blue?", ("", "")),
    ],
)
def test_a_question_is_told_apart_from_its_afterthought(typed: str, pieces: tuple[str, str]) -> None:
    assert before_afterthought(typed) == pieces
