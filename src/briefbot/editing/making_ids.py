"""Make the ids of new things from their titles."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from briefbot.domain.knowledge import digest_of

_PLAIN_WORD = re.compile("[a-z0-9]+")
ID_LENGTH = 36
"""The most characters of an id made from a title, with room for a number after it."""
_STOP_WORDS = frozenset([
    "a", "an", "the", "is", "are", "was", "were", "do", "does", "did", "of", "in", "on", "to",
    "what", "who", "when", "where", "why", "how", "which",
])  # fmt: skip


def make_id(kind: str, title: str, taken: Sequence[str]) -> str:
    """Make an id from a title: its content words, in plain letters, and a number if that id is taken."""
    stem = _cut_at_word(("quote-" if kind == "quote" else "") + _plain(title), ID_LENGTH)
    numbered = (stem if n == 1 else f"{stem}-{n}" for n in range(1, len(taken) + 2))
    return next(each for each in numbered if each not in taken)


def _plain(title: str) -> str:
    """Return the content words of a title in plain letters; a digest if it has no such letters."""
    letters = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().casefold()
    words = _PLAIN_WORD.findall(letters)
    return "-".join([word for word in words if word not in _STOP_WORDS] or words) or digest_of(title)[:8]


def _cut_at_word(text: str, limit: int) -> str:
    """Cut hyphenated words to a length, between two words if possible."""
    kept = text[:limit]
    return kept.rsplit("-", 1)[0] if len(text) > limit and "-" in kept else kept
