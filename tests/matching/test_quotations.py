"""Quotations are found by topic, by phrasings, and by half-remembered lines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefbot.domain.knowledge import Knowledge, Quote
from briefbot.domain.learned import Learned
from briefbot.domain.outcome import Outcome, Quoted
from briefbot.matching import Matcher
from matching.kites import KITES, LIN, MARKOVA
from matching.speaking import reached


def find(matcher: Matcher, typed: str, *quotes: Quote) -> Outcome:
    return matcher.find_quote(typed, quotes or list(matcher.knowledge.quotes.values()))


def of(*quotes: Quote) -> Knowledge:
    """Make a knowledge of quotations only."""
    return replace(KITES, entries={}, quotes={quote.id: quote for quote in quotes})


@pytest.mark.parametrize(
    ("typed", "quote"),
    [
        ("letter to the weather", "quote-letter"),
        ("a kite is a leter to the wether", "quote-letter"),
        ("signed nothing", "quote-wind"),
        ("the wind kept its word", "quote-wind"),
        ("who called a kite a letter", "quote-letter"),
    ],
)
def test_a_quote_is_found_by_half_remembered_words(kites: Matcher, typed: str, quote: str) -> None:
    assert reached(find(kites, typed)) == f"quoted {quote}"


def test_a_quote_that_nobody_gave_is_not_found(kites: Matcher) -> None:
    assert reached(find(kites, "zeppelins over bavaria")) == "silent"
    assert reached(find(kites, "?!")) == "not_understood"


def test_what_holds_a_third_of_the_words_is_offered(kites: Matcher) -> None:
    assert reached(find(kites, "wind and zeppelins")) == "suggested"


def test_a_line_goes_before_a_quote_that_only_has_its_words(learned: Learned) -> None:
    line = Quote("line", MARKOVA.id, "The rain never asks the river,", 1)
    words = Quote("words", LIN.id, "Rivers do not ask, and never will,", 1, topics=("rain",))
    matcher = Matcher.build(of(words, line), learned)
    assert reached(find(matcher, "rain never asks the river")) == "quoted line"


def test_of_a_quote_and_a_piece_of_it_the_whole_is_found(learned: Learned) -> None:
    whole = Quote("whole", MARKOVA.id, "The rain never asks the river,", 1)
    piece = Quote("piece", MARKOVA.id, "never asks the river,", 1, partial=True)
    matcher = Matcher.build(of(piece, whole), learned)
    assert reached(find(matcher, "never asks the river")) == "quoted whole"


def test_only_the_quotes_that_are_given_are_looked_at(kites: Matcher) -> None:
    wind = KITES.quotes["quote-wind"]
    assert reached(find(kites, "letter to the weather", wind)) == "silent"


def test_nothing_is_surer_than_certain(kites: Matcher) -> None:
    outcome = find(kites, KITES.quotes["quote-wind"].text)
    assert isinstance(outcome, Quoted)
    assert outcome.confidence == 1.0


def test_a_guild_finds_the_quotes_that_it_shares_and_those_that_it_changed(kites: Matcher) -> None:
    rain = replace(KITES.quotes["quote-wind"], text="The rain signed nothing either,", phrasings=("Lin on rain",), topics=())
    knowledge = replace(KITES, quotes={**KITES.quotes, rain.id: rain})
    on_top = kites.on_top(knowledge)
    assert reached(find(on_top, "the rain signed nothing")) == "quoted quote-wind"
    assert reached(find(on_top, "letter to the weather")) == "quoted quote-letter"
    assert reached(find(kites, "Lin on rain")) == "silent"
