"""What a question asks for."""

from __future__ import annotations

from typing import get_args

import pytest

from briefbot.domain.knowledge import Asked
from briefbot.language import text
from briefbot.matching.reading.question_types import asked, asked_abroad, wants_verbatim


def first(typed: str) -> Asked | None:
    found = asked(text.tokens(typed))
    return found[0] if found else None


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("Who won the contest?", "who"),
        ("whos the winner", "who"),
        ("name of the champion", "who"),
        ("which official opened it", "who"),
        ("When did it begin?", "when"),
        ("what year was that", "when"),
        ("since when", "when"),
        ("on what day did they fly", "when"),
        ("Where was it held?", "where"),
        ("wheres the beach", "where"),
        ("in which city", "where"),
        ("How many kites flew?", "count"),
        ("how  MUCH was the prize", "count"),
        ("number of visitors", "count"),
        ("how long was the dragon", "count"),
        ("Why was it late?", "why"),
        ("how come it was late", "why"),
        ("reason for the delay", "why"),
        ("How did they fly?", "how"),
        ("What did Markova say?", "words"),
        ("Markova quote", "words"),
        ("Which lines were allowed?", "which"),
        ("Did a kite snap?", "yes_no"),
        ("so was anybody hurt", "yes_no"),
        ("the dragon was late, right?", "yes_no"),
        ("What is a kite?", "what"),
    ],
)
def test_what_is_asked_for_is_read(typed: str, wanted: Asked) -> None:
    assert first(typed) == wanted


@pytest.mark.parametrize("typed", ["", "kites", "dragon kite Varda", "凧"])
def test_a_question_may_not_say_what_it_asks_for(typed: str) -> None:
    assert first(typed) is None


def test_the_most_telling_comes_first() -> None:
    assert asked(text.tokens("who said what, and when?")) == ("when", "who", "words", "what")


@pytest.mark.parametrize("typed", ["May 9 parade", "may 9"])
def test_a_date_in_may_is_no_question_for_yes_or_no(typed: str) -> None:
    assert first(typed) is None


def test_only_what_has_a_name_is_asked_for() -> None:
    assert set(asked(text.tokens("who when where how many why how did which what say"))) <= set(get_args(Asked))


@pytest.mark.parametrize("typed", ["Quote Markova", "her exact words", "word for word please", "in his own words", "verbatim?"])
def test_words_are_wanted_outright(typed: str) -> None:
    assert wants_verbatim(text.tokens(typed))


@pytest.mark.parametrize("typed", ["what did she say", "a quota of kites", "the word", ""])
def test_words_are_not_wanted_outright(typed: str) -> None:
    assert not wants_verbatim(text.tokens(typed))


def test_the_end_of_another_word_asks_for_nothing() -> None:
    assert "yes_no" not in asked(text.tokens("What does the treaty say about copyright?"))


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("연이 몇 명이나 다치게 했어?", "count"),
        ("风筝节是哪一年开始的", "when"),
        ("с какого года проводят фестиваль", "when"),
        ("どの島で開かれましたか", "which"),
        ("¿en qué ciudad fue?", "where"),
        ("warum kam sie zu spät", "why"),
        ("qui est la championne", "who"),
        ("qu'a dit la pilote", "words"),
        ("wie viele Drachen flogen wann", "count"),
    ],
)
def test_other_languages_ask_for_the_same_things(typed: str, wanted: Asked) -> None:
    assert asked_abroad(text.tokens(typed))[0] == wanted


def test_what_asks_for_nothing_in_another_language_is_told_so() -> None:
    assert asked_abroad(text.tokens("rote Drachen")) == ()
