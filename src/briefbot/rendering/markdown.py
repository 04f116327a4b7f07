"""Discord's Markdown: escape plain text, small print, block quotes, and cutting to its limits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

CONTENT_LIMIT = 2_000
"""The most characters of a message in Discord."""
ELLIPSIS = "…"
QUOTED = "> "
"""The beginning of a line in a block quote."""

# It begins with one set of characters, which is found ten times as fast as the first of several alternatives.
_INLINE = re.compile(r"[\\*~|`\[\]<_@](?:(?<![_@])|(?<=(?<![^\W_])_)|(?<=_)(?![^\W_])|(?<=@)(?=everyone\b|here\b))")
# Discord does not remove a backslash before a digit: the point after a number is escaped, not the number.
_BLOCK = re.compile(r"^([^\S\n]*)(?:(\d+)(?=\. )|(?=#{1,3} |-# |>|[-+] ))", re.MULTILINE)
_MARKUP = re.compile(r"\*\*|\\([\\*~|`\[\]<_@#>+.-])")
_ADDRESS = re.compile(r"https?://[^\s<]+")
"""What Discord treats as an address, where a backslash would become part of it."""
_NOT_LAST = ".,:;\"']\\"
"""Characters that an address does not end with."""
_LINK = re.compile(r"(?<!\\)\[([^\[\]\n]*)\]\(<https://[^\s<>]*>\)")
"""A label with an address."""
_LINE = re.compile(r"> |-# ")
_LINE_START = re.compile(r"^(?:> |-# )", re.MULTILINE)
ZERO_WIDTH = "\u200b"
_BOLD = "\0"
"""Marks the beginning and end of bold text while a text is read; no text contains it."""


def escape(text: str) -> str:
    """Escape a text so that it is shown literally: without formatting, hidden links or mentions."""
    text = _outside_addresses(text, lambda part: _INLINE.sub(_escaped, part))
    return _BLOCK.sub(lambda match: f"{match[1]}{match[2] or ''}\\", text)


def _escaped(match: re.Match[str]) -> str:
    return f"@{ZERO_WIDTH}" if match[0] == "@" else f"\\{match[0]}"


def _outside_addresses(text: str, change: Callable[[str], str]) -> str:
    """Change a text except for the addresses in it."""
    changed, end = "", 0
    for match in _ADDRESS.finditer(text):
        address = match[0].rstrip(_NOT_LAST)
        changed += change(text[end : match.start()]) + address
        end = match.start() + len(address)
    return changed + change(text[end:])


def plain(text: str) -> str:
    """Return a message's content as plain text, without Markdown."""
    return "".join(part for part, _ in spans(_LINE_START.sub("", text)))


def spans(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of a message's content as they are read, each with whether it is bold."""
    labelled = _LINK.sub(r"\1", text)
    read = _outside_addresses(labelled, lambda part: _MARKUP.sub(lambda match: match[1] or _BOLD, part)).replace(ZERO_WIDTH, "")
    return ((part, number % 2 == 1) for number, part in enumerate(read.split(_BOLD)))


def small(line: str) -> str:
    """Make a line of small print."""
    return f"-# {' '.join(line.split())}"


def block_quote(text: str) -> str:
    """Make a block quote of one or more lines.

    A quoted line gets no second mark, because Discord does not nest quotes.
    """
    return "\n".join(line if line.startswith(QUOTED) else f"{QUOTED}{line}" for line in text.splitlines())


def shorten(text: str, limit: int) -> str:
    """Cut a text, on one line, at a word boundary, with an ellipsis if something is left out."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    kept = text[: limit - len(ELLIPSIS)]
    if not text[len(kept)].isspace() and " " in kept:
        kept = kept.rsplit(" ", 1)[0]
    return kept.rstrip(" ,;:.") + ELLIPSIS


def pages(text: str, limit: int = CONTENT_LIMIT) -> tuple[str, ...]:
    """Cut a text into pages, between paragraphs if possible, else lines, else words."""
    found: list[str] = []
    rest = text.strip()
    while len(rest) > limit:
        cut = _cut(rest, limit)
        found.append(rest[:cut].rstrip())
        rest = _mark_of_cut_line(rest, cut) + rest[cut:].lstrip("\n ")
    return (*found, rest)


def _mark_of_cut_line(text: str, cut: int) -> str:
    """Return the mark of a line that continues after a cut, if it is a quotation or small print.

    Return "" for any other place.
    """
    goes_on = text[cut:].partition("\n")[0].strip()
    mark = _LINE.match(text, text.rfind("\n", 0, cut) + 1)
    return mark[0] if mark and goes_on else ""


def _cut(text: str, limit: int) -> int:
    """Return where to cut: the last good place in the second half of what fits, else the last word."""
    begun = _LINE.match(text)
    for mark in ("\n\n", "\n", " "):
        at = text.rfind(mark, begun.end() if begun else 1, limit + 1)
        if at >= (limit // 2 if mark != " " else 1):
            return at
    return limit
