"""Messages to moderators name things by their titles, and refusals in their words."""

from __future__ import annotations

from briefbot.rendering.moderation import called, in_words, typed_text


def test_a_thing_is_called_by_the_words_that_stand_for_it() -> None:
    assert called(("entry", "vane"), {"phrasings": ["How *heavy*?"]}) == "“How \\*heavy\\*?”"
    assert called(("entry", "vane"), {"title": "Weight", "phrasings": ["How heavy?"]}) == "“Weight”"
    assert called(("speaker", "dunmore"), {"name": "Dunmore"}) == "“Dunmore”"
    assert called(("entry", "vane"), None) == "entry `vane`"


def test_a_refusal_names_fields_by_labels_and_other_things_by_titles() -> None:
    titles = {"theft": "What was stolen?"}.get
    told = in_words("vane.phrasings[1]: “loot” is the same as “the loot” of theft", "vane", lambda each: titles(each, ""))
    assert told == "**Ways to ask it:** “loot” is the same as “the loot” of “What was stolen?”"
    told = in_words("theft.speaker: unknown speaker “reeve”; vane.answer: missing", "vane", lambda each: titles(each, ""), "")
    assert told == "“What was stolen?”, Speaker: unknown speaker “reeve”; Answer: missing"


def test_what_nothing_has_an_id_of_stays_as_it_is() -> None:
    assert in_words("mill.answer: one of three", "vane", lambda _: "") == "mill.answer: one of three"


def test_a_single_typed_text_stands_alone_and_several_have_their_labels() -> None:
    assert typed_text({"reason": "a typo", "answer": " "}) == "a typo"
    assert typed_text({"answer": "Nine.", "evidence": "2"}) == "Answer:\nNine.\nParagraphs:\n2"
