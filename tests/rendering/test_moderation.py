"""What moderators are told of an edit: what people get now and what they would get, by titles, and what was not asked."""

from __future__ import annotations

from briefbot.editing.replay import Moved, Replay, Winner
from briefbot.rendering.moderation import called, effect
from builders import entry, knowledge

VANE = entry("vane", phrasings=("How heavy is the vane?",), answer="Nine pounds.")
KNOWN = knowledge(VANE, entry("theft", phrasings=("What was stolen?",), answer="The vane was."))


def test_right_answers_that_break_are_told_by_title_and_answer() -> None:
    broken = (
        Moved("weight of it", "vane", "reach", Winner("vane"), Winner("theft")),
        Moved("how many pounds", "vane", "phrasing", Winner("vane"), Winner(is_offer=True)),
        Moved("what is missing", "vane", "not", Winner(), Winner("vane")),
    )
    assert effect(Replay(broken, 300, 1_000), KNOWN, KNOWN).splitlines() == [
        "**It would break 3 right answers:**",
        "- “weight of it”: now “How heavy is the vane?”, then “What was stolen?” (The vane was.)",
        "- “how many pounds”: now “How heavy is the vane?”, then an offer of questions",
        "- “what is missing”: now no answer, then “How heavy is the vane?” (Nine pounds.)",
        "-# Asked the 300 questions nearest to it; the other 700 were not asked.",
    ]


def test_many_right_answers_are_counted_and_the_first_five_shown() -> None:
    broken = tuple(Moved(f"question {number}", "vane", "reach", Winner("vane"), Winner()) for number in range(9))
    head, *lines, asked = effect(Replay(broken, 40, 40), KNOWN, KNOWN).splitlines()
    assert head == "**It would break 9 right answers:**"
    assert (len(lines), lines[-1]) == (6, "… and 4 more in the file")
    assert asked == "-# Asked all 40 questions."


def test_what_was_wrong_before_is_no_break() -> None:
    moved = (Moved("what is missing", "theft", "reach", Winner("vane"), Winner()),)
    assert effect(Replay(moved, 40, 40), KNOWN, KNOWN).splitlines()[0] == "It breaks no right answer."


def test_a_thing_is_called_by_the_words_that_stand_for_it() -> None:
    assert called(("entry", "vane"), {"phrasings": ["How *heavy*?"]}) == "“How \\*heavy\\*?”"
    assert called(("entry", "vane"), {"title": "Weight", "phrasings": ["How heavy?"]}) == "“Weight”"
    assert called(("speaker", "dunmore"), {"name": "Dunmore"}) == "“Dunmore”"
    assert called(("entry", "vane"), None) == "entry `vane`"
