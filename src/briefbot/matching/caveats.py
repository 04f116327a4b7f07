"""The caveats that many answers share: which of them belong to an item, and which matter for a question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from briefbot.domain.knowledge import Caveat, Entry, Item, Source
from briefbot.language.text import tokens
from briefbot.matching.reading.question_types import asked


def carried(item: Item, source: Source) -> Iterator[Caveat]:
    """Yield the caveats that belong to an item, whether or not its text says them."""
    words = _answer(item) + (_padded(item.date) if isinstance(item, Entry) else "")
    for caveat in source.caveats:
        if not set(item.evidence).isdisjoint(caveat.evidence) and _says(words, caveat.says):
            yield caveat


def attached(item: Item, source: Source) -> Iterator[Caveat]:
    """Yield the caveats that belong to an item and that its text does not say."""
    own = _padded(item.caveat) if isinstance(item, Entry) else ""
    answer = _answer(item)
    for caveat in carried(item, source):
        if not (_says(answer, caveat.unless) or _says(own, caveat.unless)):
            yield caveat


def told(item: Item, question: str, source: Source) -> Iterator[str]:
    """Yield the caveats that a reply shows; if nobody typed a question, the item's label stands for it."""
    words = tokens(question or item.label)
    kinds, named, answer = asked(words), f" {' '.join(words)} ", _answer(item)
    for caveat in attached(item, source):
        matters = not caveat.matters or not set(kinds).isdisjoint(caveat.matters) or _says(named, caveat.says)
        if matters and _says(answer, caveat.says):
            yield caveat.text


def repeated(entry: Entry, source: Source) -> Iterator[Caveat]:
    """Yield the shared caveats that an entry's own caveat repeats."""
    own = _padded(entry.caveat)
    return (caveat for caveat in carried(entry, source) if _says(own, caveat.unless))


def _answer(item: Item) -> str:
    """Return the words of an item that a reply shows."""
    return _padded(item.answer) if isinstance(item, Entry) else "".join(map(_padded, (item.text, item.outlet, item.said_on)))


@lru_cache(4096)  # a check reads the answers of all entries again for each change
def _padded(typed: str) -> str:
    """Return the words of a text with blanks around them, so that a search finds only whole words."""
    return f" {' '.join(tokens(typed))} "


def _says(words: str, phrases: Iterable[str]) -> bool:
    return any(_padded(phrase) in words for phrase in phrases)
