"""How `briefbot source` reads an article's lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefbot.checking.article import read_lines
from briefbot.checking.describing import UNTITLED, describe, doubts, read_text_lines
from briefbot.errors import ArticleError

BODY = ("The vane of the old mill was stolen on Friday night, and nobody has seen or heard of it since.", "It was heavy, he said.")


def kinds(*lines: str) -> list[str]:
    return [block.kind for block in describe((*lines, *BODY)).blocks][: len(lines)]


def test_an_article_is_described_by_its_blocks(tiny: Path) -> None:
    found = describe(read_lines(tiny / "article.txt"))
    assert (found.title, found.author, found.section) == (
        "Hollowbrook library reopens under a roof of reclaimed slate",
        "Ottoline Pym",
        "Local News",
    )
    assert [block.kind for block in found.blocks][:6] == ["section", "headline", "deck", "picture", "byline", "paragraph"]
    assert [block.text for block in found.blocks if block.kind == "heading"] == ["'A leaking heart'", "Slate by slate"]
    assert all(not block.text for block in found.blocks if block.kind != "heading")


def test_a_picture_is_known_by_its_form() -> None:
    lines = ["Village", "The vane is gone", "![The mill](mill_(old).png)", "By Nell Harrow", "It was stolen."]
    assert [block.kind for block in describe(lines).blocks] == ["section", "headline", "picture", "byline", "paragraph"]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (("Science", "The vane is gone"), ["section", "headline"]),
        (("Local", "The vane is gone", "By Nell Harrow"), ["section", "headline", "byline"]),
        (("Arts and Culture", "Who stole the vane?"), ["section", "headline"]),
        (("Local", "The vane of the old mill is gone, and nobody can say where it is now"), ["section", "headline"]),
        (("The vane is gone",), ["headline"]),
        (("The vane of the mill is gone", "Nobody knows where it is", "By Nell Harrow"), ["headline", "deck", "byline"]),
        (("The vane is gone", "By Nell Harrow and Tom de Witt | 3 June"), ["headline", "byline"]),
        (("The vane is gone", "By the Associated Press"), ["headline", "byline"]),
        (("The vane is gone", "By night the mill is quiet"), ["headline", "heading"]),
        (("The vane is gone", "By Friday it was gone."), ["headline", "paragraph"]),
        (("# The vane is gone", "## By the river"), ["headline", "heading"]),
        (("The vane is gone", "誰も見なかった。"), ["headline", "paragraph"]),
        (("The vane is gone", "لم يره أحد۔"), ["headline", "paragraph"]),
    ],
)
def test_the_layout_is_section_headline_byline_and_body(lines: tuple[str, ...], found: list[str]) -> None:
    assert kinds(*lines) == found


def test_no_text_of_a_line_is_kept_that_ends_a_sentence() -> None:
    lines = ["The vane is gone", "Why now?", "“Nobody!”", "なぜ？", "किसी ने नहीं देखा।", "Who was it?", "The search", *BODY]
    assert [block.text for block in describe(lines).blocks if block.text] == ["The search"]


@pytest.mark.parametrize("first", [BODY[0], "It rained on Friday.", "雨が降った。", "x" * 5_000])
def test_a_sentence_is_no_title(first: str) -> None:
    source = describe([first, *BODY])
    assert source.title == UNTITLED
    assert source.blocks[0].kind == "paragraph"
    assert "no headline was found: write the title by hand" in list(doubts([first, *BODY], source))


def test_a_title_has_nothing_that_check_refuses() -> None:
    assert describe(["## The \u202evane\x07 is\u200b gone", *BODY]).title == "The vane is gone"


@pytest.mark.parametrize(
    "content",
    [
        "<!DOCTYPE html>\n<html><body><p>The vane is gone.</p></body></html>",
        "<!-- saved -->\n<p>The vane</p>",
        "Menu\n<div>\n<p>The vane is gone.</p>\n</div>",
        '{"title": "The vane is gone"}',
        "{\\rtf1 The vane}",
        "%PDF-1.7",
    ],
)
def test_what_is_no_plain_text_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "page").write_text(content)
    with pytest.raises(ArticleError, match="is not plain text"):
        read_text_lines(tmp_path / "page")


def test_folded_paragraphs_are_told() -> None:
    lines = ["The vane is gone"] + [f"The vane of the old mill was stolen in the night to Friday {i} and nobody has" for i in range(9)]
    assert list(doubts(lines, describe(lines))) == ["9 of 9 long lines do not end a sentence: put each paragraph on one line"]


def test_paragraphs_on_one_line_are_told() -> None:
    lines = ["The vane is gone", "It was heavy. " * 300]
    assert list(doubts(lines, describe(lines))) == ["line 2 has 4,200 characters: put each paragraph on a line of its own"]


def test_a_good_article_leaves_no_doubt(tiny: Path) -> None:
    lines = read_lines(tiny / "article.txt")
    assert list(doubts(lines, describe(lines))) == []


@pytest.mark.parametrize(
    "caption",
    [
        "The mill on a windy day. (Photo: Lucan Adair)",
        "The mill on a windy day [Lucan Adair/AFP]",
        "Foto: Lucan Adair",
        "The mill on a windy day. Photograph: Lucan Adair/Herald",
        "The mill on a windy day. Lucan Adair/Reuters",
        "© Lucan Adair",
    ],
)
def test_a_caption_is_known_by_its_credit(caption: str) -> None:
    assert kinds("The vane is gone", "By Nell Harrow", BODY[0], caption) == ["headline", "byline", "paragraph", "caption"]


@pytest.mark.parametrize("line", ["He left (see the report).", "The 2031/32 season was short.", "Photographs were taken by the police."])
def test_a_sentence_is_no_caption(line: str) -> None:
    assert kinds("The vane is gone", "By Nell Harrow", BODY[0], line) == ["headline", "byline", "paragraph", "paragraph"]


@pytest.mark.parametrize(
    ("byline", "author", "published"),
    [
        ("By Nell Harrow | May 15, 2025", "Nell Harrow", "May 15, 2025"),
        ("By Nell Harrow, 15 May 2025", "Nell Harrow", "15 May 2025"),
        ("By Nell Harrow and Tom de Witt", "Nell Harrow and Tom de Witt", ""),
        ("Von Nell Harrow · 15. Mai 2025", "Nell Harrow", "15. Mai 2025"),
        ("By Nell Harrow — 2025-05-15", "Nell Harrow", "2025-05-15"),
    ],
)
def test_a_date_is_no_part_of_the_author(byline: str, author: str, published: str) -> None:
    found = describe(["The vane is gone", byline, *BODY])
    assert (found.author, found.published) == (author, published)


def test_a_line_of_a_date_is_no_heading() -> None:
    found = describe(["The vane is gone", "By Nell Harrow", "Published May 15, 2025, 8 a.m", *BODY])
    assert [block.kind for block in found.blocks][:3] == ["headline", "byline", "byline"]
    assert (found.author, found.published) == ("Nell Harrow", "May 15, 2025")


def test_kinds_that_are_known_stay() -> None:
    found = describe(["The vane is gone", "A windy place", *BODY], {1: "paragraph"})
    assert [block.kind for block in found.blocks][:2] == ["headline", "paragraph"]
