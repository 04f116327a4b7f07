"""Lists and buttons show a short, neutral, unique question."""

from __future__ import annotations

import pytest

from briefbot.bundle import Bundle, kind_of
from briefbot.checking.labels import label_problems
from briefbot.domain.knowledge import Entry, Quote
from builders import entry, quote, source


def told(*things: Entry | Quote) -> list[str]:
    """List the problems of labels."""
    lines = [("things.yaml", number) for number, _ in enumerate(things, 1)]
    return [str(problem) for problem in label_problems(Bundle(source(), [(kind_of(thing), thing) for thing in things], {}, lines))]


def test_short_questions_are_good() -> None:
    assert told(entry(), quote(title="What did Fenwick say?"), entry("fall", kind="correction", title="Did the vane fall?")) == []


def test_a_long_first_phrasing_needs_a_title() -> None:
    long = entry(phrasings=("Which thing was it that a thief took from the mill in that night?",))
    assert told(long) == ["things.yaml:1: warning: theft.title: expected a title of at most 60 characters: the first phrasing has 65"]


def test_a_correction_needs_a_title() -> None:
    assert told(entry(kind="correction")) == [
        "things.yaml:1: warning: theft.title: expected a title, because the phrasings of a correction contain its false premise"
    ]


@pytest.mark.parametrize("title", ["The theft", "What was stolen"])
def test_a_title_is_a_question(title: str) -> None:
    assert told(entry(title=title)) == [f"things.yaml:1: warning: theft.title: expected a question, found “{title}”"]


def test_a_question_may_be_of_another_script() -> None:
    assert told(entry(title="何が盗まれましたか？")) == []


def test_no_two_things_have_one_label() -> None:
    assert told(entry(), quote(title="WHAT was stolen from the mill?")) == [
        "things.yaml:2: warning: quote-geese.title: is also the label of theft"
    ]
