"""An unfinished question finds the items whose phrasings can complete it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefbot.domain.knowledge import Knowledge
from briefbot.matching.completion import Completer
from briefbot.service import Service


@pytest.fixture(scope="module")
def completer(tiny_knowledge: Knowledge) -> Completer:
    return Completer(tiny_knowledge.items())


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("foot", ["footbridge-decision", "gap-footbridge-cost"]),  # the beginning of a word: facts' titles first, then gaps'
        ("who le", ["who-ashby"]),
        ("cost of the r", ["cost"]),  # a phrasing other than the title
        ("How much did the ROOF c", ["cost"]),  # not all words side by side
        ("colour", []),
        ("solar pan", ["solar"]),
        ("solar  panels ", ["solar"]),
        ("solar pane ", []),  # a space completes a word
        ("who's", ["who-calloway", "who-ashby"]),
        ("asdfgh", []),
        ("roof asdfgh", []),
    ],
)
def test_what_is_typed_is_held_with_its_last_word_half(completer: Completer, typed: str, expected: list[str]) -> None:
    assert [item.id for item in completer.holding(typed)][: len(expected)] == expected
    assert bool(completer.holding(typed)) == bool(expected)


def test_titles_that_begin_so_come_first(completer: Completer) -> None:
    assert [item.label for item in completer.holding("why")] == [
        "Why was the library closed?",
        "Why are there no solar panels?",
        "Who is not content with the repair?",  # another phrasing begins so; answers come first
        "How much will the footbridge cost?",  # then gaps
        "Were all the books lost?",  # and corrections last
        "Is Maud Ashby a villager of Hollowbrook?",
    ]


def test_a_false_premise_that_is_typed_finds_the_neutral_title(service: Service) -> None:
    assert service.complete(None, "why did a roofer from")[0].label == "Is Maud Ashby a villager of Hollowbrook?"
    assert not any(item.label.startswith("Why did") for item in service.complete(None, "why did"))


def test_a_correction_without_a_title_comes_behind_everything(tiny_knowledge: Knowledge) -> None:
    items = [replace(item, title="") if item.id == "not-all-books" else item for item in tiny_knowledge.items()]
    assert [item.id for item in Completer(items).holding("why w")][-1] == "not-all-books"


def test_a_half_word_is_none_and_the_beginning_of_one(completer: Completer) -> None:
    assert completer.is_half("what about the libr")
    assert not completer.is_half("what about the library")
    assert not completer.is_half("what about the libr ")
    assert not completer.is_half("asdfgh")


@pytest.mark.parametrize("typed", ["foot", "cost of the r", "who's", "why", "solar pan", "whose roof", "asdfgh"])
def test_what_a_guild_changed_is_found_beside_what_it_shares_with_the_bundle(tiny_knowledge: Knowledge, typed: str) -> None:
    kept = [item for item in tiny_knowledge.items() if item.id != "solar"]
    changed = [replace(item, phrasings=(*item.phrasings, "whose roof is it")) if item.id == "cost" else item for item in kept]
    found = Completer(changed, Completer(tiny_knowledge.items())).holding(typed)
    assert {item.id for item in found} == {item.id for item in Completer(changed).holding(typed)}
    assert all(item in changed for item in found)


@pytest.mark.parametrize("typed", ["asdfgh", "xq", "!!", "asdfgh qwerty"])
def test_gibberish_is_completed_to_nothing(service: Service, typed: str) -> None:
    assert service.complete(None, typed) == []


def test_a_half_word_is_not_taken_for_another_word(service: Service) -> None:
    """Alone, "buck" would be corrected to "back" and find unrelated items."""
    assert [item.id for item in service.complete(None, "buck")] == ["quote-buckets"]


def test_what_no_phrasing_holds_is_completed_to_the_likeliest(service: Service) -> None:
    found = [item.id for item in service.complete(None, "how mch did the rof")]
    assert found[0] == "cost"
    assert len(found) < 10
