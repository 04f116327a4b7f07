"""Moderators see an edit beside the article, within a message's limits, and the titles of what it would break."""

from __future__ import annotations

import pytest

from briefbot.checking.answers import Finding
from briefbot.editing.replay import Moved, Replay, Winner
from briefbot.rendering.comparison import effect, excerpt, passages, remarks, whole_passages
from builders import PARAGRAPHS, article, entry, knowledge, source

VANE = entry("vane", phrasings=("How heavy is the vane?",), answer="Nine pounds.")
KNOWN = knowledge(VANE, entry("theft", phrasings=("What was stolen?",), answer="The vane was."))

LONG = (
    "The mill stands on a hill. Its vane was made in 1804. Nobody knows by whom. Constable Rhea Dunmore reportedly saw two men with a"
    " ladder at midnight. She did not follow them. The village has 40 houses."
)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (None, "-# Nothing was compared with the article, because the operator hasn't given me its file."),
        ([], "-# Compared with the article: no objections."),
        ([Finding("figure", "“41” stands nowhere.")], "**Not in the article:** “41” stands nowhere."),
        ([Finding("hedge", "“reportedly” is gone.", is_warning=True)], "**Please check:** “reportedly” is gone."),
    ],
)
def test_the_gate_is_told_in_a_line(found: list[Finding] | None, expected: str) -> None:
    assert remarks(found) == [expected]


def test_many_remarks_are_counted() -> None:
    assert remarks([Finding("figure", f"“{number}”") for number in range(5)])[-1] == "-# … and 2 more"


def test_what_was_kept_before_may_be_saved_again() -> None:
    assert "so it can be saved" in remarks([Finding("figure", "“41”")], is_kept=True)[-1]
    assert len(remarks([Finding("hedge", "“likely”", is_warning=True)], is_kept=True)) == 1


def test_cited_passages_stand_under_their_places() -> None:
    found = passages([4, "headline"], "", article(), source(), 1_000)
    assert found.lines == (
        "-# The article, paragraph 4 of 4:",
        f"> {PARAGRAPHS[3]}",
        "-# The article, the headline:",
        "> Weather vane stolen from the mill",
    )
    assert found.is_whole


def test_of_a_long_passage_the_sentences_are_shown_that_are_most_like_the_answer() -> None:
    found = excerpt(LONG, "Two men were seen with a ladder, the constable reportedly said.", 110)
    assert found == "… Nobody knows by whom. Constable Rhea Dunmore reportedly saw two men with a ladder at midnight. …"


def test_a_sentence_that_is_too_long_itself_is_cut() -> None:
    found = excerpt(LONG, "two men with a ladder", 60)
    assert found == "… Constable Rhea Dunmore reportedly saw two men with a…"


@pytest.mark.parametrize("room", range(-50, 1_200, 50))
def test_passages_keep_to_their_room(room: int) -> None:
    found = passages([1, 2], "ladder", article(LONG, LONG), source(2), room)
    shown = found.lines if len(found.lines) > 1 else ()
    assert sum(len(line) + 1 for line in shown) <= max(room, 0)


def test_without_room_for_all_the_passage_is_shown_that_is_most_like_the_answer() -> None:
    found = passages([1, 2, 4], "The reward of 40 crowns", article(), source(), 300)
    assert found.lines == ("-# The article, paragraph 4 of 4:", f"> {PARAGRAPHS[3]}", "-# … and 2 more places")
    assert not found.is_whole


def test_a_place_that_the_article_lacks_is_left_out() -> None:
    assert passages([9], "", article(), source(), 1_000).lines == ()


def test_what_is_cut_stands_whole_in_a_file() -> None:
    assert whole_passages([1], article(LONG), source(1)) == f"paragraph 1 of 1:\n{LONG}"


def test_right_answers_that_break_are_told_by_title_and_answer() -> None:
    broken = (
        Moved("weight of it", "vane", "reach", Winner("vane"), Winner("theft")),
        Moved("how many pounds", "vane", "phrasing", Winner("vane"), Winner(is_offer=True)),
        Moved("what is missing", "vane", "not", Winner(), Winner("vane")),
    )
    assert effect(Replay(broken, 300, 1_000), KNOWN, KNOWN).splitlines() == [
        "**It would break 3 right answers:**",
        "- “weight of it”: now “How heavy is the vane?”, then “What was stolen?” (The vane was.)",
        "- “how many pounds”: now “How heavy is the vane?”, then suggestions",
        "- “what is missing”: now no answer, then “How heavy is the vane?” (Nine pounds.)",
        "-# Tried the 300 most similar questions; the other 700 were not tried.",
    ]


def test_many_right_answers_are_counted_and_the_first_five_shown() -> None:
    broken = tuple(Moved(f"question {number}", "vane", "reach", Winner("vane"), Winner()) for number in range(9))
    head, *lines, asked = effect(Replay(broken, 40, 40), KNOWN, KNOWN).splitlines()
    assert head == "**It would break 9 right answers:**"
    assert (len(lines), lines[-1]) == (6, "… and 4 more in the file")
    assert asked == "-# Tried all 40 questions."


def test_what_was_wrong_before_is_no_break() -> None:
    moved = (Moved("what is missing", "theft", "reach", Winner("vane"), Winner()),)
    assert effect(Replay(moved, 40, 40), KNOWN, KNOWN).splitlines()[0] == "It breaks no right answer."
