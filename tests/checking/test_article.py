"""Digests of blocks, and the article's file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.bundle import read_bundle
from briefbot.checking.article import ARTICLE_LIMIT, digest, fold_marks, read_article, read_lines
from briefbot.errors import ArticleError
from builders import source

# Digests ---------------------------------------------------------------------------------------


def test_a_digest_folds_marks_and_white_space_and_nothing_else() -> None:
    assert digest("“a” ‘b’  c\n") == digest("\"a\" 'b' c")
    assert digest("e\u0301") == digest("é")
    assert digest("a") != digest("A")
    assert digest("a.") != digest("a")
    assert len(digest("")) == 16


@given(st.text())
def test_folding_marks_twice_changes_nothing_more(text: str) -> None:
    assert fold_marks(fold_marks(text)) == fold_marks(text)


# The article's file ----------------------------------------------------------------------------


def test_the_article_is_the_one_that_the_source_lists(tiny: Path) -> None:
    bundle, _ = read_bundle(tiny)
    assert bundle is not None
    assert len(read_article(tiny / "article.txt", bundle.source).paragraphs) == 9


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        ("café".encode("latin-1"), "not UTF-8"),
        (b"One line\n", "not the article"),
        (b"Weather vane stolen from the mill\na\nb\nc\nd\n", "block 2 (paragraph)"),
        (b"x" * (ARTICLE_LIMIT + 1), "is this an article"),
    ],
)
def test_another_file_is_refused(tmp_path: Path, content: bytes, complaint: str) -> None:
    path = tmp_path / "article.txt"
    path.write_bytes(content)
    with pytest.raises(ArticleError, match=complaint.replace("(", r"\(").replace(")", r"\)")):
        read_article(path, source())


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="No such file"):
        read_lines(tmp_path / "nothing.txt")
