"""Unrelated questions are declined plainly; offers and gap entries' texts fit the question."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefbot.domain.knowledge import Alias, Entry
from briefbot.domain.learned import Learned
from briefbot.domain.outcome import Abstained, Answered, Outcome, Suggested
from briefbot.matching import Matcher
from builders import entry, knowledge

FERRY = entry(
    "ferry",
    phrasings=("When does the ferry to Skarholm sail?", "sailing times of the ferry", "when does the boat leave for skarholm"),
    answer="The ferry sails to Skarholm at noon.",
)
LIGHTHOUSE = entry(
    "lighthouse",
    phrasings=("Who keeps the lighthouse?", "name of the keeper of the lighthouse", "who looks after the lighthouse"),
    answer="Olga Brandt keeps the lighthouse of Skarholm.",
)
COST = entry(
    "gap-cost",
    kind="gap",
    phrasings=("What does the ferry cost?", "price of a ticket for the ferry", "how much is a ferry ticket"),
    answer="The article gives no price for the ferry.",
    related=("ferry",),
)
AUTHOR = entry(
    "author",
    topic="article",
    phrasings=("Who wrote the article?", "author of this piece", "who wrote this", "author?"),
    answer="Ida Lund wrote the article.",
)
SKARHOLM = Alias("Skarholm", ("the isle of Skarholm",))
ALL = (FERRY, LIGHTHOUSE, COST, AUTHOR, SKARHOLM)


def asked(learned: Learned, typed: str, about: float | None = None) -> Outcome:
    limits = learned.plain.thresholds if about is None else replace(learned.plain.thresholds, about=about)
    return Matcher.build(knowledge(*ALL), replace(learned, plain=replace(learned.plain, thresholds=limits))).ask(typed)


def offered(outcome: Outcome) -> list[str]:
    return [item.id for item in outcome.items] if isinstance(outcome, Suggested) else []


def gap_of(outcome: Outcome) -> Entry | None:
    return outcome.gap if isinstance(outcome, Abstained) else None


@pytest.mark.parametrize(
    "typed",
    ["who wrote hamlet", "what does a cat cost", "which keeper saved the last penalty"],
)
def test_what_is_not_about_the_article_is_outside_it(learned: Learned, typed: str) -> None:
    got = asked(learned, typed)
    assert isinstance(got, Abstained)
    assert (got.reason, got.gap, got.nearest) == ("off_topic", None, ())


@pytest.mark.parametrize("typed", ["how", "5", "why 12", "zxq vrrp qqzx"])
def test_what_says_nothing_is_not_understood(learned: Learned, typed: str) -> None:
    got = asked(learned, typed)
    assert isinstance(got, Abstained)
    assert got.reason == "not_understood"


def test_a_gap_entry_speaks_of_what_was_asked(learned: Learned) -> None:
    assert gap_of(asked(learned, "what would a ferry ticket cost?")) == COST


def test_a_gap_entry_that_shares_a_common_word_alone_does_not_speak(learned: Learned) -> None:
    assert gap_of(asked(learned, "what does a cat cost")) is None


def test_offers_hold_a_telling_word_of_the_question(learned: Learned) -> None:
    assert offered(asked(learned, "what is the price of the ferry to skarholm?")) == ["ferry", "lighthouse"]
    assert offered(asked(learned, "did the storm damage the lighthouse?", about=0.0)) == ["lighthouse"]


def test_a_topic_alone_gets_the_facts_that_tell_of_it(learned: Learned) -> None:
    pier = entry("pier", phrasings=("Where do boats land?", "landing place"), answer="Boats land at the stone pier.")
    nothing = entry("gap-pier", kind="gap", phrasings=("How old is the pier?", "age of the pier"), answer="It gives no age.")
    matcher = Matcher.build(knowledge(*ALL, pier, nothing), learned)
    assert offered(matcher.ask("stone pier")) == ["pier"]
    assert gap_of(matcher.ask("age of that pier")) == nothing


@pytest.mark.parametrize("typed", ["who wrote this?", "who wrote the article about the ferry?", "author?"])
def test_an_entry_about_the_article_answers_what_names_the_article_or_nothing_else(learned: Learned, typed: str) -> None:
    got = asked(learned, typed)
    assert isinstance(got, Answered)
    assert got.entries == (AUTHOR,)


def test_the_higher_the_limit_the_more_is_declined(learned: Learned) -> None:
    typed = "how many people does the ferry carry?"
    assert isinstance(asked(learned, typed, about=20.0), Abstained)
    assert not isinstance(asked(learned, typed, about=20.0), Suggested)


def test_the_article_is_silent_on_what_names_what_it_is_about(learned: Learned) -> None:
    near, far = (asked(learned, typed, about=20.0) for typed in ("who leaves the lighthouse of skarholm?", "who leaves the town of rome?"))
    assert isinstance(near, Abstained)
    assert isinstance(far, Abstained)
    assert (near.reason, near.lacks, far.reason) == ("silent", "word", "off_topic")


def test_an_answer_is_clear_where_the_question_is_surely_about_the_article(learned: Learned) -> None:
    sure, less = (asked(learned, "when does the ferry sail to skarholm today?", about=about) for about in (2.0, 12.0))
    assert isinstance(sure, Answered)
    assert isinstance(less, Answered)
    assert (sure.is_clear, less.is_clear) == (True, False)
