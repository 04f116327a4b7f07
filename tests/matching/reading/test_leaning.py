"""Recognising follow-ups by their words: they point back, are cut short, or are empty."""

from __future__ import annotations

import pytest

from briefbot.matching import Matcher
from briefbot.matching.reading.leaning import Lean, lean_of


def lean(kites: Matcher, typed: str) -> Lean | None:
    return lean_of(typed, kites.understand(typed))


@pytest.mark.parametrize(
    "typed",
    [
        "how many of them were hurt?",
        "where does he live",
        "and how long was his line?",
        "who built it",
        "is that confirmed?",
        "why does that bother Markova",
        "where do they come from?",
        "to whom did she sell that?",
        "what did he win there?",
        "who won the contest then",
        "and who else has flown since then?",
        "what did he say about Markova's line",
        "how many kites does it have there",
        "what did it report",
    ],
)
def test_a_word_that_names_nothing_itself_points_back(kites: Matcher, typed: str) -> None:
    assert lean(kites, typed) is Lean.POINTING


@pytest.mark.parametrize(
    "typed", ["and the first one?", "and in 2019?", "what about silk?", "in what month?", "delayed from where?", "what year?"]
)
def test_a_question_without_a_clause_is_cut_short(kites: Matcher, typed: str) -> None:
    assert lean(kites, typed) is Lean.CUT_SHORT


@pytest.mark.parametrize(
    "typed",
    [
        "why?", "and when was that?", "lol what?", "what?", "huh?", "and?", "so?", "how come", "really?", "who?", "where?",
        "explain", "more", "go on", "who said that?", "and then?", "who was it?", "when did that happen?", "when was this?",
        "tell me more", "which one?", "how many of them?",
        "what about them?", "how do you know that?", "what do you think of that?", "why not?", "by whom?", "since when?",
    ],
)  # fmt: skip
def test_a_question_that_says_nothing_itself_is_empty(kites: Matcher, typed: str) -> None:
    assert lean(kites, typed) is Lean.EMPTY


@pytest.mark.parametrize(
    "typed",
    [
        "what is the article about",
        "what's it about, this article?",
        "who wrote this",
        "what is this about?",
        "does it say in the article who won",
        "is it true that Park won",
        "what is it that delayed the festival",
        "what time is it in Lima",
        "is it going to rain tomorrow",
        "i take it Park won, right",
        "are there photos of the kites",
        "was Lin there at the festival",
        "there is a prize, no?",
        "hi there",
        "did Markova say that the line snapped",
        "the fact that a storm came, why does it matter",
        "how long was that dragon kite",
        "these lines were banned, right",
        "then who won the contest",
        "is the then champion named",
        "what did Lin say when he won",
        "Lin lost in the end. Why did he fly at all?",
        "that woman from the island, who is she",
        "who is she, the kite maker",
        "did Markova cut his line and break her own",
        "did the fliers say why they came",
        "Lin was hurt too, was he not",
        "so who won the contest",
        "and who is Markova",
        "wait, was the festival delayed?",
        "who won",
        "wounded people",
        "what happened",
        "what can you do",
        "",
    ],
)  # fmt: skip
def test_a_question_that_names_what_it_is_about_stands_on_its_own(kites: Matcher, typed: str) -> None:
    assert lean(kites, typed) is None
