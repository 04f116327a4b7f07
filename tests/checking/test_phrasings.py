"""Phrasings compared with one another."""

from __future__ import annotations

import pytest

from briefbot.checking.phrasings import Memo, Phrasings
from briefbot.domain.knowledge import Alias, Item
from builders import entry, knowledge, quote

VANE = Alias("weather vane", ("vane", "weathercock"))


def remarks(*items: Item) -> tuple[list[str], list[str]]:
    """List errors and warnings for items' phrasings."""
    memo = Memo()
    phrasings = Phrasings(memo.folder(knowledge(VANE)), memo)
    errors = [(list(phrasings.errors(item)), list(phrasings.warnings(item))) for item in items]
    return [told for found, _ in errors for _, told in found], [told for _, found in errors for _, told in found]


def test_two_entries_may_not_share_a_phrasing() -> None:
    refused, _ = remarks(entry("a", phrasings=("Who has the vane?",)), entry("b", phrasings=("who has the VANE",)))
    assert refused == ["“who has the VANE” is the same as “Who has the vane?” of a"]


def test_a_phrasing_may_not_be_shared_after_folding_aliases() -> None:
    refused, warned = remarks(entry("a", phrasings=("Who has the weathercock?",)), entry("b", phrasings=("Who has the weather vane?",)))
    assert refused == ["“Who has the weather vane?” is the same as “Who has the weathercock?” of a"]
    assert warned == []


def test_an_entry_and_a_quote_may_not_share_a_phrasing() -> None:
    refused, _ = remarks(entry(phrasings=("fenwick on geese",)), quote(phrasings=("Tobias Fenwick on geese",)))
    assert refused == ["“Tobias Fenwick on geese” is the same as “fenwick on geese” of theft"]


def test_a_title_is_a_phrasing_that_no_other_entry_may_have() -> None:
    refused, _ = remarks(entry("a", title="Who has it now?"), entry("b", phrasings=("who has it now",)))
    assert refused == ["“who has it now” is the same as “Who has it now?” of a"]


def test_a_title_may_stand_among_its_own_phrasings() -> None:
    assert remarks(entry(title="What was stolen?", phrasings=("what was stolen", "loot"))) == ([], [])


def test_an_entry_has_a_phrasing_once() -> None:
    assert remarks(entry(phrasings=("Loot?", "loot")))[0] == ["“loot” is already there as “Loot?”"]


@pytest.mark.parametrize("empty", ["?!", "...", "-", "😀"])
def test_a_phrasing_without_a_word_is_empty(empty: str) -> None:
    assert remarks(entry(phrasings=("What is gone?", empty)))[0] == [f"expected a question, found “{empty}”"]


def test_phrasings_that_read_the_same_are_warned_of() -> None:
    refused, warned = remarks(entry("a", phrasings=("owners of geese",)), entry("b", phrasings=("owner of a goose", "owner of geese")))
    assert refused == []
    assert warned == ["“owner of geese” reads the same as “owners of geese” of a"]


def test_the_same_words_in_another_order_or_with_other_small_words_teach_something() -> None:
    assert remarks(entry(phrasings=("stolen weathercock mill", "mill weathercock stolen", "was the weathercock stolen at the mill"))) == (
        [],
        [],
    )


def test_many_phrasings_that_begin_alike_are_warned_of() -> None:
    alike = ("what did the thief take", "what did the farmer lose", "gone from the mill", "stolen property", "loot of that night")
    assert remarks(entry(phrasings=alike))[1] == ["2 of 5 begin with “what did the”"]
    assert remarks(entry(phrasings=(*alike, "object of the theft", "theft of what", "thing that is missing")))[1] == []
