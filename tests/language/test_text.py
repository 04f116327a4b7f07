"""Text into comparable tokens: what is folded, and what must stay apart."""

from __future__ import annotations

import time

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
        ("who's there", "who is there"),
        ("don't", "dont"),
        ("can’t", "cannot"),
        ("colour", "color"),
        ("defence", "defense"),
        ("organised", "organized"),
        ("14,000", "14000"),
        ("14k", "14000"),
        ("fourteen thousand", "14000"),
        ("1.3 million", "1300000"),
        ("1.3-million", "1300000"),
        ("two hundred and fifty", "250"),
        ("28 April", "April 28th"),
        ("28th of April", "april 28"),
        ("28.04.", "April 28"),
        ("28/4", "4/28"),
        ("28/4/2031", "April 28, 2031"),
        ("28 apr", "april 28"),
        ("mar 5", "5 March"),
        ("the twenty-eighth of April", "the 28th of April"),
        ("April ninth", "April 9"),
        ("nineteen sixty-one", "1961"),
        ("twenty thirty-one", "2031"),
        ("two thousand and nineteen", "2019"),
        ("14 000 kites", "14,000 kites"),
        ("1 000 105 kites", "1000 105 kites"),  # groups up to the last one of zeros
        ("5555 000 000 kites", "5555 000000 kites"),
        ("1,3 Millionen", "1300000 "),
        ("1,3 млн", "1.3 million"),
        ("1万4", "10000 4"),
        ("٣ ١٤", "3 14"),
        ("analysed", "analyzed"),
        ("U.S.", "USA"),
        ("kite\u00adflier", "kiteflier"),
        ("\u200bkite", "kite"),
        ("2024-06-19", "June 19 2024"),
        ("U.K.", "UK"),
        ("Ｆｕｌｌ　ｗｉｄｔｈ", "full width"),
        ("**who** _stole_ `it`", "who stole it"),
        ("<@123456789> who stole it", "who stole it"),
        ("who stole it https://example.com/x?y=1", "who stole it"),
        ("> who stole it", "who stole it"),
        ("who   stole\n\tit", "who stole it"),
        ("who stole it 😀", "who stole it"),
    ],
)
def test_what_means_the_same_becomes_the_same(one: str, other: str) -> None:
    assert text.tokens(one) == text.tokens(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2018", "2019"),
        ("14,000", "1,400"),
        ("1.5", "15"),
        ("April 8", "April 9"),
        ("did", "did not"),
        ("US army", "us army"),
        ("exercise", "exercize"),
        ("may", "march"),
        ("28.4", "April 28"),
        ("a second kite", "a 2 kite"),
        ("mar the kite", "march the kite"),
        ("one two three", "6"),
        ("tell us", "tell USA"),
    ],
)
def test_what_differs_stays_apart(one: str, other: str) -> None:
    assert text.tokens(one) != text.tokens(other)


@pytest.mark.parametrize(
    ("typed", "tokens"), [("", []), ("?!…", []), ("金正恩", ["金", "正", "恩"]), ("Путин", ["путин"]), ("1887", ["1887"])]
)
def test_tokens_are_words_and_numbers(typed: str, tokens: list[str]) -> None:
    assert text.tokens(typed) == tokens


@pytest.mark.parametrize("forms", [("leak", "leaks", "leaked", "leaking"), ("say", "says", "said"), ("book", "books")])
def test_forms_of_a_word_share_a_stem(forms: tuple[str, ...]) -> None:
    assert len({text.stem(form) for form in forms}) == 1


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


@pytest.mark.parametrize("digit", ["⓿", "⓵", "፩", "𐩀", "²", "Ⅸ", "九"])
def test_a_digit_of_any_script_beside_a_month_is_read(digit: str) -> None:
    assert "may" in text.tokens(f"may {digit}")


@given(st.text(alphabet=st.characters(max_codepoint=0x24F), max_size=80))
def test_case_does_not_matter(typed: str) -> None:
    if typed.isascii() and not typed.isupper() and "." not in typed and "US" not in typed and "U" not in typed:
        assert text.tokens(typed.lower()) == text.tokens(typed)


@pytest.mark.parametrize(
    "typed", ["a" * 100_000, "1," * 50_000, "<@" * 50_000, "'" * 100_000, "one hundred " * 50, "é" * 100_000, "U.S." * 20_000]
)
def test_a_long_text_is_read_in_time(typed: str) -> None:
    start = time.perf_counter()
    text.tokens(typed)
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("who \t\n\u3000 won", "who won"),
        ("  who won ", " who won "),  # a blank at the end tells that a word is complete
        ("\ud83d\ude00 who \ud800won\udfff", "\N{GRINNING FACE} who \ufffdwon\ufffd"),
        ("\N{LATIN SMALL LIGATURE FI}ve ½", "\N{LATIN SMALL LIGATURE FI}ve ½"),  # hardly longer when written out
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
