"""Recognising questions, and texts without words."""

from __future__ import annotations

import pytest

from briefbot.language.questions import asks_anybody, has_words, is_question


@pytest.mark.parametrize(
    "text",
    [
        "when did it reopen",
        "and who paid",
        "wait does it say who paid",
        "quick question who paid",
        "so tell me about the roof",
        "the roof?",
        "屋根は？",
        "WHERE",
    ],
)
def test_text_asks_by_its_mark_or_its_first_words(text: str) -> None:
    assert is_question(text, 500)


@pytest.mark.parametrize("text", ["thanks!", "I know when it reopened", "whatever", "?", ""])
def test_text_that_asks_nothing(text: str) -> None:
    assert not is_question(text, 500)


@pytest.mark.parametrize(("text", "expected"), [("roof", True), ("屋根", True), ("?!", False), ("👍", False), (" " * 500 + "roof", False)])
def test_words_are_looked_for_in_what_is_read(text: str, expected: bool) -> None:
    assert has_words(text, 500) is expected


@pytest.mark.parametrize(
    "text", ["who mended the roof", "do we know who mended it?", "can I ask when it burned", "in which year did it burn"]
)
def test_what_is_asked_of_nobody_in_the_room(text: str) -> None:
    assert asks_anybody(text, 500)


@pytest.mark.parametrize(
    "text",
    [
        "would any of you sleep under it?",
        "what do you guys make of the roof?",
        "do u like the roof",
        "why do i even come here",
        "are we sure it burned?",
        "@ada who mended the roof?",
        "since when does the town care",
        "who even pays for that?",
        "nice roof",
    ],
)
def test_what_is_asked_of_the_others_in_the_room_or_of_nobody(text: str) -> None:
    assert not asks_anybody(text, 500)
