"""A follow-up is completed with the names of the turn before."""

from __future__ import annotations

import pytest

from briefbot.domain.outcome import Turn
from briefbot.matching import Matcher, converse
from briefbot.matching.conversation.in_full import contrasts, in_full, is_person, people


def turn(matcher: Matcher, typed: str) -> Turn:
    found = converse(matcher, typed, None).turn
    assert found is not None, typed
    return found


@pytest.mark.parametrize(
    ("typed", "full"),
    [
        ("where does she live?", "where does zoya markova live"),
        ("what's her job?", "what is zoya markova's job"),
        ("who sewed it with her?", "who sewed it with zoya markova"),
        ("how long was it?", None),
    ],
)
def test_a_word_for_a_person_gives_way_to_a_name(kites: Matcher, typed: str, full: str | None) -> None:
    before = turn(kites, "Who built the dragon kite?")
    assert list(in_full(kites, kites.read(typed), before)) == ([full] if full else [])


def test_at_most_two_names_are_tried(kites: Matcher) -> None:
    before = turn(kites, "Why did Markova cut Lin's line when Park won?")
    assert len(list(in_full(kites, kites.read("is she happy?"), before))) == 2


def test_the_names_of_the_question_come_before_those_of_the_answer(kites: Matcher) -> None:
    assert next(people(kites, turn(kites, "why did Lin's line snap"))) == "lin qiaoyu"


def test_a_place_is_no_person(kites: Matcher) -> None:
    assert is_person(kites, "zoya_markova")
    assert not is_person(kites, "varda_island")


@pytest.mark.parametrize(
    ("first", "typed", "full"),
    [
        ("Who won the long-line contest in 2019?", "and in 2021?", ["who in 2021 won long line contest"]),
        ("Who won the contest of Lin?", "and Park?", ["who park won contest"]),
        ("When is the festival?", "what about the dragon?", ["when the dragon", "when the dragon festival"]),
    ],
)
def test_what_only_names_something_takes_the_place_of_its_like(kites: Matcher, first: str, typed: str, full: list[str]) -> None:
    assert list(contrasts(kites, kites.read(typed), turn(kites, first))) == full
