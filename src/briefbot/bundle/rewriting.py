"""Change items of a bundle's files in place, drafts and caveats too; unchanged text stays exactly as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from briefbot.bundle.folder import CAVEATS, files, is_there
from briefbot.bundle.source_file import NAME, blocks_text
from briefbot.bundle.splicing import content_end, splice, value_of
from briefbot.bundle.tree import LOADER
from briefbot.domain.knowledge import Block
from briefbot.errors import EditRefused
from briefbot.files import write_together
from briefbot.i18n import mark

Rewrite: TypeAlias = Callable[[str, Mapping[str, Any]], Mapping[str, Any]]
"""Takes a file's name and one of its items, and returns the new item."""


def rewrite(directory: Path, blocks: Sequence[Block], change: Rewrite, *, is_tried: bool = False) -> list[str]:
    """Replace the source's blocks and change all items, all or nothing; return the names of the changed files.

    If `is_tried`, nothing is written.
    """
    names = [name for name, _ in files(directory)] + ([CAVEATS] if is_there(directory / CAVEATS) else [])
    texts = {name: _read(directory / name) for name in (NAME, *names)}
    new = {name: _rewritten(name, texts[name], change) for name in names}
    new[NAME] = _with_blocks(texts[NAME], blocks)
    changed = sorted(name for name, text in new.items() if text != texts[name])
    if not is_tried:
        write_together({directory / name: new[name].encode() for name in changed}, is_shared=True)
    return changed


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig")


def _with_blocks(text: str, blocks: Sequence[Block]) -> str:
    """Replace the blocks of a source.yaml; the other keys and the comments above them stay."""
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.replace("\r\n", "\n").split("\n")
    start = next((number for number, line in enumerate(lines) if line.startswith("blocks:")), None)
    if start is None:
        raise EditRefused(mark("{file} has no line that begins with `blocks:`. Nothing was written."), file=NAME)
    after = next((number for number, line in enumerate(lines) if number > start and line[:1].isalpha()), len(lines))
    end = content_end(lines, start, after)
    return newline.join([*lines[:start], *blocks_text(blocks).splitlines(), *lines[end:]])


def _rewritten(name: str, text: str, change: Rewrite) -> str:
    """Change the items of a file's list from the last to the first, so that the lines above keep their numbers."""
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.replace("\r\n", "\n").split("\n")
    match yaml.compose(text, Loader=LOADER):
        case yaml.SequenceNode(value=items):
            starts = [_dash(lines, item.start_mark.line) for item in items]
            ends = [*starts[1:], len(lines)]
            for start, after, item in reversed(list(zip(starts, ends, items, strict=True))):
                before = value_of(item)
                after_change = change(name, before)
                if after_change != before:
                    end = content_end(lines, start, after)
                    lines[start:end] = _spliced(lines[start:end], after_change)
    return newline.join(lines)


def _spliced(lines: Sequence[str], data: Mapping[str, Any]) -> list[str]:
    """Write an item; one that no longer has a place becomes a comment."""
    return splice(lines, data) if data else [f"# {line}" for line in lines]


def _dash(lines: Sequence[str], line: int) -> int:
    while not lines[line].lstrip().startswith("-"):
        line -= 1
    return line
