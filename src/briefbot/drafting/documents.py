"""Read the article of a Word document. It needs the extra `documents`, so it is only imported for such a file."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import BadZipFile

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from docx.text.paragraph import Paragraph

from briefbot.domain.knowledge import BlockKind
from briefbot.drafting.original import Original, visible
from briefbot.errors import ArticleError

_STYLES: tuple[tuple[str, BlockKind], ...] = (("title", "headline"), ("subtitle", "deck"), ("caption", "caption"), ("heading", "heading"))


def read_document(content: bytes, path: Path) -> Original:
    """Read a document's paragraphs, with the kinds that their styles give."""
    try:
        document = Document(io.BytesIO(content))
    except (BadZipFile, PackageNotFoundError, KeyError, ValueError) as error:
        raise ArticleError(f"{path}: is not a readable Word document (.docx)") from error
    found = [line for inner in document.iter_inner_content() for line in _lines(inner)]
    if not found:
        raise ArticleError(f"{path}: is empty")
    kinds = [kind for kind, _ in found]
    if "headline" not in kinds and "heading" in kinds[:2]:
        kinds[kinds.index("heading")] = "headline"
    return Original(tuple(line for _, line in found), tuple(kinds))


def _lines(inner: Paragraph | Table) -> list[tuple[BlockKind | None, str]]:
    """List the lines of a paragraph or table, each with the kind that its style gives."""
    if isinstance(inner, Table):
        kind, texts = None, ["; ".join(dict.fromkeys(cell.text.strip() for cell in row.cells)) for row in inner.rows]
    else:
        style = (inner.style.name or "").casefold() if inner.style is not None else ""
        kind, texts = next((kind for name, kind in _STYLES if style.startswith(name)), None), inner.text.splitlines()
    return [(kind, line) for text in texts if (line := " ".join(visible(text).split()))]
