"""Profiles of items for reranking."""

from __future__ import annotations

import pytest

from briefbot.domain.knowledge import Item
from briefbot.matching.reading.aliases import Folder
from briefbot.matching.recall.profile import LazyProfiles, profile_of
from builders import entry, phrased, quote
from matching.kites import KITES

FOLDER = Folder.of(KITES)


def read(item: Item) -> object:
    return profile_of(item, item.phrasings, FOLDER)


def test_an_entry_is_read_by_its_phrasings_and_its_answer() -> None:
    profile = profile_of(phrased(["Who won?", "who was the winner", "prize of the winner"], answer="Markova won 900 crowns."), [], FOLDER)
    assert profile.kind == "fact"
    assert profile.answer == {"zoya_markova", "win", "900", "crown"}
    assert profile.numbers == {"900"}


def test_only_the_phrasings_in_use_are_read() -> None:
    item = phrased(["Who won?", "When was the race?"])
    profile = profile_of(item, item.phrasings[:1], FOLDER)
    assert profile.typed == ("Who won?",)
    assert len(profile.phrasings) == 1
    assert "race" not in profile.terms


def test_what_phrasings_ask_for_is_offered() -> None:
    item = phrased(["Who won?", "who was the winner", "When was the race won?", "where was it"])
    assert profile_of(item, item.phrasings, FOLDER).offers == {"who": 0.5, "when": 0.25, "where": 0.25}


HALF_PAST = "The race was put off to May 9 because of the storm; 40 kites had flown."
MANY = [f"who won race {number}" for number in range(9)]


def test_what_an_answer_tells_is_offered_where_few_phrasings_ask() -> None:
    assert {"who", "when", "count", "why"} == set(profile_of(phrased(["Who won?"], answer=HALF_PAST), ["Who won?"], FOLDER).offers)
    assert set(profile_of(phrased(MANY, answer=HALF_PAST), MANY, FOLDER).offers) == {"who"}


def test_what_an_answer_tells_makes_no_follow_up_go_on_about_it() -> None:
    offers = profile_of(phrased(["Who won?"], answer=HALF_PAST), ["Who won?"], FOLDER).offers
    assert offers["who"] == 1.0
    assert offers["when"] < 0.05


def test_words_that_name_what_few_phrasings_and_an_answer_tell_are_held() -> None:
    few, many = profile_of(phrased(["Who won?"], answer=HALF_PAST), ["Who won?"], FOLDER), profile_of(phrased(MANY), MANY, FOLDER)
    assert {"month", "reason", "number", "person"} <= few.held - few.terms
    assert "place" not in few.held
    assert many.held == many.terms


def test_names_in_an_answer_are_the_names_of_an_item_of_few_phrasings() -> None:
    assert profile_of(phrased(["Who won?"], answer="Markova won."), ["Who won?"], FOLDER).names == {"zoya_markova"}
    assert profile_of(phrased(MANY, answer="Markova won."), MANY, FOLDER).names == set()


def test_what_a_gap_entry_names_is_not_told() -> None:
    gap = phrased(["Who lost?"], kind="gap", answer="The article does not say who lost to Markova on May 9.")
    profile = profile_of(gap, gap.phrasings, FOLDER)
    assert profile.names == set()
    assert set(profile.offers) == {"who"}


@pytest.mark.parametrize(
    ("answer", "unmet"),
    [
        ("Fenwick said so.", {"count", "when"}),
        ("Forty people said so.", {"when"}),
        ("It was in March.", {"count"}),
        ("It was on March 3.", set()),
        ("It was in 1987.", set()),
        ("They may say so; the soldiers march.", {"count", "when"}),
    ],
)
def test_an_answer_without_number_or_date_cannot_tell_how_many_or_when(answer: str, unmet: set[str]) -> None:
    assert profile_of(entry(answer=answer), ["who"], FOLDER).unmet == unmet


def test_a_quote_is_read_with_outlet_date_and_topics() -> None:
    item = quote(text="It squeaks", outlet="Village Gazette", said_on="June 4", topics=("vane",))
    profile = profile_of(item, item.phrasings, FOLDER)
    assert profile.kind == "quote"
    assert {"squeak", "gazett", "june", "4", "vane"} <= profile.answer


def test_a_caveat_belongs_to_the_answer() -> None:
    profile = profile_of(entry(answer="It was stolen.", caveat="The police doubt it."), ["what"], FOLDER)
    assert {"steal", "polic", "doubt"} <= profile.answer


def test_lazy_profiles_are_the_same_and_made_once() -> None:
    items = list(KITES.items())[:4]
    lazy = LazyProfiles(items, FOLDER)
    assert len(lazy) == 4
    assert list(lazy) == [read(item) for item in items]
    assert lazy[1:3] == [read(item) for item in items[1:3]]
    assert lazy[2] is lazy[2]
    with pytest.raises(IndexError):
        lazy[4]
