"""An article as its file has it: its blocks, and what the file says about them."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from briefbot.checking.article import ARTICLE_LIMIT
from briefbot.checking.describing import is_markup
from briefbot.domain.knowledge import BlockKind
from briefbot.drafting.wrapping import unwrapped
from briefbot.errors import ArticleError

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_UNSEEN = re.compile(r"[\x01-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ud800-\udfff]")
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


@dataclass(frozen=True, slots=True)
class Original:
    """An article's blocks, one text each, with what is known about them and the whole."""

    lines: tuple[str, ...]
    kinds: tuple[BlockKind | None, ...]
    """The kinds that the file gives for blocks; None if it gives none."""
    author: str = ""
    outlet: str = ""
    published: str = ""
    url: str = ""
    doubts: tuple[str, ...] = ()


def read_content(path: Path) -> bytes:
    """Read a file's bytes; raise ArticleError if it cannot be an article."""
    try:
        with path.open("rb") as file:
            content = file.read(ARTICLE_LIMIT + 1)  # reading a device would never end
    except OSError as error:
        raise ArticleError(f"{path}: cannot be read ({error.strerror or error})") from error
    if len(content) > ARTICLE_LIMIT:
        raise ArticleError(f"{path}: larger than {ARTICLE_LIMIT:,} bytes; is this an article?")
    if not content.strip():
        raise ArticleError(f"{path}: is empty")
    return content


def form_of(content: bytes, path: Path) -> str:
    """Return the kind of a file by its bytes: `text`, `page` or `document`.

    Raise ArticleError if it cannot be read.
    """
    if content.startswith(_ZIP):
        if b"word/" in content:
            return "document"
        raise ArticleError(f"{path}: is not a Word document (.docx): save it as one, or as plain text")
    if content.startswith(_OLE) or content.startswith((b"%PDF", b"{\\rtf")):
        raise ArticleError(f"{path}: cannot be read: save it as .docx, or as plain text")
    if path.suffix.casefold() in (".html", ".htm", ".xhtml") or _is_page(content):
        return "page"
    return "text"


def _is_page(content: bytes) -> bool:
    head = decoded(content)[0].lstrip()[:200]
    return is_markup(head) and head.startswith("<")


def decoded(content: bytes) -> tuple[str, str]:
    """Decode an article's text, and return the name of the encoding if it was guessed, else ""."""
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            return content.decode(encoding, "replace"), ""
    try:
        return content.decode("utf-8"), ""
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace"), "Windows-1252"


def visible(text: str) -> str:
    """Remove invisible characters that a bundle refuses: controls, direction marks, halves of surrogate pairs."""
    return _UNSEEN.sub("", text)


def read_text(content: bytes, path: Path) -> Original:
    """Read plain text: hard-wrapped lines are joined, and a web address on a line of its own is the article's."""
    text, guessed = decoded(content)
    lines, doubts = unwrapped(visible(text))
    kept = tuple(line for line in lines if not is_address(line))
    if "\0" in text or not kept or is_markup(kept[0]):
        raise ArticleError(f"{path}: is not plain text: copy the article's text into a file of its own")
    if guessed:
        doubts = [f"the file is not UTF-8 and was read as {guessed}: check its quotation marks and accents", *doubts]
    url = next((line for line in lines if is_address(line) and line.startswith("https://")), "")
    return Original(kept, (None,) * len(kept), url=url, doubts=tuple(doubts))


def is_address(line: str) -> bool:
    """Return whether a line is a web address and nothing else."""
    return line.startswith(("https://", "http://", "www.")) and " " not in line
