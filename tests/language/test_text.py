"""Text becomes comparable tokens; different words stay different."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.language import text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("WHO Stole It?", "who stole it"),
        ("café", "cafe"),
        ("Lindqvist’s", "lindqvist's"),
        ("٣ ١٤", "3 14"),
        ("U.S.", "USA"),
        ("the u.s. army", "the USA army"),
        ("kite\u00adflier", "kiteflier"),
        ("\u200bkite", "kite"),
        ("U.K.", "UK"),
        ("Ｆｕｌｌ　ｗｉｄｔｈ", "full width"),
        ("**who** _stole_ `it`", "who stole it"),
        ("<@123456789> who stole it", "who stole it"),
        ("who stole it https://example.com/x?y=1", "who stole it"),
        ("> who stole it", "who stole it"),
        ("who   stole\n\tit", "who stole it"),
        ("who stole it 😀", "who stole it"),
        ("didnʼt", "didn't"),
        ("didnˈt", "didn't"),
        ("didn´t", "didn't"),
        ("Lindqvist′s", "Lindqvist's"),
        ("who <:stole:123456789012345678> it <a:kite:123456789012345678>", "who it"),
        ("Кіte", "Kite"),  # Cyrillic capital and i
        ("whо stоle the kitе", "who stole the kite"),
        ("Μarkova's cafés", "Markova's cafes"),  # Greek capital
        ("kιte", "kite"),
    ],
)
def test_what_means_the_same_becomes_the_same(one: str, other: str) -> None:
    assert text.tokens(one) == text.tokens(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2018", "2019"),
        ("US army", "us army"),
        ("tell us", "tell USA"),
        ("хор", "xop"),  # a Cyrillic word, all of whose letters have a Latin likeness
        ("νόμος", "vomos"),
        ("kiteом", "kiteom"),
    ],
)
def test_what_differs_stays_apart(one: str, other: str) -> None:
    assert text.tokens(one) != text.tokens(other)


@pytest.mark.parametrize(
    ("typed", "tokens"), [("", []), ("?!…", []), ("金正恩", ["金", "正", "恩"]), ("Путин", ["путин"]), ("1887", ["1887"])]
)
def test_tokens_are_words_and_numbers(typed: str, tokens: list[str]) -> None:
    assert text.tokens(typed) == tokens


@given(st.text())
def test_any_text_has_tokens_without_space_or_capital(typed: str) -> None:
    for token in text.tokens(typed):
        assert token
        assert token == "".join(token.split())
        assert token == token.casefold()


@given(st.text())
def test_cleaning_again_changes_no_token(typed: str) -> None:
    if "." not in typed and not {"U", "S"} & set(typed):  # full stops in U.S. and capitals are read once
        assert text.clean(text.clean(typed)) == text.clean(typed) or text.tokens(text.clean(typed)) == text.tokens(typed)


@given(st.text(alphabet=st.characters(max_codepoint=0x24F), max_size=80))
def test_case_does_not_matter(typed: str) -> None:
    if typed.isascii() and not typed.isupper() and "." not in typed and "US" not in typed and "U" not in typed:
        assert text.tokens(typed.lower()) == text.tokens(typed)


@pytest.mark.parametrize(
    ("piece", "times", "count"),
    [
        ("a", 100_000, 1),
        ("1,", 50_000, 50_000),
        ("<@", 50_000, 0),
        ("'", 100_000, 0),
        ("one hundred ", 50, 1),
        ("é", 100_000, 1),
        ("U.S.", 20_000, 1),
    ],
)
def test_a_long_text_is_read_whole(piece: str, times: int, count: int) -> None:
    assert len(text.tokens(piece * times)) == count


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("who \t\n\u3000 won", "who won"),
        ("  who won ", " who won "),  # a space at the end completes a word
        ("\ud83d\ude00 who \ud800won\udfff", "\N{GRINNING FACE} who \ufffdwon\ufffd"),
        ("\N{LATIN SMALL LIGATURE FI}ve ½", "\N{LATIN SMALL LIGATURE FI}ve ½"),  # hardly longer when expanded
        ("\ufdfa", "صلى الله عليه وسلم"),
    ],
)
def test_typed_text_is_made_readable(typed: str, read: str) -> None:
    assert text.readable(typed) == read


@given(st.text(st.characters()))
def test_readable_text_can_be_encoded_and_stays_as_it_is(typed: str) -> None:
    read = text.readable(typed)
    assert read.encode().decode() == read
    assert text.readable(read) == read


def test_lines_that_hold_something_stay_lines() -> None:
    assert text.readable_lines(" 1. who \t won \r\n\n  2. when\u2028why\n") == "1. who won\n2. when\nwhy"
