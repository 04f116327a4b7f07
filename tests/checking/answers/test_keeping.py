"""Which words of an answer keep a hedge."""

from __future__ import annotations

import pytest

from briefbot.checking.answers.keeping import Told, is_negative


@pytest.mark.parametrize(
    ("group", "sentence"),
    [
        ("report", "Officials said that it stalled."),
        ("chance", "It is possible that it stalls."),
        ("chance", "There are signs of it."),
        ("belief", "It is thought to be lost."),
        ("look", "It is regarded as lost."),
        ("accusation", "It allegedly leaked."),
        ("intent", "They plan to meet."),
        ("not", "They refused to come."),
        ("not", "It was unpublished."),
    ],
)
def test_a_hedge_is_kept_in_other_words(group: str, sentence: str) -> None:
    assert Told.of(sentence, "fact").keeps([group])


@pytest.mark.parametrize(
    ("group", "sentence"),
    [
        ("report", "The article says that it stalled."),
        ("chance", "It stalled on May 9."),
        ("not", "The union came until noon."),
        ("intent", "They will meet."),
    ],
)
def test_other_words_keep_nothing(group: str, sentence: str) -> None:
    assert not Told.of(sentence, "fact").keeps([group])


def test_the_line_under_an_answer_keeps_what_it_says() -> None:
    assert Told.of("It stalled.", "report").keeps(["report"])
    assert not Told.of("It stalled.", "report").keeps(["chance"])


def test_a_caveat_keeps_hedges_but_no_negation() -> None:
    told = Told.of("It stalled.", "fact", ["It may be so, and not otherwise."])
    assert told.keeps(["chance"])
    assert not told.keeps(["not"])


def test_a_denial_has_a_word_for_it() -> None:
    assert is_negative("It is neither here nor there.")
    assert not is_negative("It is under the unit.")
