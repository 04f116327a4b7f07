"""The values that all other code uses."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pytest

from briefbot.domain.knowledge import Block, Knowledge, Source, Speaker
from builders import entry, knowledge, quote


def with_headings() -> Source:
    kinds = [("headline", ""), ("picture", ""), ("paragraph", ""), ("heading", "'Gone'"), ("paragraph", ""), ("paragraph", "")]
    return Source("Vane", blocks=tuple(Block(kind, "0" * 16, text) for kind, text in kinds))  # type: ignore[arg-type]


def test_values_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        entry().answer = "another"  # type: ignore[misc]


def test_only_paragraphs_are_numbered() -> None:
    assert with_headings().paragraphs == 3


@pytest.mark.parametrize(
    ("place", "is_there"),
    [(1, True), (3, True), (0, False), (4, False), ("headline", True), ("deck", False), ("byline", False), ("caption", True)],
)
def test_a_source_knows_its_places(place: int | str, is_there: bool) -> None:
    assert with_headings().has(place) is is_there  # type: ignore[arg-type]


def test_a_speaker_is_described_by_what_is_known() -> None:
    assert Speaker("a", "Ada", role="clerk", affiliation="Mill").description == "Ada, clerk, Mill"
    assert Speaker("a", "Ada").description == "Ada"


def test_entries_and_quotes_are_found_by_id() -> None:
    made = knowledge(entry("a"), quote("b"))
    assert [item.id for item in made.items()] == ["a", "b"]
    assert made.item("a") == entry("a")
    assert made.item("b") == quote("b")
    assert made.item("c") is None
    assert made.speaker_of(quote()) is made.speakers["tobias-fenwick"]
    assert made.speaker_of(entry()) is None


def test_density_is_the_mean_number_of_ways_to_ask_for_an_item() -> None:
    few, many = replace(entry("a"), title="", phrasings=("one", "two")), replace(entry("b"), title="", phrasings=("1", "2", "3", "4"))
    assert knowledge(few, many).density == 3.0
    assert Knowledge(Source("Vane"), {}, {}, {}).density == 0.0


def test_topics_stand_once_in_order() -> None:
    assert knowledge(entry(topic="vane"), entry("b", topic="age"), quote(topics=("vane", "birds"))).topics == ("age", "birds", "vane")


def test_a_quote_without_phrasings_is_titled_by_its_text() -> None:
    assert quote(phrasings=()).label == quote().text
    assert quote().label == "What did Fenwick say about the geese?"
