"""A question is read without its afterthought if the whole has no answer."""

from __future__ import annotations

import pytest

from briefbot.domain.learned import Learned
from briefbot.domain.outcome import Answered, Outcome
from briefbot.matching import Matcher
from builders import entry, knowledge

FERRY = entry(
    "ferry",
    phrasings=("When does the ferry to Skarholm sail?", "sailing times of the ferry", "when does the boat leave for skarholm"),
    answer="The ferry sails to Skarholm at noon.",
)
ONLY = entry(
    "gap-only",
    kind="gap",
    phrasings=("Is it only the ferry to Skarholm or is there a second boat?", "are there other boats", "is that the only ferry"),
    answer="The article mentions no other boat.",
)


def asked(learned: Learned, typed: str) -> Outcome:
    return Matcher.build(knowledge(FERRY, ONLY), learned).ask(typed)


@pytest.mark.parametrize(
    "typed", ["when does the ferry sail or is it only the boat to skarholm", "when does it sail to skarholm, is it only the boat?"]
)
def test_what_stands_before_an_afterthought_is_answered(learned: Learned, typed: str) -> None:
    got = asked(learned, typed)
    assert isinstance(got, Answered)
    assert got.entries == (FERRY,)


def test_an_afterthought_with_a_word_that_the_answer_lacks_belongs_to_the_question(learned: Learned) -> None:
    assert not isinstance(asked(learned, "when does the ferry sail or is it only the boat for penguins"), Answered)
