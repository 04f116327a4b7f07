"""Each of several questions in a message is answered as alone, or named."""

from __future__ import annotations

import pytest

from briefbot.domain.outcome import Abstained, Answered, Suggested
from briefbot.matching import Matcher
from matching.speaking import reached


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
    alone, beside = "what people delayed it", "who won the contest, and what people delayed it"
    assert reached(kites.ask(alone)) == "suggested"
    assert reached(kites.ask(beside)) == "answered winner, delay"


def test_a_part_that_nobody_can_make_out_is_not_guessed_beside_an_answered_one(kites: Matcher) -> None:
    outcome = kites.ask("when was the festival and how did the quarrel end")
    assert isinstance(outcome, Answered)
    assert [reached(part) for part in outcome.parts] == ["answered festival-date", "off_topic"]
    assert outcome.asked == ("when was the festival", "how did the quarrel end")


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


@pytest.mark.parametrize(
    ("typed", "got"),
    [
        ("Who built the dragon kite? And how long was it?", ["answered dragon-maker", "answered dragon-length"]),
        ("Who built the dragon kite?\nHow many people were hurt?", ["answered dragon-maker", "answered hurt"]),
        ("1) when is the festival 2) where was it held", ["answered festival-date", "answered festival-place"]),
        ("About the dragon kite:\n- how long was it?\n- who built it?", ["answered dragon-length", "answered dragon-maker"]),
        ("who won the contest and what is the reward", ["answered winner", "answered prize"]),
    ],
)
def test_questions_in_a_row_or_a_list_are_each_answered(kites: Matcher, typed: str, got: list[str]) -> None:
    outcome = kites.ask(typed)
    assert isinstance(outcome, Answered)
    assert [reached(part) for part in outcome.parts] == got


def test_a_question_about_something_else_is_named_beside_an_answer(kites: Matcher) -> None:
    outcome = kites.ask("Who built the dragon kite? Which bank lent them money for bitcoin?")
    assert isinstance(outcome, Answered)
    assert [reached(part).partition(" ")[0] for part in outcome.parts] == ["answered", "off_topic"]
    assert outcome.asked == ("Who built the dragon kite", "Which bank lent them money for bitcoin")


def test_questions_that_all_get_nothing_are_read_as_one(kites: Matcher) -> None:
    assert isinstance(kites.ask("Which bank lent them money? Who bought bitcoin?"), (Abstained, Suggested))


def test_two_questions_with_one_answer_are_one(kites: Matcher) -> None:
    assert reached(kites.ask("Who sewed the dragon kite? Who built the dragon kite?")) == "answered dragon-maker"


def test_a_remark_beside_a_question_is_not_named(kites: Matcher) -> None:
    for remark in ("what??", "really?", "how are you?"):
        assert reached(kites.ask(f"{remark} who built the dragon kite?")) == "answered dragon-maker"


def test_a_likely_answer_beside_another_one_has_to_pass_the_gates(kites: Matcher) -> None:
    outcome = kites.ask("who won the contest, and what weather delayed Peru")
    assert isinstance(outcome, Answered)
    assert reached(outcome.parts[0]) == "answered winner"
    assert not isinstance(outcome.parts[1], Answered)


def test_what_is_left_of_many_questions_is_told(kites: Matcher) -> None:
    asked = "Who built the dragon kite? When is the festival? How many kites flew at once? Where was the festival held?"
    outcome = kites.ask(f"{asked} How many people were hurt?")
    assert isinstance(outcome, Answered)
    assert len(outcome.parts) == 4
    assert outcome.left == ("How many people were hurt",)


def test_words_lent_by_another_part_are_none_that_an_answer_lacks(kites: Matcher) -> None:
    outcome = kites.ask("Who sewed the dragon? And how long was it?")
    assert isinstance(outcome, Answered)
    assert [reached(part) for part in outcome.parts] == ["answered dragon-maker", "answered dragon-length"]
