"""Describe an article's lines for a curator, as a first draft.

The kind of each block is a guess, with remarks where it is doubtful.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from briefbot.checking.article import PICTURE, digest, read_lines
from briefbot.domain.knowledge import Block, BlockKind, Source
from briefbot.errors import ArticleError

UNTITLED = "Untitled"
SHORT, HEADLINE = 12, 20
"""The most words of a usual heading, and of a headline."""
_LETTERS = 10
"""The most characters per word, also in scripts without blanks between words."""
_SECTION = 4
"""The most words of a usual section."""
_TOP = 10
"""The number of lines in which the byline is, if there is one."""
_LONG_LINE = 3_000
"""The most characters of a usual paragraph."""
_BY = re.compile(r"^(?:by|von|por|par|di|door|av|af)\s+", re.IGNORECASE)
"""The beginning of a byline; a sentence with the same beginning continues in small letters."""
_PARTING = re.compile(r"[|·•/]|\s[–—]\s")
"""What separates the author from the text after it."""
_DATE = re.compile(
    r"\b(?:\d{1,2}(?:st|nd|rd|th)?\.? (?:de |d')?[^\W\d_]{3,10}\.?,? (?:de |del )?(?:19|20)\d\d"
    r"|[A-Z][a-z]{2,8}\.? \d{1,2}(?:st|nd|rd|th)?, (?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d)(?!\d)"
)
_DATED = 8
"""The most words of a line with only a date: "Published June 3, 2031, 8 a.m."."""
_PHOTO = "(?:photo|foto|image|imagen|bild|picture|photograph|fotografie|photographie|illustration|courtesy|credit|crédit|фото)"
_CREDIT = re.compile(
    rf"[(\[]{_PHOTO}\b[^()\[\]]*[)\]]\.?$"
    r"|[(\[][^()\[\]/.]{3,40}/[^()\[\]/]{2,40}[)\]]\.?$"
    rf"|^(?:{_PHOTO}|caption)(?: by| von| de| di)?\s?:\s"
    rf"|[.!?]['\"”’)]? {_PHOTO}(?: by)?:? [^.]{{3,40}}$"
    r"|[.!?]['\"”’)]? [\w. -]{3,40} ?/ ?[\w -]{2,30}$|^©|[.!?)] ©[^.]{2,40}$",
    re.IGNORECASE,
)
"""The credit of a picture, which identifies a caption."""
_JOINING = frozenset(
    ("and", "with", "for", "of", "the", "from", "in", "at", "de", "da", "di", "del", "der", "den", "la", "le", "van", "von", "bin", "al")
)
"""Words in small letters among the names of a byline."""
_HEADING_MARK = re.compile(r"^#{1,6}\s+")
_CLOSING = "\"'”’“»«›‹)]】」』｣*_ "
_ASKING = "?!？！؟"
"""Ends of sentences that headings have too."""
_ENDS = f".…。．｡۔।॥։።᙮:;：；{_ASKING}"
_MARKUP = re.compile(r"<(?:[a-z][a-z0-9]*[\s/>]|!doctype|!--|\?xml|/[a-z])|\{\\rtf|%PDF-|[\[{]\s*[\"{\[]", re.IGNORECASE)
"""The beginning of a line of a page, a document or data instead of an article's text."""
_FEW = 3
"""The number of lines below which nothing can be guessed."""


def read_text_lines(path: Path) -> list[str]:
    """Read an article's file; raise ArticleError if it is a page or another kind of document."""
    lines = read_lines(path)
    marked = sum(_MARKUP.match(line) is not None for line in lines)
    if _MARKUP.match(lines[0]) or marked * _FEW > len(lines):
        raise ArticleError(
            f"{path}: is not plain text: copy the article's text from the page, one block (headline, paragraph ...) per line"
        )
    return lines


def is_markup(line: str) -> bool:
    """Return whether a line belongs to a page or another kind of document."""
    return _MARKUP.match(line) is not None


def describe(lines: Sequence[str], known: Mapping[int, BlockKind] | None = None) -> Source:
    """Guess the kinds of an article's lines, for a curator to check, and digest them.

    Some may be `known` by their place from 0.
    """
    kinds = _guess_kinds(lines, known or {})
    return Source(
        title=_shown(_first("headline", kinds, lines)) or UNTITLED,
        author=_author(kinds, lines),
        published=_published(kinds, lines),
        section=_shown(_first("section", kinds, lines)),
        blocks=tuple(Block(kind, digest(line), _kept(kind, line)) for kind, line in zip(kinds, lines, strict=True)),
    )


def doubts(lines: Sequence[str], source: Source) -> Iterator[str]:
    """Yield doubts about the guesses, for a person to check."""
    if source.title == UNTITLED:
        yield "no headline was found: write the title by hand"
    long = [line for line in lines if not _is_short(line)]
    open_ended = sum(not ends_sentence(line) for line in long)
    if open_ended >= _FEW and open_ended * _FEW > len(long):
        yield f"{open_ended} of {len(long)} long lines do not end a sentence: put each paragraph on one line"
    for number, line in enumerate(lines, 1):
        if len(line) > _LONG_LINE:
            yield f"line {number} has {len(line):,} characters: put each paragraph on a line of its own"


