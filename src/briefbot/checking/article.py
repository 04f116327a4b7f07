"""What keeps attribution true: the article's blocks, their digests, and the verbatim gate."""

from __future__ import annotations

import difflib
import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from briefbot.domain.knowledge import Block, BlockKind, Quote, Source, Speaker
from briefbot.errors import ArticleError
from briefbot.i18n import say

ARTICLE_LIMIT = 5_000_000
"""Bytes of an article's file: far beyond any article, and small enough to read at once."""

_DOUBLE = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_SINGLE = str.maketrans(dict.fromkeys("‘’‚‛‹›`´＇", "'"))
_PICTURE = re.compile(r"^!\[(?P<caption>.*)\]\((?:(?!\]\()[^)])*\)$")
_BY = re.compile(r"^by\s+", re.IGNORECASE)


def fold_marks(text: str) -> str:
    """Fold quote marks and white space, and nothing else, so that texts can be compared."""
    text = unicodedata.normalize("NFC", text).translate(_DOUBLE).translate(_SINGLE)
    return " ".join(text.split())


def digest(text: str) -> str:
    """Digest a block: the first 16 hex digits of SHA-256 over its folded text."""
    return hashlib.sha256(fold_marks(text).encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True)
class Article:
    """The article's own text, where its file is at hand: blocks, and the kinds the bundle gives them."""

    blocks: tuple[tuple[BlockKind, str], ...]

    @cached_property
    def paragraphs(self) -> tuple[str, ...]:
        """List the paragraphs; number 1 stands at index 0."""
        return tuple(text for kind, text in self.blocks if kind == "paragraph")


def read_lines(path: Path) -> list[str]:
    """Read an article's file: its non-empty lines."""
    try:
        if path.stat().st_size > ARTICLE_LIMIT:
            raise ArticleError(f"{path}: larger than {ARTICLE_LIMIT:,} bytes; is this an article?")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ArticleError(f"{path}: cannot be read ({error.strerror or error})") from error
    except UnicodeDecodeError as error:
        raise ArticleError(f"{path}: is not UTF-8 (byte {error.start})") from error
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        raise ArticleError(f"{path}: is empty")
    return lines


def read_article(path: Path, source: Source) -> Article:
    """Read the article that a bundle is about, and refuse another one."""
    lines = read_lines(path)
    if len(lines) != len(source.blocks):
        raise ArticleError(
            f"{path}: {len(lines)} blocks where source.yaml lists {len(source.blocks)}: this is not the article, or it has changed"
        )
    for number, (line, block) in enumerate(zip(lines, source.blocks, strict=True), 1):
        if digest(line) != block.digest:
            raise ArticleError(
                f"{path}: block {number} ({block.kind}) is not the one that source.yaml lists: this is not the article, or it has changed"
            )
    return Article(tuple((block.kind, line) for line, block in zip(lines, source.blocks, strict=True)))


def describe(lines: Sequence[str]) -> Source:
    """Guess kinds of an article's lines, for a curator to look over, and digest them."""
    kinds = _guess_kinds(lines)
    first = dict(reversed(list(zip(kinds, lines, strict=True))))
    byline = first.get("byline", "")
    return Source(
        title=first.get("headline", ""),
        author=_BY.sub("", byline).strip(" |"),
        section=first.get("section", ""),
        blocks=tuple(Block(kind, digest(line), line if kind == "heading" else "") for kind, line in zip(kinds, lines, strict=True)),
    )


SHORT = 12
"""Words that a section, heading or headline rarely exceeds."""
_TOP = 10
"""Lines within which the byline stands, where there is one."""


def _is_byline(line: str) -> bool:
    return _BY.match(line) is not None and len(line.split()) <= SHORT


def _is_title(line: str) -> bool:
    return len(line.split()) <= SHORT and not line.rstrip("\"'”’").endswith((".", "?!", ":", ";"))


def _guess_kinds(lines: Sequence[str]) -> list[BlockKind]:
    """Guess: [section] headline [deck] [picture] [caption] [byline], then headings and paragraphs."""
    byline = next((i for i, line in enumerate(lines[:_TOP]) if _is_byline(line)), None)
    top = lines[: byline or 0]
    titles = [i for i, line in enumerate(top[:2]) if _is_title(line)]
    headline = titles[-1] if titles else 0
    kinds: list[BlockKind] = []
    for i, line in enumerate(lines):
        if _PICTURE.match(line):
            kinds.append("picture")
        elif i == headline:
            kinds.append("headline")
        elif i < headline:
            kinds.append("section")
        elif byline is not None and i == byline:
            kinds.append("byline")
        elif i < len(top):
            kinds.append("caption" if "picture" in kinds else "deck")
        elif _is_title(line) and 0 < i < len(lines) - 1:
            kinds.append("heading")
        else:
            kinds.append("paragraph")
    return kinds


