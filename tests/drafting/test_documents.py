"""Word documents, with styles and without."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document

from briefbot.drafting.documents import read_document
from briefbot.drafting.draft import draft
from briefbot.errors import ArticleError

FILE = Path("vane.docx")


def document(*blocks: tuple[str, str]) -> bytes:
    made = Document()
    for style, text in blocks:
        made.add_paragraph(text, style=style)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


STORY = (
    ("Normal", "By Nell Harrow"),
    ("Normal", "The weather vane of the mill was stolen, constable Rhea Dunmore said."),
    ("Normal", "“It squeaks like three geese,” the miller, Tobias Fenwick, said."),
)


@pytest.mark.parametrize("style", ["Title", "Heading 1", "Normal"])
def test_a_headline_is_known_by_its_style_or_its_place(style: str) -> None:
    made = draft(read_document(document((style, "The vane is gone"), *STORY), FILE))
    assert [block.kind for block in made.source.blocks] == ["headline", "byline", "paragraph", "paragraph"]
    assert made.source.author == "Nell Harrow"
    assert [stub.data["speaker"] for stub in made.stubs.quotes] == ["fenwick"]


def test_styles_tell_headings_and_captions() -> None:
    long = "A heading that is longer than any that would be taken for one by its length alone, since it goes on"
    made = draft(
        read_document(
            document(
                ("Title", "The vane is gone"), ("Subtitle", "Why"), *STORY, ("Heading 2", long), ("Caption", "The mill in May."), STORY[1]
            ),
            FILE,
        )
    )
    kinds = [block.kind for block in made.source.blocks]
    assert kinds == ["headline", "deck", "byline", "paragraph", "paragraph", "heading", "caption", "paragraph"]


def test_a_line_break_parts_blocks_and_a_table_is_read_row_by_row() -> None:
    made = Document()
    made.add_paragraph("The vane is gone\nBy Nell Harrow")
    table = made.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Reward", "40 crowns"
    content = io.BytesIO()
    made.save(content)
    assert read_document(content.getvalue(), FILE).lines == ("The vane is gone", "By Nell Harrow", "Reward; 40 crowns")


@pytest.mark.parametrize("content", [b"PK\x03\x04 word/ broken", document()])
def test_what_holds_no_article_is_refused(content: bytes) -> None:
    with pytest.raises(ArticleError):
        read_document(content, FILE)
