"""Questions for a matcher that has not seen them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefbot.bundle import general
from briefbot.checking.weakness.asking import Try, folds_for, frames, strength, tries
from briefbot.cli.setup.service import fit
from briefbot.domain.knowledge import Entry, Tests
from briefbot.matching.reading.aliases import Folder
from briefbot.matching.reading.question import understand
from builders import entry, knowledge

COST = entry("cost", phrasings=("How much did the kite cost?", "price of the kite", "kite expensive"), tests=Tests(("what was paid",), ()))
LENGTH = entry("length", phrasings=("How long is the kite's tail?", "tail length", "metres of tail"), tests=Tests())
BUILDER = entry("builder", phrasings=("Who built the kite?", "builder of the kite", "whose work is the kite"), tests=Tests())
KITES = knowledge(COST, LENGTH, BUILDER)
GAP = entry("gap", kind="gap")


def tried(of: Entry, told: str = "", offered: tuple[str, ...] = ()) -> Try:
    return Try(of, "Why?", "phrasing", frozenset(filter(None, [told])), offered, "length", ())


def test_each_phrasing_is_asked_once_where_it_was_left_out_and_each_test_once() -> None:
    asked = tries(KITES, general(KITES.density), fit)
    phrasings = sorted(each.typed for each in asked if each.way == "phrasing")
    assert phrasings == sorted(phrasing for item in KITES.items() for phrasing in item.phrasings)
    assert [(each.item.id, each.typed) for each in asked if each.way == "test"] == [("cost", "what was paid")]


def test_what_only_the_left_out_phrasing_said_is_lacking() -> None:
    asked = {each.typed: each for each in tries(KITES, general(KITES.density), fit)}
    assert asked["kite expensive"].lacking == ("expensive",)
    assert asked["metres of tail"].lacking == ("meters",)


def test_it_is_told_how_far_it_is() -> None:
    told: list[tuple[int, int]] = []
    tries(KITES, general(KITES.density), fit, lambda done, total: told.append((done, total)))
    assert told[-1] == (100, 100)
    assert told == sorted(told)


@pytest.mark.parametrize(("phrasings", "folds"), [(0, 5), (300, 5), (4_000, 5), (6_000, 3), (18_000, 1), (100_000, 1)])
def test_of_many_phrasings_a_part_is_asked(phrasings: int, folds: int) -> None:
    assert folds_for(phrasings) == folds


@pytest.mark.parametrize(
    ("typed", "framed"),
    [
        ("How many books were damaged by the flood?", ["books damaged flood", "number of books damaged flood"]),
        ("When did the library reopen?", ["library reopen", "date of library reopen"]),
        ("the roof's slates", ["roof slates"]),
        ("Why?", []),
        ("¿Cuántos libros se dañaron en la inundación?", []),
    ],
)
def test_a_phrasing_is_asked_in_plain_frames(typed: str, framed: list[str]) -> None:
    assert list(frames(understand(typed, Folder.of(KITES)))) == framed


def test_what_is_given_or_offered_is_found() -> None:
    assert tried(COST, "cost").is_found
    assert tried(COST, offered=("length", "cost")).is_found
    assert not tried(COST).is_found
    assert not tried(COST, "length").is_found


def test_a_gap_that_nothing_else_is_told_for_is_as_good_as_found() -> None:
    assert tried(GAP).is_found
    assert not tried(GAP, "length").is_found
    assert not tried(GAP, offered=("length",)).is_found


def test_what_takes_a_question_is_what_was_given_else_what_is_likeliest() -> None:
    assert tried(COST, "builder").taken_by == "builder"
    assert tried(COST).taken_by == "length"
    assert tried(LENGTH).taken_by == ""
    assert tried(COST, "cost").taken_by == ""


def test_an_item_is_the_stronger_the_more_of_its_ways_are_found() -> None:
    found, offered, missed = tried(COST, "cost"), tried(COST, offered=("cost",)), tried(COST)
    assert strength([found, found]) > strength([found, offered]) > strength([found, missed]) > strength([offered, missed]) > 0
    assert strength([missed]) == strength([]) == 0
    assert strength([tried(GAP), tried(GAP)]) == strength([found, found])


def test_an_item_of_few_ways_is_weaker_than_one_of_many_that_are_found_as_often() -> None:
    found, missed = tried(COST, "cost"), tried(COST)
    assert strength([found, found]) < strength([found] * 7 + [missed])


def test_the_title_is_left_out_as_a_phrasing_is() -> None:
    titled = replace(COST, title="What was the price?")
    asked = tries(knowledge(titled, LENGTH, BUILDER), general(3), fit)
    assert "What was the price?" in [each.typed for each in asked]
