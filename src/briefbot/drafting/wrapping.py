"""Join hard-wrapped lines into paragraphs: a line continues if the next word would not have fitted on it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from briefbot.checking.describing import ends_sentence
from briefbot.language.text import is_wide
from briefbot.matching.reading.vocabulary import english_words

_WIDEST, _NARROWEST = 110, 30
"""The widths between which text is wrapped by hand or by a mail program."""
_FULL = 0.75
"""The share of the width from which a line counts as full: hand-wrapped lines are ragged."""
_FEW, _SHARE = 3, 3
"""The number of lines that end within a sentence, and their least share of all full lines, in a wrapped text."""
_BROKEN = re.compile(r"(\w{1,40})-$")
_FIRST = re.compile(r"\w+")
_INDENTED = re.compile(r"[ \t\u3000]")


def unwrapped(text: str) -> tuple[list[str], list[str]]:
    """Return a text's blocks, and doubts about them."""
    lines = [line.rstrip() for line in text.expandtabs(4).splitlines()]
    filled = [line for line in lines if line]
    width = _width(filled)
    if not width:
        return [line.strip() for line in filled], []
    groups = (list(group) for is_filled, group in groupby(lines, key=bool) if is_filled)
    blocks = [block for group in groups for block in _joined(group, width)]
    doubt = f"{len(filled)} hard-wrapped lines were joined to {len(blocks)} blocks: check that they begin and end where they should"
    return [_one_line(block) for block in blocks], [doubt, *_hyphens(blocks)]


def _width(lines: Sequence[str]) -> int:
    """Return the width at which a text is wrapped; 0 if it is not."""
    width = max(map(len, lines), default=0)
    if not _NARROWEST <= width <= _WIDEST:
        return 0
    full = [line for line in lines[:-1] if len(line) >= width * _FULL]
    broken = sum(not ends_sentence(line) for line in full)
    return width if broken >= _FEW and broken * _SHARE > len(full) else 0


def _joined(group: Sequence[str], width: int) -> Iterator[list[str]]:
    """Yield the lines of each block in a group of lines without an empty one."""
    block = [group[0]]
    for before, line in pairwise(group):
        if _begins(before, line, width):
            yield block
            block = []
        block.append(line)
    yield block


def _begins(before: str, line: str, width: int) -> bool:
    """Return whether a line begins a block: it is indented, or its first word would have fitted on the line before."""
    if _INDENTED.match(line) and not _INDENTED.match(before):
        return True
    first = line.split(maxsplit=1)[0]
    room = width - len(before) - 1
    return len(first) < room and len(before) < width * _FULL


def _one_line(block: Sequence[str]) -> str:
    text = block[0].strip()
    for each in block[1:]:
        text = _with(text, each.strip())
    return text


def _with(text: str, line: str) -> str:
    """Join two lines; a word that was split at the end of the first one becomes whole."""
    broken, first = _BROKEN.search(text), _FIRST.match(line)
    if broken and first and first.group()[0].islower():
        return text[:-1] + line if _is_parted(broken.group(1), first.group()) else text + line
    if text and line and is_wide(text[-1]) and is_wide(line[0]):
        return text + line
    return f"{text} {line}"


def _is_parted(before: str, after: str) -> bool:
    """Return whether a hyphen only splits a word: its halves are not words by themselves, or they make one together."""
    words = english_words()
    small = before.casefold()
    return small + after in words or not (small in words and after in words)


def _hyphens(blocks: Sequence[Sequence[str]]) -> list[str]:
    found = [
        f"{broken.group()}{first.group()}"
        for block in blocks
        for line, following in pairwise(block)
        if (broken := _BROKEN.search(line)) and (first := _FIRST.match(following.strip())) and first.group()[0].islower()
    ]
    return [f"words that were split at the end of a line were joined: {', '.join(found)}"] if found else []
