"""Questions that ask more than one thing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.domain.outcome import Abstained, Answered
from briefbot.matching import Matcher
from briefbot.matching.reading.compound import MOST_PARTS, Parts
from matching.speaking import reached


@pytest.mark.parametrize(
    ("typed", "split"),
    [
        ("who won and when was it", ["who won", "when was it"]),
        ("Who won? And when was it?", ["Who won", "when was it"]),
        ("who won, when was it", ["who won", "when was it"]),
        ("who won; where was it", ["who won", "where was it"]),
        ("who won & how many flew", ["who won", "how many flew"]),
        ("who won, and in which year was it", ["who won", "in which year was it"]),
        ("In which year was it, who won", ["In which year was it", "who won"]),
        ("who won plus where was it", ["who won", "where was it"]),
        ("did Lin win and was anybody hurt", ["did Lin win", "was anybody hurt"]),
        ("who won, where was it and how many kites flew", ["who won", "where was it", "how many kites flew"]),
        ("Two things for my pupils: who won and where was it?", ["who won", "where was it"]),
    ],
)
def test_a_question_that_asks_more_is_taken_apart(typed: str, split: list[str]) -> None:
    assert Parts.of(typed) == Parts(tuple(split))


@pytest.mark.parametrize(
    "typed",
    [
        "who won",
        "what did Markova and Lin say",
        "which cotton and silk lines were allowed",
        "how long and wide was it",
        "",
        "?",
        "and",
        "In the letter, what did Markova write",  # the first part asks nothing
        "according to Lin, who cut the line",
        "who, what, when and why",  # words alone ask nothing that could be answered apart
        "a b? c d? e f? g h?",  # more than anybody answers in one reply
    ],
)
def test_a_question_that_asks_one_thing_is_left_whole(typed: str) -> None:
    assert Parts.of(typed) is None


@given(st.text(max_size=200))
def test_any_text_is_taken_apart_into_a_few_or_not_at_all(typed: str) -> None:
    found = Parts.of(typed)
    assert found is None or 2 <= len(found.texts) <= MOST_PARTS
    assert all(part in typed for part in (found.texts if found else ()))


@pytest.mark.parametrize(
    ("typed", "complete"),
    [
        ("who built the dragon kite and how long was it?", ["who built the dragon kite", "how long was it dragon kite"]),
        ("who built the dragon kite and when did Park win", ["who built the dragon kite", "when did Park win"]),
        ("who built the dragon kite and when did he meet Park", ["who built the dragon kite", "when did he meet Park dragon kite"]),
    ],
)
def test_a_part_that_names_nothing_gets_the_names_of_the_first(kites: Matcher, typed: str, complete: list[str]) -> None:
    parts = Parts.of(typed)
    assert parts is not None
    assert parts.complete(kites.understand) == complete


def test_each_part_gets_an_answer_of_its_own(kites: Matcher) -> None:
    outcome = kites.ask("Who built the dragon kite and how long was it?")
    assert isinstance(outcome, Answered)
    assert [reached(part) for part in outcome.parts] == ["answered dragon-maker", "answered dragon-length"]
    assert [entry.id for entry in outcome.entries] == ["dragon-maker", "dragon-length"]
    evidence = [part.entries[0].evidence for part in outcome.parts if isinstance(part, Answered)]
    assert evidence == [(1,), (1,)]


def test_a_part_that_the_article_is_silent_on_is_said_to_have_no_answer(kites: Matcher) -> None:
    outcome = kites.ask("How long was the dragon kite and what did the dragon kite cost?")
    assert isinstance(outcome, Answered)
    assert [reached(part) for part in outcome.parts] == ["answered dragon-length", "silent gap-dragon-cost"]
    assert isinstance(outcome.parts[1], Abstained)
    assert [entry.id for entry in outcome.entries] == ["dragon-length"]


def test_beside_an_answered_part_a_likely_one_is_answered(kites: Matcher) -> None:
    alone, beside = "what weather delayed it", "who won the contest, and what weather delayed it"
    assert reached(kites.ask(alone)) == "suggested"
    assert reached(kites.ask(beside)) == "answered winner, delay"


def test_a_part_that_nobody_can_make_out_is_not_guessed_beside_an_answered_one(kites: Matcher) -> None:
    assert reached(kites.ask("when was the festival and how did the quarrel end")) == "suggested"


def test_a_quote_may_be_a_part(kites: Matcher) -> None:
    outcome = kites.ask("How many kites flew at once? And what did Markova say about kites?")
    assert isinstance(outcome, Answered)
    assert [reached(part) for part in outcome.parts] == ["answered kites-flown", "quoted quote-letter"]


def test_a_part_about_something_else_is_read_on_its_own(kites: Matcher) -> None:
    outcome = kites.ask("How long was the dragon kite, and how many people were hurt?")
    assert isinstance(outcome, Answered)
    assert [reached(part) for part in outcome.parts] == ["answered dragon-length", "answered hurt"]


def test_the_confidence_is_that_of_the_least_certain_part(kites: Matcher) -> None:
    outcome = kites.ask("Who built the dragon kite and how long was it?")
    assert isinstance(outcome, Answered)
    assert outcome.confidence == min(part.confidence for part in outcome.parts if isinstance(part, Answered))


def test_the_same_question_twice_is_no_compound(kites: Matcher) -> None:
    outcome = kites.ask("Who built the dragon kite? Who built the dragon kite?")
    assert isinstance(outcome, Answered)
    assert outcome.parts == ()
