"""Splitting texts into sentences."""

from __future__ import annotations

import pytest

from briefbot.checking.answers.sentences import bare_words, sentences, shown, unquoted, words
from briefbot.checking.article import quoted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One came. Two left.", ["One came.", "Two left."]),
        ("Gen. Ashby came at 5 p.m. and left.", ["Gen. Ashby came at 5 p.m. and left."]),
        ("J. R. Ewing came? Yes!", ["J. R. Ewing came?", "Yes!"]),
        ('"It rains. It pours," he said. He left.', ['"It rains. It pours," he said.', "He left."]),
        ('He said "It rains." She left.', ['He said "It rains."', "She left."]),
        ("It cost 1.5 million. nobody paid", ["It cost 1.5 million. nobody paid"]),
        ("", []),
    ],
)
def test_sentences_end_before_a_capital(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_quoted_words_are_told_from_the_others() -> None:
    text = "He said “no way” and “never.”"
    assert quoted(text) == ["no way", "never."]
    assert unquoted(text) == 'He said "" and ""'


def test_words_are_counted_as_a_reader_counts_them() -> None:
    assert words("The once-reliable crew's 14,000 tickets -- gone.") == ["the", "once-reliable", "crew's", "14,000", "tickets", "gone"]


def test_what_is_copied_is_counted_strictly() -> None:
    assert bare_words("The ferry's once-reliable 14,000") == ["the", "ferry", "s", "once", "reliable", "14", "000"]


def test_a_long_sentence_is_shortened_at_a_word() -> None:
    assert shown("word " * 20) == "word " * 11 + "word …"
