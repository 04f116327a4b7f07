"""An answer that lacks a name of the question is not given."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefbot.domain.knowledge import Alias, Entry
from briefbot.domain.learned import Learned
from briefbot.domain.outcome import Abstained, Answered, Outcome
from briefbot.matching import Matcher
from builders import entry, knowledge

BRIDGE = entry(
    "bridge",
    phrasings=("What did Norway give for the footbridge?", "how much did norway pay for the footbridge", "norway's gift to the village"),
    answer="Norway gave 900 crowns for the footbridge.",
)
SILENT = entry(
    "gap-denmark",
    kind="gap",
    phrasings=("Does the article mention Denmark?", "what about denmark"),
    answer="The article does not mention Denmark.",
)
NORWAY = Alias("Norway", ("norwegians",))


def asked(learned: Learned, typed: str, *more: Entry) -> Outcome:
    return Matcher.build(knowledge(BRIDGE, NORWAY, *more), learned).ask(typed)


@pytest.mark.parametrize("typed", ["how much did norway give for the footbridge?", "what did the norwegians give for the footbridge"])
def test_an_answer_that_has_the_name_is_given(learned: Learned, typed: str) -> None:
    assert isinstance(asked(learned, typed), Answered)


def test_an_answer_that_lacks_the_name_is_withdrawn_and_is_the_nearest(learned: Learned) -> None:
    got = asked(learned, "how much did denmark give for the footbridge?")
    assert got == Abstained("silent", got.confidence, None, (BRIDGE,), lacks="name")


def test_a_gap_entry_that_has_the_name_takes_the_place_of_the_answer(learned: Learned) -> None:
    got = asked(learned, "how much did denmark give for the footbridge?", SILENT)
    assert isinstance(got, Abstained)
    assert got.gap == SILENT


def test_a_gap_entry_whose_text_is_not_about_the_name_says_nothing_of_it(learned: Learned) -> None:
    elsewhere = replace(SILENT, answer="The article names no other country.")
    got = asked(learned, "how much did denmark give for the footbridge?", elsewhere)
    assert got == Abstained("silent", got.confidence, None, (BRIDGE,), lacks="name")


def test_a_gap_entry_does_not_deny_a_name_that_an_answer_has(learned: Learned) -> None:
    thora = entry(
        "thora", phrasings=("Which boat goes to Denmark from the footbridge?", "boats to denmark"), answer="The Thora sails to Denmark."
    )
    got = asked(learned, "how much did denmark give for the footbridge?", SILENT, thora)
    assert got == Abstained("silent", got.confidence, None, (BRIDGE,), lacks="name")


@pytest.mark.parametrize(
    "typed",
    ["what did the norwegians or the Tovriks give for the footbridge?", "I am from Denmark. What did Norway give for the footbridge?"],
)
def test_a_name_beside_what_is_asked_is_no_name_of_the_question(learned: Learned, typed: str) -> None:
    assert isinstance(asked(learned, typed), Answered)


def test_a_word_that_looks_like_a_name_is_one(learned: Learned) -> None:
    got = asked(learned, "What did Norway give Tovrik for the footbridge?")
    assert isinstance(got, Abstained)
    assert got.lacks == "name"
    assert isinstance(asked(learned, "What did norway give for the footbridge, asks my friend Tovrik"), Answered)


def test_a_word_that_other_answers_spell_as_a_name_is_one(learned: Learned) -> None:
    mill = entry("mill", phrasings=("Who built the mill?", "builder of the mill"), answer="The mill was built by Tovrik.")
    got = asked(learned, "what did tovrik give for the footbridge?", mill)
    assert got == Abstained("silent", got.confidence, None, (BRIDGE,), lacks="name")
    assert isinstance(asked(learned, "what did norway give for the footbridge?", mill), Answered)


def test_a_word_that_answers_write_without_a_capital_too_is_no_name(learned: Learned) -> None:
    mill = entry("mill", phrasings=("Who built the mill?", "builder of the mill"), answer="The mill, a tovrik, was built by Tovrik.")
    assert isinstance(asked(learned, "what did norway give for the footbridge, a tovrik?", mill), Answered)


def test_a_name_that_one_phrasing_of_many_has_is_none_that_the_answer_tells_of(learned: Learned) -> None:
    years = tuple(f"what did norway give for the footbridge in {year}" for year in range(1900, 1970))
    bridge = replace(BRIDGE, phrasings=(*BRIDGE.phrasings, *years, "did denmark give norway the footbridge"))
    matcher = Matcher.build(knowledge(bridge, NORWAY, Alias("Denmark", ("danes",))), learned)
    got = matcher.ask("what did denmark give for the footbridge?")
    assert got == Abstained("silent", got.confidence, None, (bridge,), lacks="name")
    assert isinstance(matcher.ask("Denmark gave the footbridge, right?"), Answered)
