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
    apart = [replace(each, related=(), evidence=(place,)) for place, each in enumerate((LENGTH, SIZE), 1)]
    assert isinstance(matcher(learned, *apart).ask("how large is the bridge"), Suggested)


@pytest.mark.parametrize("typed", ["how tall is the bridge", "how heavy is the bridge"])
def test_what_lacks_a_word_of_the_question_is_offered(learned: Learned, typed: str) -> None:
    assert isinstance(matcher(learned, LENGTH, SIZE).ask(typed), Suggested)


WORKERS = entry(
    "workers",
    phrasings=("Who built the bridge?", "builders of the bridge"),
    answer="Forty masons built the bridge, and paid for the stones themselves.",
    evidence=(3,),
)
STONES = entry(
    "stones",
    phrasings=("Who paid for the bridge?", "payers of the bridge"),
    answer="The masons who built the bridge paid for the stones.",
    evidence=(3,),
)


def test_an_item_of_few_phrasings_may_lack_a_word(learned: Learned) -> None:
    asked = matcher(learned, WORKERS, STONES)
    ranked = asked.rank("who made the bridge")
    assert ranked[0].confidence < asked.scorer.thresholds.answer <= sum(each.confidence for each in ranked)
    assert isinstance(asked.ask("who made the bridge"), Answered)


def test_an_item_of_many_phrasings_that_lacks_a_word_is_offered(learned: Learned) -> None:
    def many(item: Entry) -> Entry:
        return replace(item, phrasings=(*item.phrasings, *(f"{item.phrasings[1]}, {word}" for word in "abcdefgh")))

    assert isinstance(matcher(learned, many(WORKERS), many(STONES)).ask("who made the bridge"), Suggested)
