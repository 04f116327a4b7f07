"""The clause that asks is found among other words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.matching import Matcher
from briefbot.matching.reading.asking_clause import asking_clause
from matching.speaking import reached

LONG = "The ferry took us there on Monday and it rained the whole way, so we came late."
ASKED = "Who built the dragon kite?"


@pytest.mark.parametrize(
    "typed",
    [
        f"{LONG} {ASKED}",
        f"{ASKED} {LONG} Thanks a lot everybody.",
        f"Hi! I am preparing a talk. {ASKED} Thank you so much.",
        f"Sorry for the long message. {ASKED}",
        f"{LONG}\n\n{ASKED}",
        f"Two questions for the quiz: {ASKED}",
        f"A question for our flyer: {ASKED}",
    ],
)
def test_sentences_around_the_one_that_asks_are_left_out(typed: str) -> None:
    assert asking_clause(typed) == ASKED


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("who built the dragon kite pls asap", "who built the dragon kite"),
        ("who built the dragon kite, thx in advance", "who built the dragon kite"),
        ("who built the dragon kite i need 1 sentence", "who built the dragon kite"),
        ("in one sentence who built the dragon kite", "who built the dragon kite"),
        ("Lin built the dragon kite?? for real?", "Lin built the dragon kite??"),
        ("who built the dragon kite fr", "who built the dragon kite"),
        ("who built the dragon kite, short answer only", "who built the dragon kite"),
        ("who built the dragon kite, two words for my flashcards", "who built the dragon kite"),
        ("who built the dragon kite need it for tomorrow morning", "who built the dragon kite"),
        ("who built the dragon kite its due in 10 min", "who built the dragon kite"),
        ("who built the dragon kite for my essay", "who built the dragon kite"),
        ("worksheet question 4 says: 'who built the dragon kite'", "'who built the dragon kite'"),
        ("q7 who built the dragon kite?", "who built the dragon kite?"),
        ("tl;dr who built the dragon kite? eli5", "who built the dragon kite?"),
        ("the dragon kite was built by ______ (1 pt)", "the dragon kite was built by"),
        ("fill in the blank: the dragon kite was built by ____", "the dragon kite was built by"),
        ("need the builder of the dragon kite pls", "need the builder of the dragon kite"),
        ("Three things for my homework: the builder of the kite", "the builder of the kite"),
    ],
)
def test_padding_is_left_out(typed: str, left: str) -> None:
    assert asking_clause(typed).removesuffix(" ()") == left


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        (f"{LONG} The text names a beach. Which one is it?", "The text names a beach. Which one is it?"),
        ("My sister says that a kite was sewn by one woman. Who?", "a kite was sewn by one woman. Who?"),
        ("Our guide insists Lin won in 2019. where did he fly?", "Lin won in 2019. where did he fly?"),
        ("Dragon kite - which length, which maker?", "Dragon kite - which length, which maker?"),
        ("The dragon kite: how long?", "The dragon kite: how long?"),
        (f"{LONG} Who said this: kites have no masters?", "Who said this: kites have no masters?"),
        (f"{LONG} Which of these were banned: cotton. wire. glass.", "Which of these were banned: cotton. wire. glass."),
        (f"{LONG}\nWhich of these were banned:\n- cotton\n- wire", "Which of these were banned:\n- cotton\n- wire"),
        (f'{LONG} Who said that? "Kites have no masters." Thanks!', 'Who said that? "Kites have no masters."'),
        (f"Please tell me: {ASKED}", ASKED),
    ],
)
def test_what_a_question_cannot_be_understood_without_is_kept(typed: str, left: str) -> None:
    assert asking_clause(typed) == left


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "?",
        "pls",
        ASKED,
        "words and words " * 20 + "end",
        "What did Mr. Lin and Dr. J. Park say about the line?",
        "who built the dragon kite and how long was it",
        "Who won? And when was it?",
        "Who won the contest;\nwhere was it?",
        "How many kites flew, and on May 9 or 10?",
        "which two words does Markova use for kites",
        "who wrote the essay about the paper kite",
        "did 12 points win the contest",
    ],
)
def test_what_asks_alone_is_left_as_it_is(typed: str) -> None:
    assert asking_clause(typed) == typed


def test_a_title_before_a_name_ends_no_sentence() -> None:
    asked = "What did Mr. Lin and Dr. J. Park say about the line?"
    assert asking_clause(f"I should like to read it aloud. {asked}") == asked


@given(st.text(max_size=300))
def test_of_any_text_something_is_left(typed: str) -> None:
    assert asking_clause(typed) or not typed


@pytest.mark.parametrize("typed", [f"{LONG} {ASKED}", "who built the dragon kite i need it in 5 min 1 sentence pls"])
def test_what_is_said_around_a_question_does_not_hide_it(kites: Matcher, typed: str) -> None:
    assert reached(kites.ask(typed)) == "answered dragon-maker"
