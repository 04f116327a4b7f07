"""Split texts: into sentences, quoted words, and words as written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from briefbot.checking.article import QUOTED, fold_marks


def word_set(listed: str) -> frozenset[str]:
    """Return the set of words in a list with spaces."""
    return frozenset(listed.split())


_END = re.compile(r"[.?!]['\")]* ")
_WORD = re.compile(r"[^\W_]+(?:['.,-][^\W_]+)*")
STRICT_WORD = re.compile(r"[^\W_]+")
_ABBREVIATIONS = word_set("gen mr mrs ms dr prof st lt col sgt capt cmdr adm sen rep gov no vs jr sr inc co u.s u.k u.n a.m p.m e.g i.e")
_SHOWN = 60
"""The most characters of a sentence in a message."""


READ = 4_096
"""How many texts are cached as read: an article's places, and an answer that several rules read."""


def sentences(text: str) -> list[str]:
    """Split a text into sentences, with marks and white space folded; quotations stay in one piece."""
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
    """Yield where a sentence may end: before a capital or a digit, and not after an abbreviation or initial."""
    for match in _END.finditer(text):
        before = text[: match.start()].rpartition(" ")[2].strip("(\"'").casefold()
        is_short = match.group().startswith(".") and (before in _ABBREVIATIONS or (len(before) == 1 and before.isalpha()))
        following = text[match.end() :].lstrip("\"'(")[:1]
        if not is_short and (following.isupper() or following.isdigit()):
            yield match.end()


def unquoted(text: str) -> str:
    """Remove the quoted words from a text and keep their marks."""
    return QUOTED.sub('""', fold_marks(text))


def words(text: str) -> list[str]:
    """List the words of a text as a reader counts them, in small letters: "once-reliable" and "14,000" are one each."""
    return _WORD.findall(fold_marks(text).casefold())


def bare_words(text: str) -> list[str]:
    """List the words of a text, counted strictly: "once-reliable", "14,000" and "China's" are two each."""
    return [match.group().casefold() for match in STRICT_WORD.finditer(fold_marks(text))]


def runs(written: Sequence[str], length: int) -> Iterator[tuple[str, ...]]:
    """Yield each run of `length` words."""
    return (tuple(written[start : start + length]) for start in range(len(written) - length + 1))


def shown(text: str) -> str:
    """Shorten a sentence for a message."""
    return text if len(text) <= _SHOWN else text[:_SHOWN].rsplit(" ", 1)[0].rstrip(",;:") + " …"
