"""A shared caveat is attached by place and words, and shown if it matters."""

from __future__ import annotations

import pytest

from briefbot.domain.knowledge import Caveat, Item
from briefbot.matching.caveats import attached, repeated, told
from builders import entry, quote, source

NO_YEAR = Caveat("no-year", "The article gives no year for Friday.", (1, 3), ("Friday", "March 4"), ("year",), ("when",))
UNSOURCED = Caveat("unsourced", "The article does not say who counted.", (1,), ("1,400",))
ARTICLE = source(caveats=(NO_YEAR, UNSOURCED))
ON_FRIDAY = entry(answer="The vane was stolen in the night to Friday.", phrasings=("What was stolen?",))


def carried(item: Item) -> list[str]:
    return [caveat.id for caveat in attached(item, ARTICLE)]


def test_an_answer_carries_a_caveat_by_a_place_and_a_word() -> None:
    assert carried(ON_FRIDAY) == ["no-year"]
    assert carried(entry(evidence=(2,), answer=ON_FRIDAY.answer)) == []
    assert carried(entry(answer="The vane was stolen.")) == []


@pytest.mark.parametrize("answer", ["On friday.", "It was the 1st of March, Friday’s eve, on a “Friday”", "On 4 March, people say."])
def test_marks_and_capitals_do_not_matter(answer: str) -> None:
    assert carried(entry(answer=answer)) == ["no-year"]


@pytest.mark.parametrize("answer", ["Geese: 1400", "some 1,400 geese"])
def test_a_figure_counts_in_any_spelling(answer: str) -> None:
    assert carried(entry(answer=answer)) == ["unsourced"]


@pytest.mark.parametrize("answer", ["In Fridaytown.", "On March 14.", "11,400 geese"])
def test_a_piece_of_a_word_does_not_count(answer: str) -> None:
    assert carried(entry(answer=answer)) == []


def test_what_is_told_already_is_not_told_again() -> None:
    assert carried(entry(answer="On a Friday; the year is not given.")) == []
    assert carried(entry(answer=ON_FRIDAY.answer, caveat="The year is not given.")) == []
    assert carried(entry(answer=ON_FRIDAY.answer, caveat="Nobody saw it.")) == ["no-year"]


def test_an_own_caveat_that_tells_the_same_is_a_repetition() -> None:
    assert list(repeated(entry(answer=ON_FRIDAY.answer, caveat="The year is not given."), ARTICLE)) == [NO_YEAR]
    assert list(repeated(entry(answer="On a Friday; the year is not given."), ARTICLE)) == []
    assert list(repeated(entry(answer="Soon.", caveat="The year is not given."), ARTICLE)) == []


def test_dates_and_quotations_carry_caveats() -> None:
    assert carried(entry(date="Friday")) == ["no-year"]
    assert carried(quote(paragraph=3, said_on="Friday")) == ["no-year"]


@pytest.mark.parametrize("question", ["When was it stolen?", "on which day was that", "what happened on Friday", "Was it March 4?"])
def test_it_is_told_to_those_who_ask_for_it_or_name_it(question: str) -> None:
    assert list(told(ON_FRIDAY, question, ARTICLE)) == [NO_YEAR.text]


def test_it_is_not_told_to_others() -> None:
    assert list(told(ON_FRIDAY, "What was stolen?", ARTICLE)) == []


def test_without_a_kind_of_question_it_is_told_to_everybody() -> None:
    assert list(told(entry(answer="1,400 geese saw it."), "Who saw it?", ARTICLE)) == [UNSOURCED.text]


def test_where_nobody_typed_a_question_the_label_is_the_question() -> None:
    assert list(told(ON_FRIDAY, "", ARTICLE)) == []
    assert list(told(entry(answer=ON_FRIDAY.answer, title="When was the vane stolen?"), "", ARTICLE)) == [NO_YEAR.text]


def test_what_the_reply_does_not_show_needs_no_caveat() -> None:
    assert list(told(entry(date="Friday"), "When was it?", ARTICLE)) == []
