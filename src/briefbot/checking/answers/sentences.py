"""Texts taken apart: sentences, quoted words, and words as they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from briefbot.checking.article import QUOTED, fold_marks


def word_set(listed: str) -> frozenset[str]:
    """Make a set of words that are listed with spaces between them."""
    return frozenset(listed.split())


_END = re.compile(r"[.?!]['\")]* ")
_WORD = re.compile(r"[^\W_]+(?:['.,-][^\W_]+)*")
STRICT_WORD = re.compile(r"[^\W_]+")
_ABBREVIATIONS = word_set("gen mr mrs ms dr prof st lt col sgt capt cmdr adm sen rep gov no vs jr sr inc co u.s u.k u.n a.m p.m e.g i.e")
_SHOWN = 60
"""Characters of a sentence that a message shows."""


READ = 4_096
"""Texts that are kept as they were read: an article's places, and an answer that one rule after the other asks about."""


def sentences(text: str) -> list[str]:
    """Split a text into sentences, with marks and white space folded; what is quoted stays in one piece."""
    return list(_sentences(text))


@lru_cache(READ)
def _sentences(text: str) -> tuple[str, ...]:
    text = fold_marks(text)
    inside = [match.span(1) for match in QUOTED.finditer(text)]
    found, start = [], 0
    for end in _ends(text):
        if not any(opening < end - 1 < closing for opening, closing in inside):
            found.append(text[start:end].strip())
            start = end
    return tuple(each for each in (*found, text[start:].strip()) if each)


def _ends(text: str) -> Iterator[int]:
    """Yield where a sentence may end: before a capital or a digit, and behind no abbreviation or initial."""
    for match in _END.finditer(text):
        before = text[: match.start()].rpartition(" ")[2].strip("(\"'").casefold()
        is_short = match.group().startswith(".") and (before in _ABBREVIATIONS or (len(before) == 1 and before.isalpha()))
        following = text[match.end() :].lstrip("\"'(")[:1]
        if not is_short and (following.isupper() or following.isdigit()):
            yield match.end()


def unquoted(text: str) -> str:
    """Leave the quoted words out of a text and keep their marks."""
    return QUOTED.sub('""', fold_marks(text))


def words(text: str) -> list[str]:
    """List the words of a text as a reader counts them, without capitals: "once-reliable" and "14,000" are one each."""
    return _WORD.findall(fold_marks(text).casefold())


def bare_words(text: str) -> list[str]:
    """List the words of a text, counted strictly: "once-reliable", "14,000" and "China's" are two each."""
    return [match.group().casefold() for match in STRICT_WORD.finditer(fold_marks(text))]


def runs(written: Sequence[str], length: int) -> Iterator[tuple[str, ...]]:
    """Yield each run of so many words."""
    return (tuple(written[start : start + length]) for start in range(len(written) - length + 1))


def shown(text: str) -> str:
    """Shorten a sentence for a message."""
    return text if len(text) <= _SHOWN else text[:_SHOWN].rsplit(" ", 1)[0].rstrip(",;:") + " …"
