"""Draft a bundle's files from an article's blocks, for a curator to finish."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from briefbot.bundle import draft_text, source_text
from briefbot.checking.article import Article
from briefbot.checking.describing import describe, doubts
from briefbot.domain.knowledge import BlockKind, Source
from briefbot.drafting.original import Original
from briefbot.drafting.stubs import Stub, Stubs, stubs_of

SHOWN = 9
"""The number of words of a block that are shown with its kind."""
_LONGEST = 60
"""The most characters of these words, also in scripts without blanks between words."""
_HEADERS = {
    "speakers.yaml": "Who says something. A form under `aliases` is another form of the name, never a role.",
    "quotes.yaml": "Direct quotations, letter for letter. Check whether each speaker is right.",
    "aliases.yaml": "Names, each with its other forms: add abbreviations and misspellings, and delete names that need none.",
    "entries/paragraphs.yaml": "One entry per paragraph: write its answer in your own words, and split it if it answers too much.",
    "entries/gaps.yaml": "What readers ask and the article may not say: check whether it does, and add the closest thing that it says.",
    "entries/article.yaml": "The article itself.",
}


@dataclass(frozen=True, slots=True)
class Drafted:
    """The files of a draft, and remarks about it."""

    source: Source
    article: str
    """The article's text, one block per line, as `briefbot check --article` reads it."""
    blocks: str
    """The kind and the first words of each block."""
    files: Mapping[str, str]
    stubs: Stubs
    remarks: tuple[str, ...]


def draft(original: Original, kinds: Mapping[int, BlockKind] | None = None) -> Drafted:
    """Draft a bundle; `kinds` are those that a person has set, by the number of the block from 1."""
    known = {place: kind for place, kind in enumerate(original.kinds) if kind is not None}
    known |= {number - 1: kind for number, kind in (kinds or {}).items()}
    source = _source(original, known)
    article = Article(tuple((block.kind, line) for block, line in zip(source.blocks, original.lines, strict=True)))
    stubs = stubs_of(article, source)
    by_file = {
        "speakers.yaml": stubs.speakers,
        "quotes.yaml": stubs.quotes,
        "aliases.yaml": stubs.aliases,
        "entries/paragraphs.yaml": stubs.entries,
        "entries/gaps.yaml": stubs.gaps,
        "entries/article.yaml": stubs.about,
    }
    texts = {name: _text(_HEADERS[name], each) for name, each in by_file.items() if each}
    return Drafted(
        source,
        "".join(f"{line}\n" for line in original.lines),
        "".join(f"{line}\n" for line in block_lines(source, original.lines)),
        {"source.yaml": source_text(source), **texts},
        stubs,
        (*original.doubts, *doubts(original.lines, source), *_missing(source), *stubs.remarks),
    )


def _source(original: Original, known: Mapping[int, BlockKind]) -> Source:
    source = describe(original.lines, known)
    return replace(
        source,
        author=source.author or original.author,
        outlet=source.outlet or original.outlet,
        published=source.published or original.published,
        url=original.url,
    )


def _text(header: str, stubs: Sequence[Stub]) -> str:
    return draft_text(header, [(stub.remark, stub.data) for stub in stubs])


def _missing(source: Source) -> Iterator[str]:
    """Yield what readers see of an article and its file does not have."""
    for key in ("author", "published", "outlet", "url"):
        if not getattr(source, key):
            yield f"source.yaml: no {key} was found"
    if not source.paragraphs:
        yield "no block is a paragraph: correct the kinds"


def block_lines(source: Source, lines: Sequence[str]) -> Iterator[str]:
    """Yield the number, kind and first words of each block; for a paragraph also its own number."""
    number = 0
    for place, (block, line) in enumerate(zip(source.blocks, lines, strict=True), 1):
        number += block.kind == "paragraph"
        shown = str(number) if block.kind == "paragraph" else ""
        yield f"{place:3}  {block.kind:9} {shown:>3}  {first_words(line)}"


def first_words(line: str) -> str:
    """Return the first words of a block."""
    whole = " ".join(line.split())
    shown = " ".join(whole.split()[:SHOWN])
    if len(shown) > _LONGEST:
        cut = shown[:_LONGEST]
        shown = cut.rpartition(" ")[0] or cut
    return shown if shown == whole else f"{shown} …"
