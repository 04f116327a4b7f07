"""The article itself, if its file is available: its blocks, their digests, and their kinds."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from briefbot.domain.knowledge import BlockKind, Source
from briefbot.domain.parts import ALL_CAPTIONS, captions, part_of
from briefbot.errors import ArticleError

ARTICLE_LIMIT = 5_000_000
"""The most bytes of an article's file: far beyond any article, and small enough to read at once."""

_DOUBLE = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_SINGLE = str.maketrans(dict.fromkeys("‘’‚‛‹›`´＇", "'"))
PICTURE = re.compile(r"^!\[(?P<caption>.*)\]\((?:(?!\]\().)*\)$")
"""A picture in Markdown, whose alternative text is its caption."""


# Guillemets point either way, or the same way twice; text inside them may have its own marks.
_GUILLEMETS = re.compile(r"«([^«»]*)»|»([^«»]*)«|»([^«»]*)»")
_OPENING_GUILLEMET = re.compile(r"(?<![^\s(\[—–-])«\s")
_CORNERS = re.compile(r"[「｢﹁]([^「」｢｣﹁﹂]*)[」｣﹂]|[『﹃]([^『』﹃﹄]*)[』﹄]")
_OTHER_DOUBLE = str.maketrans(dict.fromkeys("〝〞〟❝❞⹂״", '"') | dict.fromkeys("「『｢﹁﹃", ' "') | dict.fromkeys("」』｣﹂﹄", '" '))


def fold_marks(text: str) -> str:
    """Fold the quotation marks of all languages, and white space, so that texts can be compared."""
    text = _GUILLEMETS.sub(lambda match: f'"{_within(match)}"', _blanks_folded(text))
    text = _CORNERS.sub(lambda match: f' "{_inner_corners(match)}" ', _OPENING_GUILLEMET.sub("«", text))
    return _folded(text.translate(_OTHER_DOUBLE))


def _within(match: re.Match[str]) -> str:
    """Return the text inside a pair of marks: without spaces from typesetting, and with single marks of its own."""
    inside = next(group for group in match.groups() if group is not None)
    return inside.strip().translate(_DOUBLE).replace('"', "'")


def _inner_corners(match: re.Match[str]) -> str:
    inside = _CORNERS.sub(lambda inner: f" '{_within(inner)}' ", _within(match))
    return inside.translate(_OTHER_DOUBLE).replace('"', "'").strip()


def _folded(text: str) -> str:
    """Fold single characters only: the digests in bundles are made from this."""
    return _blanks_folded(unicodedata.normalize("NFC", text).translate(_DOUBLE).translate(_SINGLE))


def _blanks_folded(text: str) -> str:
    return " ".join(text.split())


def within_marks(text: str) -> str:
    """Fold a text as it would be inside quotation marks, where marks are single ones."""
    return fold_marks(text).replace('"', "'")


def bare(text: str) -> str:
    """Remove the comma or full stop that typesetting puts before a closing mark."""
    return text.strip().rstrip(",.").rstrip()


# An opening mark does not follow a letter, and a closing one does not follow a space: with straight marks,
# only this distinguishes text inside a pair from text between two pairs.
QUOTED = re.compile(r'(?<!\w)"(?=\S)([^"]+)(?<=\S)"(?!\w)')


_UNCLOSED = re.compile(r'(?<!\w)"(?=\S)([^"]+)$')
"""Quoted text up to the end of a paragraph, if the quotation continues in the next one."""
_OPENS = re.compile(r'"(?=\S)')


def quoted(text: str, following: str = "") -> list[str]:
    """List the texts inside double quotation marks, folded, including those that continue in the next paragraph."""
    folded, end, found = fold_marks(text), 0, []
    for match in QUOTED.finditer(folded):
        end = match.end()
        found.append(match.group(1))
    unclosed = _UNCLOSED.search(folded, end) if _OPENS.match(fold_marks(following)) else None
    return [*found, unclosed.group(1)] if unclosed is not None else found


def digest(text: str) -> str:
    """Return the digest of a block: the first 16 hex digits of SHA-256 over its folded text."""
    return hashlib.sha256(_folded(text).encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True)
class Article:
    """The text of the article, if its file is available: blocks, and their kinds from the bundle."""

    blocks: tuple[tuple[BlockKind, str], ...]

    @cached_property
    def paragraphs(self) -> tuple[str, ...]:
        """List the paragraphs; number 1 is at index 0."""
        return tuple(text for kind, text in self.blocks if kind == "paragraph")

    @cached_property
    def captions(self) -> tuple[str, ...]:
        """List the captions of its pictures."""
        texts = [self.blocks[place][1] for place in captions([kind for kind, _ in self.blocks])]
        return tuple(found["caption"] if (found := PICTURE.match(text)) else text for text in texts)

    def part(self, name: str) -> str:
        """Return the text of a named part; all captions if none is named, "" if there is no such part."""
        part, number = part_of(name)
        if part != ALL_CAPTIONS:
            return next((text for kind, text in self.blocks if kind == part), "")
        return "\n".join(self.captions) if name == part else self.captions[number - 1]

    @cached_property
    def passages(self) -> tuple[tuple[str, ...], ...]:
        """List the quoted passages of each paragraph."""
        return tuple(tuple(quoted(*pair)) for pair in zip(self.paragraphs, (*self.paragraphs[1:], ""), strict=True))

    def goes_on(self, number: int) -> bool:
        """Return whether a quotation of a paragraph continues in the next one."""
        return 1 <= number < len(self.paragraphs) and self.passages[number - 1] != tuple(quoted(self.paragraphs[number - 1]))


def read_lines(path: Path) -> list[str]:
    """Read an article's file: its non-empty lines."""
    try:
        with path.open("rb") as file:
            content = file.read(ARTICLE_LIMIT + 1)  # reading a device would never end
        if len(content) > ARTICLE_LIMIT:
            raise ArticleError(f"{path}: larger than {ARTICLE_LIMIT:,} bytes; is this an article?")
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise ArticleError(f"{path}: cannot be read ({error.strerror or error})") from error
    except UnicodeDecodeError as error:
        raise ArticleError(f"{path}: is not UTF-8 (byte {error.start})") from error
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        raise ArticleError(f"{path}: is empty")
    return lines


def read_article(path: Path, source: Source) -> Article:
    """Read the article that a bundle is about; raise ArticleError for any other."""
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
