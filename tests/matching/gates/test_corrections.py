"""A correction is given only if the question has the false part; otherwise the fact is given."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefbot.domain.knowledge import Alias, Entry
from briefbot.domain.learned import Learned
from briefbot.domain.outcome import Answered, Outcome
from briefbot.matching import Matcher
from builders import entry, knowledge

GIFT = entry(
    "gift",
    phrasings=("Who gave Norway a bell?", "what did denmark give norway", "denmark gave norway which thing", "denmark's gift to norway"),
    answer="Denmark gave Norway a bell.",
)
NOT_NORWAY = entry(
    "not-norway",
    kind="correction",
    title="Did Norway give Denmark a bell?",
    phrasings=(
        "So Norway gave Denmark a bell?",
        "why did norway give denmark a bell",
        "norway's bell for denmark",
        "the bell that the norwegians gave the danes",
    ),
    answer="Denmark gave the bell, and Norway got it.",
)
CLOCK = entry(
    "clock",
    phrasings=("Which clock stands at the harbour?", "what is known of the harbour clock", "is the harbour clock going"),
    answer="The clock at the harbour has stood still since 1950.",
    evidence=(2,),
)
NOT_GOING = entry(
    "not-going",
    kind="correction",
    title="Does the harbour clock go?",
    phrasings=(
        "So the harbour clock goes again?",
        "why does the harbour clock go",
        "the harbour clock goes well",
        "who made the harbour clock go",
    ),
    answer="The clock at the harbour stands still.",
    evidence=(2,),
)
PACT = entry(
    "pact",
    phrasings=(
        "Who signed the fishing pact?",
        "which pact was signed by norway and denmark",
        "what did denmark and norway sign",
        "parties of the pact",
    ),
    answer="Norway and Denmark signed the fishing pact.",
    evidence=(3,),
)
NOT_SWEDEN = entry(
    "not-sweden",
    kind="correction",
    title="Did Sweden sign the fishing pact?",
    phrasings=(
        "A fishing pact was signed by Norway and Sweden, wasn't it?",
        "a fishing pact was signed by denmark and sweden, wasn't it",
        "the fishing pact was signed by norway, denmark and sweden",
        "so the fishing pact was signed by sweden",
    ),
    answer="The fishing pact is one of Norway and Denmark.",
    evidence=(3,),
)
NAMES = Alias("Sweden", ("swedes",)), Alias("Norway", ("norwegians",)), Alias("Denmark", ("danes",))


def given(learned: Learned, typed: str, *others: Entry) -> Entry:
    outcome: Outcome = Matcher.build(knowledge(*(others or (GIFT, NOT_NORWAY, CLOCK, NOT_GOING, PACT, NOT_SWEDEN)), *NAMES), learned).ask(
        typed
    )
    assert isinstance(outcome, Answered)
    return outcome.entries[0]


@pytest.mark.parametrize(
    ("typed", "fact"),
    [
        ("so denmark gave norway a bell", GIFT),
        ("so the danes gave norway a bell, didn't they?", GIFT),  # a question tag does not negate
        ("so the harbour clock does not go", CLOCK),
        ("a fishing pact was signed by norway and denmark, wasn't it?", PACT),  # each false name is another one
    ],
)
def test_who_assumes_nothing_wrong_gets_the_fact(learned: Learned, typed: str, fact: Entry) -> None:
    assert given(learned, typed) == fact


@pytest.mark.parametrize(
    "typed",
    [
        "so norway gave the danes a bell",
        "so norway gave denmark a bell, right?",
        "so denmark gave norway 300 bells",  # a number that the fact lacks
        "why did norway give denmark a bell",
    ],
)
def test_who_assumes_something_wrong_is_corrected(learned: Learned, typed: str) -> None:
    assert given(learned, typed) == NOT_NORWAY


@pytest.mark.parametrize(
    "typed", ["the fishing pact was signed by norway and sweden, right?", "so sweden and norway signed the fishing pact"]
)
def test_a_question_with_another_name_is_corrected(learned: Learned, typed: str) -> None:
    assert given(learned, typed) == NOT_SWEDEN


def test_the_fact_is_as_sure_as_the_correction_was(learned: Learned) -> None:
    matcher = Matcher.build(knowledge(GIFT, NOT_NORWAY, *NAMES), learned)
    outcome = matcher.ask("so denmark gave norway a bell")
    assert isinstance(outcome, Answered)
    assert outcome.confidence == matcher.rank("so denmark gave norway a bell")[0].confidence


def test_a_fact_on_something_else_is_not_given(learned: Learned) -> None:
    elsewhere = replace(GIFT, evidence=(3,))
    assert given(learned, "so denmark gave norway a bell", elsewhere, NOT_NORWAY) == NOT_NORWAY


def test_a_fact_that_is_named_as_related_is_given(learned: Learned) -> None:
    elsewhere = replace(GIFT, evidence=(3,), related=(NOT_NORWAY.id,))
    assert given(learned, "so denmark gave norway a bell", elsewhere, NOT_NORWAY) == elsewhere
