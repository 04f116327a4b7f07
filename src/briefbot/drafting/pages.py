"""Read the article of a saved web page.

It needs the extra `documents`, so it is only imported for such a file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from lxml import etree, html
from trafilatura import bare_extraction
from trafilatura.settings import Document as Extracted

from briefbot.domain.knowledge import BlockKind
from briefbot.drafting.original import Original, decoded, visible
from briefbot.errors import ArticleError

_CLASSES: tuple[tuple[re.Pattern[str], BlockKind], ...] = (
    (re.compile(r"byline|author|dateline|pubdate|publish", re.IGNORECASE), "byline"),
    (re.compile(r"kicker|eyebrow|rubric|section|category|topic", re.IGNORECASE), "section"),
    (re.compile(r"deck|\bdek\b|standfirst|subtitle|subhead|teaser|summary", re.IGNORECASE), "deck"),
    (re.compile(r"caption|credit", re.IGNORECASE), "caption"),
)
_HEADLINE = "h1"
_CAPTIONS = ("figcaption", "caption")
_SHORTEST = 40
"""The characters that at least one block of an article has."""
_BLOCKS = ("p", "item", "quote", "head", "lb", "row")


def read_page(content: bytes, path: Path) -> Original:
    """Read the article of a page, without its menus, advertisements and comments."""
    tree = _tree(content)
    captions = _captions(tree) if tree is not None else set()
    found = _extracted(tree)
    blocks = list(_blocks(found.body, captions)) if found is not None else []
    if found is None or all(len(text) < _SHORTEST for _, text in blocks):
        raise ArticleError(f"{path}: no article was found in it: copy the article's text into a file")
    return _original(found, _with_title(blocks, _one_line(found.title)))


def _original(found: Extracted, blocks: list[tuple[BlockKind | None, str]]) -> Original:
    address, author, published = _one_line(found.url), _one_line(found.author).replace(";", ","), _one_line(found.date)
    doubts = ["the article was taken out of a page: check that all of it is there, and nothing else"]
    if author and all(kind != "byline" for kind, _ in blocks):
        blocks = _with_byline(blocks, " | ".join(filter(None, (f"By {author}", published))))
        doubts.append("the byline was made of what the page tells of itself")
    return Original(
        tuple(text for _, text in blocks),
        tuple(kind for kind, _ in blocks),
        author=author,
        outlet=_one_line(found.sitename),
        published=published,
        url=address if address.startswith("https://") else "",
        doubts=tuple(doubts),
    )


def _with_byline(blocks: list[tuple[BlockKind | None, str]], byline: str) -> list[tuple[BlockKind | None, str]]:
    """Put a byline before the first paragraph: extraction drops such short text, but readers ask for it."""
    place = next((i for i, (kind, _) in enumerate(blocks) if kind == "paragraph"), len(blocks))
    return [*blocks[:place], ("byline", byline), *blocks[place:]]


def _captions(tree: html.HtmlElement) -> set[str]:
    """Turn a page's captions into paragraphs, so that they are extracted too, and return their texts."""
    captions = list(tree.iter(*_CAPTIONS))
    for caption in captions:
        caption.tag = "p"
    for figure in list(tree.iter("figure")):  # the content of a figure is otherwise left out
        figure.tag = "div"
    return {_one_line(caption.text_content()) for caption in captions}


def _extracted(tree: html.HtmlElement | None) -> Extracted | None:
    """Extract the article from a page; None if there is none."""
    found = bare_extraction(tree, with_metadata=True, include_comments=False) if tree is not None else None
    return found if isinstance(found, Extracted) and found.body is not None else None


def _tree(content: bytes) -> html.HtmlElement | None:
    """Parse a page: by the encoding that its bytes show, else by the one that it names."""
    text, guessed = decoded(content)
    try:
        if guessed:
            return html.fromstring(content)
        return html.fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError):
        return None


def _blocks(body: etree._Element, captions: Collection[str]) -> Iterator[tuple[BlockKind | None, str]]:
    """Yield the extracted blocks, each with the kind that its form shows."""
    for element in body.iter(*_BLOCKS):
        if element.tag in ("quote", "item", "row") and any(child.tag in _BLOCKS for child in element.iterdescendants()):
            continue
        if any(parent.tag in ("p", "head") for parent in element.iterancestors()):
            continue
        text = _one_line("".join(element.itertext()))
        if text:
            yield ("caption" if text in captions else _kind(element)), text


def _kind(element: etree._Element) -> BlockKind | None:
    if element.tag == "head":
        return "headline" if element.get("rend") == _HEADLINE else "heading"
    named = element.get("class") or ""
    kind: BlockKind | None = next((kind for pattern, kind in _CLASSES if pattern.search(named)), None)
    return kind or (None if named else "paragraph")


def _with_title(blocks: list[tuple[BlockKind | None, str]], title: str) -> list[tuple[BlockKind | None, str]]:
    """Put the page's title above an article without a headline, or mark the line that has it."""
    if not title or any(kind == "headline" for kind, _ in blocks):
        return blocks
    for place, (_, text) in enumerate(blocks):
        if text == title:
            return [*blocks[:place], ("headline", text), *blocks[place + 1 :]]
    return [("headline", title), *blocks]


def _one_line(text: str | None) -> str:
    return " ".join(visible(text or "").split())
