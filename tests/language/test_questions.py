"""What looks like a question, and what has no words at all."""

from __future__ import annotations

import pytest

from briefbot.language.questions import has_words, is_question


@pytest.mark.parametrize("text", ["when did it reopen", "and who paid", "so tell me about the roof", "the roof?", "屋根は？", "WHERE"])
def test_text_asks_by_its_mark_or_its_first_words(text: str) -> None:
    assert is_question(text, 500)


@pytest.mark.parametrize("text", ["thanks!", "I know when it reopened", "whatever", "?", ""])
def test_text_that_asks_nothing(text: str) -> None:
    assert not is_question(text, 500)


@pytest.mark.parametrize(("text", "expected"), [("roof", True), ("屋根", True), ("?!", False), ("👍", False), (" " * 500 + "roof", False)])
def test_words_are_looked_for_in_what_is_read(text: str, expected: bool) -> None:
    assert has_words(text, 500) is expected
