"""Entries about one fact share its probability, which alone withholds no answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefbot.domain.knowledge import Entry
from briefbot.domain.learned import Learned
from briefbot.domain.outcome import Answered, Suggested
from briefbot.matching import Matcher
from builders import entry, knowledge

LENGTH = entry(
    "length",
    phrasings=("How long is the new bridge?", "length of the bridge in meters", "how many meters does the bridge span"),
    answer="The new bridge is large: 140 meters long.",
    related=("size",),
)
SIZE = entry(
    "size",
    phrasings=("How big is the new bridge?", "size of the bridge in meters", "how many meters is the bridge wide"),
    answer="The new bridge is large: 140 meters long and 9 meters wide.",
)


def matcher(learned: Learned, *entries: Entry) -> Matcher:
    strict = replace(learned.plain.thresholds, answer=0.7)
    return Matcher.build(knowledge(*entries), replace(learned, plain=replace(learned.plain, thresholds=strict)))


def test_an_answer_that_shares_its_probability_with_what_is_related_is_given(learned: Learned) -> None:
    asked = matcher(learned, LENGTH, SIZE)
    assert max(each.confidence for each in asked.rank("how large is the bridge")) < asked.scorer.thresholds.answer
    assert isinstance(asked.ask("how large is the bridge"), Answered)


def test_entries_that_are_not_related_are_offered(learned: Learned) -> None:
    apart = [replace(each, related=()) for each in (LENGTH, SIZE)]
    assert isinstance(matcher(learned, *apart).ask("how large is the bridge"), Suggested)


@pytest.mark.parametrize("typed", ["how tall is the bridge", "how heavy is the bridge"])
def test_what_lacks_a_word_of_the_question_is_offered(learned: Learned, typed: str) -> None:
    assert isinstance(matcher(learned, LENGTH, SIZE).ask(typed), Suggested)
