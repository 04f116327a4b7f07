"""Text becomes safe for Discord's Markdown, and is cut to limits between words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.rendering.markdown import block_quote, escape, pages, plain, shorten


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("two *bold* words", "two \\*bold\\* words"),
        ("snake_case stays, _this_ does not", "snake_case stays, \\_this\\_ does not"),
        ("<@123> and <#5>", "\\<@123> and \\<#5>"),
        ("@everyone and @here, but a@hereford.org", "@\u200beveryone and @\u200bhere, but a@hereford.org"),
        ("[a](https://x.example)", "\\[a\\](https://x.example)"),
        ("# no heading\n> no quote\n-# no small print\n1. no list", "\\# no heading\n\\> no quote\n\\-# no small print\n1\\. no list"),
        ("`code` ||spoiler|| ~~gone~~ \\", "\\`code\\` \\|\\|spoiler\\|\\| \\~\\~gone\\~\\~ \\\\"),
        ("1999. The door opened.\n  2. It closed.", "1999\\. The door opened.\n  2\\. It closed."),
        ("In 1999. Then 3.5 more", "In 1999. Then 3.5 more"),
        ("foo__bar__baz and __init__, a_b_c", "foo\\_\\_bar\\_\\_baz and \\_\\_init\\_\\_, a_b_c"),
        ("see https://a.example/Kim_(x)_y*z, *there*", "see https://a.example/Kim_(x)_y*z, \\*there\\*"),
        ("[a_](http://x.example/_b_]) _c_", "\\[a\\_\\](http://x.example/_b_]) \\_c\\_"),
        ("_https://x.example/__y]*", "\\_https://x.example/__y]*"),
        ("plain words, 14,000 of them: “so”", "plain words, 14,000 of them: “so”"),
    ],
)
def test_text_shows_letter_for_letter(text: str, safe: str) -> None:
    assert escape(text) == safe


UNUSUAL = [
    "1999. The door opened.",
    "- one\n  2. two\n> three",
    "foo__bar__baz __init__",
    "https://a.example/Kim_(x)**y** and *z*",
    "(https://a.example/x_), https://b.example/_]",
    "a \\ b \\* c \\\\ d \\",
    "1999\\. no",
]


@pytest.mark.parametrize(
    "text", ["two *bold* words", "<@123>", "snake _this_ `code`", "[a](b)", "-# small", "plain", "@everyone", *UNUSUAL]
)
def test_terminal_shows_what_was_escaped(text: str) -> None:
    assert plain(escape(text)) == text


def test_terminal_shows_no_marks() -> None:
    assert plain("**Not so:** no\n> “yes”\n-# “Headline”") == "Not so: no\n“yes”\n“Headline”"


def test_quote_within_a_quote_gets_no_second_mark() -> None:
    assert block_quote("> “yes”\n— A. Nybody\n\n-# “Headline”") == "> “yes”\n> — A. Nybody\n> \n> -# “Headline”"


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("short enough", 12, "short enough"),
        ("cut between words", 12, "cut between…"),
        ("cut, after a comma", 6, "cut…"),
        ("unbreakableword", 8, "unbreak…"),
    ],
)
def test_cuts_between_words(text: str, limit: int, short: str) -> None:
    assert shorten(text, limit) == short


@given(st.text(), st.integers(2, 40))
def test_cut_text_keeps_the_limit(text: str, limit: int) -> None:
    assert len(shorten(text, limit)) <= limit


@given(st.lists(st.text("ab \n", min_size=1), max_size=30).map("".join), st.integers(2, 30))
def test_pages_keep_the_limit_and_every_word(text: str, limit: int) -> None:
    cut = pages(text, limit)
    assert all(len(page) <= limit for page in cut)
    assert "".join("".join(cut).split()) == "".join(text.split())


def test_pages_end_between_paragraphs_where_they_can() -> None:
    assert pages("first one\n\nsecond one", 14) == ("first one", "second one")


@pytest.mark.parametrize("mark", ["> ", "-# "])
def test_line_that_is_cut_keeps_its_mark(mark: str) -> None:
    assert pages(f"{mark}one two three\nfour", 10) == (f"{mark}one two", f"{mark}three", "four")


def test_long_quoted_word_is_cut() -> None:
    assert pages(f"> {'a' * 20}", 12) == ("> aaaaaaaaaa", "> aaaaaaaaaa")


@given(st.lists(st.text("ab >\n", min_size=1), max_size=30).map("".join), st.integers(8, 30))
def test_pages_of_quotations_keep_the_limit(text: str, limit: int) -> None:
    assert all(len(page) <= limit for page in pages(text, limit))


def test_a_short_text_is_one_page() -> None:
    assert pages("words") == ("words",)


@given(st.text("ab_ *\\~|`[]<>@#-+1.\nhtps:/", max_size=30))
def test_terminal_shows_every_text_as_it_was(text: str) -> None:
    assert plain(escape(text)) == text
