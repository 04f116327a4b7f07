"""A form's input becomes the text of a thing, and the other way round."""

from __future__ import annotations

from typing import Any

import pytest

from briefbot.bot.moderating.editing.fields import FORMS, filled, fitting, parts_of, written
from briefbot.domain.knowledge import Knowledge
from briefbot.editing.making_ids import make_id
from briefbot.rendering.moderation import code_block, difference_block, listed, plain_text

COST: dict[str, Any] = {
    "id": "cost",
    "phrasings": ["how much", "price"],
    "answer": "A lot.",
    "evidence": [2, "deck"],
    "tests": {"reach": ["a"]},
}


@pytest.mark.parametrize(
    ("form", "key", "expected"),
    [
        ("entry", "phrasings", "how much\nprice"),
        ("entry", "evidence", "2, deck"),
        ("entry", "answer", "A lot."),
        ("entry-tests", "tests.reach", "a"),
        ("entry-tests", "tests.not", ""),
        ("entry-details", "speaker", ""),
    ],
)
def test_a_field_shows_the_value_in_use(form: str, key: str, expected: str) -> None:
    field = next(field for field in FORMS[form] if field.key == key)
    assert written(field, COST) == expected


@pytest.mark.parametrize(
    ("form", "typed", "expected"),
    [
        ("entry", {"phrasings": " a \n\n b"}, {"phrasings": ["a", "b"]}),
        ("entry", {"phrasings": "- a\n  * b\n1. c\n2) d\n• e"}, {"phrasings": ["a", "b", "c", "d", "e"]}),
        ("entry", {"phrasings": "1999. was it\n-5 degrees?\n3.5 m"}, {"phrasings": ["1999. was it", "-5 degrees?", "3.5 m"]}),
        ("entry", {"evidence": "3; 5 Deck,"}, {"evidence": [3, 5, "deck"]}),
        ("entry", {"evidence": "3-5, 8–9"}, {"evidence": [3, 4, 5, 8, 9]}),
        ("entry", {"evidence": "4-4"}, {"evidence": [4]}),
        ("entry", {"evidence": "5-3, 1-99, 2-x"}, {"evidence": ["5-3", "1-99", "2-x"]}),
        ("entry", {"evidence": "three"}, {"evidence": ["three"]}),
        ("entry-details", {"speaker": "calloway"}, {"speaker": "ines-calloway"}),
        ("entry-details", {"speaker": "Nobody"}, {"speaker": "Nobody"}),
        ("entry-details", {"related": "grant , leak"}, {"related": ["grant", "leak"]}),
        ("entry-tests", {"tests.not": "b\nc"}, {"tests": {"reach": ["a"], "not": ["b", "c"]}}),
        ("quote", {"paragraph": " 4 "}, {"paragraph": 4}),
        ("quote", {"paragraph": "four"}, {"paragraph": "four"}),
    ],
)
def test_what_is_typed_is_read(form: str, typed: dict[str, str], expected: dict[str, Any], tiny_knowledge: Knowledge) -> None:
    assert filled(form, typed, COST, tiny_knowledge) == {**COST, **expected}


def test_an_empty_field_drops_its_value_and_one_that_was_not_shown_keeps_it(tiny_knowledge: Knowledge) -> None:
    assert filled("entry-tests", {"tests.reach": "", "tests.not": ""}, COST, tiny_knowledge) == {
        key: COST[key] for key in COST if key != "tests"
    }
    assert filled("entry", {"answer": "Little."}, COST, tiny_knowledge) == {**COST, "answer": "Little."}


def test_a_value_that_does_not_fit_its_field_is_left_out_of_the_form() -> None:
    long = {**COST, "phrasings": ["x" * 400] * 11}
    assert [field.key for field in fitting("entry", long)] == ["answer", "evidence", "kind", "stance"]


def test_a_longer_list_is_edited_in_parts_of_which_none_loses_a_line(tiny_knowledge: Knowledge) -> None:
    long = {**COST, "phrasings": [f"{number:03} {'x' * 90}" for number in range(100)]}
    forms = parts_of("entry", long)
    assert forms == [f"phrasings@{number}" for number in range(1, 5)]
    changed = filled("phrasings@2", {"phrasings": "one\n- other"}, long, tiny_knowledge)["phrasings"]
    assert changed[31:33] == ["one", "other"]
    assert [*changed[:31], *changed[33:]] == [*long["phrasings"][:31], *long["phrasings"][62:]]
    assert parts_of("entry", COST) == []


def test_no_form_has_more_fields_than_discord_takes() -> None:
    assert max(map(len, FORMS.values())) <= 5
    for field in (field for form in FORMS.values() for field in form):
        assert len(field.label) <= 45
        assert len(field.hint) <= 100
        assert field.limit <= 4_000


@pytest.mark.parametrize(
    ("kind", "title", "expected"),
    [
        ("entry", "How much did the new roof cost?", "much-new-roof-cost"),
        ("entry", "cost", "cost-2"),
        ("entry", "Café", "cafe"),
        ("entry", "x" * 90, "x" * 36),
        ("quote", "Nobody in this village", "quote-nobody-this-village"),
        ("speaker", "Ines Calloway", "ines-calloway"),
    ],
)
def test_ids_are_made_of_telling_words(kind: str, title: str, expected: str) -> None:
    assert make_id(kind, title, ["cost"]) == expected


def test_an_id_is_made_of_a_title_without_latin_letters() -> None:
    assert len(make_id("entry", "Сколько стоила крыша?", [])) == 8


def test_code_cannot_be_left_and_never_exceeds_its_room() -> None:
    block = code_block(["``` @everyone", *(f"line {n}" for n in range(500))], 300)
    assert len(block) <= 300
    assert block.count("```") == 2
    assert block.endswith("…\n```")


def test_a_difference_is_cut_and_nothing_is_shown_where_nothing_differs() -> None:
    assert difference_block(COST, COST, 500) == ""
    assert len(difference_block(COST, {**COST, "answer": "x" * 9_000, "phrasings": ["y" * 400] * 30}, 500)) <= 500


def test_a_text_is_handed_back_as_it_was_written() -> None:
    assert plain_text({"answer": "A lot.", "phrasings": ["a", "b"]}) == "Answer:\n  A lot.\nWays to ask it:\n  a\n  b"


def test_pages_hold_whole_lines() -> None:
    found = listed((f"line {n:03}" for n in range(100)), 100)
    assert "\n".join(found).count("line") == 100
    assert max(map(len, found)) <= 100
