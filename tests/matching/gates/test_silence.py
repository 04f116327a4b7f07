"""A gap entry's text is given only if it is about the question."""

from __future__ import annotations

import pytest

from briefbot.domain.knowledge import Entry
from briefbot.domain.learned import Learned
from briefbot.domain.outcome import Abstained, Outcome
from briefbot.matching import Matcher
from briefbot.matching.explanation import explain
from briefbot.matching.ranking.decision import Decision
from builders import entry, knowledge

FERRY = entry(
    "ferry",
    phrasings=("When does the ferry to Skarholm sail?", "sailing times of the ferry", "when does the boat leave for skarholm"),
    answer="The ferry sails to Skarholm at noon.",
)
COST = entry(
    "gap-cost",
    kind="gap",
    phrasings=("What does the ferry cost?", "price of a ticket for the ferry", "how much is a ferry ticket"),
    answer="The article gives no price for the ferry.",
)


def asked(learned: Learned, typed: str) -> Outcome:
    return Matcher.build(knowledge(FERRY, COST), learned).ask(typed)


def gap_of(outcome: Outcome) -> Entry | None:
    return outcome.gap if isinstance(outcome, Abstained) else None


@pytest.mark.parametrize("typed", ["what would a ferry ticket cost?", "what does a ferry ticket cost, for my class?"])
def test_a_gap_entry_that_has_what_is_asked_is_given(learned: Learned, typed: str) -> None:
    assert gap_of(asked(learned, typed)) == COST


def test_a_gap_entry_that_lacks_a_word_of_what_is_asked_gives_way_to_a_plain_line(learned: Learned) -> None:
    got = asked(learned, "what would a ferry ticket for a tractor cost?")
    assert got == Abstained("silent", got.confidence, None, (), lacks="word")


def test_a_phrasing_of_a_gap_entry_gets_its_text(learned: Learned) -> None:
    assert gap_of(asked(learned, "How much is a ferry ticket?")) == COST


def test_an_unsure_gap_entry_decides_and_gives_way_to_a_plain_line(learned: Learned) -> None:
    matcher = Matcher.build(knowledge(FERRY, COST), learned)
    read = matcher.read("does a ticket cost much")
    got = matcher.answer(read)
    assert read.ranking.decision is Decision.SILENT
    assert got == Abstained("silent", got.confidence, None, (), lacks="word")
    assert explain(matcher, read.typed).verdict == "withdraw"
