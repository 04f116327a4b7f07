"""Forms of a word have the same stem."""

from __future__ import annotations

import pytest

from briefbot.language.stemming import stem


@pytest.mark.parametrize("forms", [("leak", "leaks", "leaked", "leaking"), ("say", "says", "said"), ("book", "books")])
def test_forms_of_a_word_share_a_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


def test_different_words_have_different_stems() -> None:
    assert stem("kite") != stem("kiln")
