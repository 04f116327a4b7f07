"""Write a draft into a directory: files that people have edited stay, and corrected kinds are used."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefbot.bundle import read_bundle
from briefbot.checking.article import digest
from briefbot.domain.knowledge import BLOCK_KINDS, BlockKind
from briefbot.drafting.draft import Drafted, first_words
from briefbot.errors import UsageError
from briefbot.files import write_together

SIDE = "draft"
"""The directory next to the bundle's files for the article's own words: neither packaged nor committed."""
ARTICLE, BLOCKS = f"{SIDE}/article.txt", f"{SIDE}/blocks.txt"
_IGNORED, _WRITTEN = f"{SIDE}/.gitignore", f"{SIDE}/written.txt"
_HEADER = """\
# The number, kind and first words of each block. Where a kind is wrong, correct it here and run `briefbot draft` again
# with --force. Kinds: section, headline, deck, picture, caption, byline, heading, paragraph. Never commit this file.
"""
_ROW = re.compile(r" {0,9}(\d{1,6})\s{1,20}([^\W\d]\S{0,20})\s{1,20}(\S.*)")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The files that were written, and those that were kept because somebody has edited them."""

    written: tuple[str, ...]
    kept: tuple[str, ...]


def corrected_kinds(directory: Path, lines: Sequence[str]) -> dict[int, BlockKind]:
    """Return the kinds that a person set in the list of blocks or in source.yaml, by the number of the block."""
    edited = _edited(directory)
    if BLOCKS in edited:
        return _from_list(directory / BLOCKS, lines)
    return _from_source(directory, lines) if "source.yaml" in edited else {}


def _from_list(path: Path, lines: Sequence[str]) -> dict[int, BlockKind]:
    """Read the list of blocks.

    Rows of another article are ignored, and an unknown kind raises UsageError.
    """
    found: dict[int, BlockKind] = {}
    for place, row in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        match = _ROW.fullmatch(row)
        if match is None:
            continue
        number, kind, words = int(match[1]), match[2], match[3]
        if kind not in BLOCK_KINDS:
            raise UsageError(f"{path}:{place}: expected one of {', '.join(BLOCK_KINDS)}, found {kind!r}")
        if 1 <= number <= len(lines) and _is_of(lines[number - 1], words.split()):
            found[number] = kind
    return found


def _is_of(line: str, words: Sequence[str]) -> bool:
    """Return whether words are a block's first ones, with or without a paragraph's number."""
    first = first_words(line).split()
    return first == words or (words[0].isdigit() and first == words[1:])


def _from_source(directory: Path, lines: Sequence[str]) -> dict[int, BlockKind]:
    bundle, _ = read_bundle(directory)
    kinds = {block.digest: block.kind for block in bundle.source.blocks} if bundle is not None else {}
    return {number: kinds[digest(line)] for number, line in enumerate(lines, 1) if digest(line) in kinds}


def keep(directory: Path, drafted: Drafted, *, force: bool) -> Outcome:
    """Write a draft, except files that were edited by hand.

    Raise UsageError if a file exists and `force` is not set.
    """
    there = [name for name in drafted.files if (directory / name).exists()]
    if there and not force:
        raise UsageError(
            f"{directory} holds {', '.join(there)} already; --force replaces files that nobody has edited since they were drafted"
        )
    edited = _edited(directory)
    if ARTICLE in edited and (directory / ARTICLE).read_bytes() != drafted.article.encode():
        raise UsageError(f"{directory / ARTICLE} was edited: draft from that file, or delete it")
    written = tuple(name for name in drafted.files if name not in edited)
    _write(directory, {name: drafted.files[name] for name in written} | {ARTICLE: drafted.article, BLOCKS: _HEADER + drafted.blocks})
    return Outcome(written, tuple(name for name in drafted.files if name in edited))


def _write(directory: Path, texts: Mapping[str, str]) -> None:
    """Write files, and note their digests."""
    record = _recorded(directory) | {name: _digest(text.encode()) for name, text in texts.items()}
    noted = {_IGNORED: "*\n", _WRITTEN: "".join(f"{each} {name}\n" for name, each in sorted(record.items()))}
    try:
        write_together({directory / name: text.encode() for name, text in {**texts, **noted}.items()}, is_shared=True)
    except OSError as error:
        raise UsageError(f"{directory} cannot be written ({error.strerror or error})") from error


def _edited(directory: Path) -> set[str]:
    """Return the files that are not as `briefbot draft` last wrote them."""
    record = _recorded(directory)
    names = {*record, *_bundle_files(directory)}
    return {name for name in names if (directory / name).is_file() and _digest((directory / name).read_bytes()) != record.get(name)}


def _bundle_files(directory: Path) -> set[str]:
    return {path.relative_to(directory).as_posix() for path in (*directory.glob("*.yaml"), *directory.glob("entries/*.yaml"))}


def _recorded(directory: Path) -> dict[str, str]:
    path = directory / _WRITTEN
    if not path.is_file():
        return {}
    rows = (line.partition(" ") for line in path.read_text(encoding="utf-8", errors="replace").splitlines())
    return {name: digest for digest, _, name in rows if name}


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