def _author(kinds: Sequence[BlockKind], lines: Sequence[str]) -> str:
    """Return the names in a byline, without a date or other text after them."""
    byline = next((line for kind, line in zip(kinds, lines, strict=True) if kind == "byline" and _BY.match(line)), "")
    names = _PARTING.split(_BY.sub("", byline))[0]
    date = _DATE.search(names)
    return _shown(names[: date.start()] if date else names).strip(" ,|")


def _published(kinds: Sequence[BlockKind], lines: Sequence[str]) -> str:
    """Return the date in a byline or next to it."""
    dates = (_DATE.search(line) for kind, line in zip(kinds, lines, strict=True) if kind == "byline")
    return next((date.group() for date in dates if date), "")


def _first(wanted: BlockKind, kinds: Sequence[BlockKind], lines: Sequence[str]) -> str:
    """Return the first line of a kind, or ""."""
    return next((line for kind, line in zip(kinds, lines, strict=True) if kind == wanted), "")


def _kept(kind: BlockKind, line: str) -> str:
    """Return the text of a heading; "" if the line ends a sentence, because it may be part of the article."""
    return _shown(line) if kind == "heading" and not ends_sentence(line) else ""


def _shown(line: str) -> str:
    """Return a line without Markdown, and without invisible characters, which `check` refuses."""
    seen = "".join(letter for letter in line if unicodedata.category(letter) not in ("Cc", "Cf", "Cs"))
    return _HEADING_MARK.sub("", seen).strip()


def _is_short(line: str, words: int = SHORT) -> bool:
    return len(line.split()) <= words and len(line) <= words * _LETTERS


def ends_sentence(line: str) -> bool:
    """Return whether a line ends like a sentence."""
    return line.rstrip(_CLOSING).endswith(tuple(_ENDS))


def _is_title(line: str, words: int = SHORT) -> bool:
    """Return whether a line is short and not a full sentence: "Why now?" is, but not "why?!"."""
    if _HEADING_MARK.match(line):
        return True
    bare = line.rstrip(_CLOSING)
    return _is_short(line, words) and (not ends_sentence(line) or (bare.endswith(tuple(_ASKING)) and not bare[:-1].endswith(tuple(_ENDS))))


def _is_section(line: str) -> bool:
    return _is_title(line) and len(line.split()) < _SECTION and not ends_sentence(line)


def _is_byline(line: str) -> bool:
    """Return whether a line is "By" and names: a sentence would continue in small letters."""
    if not _BY.match(line) or not _is_short(line) or ends_sentence(line):
        return False
    words = [word for word in line.split()[1:] if word[:1].isalpha()]
    return any(not word[0].islower() for word in words) and all(not word[0].islower() or word.casefold() in _JOINING for word in words)


def _guess_kinds(lines: Sequence[str], known: Mapping[int, BlockKind]) -> list[BlockKind]:
    """Guess: [section] headline [deck] [picture] [caption] [byline], then headings and paragraphs."""
    byline = _byline(lines, known)
    headline = _place_of("headline", known, _headline(lines, byline))
    body = byline + 1 if byline else headline + 1
    top = [_kind_at_the_top(line, i, headline, byline) for i, line in enumerate(lines[:body])]
    last = len(lines) - 1
    rest = [_kind_in_the_body(line, is_last=i == last, is_early=i < _TOP) for i, line in enumerate(lines[body:], body)]
    return [known.get(i, kind) for i, kind in enumerate([*_with_captions(top), *rest])]


def _byline(lines: Sequence[str], known: Mapping[int, BlockKind]) -> int:
    """Return the number of the byline among the first lines; 0 if there is none."""
    places = [i for i in range(min(_TOP, len(lines))) if known.get(i, "byline") == "byline"]
    byline = next((i for i in places if _is_byline(lines[i])), 0)
    return byline or _place_of("byline", known, 0)


def _place_of(kind: BlockKind, known: Mapping[int, BlockKind], otherwise: int) -> int:
    return next((i for i, each in known.items() if each == kind), otherwise)


def _headline(lines: Sequence[str], byline: int) -> int:
    """Return the number of the headline: the first line, or the second one after a section; -1 if there is none."""
    above = lines[: min(byline, 2)] if byline else lines[:2]
    if len(above) > 1 and len(lines) > len(above) and _is_section(above[0]) and _is_title(above[1], HEADLINE):
        return 1
    return 0 if _is_title(lines[0], HEADLINE) else -1


def _with_captions(top: list[BlockKind]) -> list[BlockKind]:
    """Treat the line below a picture as its caption."""
    picture = top.index("picture") if "picture" in top else len(top)
    return ["caption" if kind == "deck" and i > picture else kind for i, kind in enumerate(top)]


def _kind_at_the_top(line: str, place: int, headline: int, byline: int) -> BlockKind:
    if PICTURE.match(line):
        return "picture"
    if place == headline:
        return "headline"
    if place < headline:
        return "section"
    if _CREDIT.search(line):
        return "caption"
    return "byline" if place == byline or _is_dateline(line) else "deck"


def _is_dateline(line: str) -> bool:
    """Return whether a line has a date and hardly anything else."""
    return _DATE.search(line) is not None and len(line.split()) <= _DATED and not ends_sentence(line)


def _kind_in_the_body(line: str, *, is_last: bool, is_early: bool) -> BlockKind:
    if PICTURE.match(line):
        return "picture"
    if _CREDIT.search(line):
        return "caption"
    if (is_early or is_last) and _is_dateline(line):
        return "byline"
    return "heading" if _is_title(line) and not is_last else "paragraph"
