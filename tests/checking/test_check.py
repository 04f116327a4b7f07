"""Checks of things together, from files or from edits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from briefbot.bundle import Bundle, kind_of
from briefbot.checking.article import Article
from briefbot.checking.check import check_bundle, coverage
from briefbot.checking.verbatim import quotation_digest
from briefbot.domain.knowledge import Alias, Entry, Quote, Speaker, Tests
from builders import DUNMORE, FENWICK, article, entry, quote, source

VANE = Alias("weather vane", ("vane", "weathercock"))


def bundle_of(*things: Entry | Quote | Speaker | Alias, quotations: dict[str, str] | None = None) -> Bundle:
    made = [FENWICK, DUNMORE, *things]
    lines = [(f"{kind_of(thing)}.yaml", number) for number, thing in enumerate(made, 1)]
    return Bundle(source(), [(kind_of(thing), thing) for thing in made], quotations or {}, lines)


def told(*things: Entry | Quote | Speaker | Alias, of: Article | None = None, quotations: dict[str, str] | None = None) -> list[str]:
    """List the problems of things, except uncovered paragraphs."""
    _, problems = check_bundle(bundle_of(*things, quotations=quotations), of)
    return [str(problem) for problem in problems if "no entry or quote cites" not in problem.message]


def is_told(words: str, problems: Sequence[str]) -> bool:
    return any(words in problem for problem in problems)


def test_good_things_are_good() -> None:
    assert told(entry(), VANE) == []


# Ids ------------------------------------------------------------------------------------------


def test_a_replaced_id_may_not_be_in_use() -> None:
    problems = told(entry("a"), entry("b", phrasings=("Who has it?",), was=("a",)))
    assert problems == ["entry.yaml:4: b.was: “a” is still in use, in entry.yaml:3"]


def test_an_entry_may_not_replace_what_a_quote_is_called() -> None:
    assert is_told("“quote-geese” is still in use", told(entry(was=("quote-geese",)), quote(), of=article()))


def test_an_id_is_replaced_by_one_thing_only() -> None:
    problems = told(entry("a", was=("c",)), entry("b", phrasings=("Who has it?",), was=("c",)))
    assert problems == ["entry.yaml:4: b.was: “c” is already replaced by a"]


def test_an_entry_may_not_replace_itself() -> None:
    assert told(entry("a", was=("a",))) == ["entry.yaml:3: a.was: “a” is its own id: `was` lists ids that it replaces"]


def test_an_entry_may_replace_several() -> None:
    assert told(entry("a", was=("b", "c")), VANE) == []


def test_a_replaced_id_may_still_be_named_as_related() -> None:
    assert told(entry("a", was=("b",), related=("b",))) == []


# References ------------------------------------------------------------------------------------


def test_a_speaker_must_be_known() -> None:
    expected = "entry.yaml:3: theft.speaker: unknown speaker “mayor”; expected rhea-dunmore, tobias-fenwick"
    assert told(entry(speaker="mayor")) == [expected]


@pytest.mark.parametrize("place", [0, 5, -1, "deck", "byline", "caption"])
def test_evidence_must_be_there(place: int | str) -> None:
    assert is_told(f"found {place}", told(entry(evidence=(1, place))))


@pytest.mark.parametrize("place", [1, 4, "headline"])
def test_evidence_that_is_there_will_do(place: int | str) -> None:
    assert told(entry(evidence=(place,))) == []


def test_what_is_related_must_be_there() -> None:
    assert is_told("there is no entry or quote “nothing”", told(entry(related=("nothing",))))


def test_an_id_stands_once_among_entries_and_quotes() -> None:
    assert is_told("found one that is already used in entry.yaml:3", told(entry("a"), quote("a"), of=article()))


def test_an_entry_may_be_called_like_a_speaker() -> None:
    assert told(entry("rhea-dunmore")) == []


def test_a_form_belongs_to_one_name() -> None:
    problems = told(VANE, Alias("weathercock", ("cock",)))
    assert is_told("the form “weathercock” already belongs to “weather vane”", problems)
    assert is_told("belongs to “Tobias Fenwick”", told(Alias("miller", ("FENWICK",))))


def test_a_form_must_hold_a_letter() -> None:
    assert is_told("expected a form with letters or digits", told(Alias("weather vane", ("!",))))


@pytest.mark.parametrize("form", ["picture", "wasted", "boys"])
def test_a_form_that_is_an_everyday_word_is_warned_of(form: str) -> None:
    [problem] = told(Alias("weather vane", (form,)))
    assert f"warning: weather vane.forms: the form “{form}” is an everyday word" in problem


@pytest.mark.parametrize("form", ["weathercock", "Boys", "mill boys", "weather", "U.S.", "u.s."])
def test_names_rare_words_and_several_words_are_no_everyday_words(form: str) -> None:
    assert told(Alias("weather vane", (form,))) == []


# Tests -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("tests", [Tests(), Tests(("a",), ("b",)), Tests(("a", "b"), ())])
def test_few_tests_are_warned_of(tests: Tests) -> None:
    assert told(entry(tests=tests)) == [
        "entry.yaml:3: warning: theft.tests: expected tests: two questions that must reach it (reach) and one that must not (not)"
    ]


# Quotations ------------------------------------------------------------------------------------

TESTED = quote(tests=Tests(("geese and squeaks", "how heavy by his own words"), ("how many geese has he",)))


def test_a_quotation_that_passes_the_gate_is_good() -> None:
    assert told(TESTED, of=article()) == []


def test_a_quotation_that_does_not_is_refused() -> None:
    problems = told(quote(text="It weighs more than ten geese"), of=article())
    assert is_told("quote-geese.text: is not quoted letter for letter in paragraph 2", problems)


def test_a_quotation_that_is_cut_on_one_side_and_marked_as_on_both_is_warned_of() -> None:
    piece = replace(TESTED, text="It weighs more than two geese", partial=True)
    assert told(piece, of=article()) == ["quote.yaml:3: warning: quote-geese.text: is marked as cut but is not: partial should be end"]
    assert told(replace(piece, partial="end"), of=article()) == []


def test_without_the_article_a_sealed_quotation_is_good() -> None:
    assert told(TESTED, quotations={TESTED.id: quotation_digest(TESTED)}) == []


def test_without_the_article_a_changed_quotation_is_refused() -> None:
    problems = told(quote(text=TESTED.text.replace("two", "ten")), quotations={TESTED.id: quotation_digest(TESTED)})
    assert is_told("was changed after it passed the verbatim gate", problems)


def test_without_the_article_a_new_quotation_is_warned_of() -> None:
    assert told(TESTED) == [
        "quote.yaml:3: warning: quote-geese.text: has never passed the verbatim gate: run `briefbot check --article FILE --seal`"
    ]


# Coverage --------------------------------------------------------------------------------------


def test_a_paragraph_without_an_entry_is_warned_of() -> None:
    _, problems = check_bundle(bundle_of(entry(evidence=(1, 3))))
    assert [problem.message for problem in problems] == [
        "no entry or quote cites paragraph 2",
        "no entry or quote cites paragraph 4",
    ]


def test_a_gap_covers_nothing() -> None:
    _, problems = check_bundle(bundle_of(entry(kind="gap", evidence=(1, 2, 3, 4))))
    assert len(problems) == 4


def test_coverage_lists_what_stands_where() -> None:
    knowledge, _ = check_bundle(bundle_of(entry(evidence=(1, "headline")), quote()), article())
    found = coverage(knowledge)
    assert found["place"] == {
        "paragraph 1": ["theft"],
        "paragraph 2": ["quote-geese"],
        "paragraph 3": [],
        "paragraph 4": [],
        "headline": ["theft"],
    }
    assert found["kind"] == {"fact": ["theft"], "quote": ["quote-geese"]}
    assert found["topic"] == {"theft": ["theft"], "vane": ["quote-geese"]}
    assert found["stance"] == {"fact": ["theft"]}
