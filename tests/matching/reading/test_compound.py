"""Messages with several questions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.domain.outcome import MOST_PARTS
from briefbot.matching import Matcher
from briefbot.matching.reading.compound import Parts


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
        ("who won? also where was it", ["who won", "where was it"]),
        ("who won? and the prize", ["who won", "the prize"]),
        ("did Lin win and was anybody hurt", ["did Lin win", "was anybody hurt"]),
        ("who won, where was it and how many kites flew", ["who won", "where was it", "how many kites flew"]),
        ("Two things for my pupils: who won and where was it?", ["who won", "where was it"]),
        ("Hello! Who won? It is for school. Where was it? Thanks in advance!", ["Who won", "Where was it"]),
        ("a b? c d? e f? g h?", ["a b", "c d", "e f", "g h"]),
        ("who won? why?", ["who won", "why"]),
    ],
)
def test_a_question_that_asks_more_is_taken_apart(typed: str, split: list[str]) -> None:
    assert texts_of(typed) == split


@pytest.mark.parametrize(
    "typed",
    [
        "1. Who won?\n2. Where was it?\n3. the prize",
        "1) Who won 2) Where was it 3) the prize",
        "a) Who won?\nb) Where was it?\nc) the prize",
        "Three questions for the quiz:\n- Who won?\n- Where was it?\n- the prize",
        "Please answer: (1) Who won (2) Where was it (3) the prize",
        "1 Who won 2 Where was it 3. the prize",
    ],
)
def test_a_list_is_taken_apart_by_its_items(typed: str) -> None:
    assert texts_of(typed) == ["Who won", "Where was it", "the prize"]


def test_lines_are_questions_of_their_own() -> None:
    assert texts_of("who won\nwhere was it\n") == ["who won", "where was it"]


def test_the_items_of_a_list_that_ask_nothing_are_what_is_wanted() -> None:
    assert texts_of("For my worksheet:\n1. the winner\n2. the prize") == ["the winner", "the prize"]


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
        "not the weather, what do the fliers say",
        "who won it, which flier",  # the second part explains the first
        "who, what, when and why",  # single words are not separate questions
        "Which of these were banned: a) cotton b) silk c) wire",
        "Which of these were banned?\n1. cotton\n2. silk\n3. wire",
        "Who won in the end? It rained the whole day. I was so wet.",
        "Who said this: kites have no masters. They only have friends.",
        "When did Mr. Lin win? Thanks a lot. Due in 10 min.",
        "how did kite 1 beat kite 2",
    ],
)
def test_a_question_that_asks_one_thing_is_left_whole(typed: str) -> None:
    assert Parts.of(typed) is None


def test_of_many_questions_the_first_few_are_taken() -> None:
    parts = Parts.of("who won? where was it? when was it? how many flew? who was hurt? what was the prize?")
    assert parts is not None
    assert parts.texts == ("who won", "where was it", "when was it", "how many flew")
    assert parts.left == ("who was hurt", "what was the prize")


@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from(("1.", "a)", "-", "\n", "who", "is", "he", "?", ":", "and", ",")), max_size=60).map(" ".join)
)
def test_any_text_is_taken_apart_into_a_few_or_not_at_all(typed: str) -> None:
    found = Parts.of(typed)
    assert found is None or 2 <= len(found.texts) <= MOST_PARTS
    assert all(any(map(str.isalnum, part)) for part in (found.texts if found else ()))


def test_what_a_list_is_about_is_said_before_it(kites: Matcher) -> None:
    parts = Parts.of("About the dragon kite:\n1. how long was it?\n2. who made it?")
    assert parts is not None
    assert parts.names(kites.understand) == ["dragon", "kite"]


def texts_of(typed: str) -> list[str]:
    """List the questions that a message asks."""
    parts = Parts.of(typed)
    return list(parts.texts) if parts is not None else []
