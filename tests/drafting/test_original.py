"""Reading article files: encodings, addresses, hard-wrapped lines, and other formats."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefbot.drafting.original import form_of, read_content, read_text
from briefbot.errors import ArticleError

PLAIN = "The vane is gone\nBy Nell Harrow\nIt was stolen on Friday.\n“It squeaks like three geese,” the miller said.\n"
LINES = tuple(PLAIN.splitlines())
FILE = Path("vane.txt")


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        b"\xef\xbb\xbf" + PLAIN.encode(),
        PLAIN.encode("utf-16"),
        b"\xfe\xff" + PLAIN.encode("utf-16-be"),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace("\n", "\r").encode(),
        PLAIN.replace("\n", "\n\n\n").encode(),
        PLAIN.replace("\n", "  \n\t\n").encode(),
        PLAIN.rstrip("\n").encode(),
        PLAIN.replace("\n", "\u2028").encode(),
    ],
    ids=["utf-8", "mark", "utf-16", "big endian", "crlf", "cr", "empty lines", "blanks", "no last line feed", "line separators"],
)
def test_an_article_is_the_same_however_it_is_saved(content: bytes) -> None:
    assert read_text(content, FILE).lines == LINES
    assert read_text(content, FILE).doubts == ()


def test_another_encoding_is_guessed_and_told() -> None:
    found = read_text(PLAIN.encode("cp1252"), FILE)
    assert found.lines == LINES
    assert found.doubts == ("the file is not UTF-8 and was read as Windows-1252: check its quotation marks and accents",)


@pytest.mark.parametrize("place", [0, 1, 4])
def test_an_address_on_a_line_of_its_own_is_the_articles(place: int) -> None:
    lines = [*LINES[:place], "https://herald.example/vane", *LINES[place:]]
    found = read_text("\n".join(lines).encode(), FILE)
    assert (found.lines, found.url) == (LINES, "https://herald.example/vane")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7 \x00", "cannot be read: save it as .docx"),
        (b"{\\rtf1 The vane}", "cannot be read: save it as .docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "cannot be read: save it as .docx"),
        (b"PK\x03\x04 xl/workbook.xml", "is not a Word document"),
    ],
)
def test_a_file_of_another_form_is_refused_with_what_to_do(content: bytes, words: str) -> None:
    with pytest.raises(ArticleError, match=words):
        form_of(content, FILE)


@pytest.mark.parametrize("content", [b'{"title": "The vane"}', b"https://herald.example/vane\n", b"\0\1\2 vane"])
def test_a_text_without_an_article_is_refused(content: bytes) -> None:
    with pytest.raises(ArticleError, match="is not plain text"):
        read_text(content, FILE)


@pytest.mark.parametrize("content", [b"", b" \n\t\n"])
def test_an_empty_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "vane.txt").write_bytes(content)
    with pytest.raises(ArticleError, match="is empty"):
        read_content(tmp_path / "vane.txt")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="cannot be read"):
        read_content(tmp_path / "vane.txt")


@pytest.mark.parametrize(
    ("content", "name", "form"),
    [
        (b"<!DOCTYPE html><html></html>", "vane", "page"),
        (b"\n  <html lang=en>", "vane.txt", "page"),
        (b"The vane", "vane.HTM", "page"),
        (b"PK\x03\x04 word/document.xml", "vane", "document"),
        (b"The <b>vane</b>", "vane", "text"),
        (b"<3 the vane", "vane", "text"),
    ],
)
def test_a_files_form_is_told_by_its_bytes(content: bytes, name: str, form: str) -> None:
    assert form_of(content, Path(name)) == form


@pytest.mark.parametrize("unseen", ["\u200b", "\ufeff", "\u202e", "\x07", "\u00ad"])
def test_what_cannot_be_seen_is_left_out(unseen: str) -> None:
    assert read_text(PLAIN.replace("vane", f"va{unseen}ne").encode(), FILE).lines == LINES
