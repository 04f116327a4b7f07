"""An answer that lacks an important word of the question is not given."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefbot.domain.knowledge import Entry
from briefbot.domain.learned import Learned
from briefbot.domain.outcome import Abstained, Answered, Outcome, Suggested
from briefbot.matching import Matcher, explain
from builders import entry, knowledge

FERRY = entry(
    "ferry",
    phrasings=("How many passengers did the ferry carry in March?", "passengers of the ferry in march", "how many people used the ferry?"),
    answer="The ferry carried 900 passengers in March.",
)
CREW = entry("crew", phrasings=("Who steers the ferry?", "the captain of the ferry"), answer="Captain Orla Finch steers the ferry.")
WRONG_MONTH = entry(
    "not-april",
    kind="correction",
    phrasings=("Did the ferry carry passengers in April?", "how many passengers did the ferry carry in april"),
    answer="It was in March that the ferry carried 900 passengers.",
)


def asked(learned: Learned, typed: str, *more: Entry) -> Outcome:
    return Matcher.build(knowledge(FERRY, *more), learned).ask(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "How many passengers did the ferry carry in March?",
        "roughly how many passengers did the ferry carry in March altogether",
        "how many pasengers did the ferry carry in March",
        "For my granddaughter: how many passengers did the ferry carry in March?",
        "I was at the dentist yesterday. How many passengers did the ferry carry in March?",
        "The ferry did carry how many passengers in March, penguins apart, right?",
    ],
)
def test_an_answer_that_has_all_that_is_asked_for_is_given(learned: Learned, typed: str) -> None:
    assert isinstance(asked(learned, typed), Answered)


@pytest.mark.parametrize("typed", ["in which month did the ferry carry 900 passengers", "total number of passengers on the ferry in March"])
def test_a_word_that_names_what_the_answer_tells_is_not_lacking(learned: Learned, typed: str) -> None:
    assert isinstance(asked(learned, typed), Answered)


def test_an_answer_that_lacks_a_word_is_withdrawn_and_is_the_nearest(learned: Learned) -> None:
    ways = tuple(f"how many passengers were on the ferry in march, {word}" for word in "abcdef")
    known = replace(FERRY, phrasings=(*FERRY.phrasings, *ways))
    got = Matcher.build(knowledge(known), learned).ask("How many penguins did the ferry carry in March?")
    assert got == Abstained("silent", got.confidence, None, (known,), lacks="word")


def test_an_answer_of_few_phrasings_that_lacks_a_word_is_offered(learned: Learned) -> None:
    got = asked(learned, "How many travellers did the ferry carry in March?")
    assert isinstance(got, Suggested)
    assert got.items == (FERRY,)


BOARD = entry("board", phrasings=("Who sits on the board?", "members of the board"), answer="Five people altogether sit on the board.")


def test_an_answer_that_is_given_says_which_word_of_the_knowledge_it_lacks(learned: Learned) -> None:
    got = asked(learned, "The board ferry carried 900 passengers in March, right?", BOARD)
    assert isinstance(got, Answered)
    assert got.unmet == ("board",)


def test_no_word_is_repeated_that_only_the_asker_has(learned: Learned) -> None:
    got = asked(learned, "The ferry did carry how many passengers in March, penguins apart, right?")
    assert isinstance(got, Answered)
    assert got.unmet == ()


def test_an_answer_that_lacks_a_word_which_the_knowledge_has_elsewhere_is_offered(learned: Learned) -> None:
    got = asked(learned, "How many captains did the ferry carry in March?", CREW)
    assert isinstance(got, Suggested)
    assert got.items[0] == FERRY


@pytest.mark.parametrize("end", ["stop", "quit"])  # "quit" says little if it reverses nothing
def test_what_tells_of_a_beginning_does_not_tell_of_the_end(learned: Learned, end: str) -> None:
    opened = entry(
        "opened",
        phrasings=("When did the ferry start its service?", "start of the service"),
        answer="The ferry started its service in May.",
    )
    assert isinstance(asked(learned, "When did the ferry start its service again?", opened), Answered)
    assert not isinstance(asked(learned, f"When did the ferry {end} its service?", opened), Answered)


def test_a_correction_need_not_have_the_words_of_who_assumes_what_it_corrects(learned: Learned) -> None:
    got = asked(learned, "How many cheerful passengers did the ferry carry in April?", WRONG_MONTH)
    assert isinstance(got, Answered)
    assert got.entries == (WRONG_MONTH,)


def test_the_word_is_told(learned: Learned) -> None:
    matcher = Matcher.build(knowledge(FERRY), learned)
    assert (
        "lacking       penguin: the best answer has no such word in any form"
        in explain(matcher, "How many penguins did the ferry carry in March?").figures
    )


def test_what_tells_of_the_time_after_something_does_not_tell_of_the_time_before(learned: Learned) -> None:
    repaired = entry(
        "repaired",
        phrasings=(
            "What did the council repair after the flood?",
            "repairs after the flood",
            "what was mended by the council after the flood",
        ),
        answer="After the flood the council repaired the bridge.",
    )
    before = asked(learned, "what did the council repair before the flood?", repaired)
    assert before == Abstained("silent", before.confidence, None, (repaired,), lacks="word")
    assert isinstance(asked(learned, "what did the council repair after the flood?", repaired), Answered)


def test_a_word_that_differs_in_its_first_letter_is_no_slip_of_another(learned: Learned) -> None:
    got = asked(learned, "How many passengers did the ferry marry in March?")
    assert not isinstance(got, Answered)
