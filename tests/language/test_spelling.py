"""Contractions, abbreviations and British spellings become one form."""

from __future__ import annotations

import pytest

from briefbot.language.spelling import spelled_out


@pytest.mark.parametrize(
    ("token", "words"),
    [
        ("who's", ("who", "is")),
        ("mill's", ("mill",)),
        ("don't", ("do", "not")),
        ("dont", ("do", "not")),
        ("can't", ("can", "not")),
        ("cannot", ("can", "not")),
        ("they're", ("they", "are")),
        ("o'brien", ("obrien",)),
        ("ppl", ("people",)),
        ("colour", ("color",)),
        ("defence", ("defense",)),
        ("defence's", ("defense",)),
        ("organised", ("organized",)),
        ("analysed", ("analyzed",)),
        ("exercise", ("exercise",)),
        ("four", ("four",)),
    ],
)
def test_a_token_is_spelled_out(token: str, words: tuple[str, ...]) -> None:
    assert spelled_out(token) == words