# The verbatim gate -----------------------------------------------------------------------------


# An opening mark follows no letter and a closing one no space: with straight marks, that is all
# that tells what stands inside a pair from what stands between two pairs.
_PASSAGE = re.compile(r'(?<!\w)"(?=\S)([^"]+)(?<=\S)"(?!\w)')


def quoted_passages(paragraph: str) -> list[str]:
    """List what stands inside double quotation marks of a paragraph, in folded form."""
    return [match.group(1) for match in _PASSAGE.finditer(fold_marks(paragraph))]


def _bare(text: str) -> str:
    """Drop the comma or full stop that typesetting puts before a closing mark."""
    return text.strip().rstrip(",.").rstrip()


def gate(quote: Quote, speaker: Speaker | None, article: Article) -> str | None:
    """Tell why a quotation does not pass the verbatim gate, or None where it does."""
    if not 1 <= quote.paragraph <= len(article.paragraphs):
        return say("there is no paragraph {number}", number=quote.paragraph)
    text = fold_marks(quote.text).replace('"', "'")  # marks inside a passage are single ones
    passages = quoted_passages(article.paragraphs[quote.paragraph - 1])
    holding = [passage for passage in passages if text and text in passage]
    if not holding:
        return say("does not stand letter for letter inside quotation marks of paragraph {number}", number=quote.paragraph)
    whole = [passage for passage in holding if _stands_at_word_boundaries(text, passage)]
    if not whole:
        return say("begins or ends inside a word")
    if quote.partial and text in whole:
        return say("is the whole passage: partial must be false")
    if not quote.partial and _bare(text) not in map(_bare, whole):
        return say("is cut: partial must be true")
    if speaker is None or not _is_near(speaker, quote.paragraph, article):
        return say("names no speaker whose name stands in paragraph {number} or beside it", number=quote.paragraph)
    return None


def is_cut(quote: Quote, article: Article) -> bool:
    """Return whether a quotation is less than a whole passage of its paragraph."""
    if not 1 <= quote.paragraph <= len(article.paragraphs):
        return False
    text = _bare(fold_marks(quote.text).replace('"', "'"))
    passages = quoted_passages(article.paragraphs[quote.paragraph - 1])
    return any(text in passage for passage in passages) and text not in map(_bare, passages)


# A word with what belongs to it: an apostrophe or hyphen between letters, a point or comma between digits.
_WORD = re.compile(r"\w+(?:(?:['-]|(?<=\d)[.,](?=\d))\w+)*")


def _stands_at_word_boundaries(text: str, passage: str) -> bool:
    """Return whether the text occurs in the passage neither beginning nor ending inside a word."""
    inside = {place for word in _WORD.finditer(passage) for place in range(word.start() + 1, word.end())}
    return any(start not in inside and start + len(text) not in inside for start in _places(text, passage))


def _places(text: str, passage: str) -> Iterator[int]:
    """Give each place at which a text stands in a passage."""
    place = passage.find(text)
    while place >= 0:
        yield place
        place = passage.find(text, place + 1)


def _is_near(speaker: Speaker, paragraph: int, article: Article) -> bool:
    beside = [fold_marks(each).casefold() for each in article.paragraphs[max(0, paragraph - 2) : paragraph + 1]]
    names = [fold_marks(name).casefold() for name in (speaker.name, *speaker.aliases) if name.strip()]
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) for name in names for text in beside)


def nearest_passage(text: str, article: Article) -> tuple[int, str] | None:
    """Find the quoted passage that is most like a text: (paragraph, passage)."""
    best = max(
        (
            (difflib.SequenceMatcher(None, fold_marks(text).lower(), passage.lower()).ratio(), number, passage)
            for number, paragraph in enumerate(article.paragraphs, 1)
            for passage in quoted_passages(paragraph)
        ),
        default=None,
    )
    return (best[1], best[2]) if best else None


def quotation_digest(quote: Quote) -> str:
    """Digest a quotation with its attribution, so that a change is noticed where the article is not at hand."""
    return digest(f"{quote.speaker}\n{quote.paragraph}\n{quote.partial}\n{quote.text}")
