"""The article of a page that was saved from a browser. It needs the extra `documents`, so it is imported only where there is a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree, html
from trafilatura import bare_extraction
from trafilatura.settings import Document as Extracted

from briefbot.domain.knowledge import BlockKind
from briefbot.drafting.original import Original, decoded
from briefbot.errors import ArticleError

_CLASSES: tuple[tuple[re.Pattern[str], BlockKind], ...] = (
    (re.compile(r"byline|author|dateline|pubdate|publish", re.IGNORECASE), "byline"),
    (re.compile(r"kicker|eyebrow|rubric|section|category|topic", re.IGNORECASE), "section"),
    (re.compile(r"deck|\bdek\b|standfirst|subtitle|subhead|teaser|summary", re.IGNORECASE), "deck"),
    (re.compile(r"caption|credit", re.IGNORECASE), "caption"),
)
_HEADLINE = "h1"
_CAPTIONS = ("figcaption", "caption")
_BLOCKS = ("p", "item", "quote", "head", "lb", "row")


def read_page(content: bytes, path: Path) -> Original:
    """Read the article of a page, without its menus, offers and comments."""
    found = _extracted(content, path)
    title = _one_line(found.title or "")
    blocks = _with_title(list(_blocks(found.body)), title)
    return Original(
        tuple(text for _, text in blocks),
        tuple(kind for kind, _ in blocks),
        author=_one_line(found.author or "").replace(";", ","),
        outlet=_one_line(found.sitename or ""),
        published=found.date or "",
        url=found.url if found.url and found.url.startswith("https://") else "",
        doubts=("the article was taken out of a page: look whether all of it is there, and nothing else",),
    )


def _extracted(content: bytes, path: Path) -> Extracted:
    """Take the article out of a page; raise ArticleError if there is none."""
    tree = _tree(content)
    if tree is None:
        raise ArticleError(f"{path}: holds no page that could be read: copy the article's text into a file")
    for caption in list(tree.iter(*_CAPTIONS)):
        caption.tag = "p"
        caption.set("class", "caption")
    found = bare_extraction(tree, with_metadata=True, include_comments=False)
    if not isinstance(found, Extracted) or found.body is None:
        raise ArticleError(f"{path}: no article was found in it: copy the article's text into a file")
    return found


def _tree(content: bytes) -> html.HtmlElement | None:
    """Parse a page: by the encoding that its bytes show, else by the one that it names."""
    text, guessed = decoded(content)
    try:
        if guessed:
            return html.fromstring(content)
        return html.fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError):
        return None


def _blocks(body: etree._Element) -> Iterator[tuple[BlockKind | None, str]]:
    """Yield the blocks of what was extracted, each with what its form says it is."""
    for element in body.iter(*_BLOCKS):
        if element.tag in ("quote", "item", "row") and any(child.tag in _BLOCKS for child in element.iterdescendants()):
            continue
        if any(parent.tag in ("p", "head") for parent in element.iterancestors()):
            continue
        text = _one_line("".join(element.itertext()))
        if text:
            yield _kind(element), text


def _kind(element: etree._Element) -> BlockKind | None:
    if element.tag == "head":
        return "headline" if element.get("rend") == _HEADLINE else "heading"
    named = element.get("class") or ""
    kind: BlockKind | None = next((kind for pattern, kind in _CLASSES if pattern.search(named)), None)
    return kind or (None if named else "paragraph")


def _with_title(blocks: list[tuple[BlockKind | None, str]], title: str) -> list[tuple[BlockKind | None, str]]:
    """Put the page's title above an article without a headline, or mark it where it stands."""
    if not title or any(kind == "headline" for kind, _ in blocks):
        return blocks
    for place, (_, text) in enumerate(blocks):
        if text == title:
            return [*blocks[:place], ("headline", text), *blocks[place + 1 :]]
    return [("headline", title), *blocks]


def _one_line(text: str) -> str:
    return " ".join(text.split())
