"""Complete a question while it is typed.

The items found have a phrasing with its words; the last word may be incomplete.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from briefbot.domain.knowledge import Item, may_mislead, place_in_lists
from briefbot.language import text

_Places = npt.NDArray[np.bool_]
_LAST = chr(0x10FFFF)
"""Sorts after all letters."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A phrasing of an item."""

    item: Item
    phrasing: str
    title: str
    """The item's title as it is compared; "" for any other phrasing."""

    def standing(self, start: str) -> tuple[bool, bool, bool, int]:
        """Return the sort key of the row for the typed text `start`; at equal matches, answers come first."""
        return may_mislead(self.item), not self.title, not self.title.startswith(start), place_in_lists(self.item)


def _rows_of(item: Item) -> Iterator[_Row]:
    for phrasing in dict.fromkeys((item.label, *item.phrasings)):
        yield _Row(item, phrasing, text.clean(phrasing) if phrasing == item.label else "")


def _places_by_word(rows: Iterable[_Row]) -> dict[str, npt.NDArray[np.int32]]:
    """Return the rows of each word."""
    places: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        for word in set(text.tokens(row.phrasing)):
            places.setdefault(word, []).append(place)
    return {word: np.array(found, dtype=np.int32) for word, found in places.items()}


class Completer:
    """The words of all titles and phrasings, also by their beginnings."""

    def __init__(self, items: Iterable[Item], base: Completer | None = None) -> None:
        """Read the titles and phrasings of items, except items that `base` has already read."""
        self._base, self._items = base, {item.id: item for item in items}
        self._shared = {key for key, item in self._items.items() if base is not None and base._items.get(key) == item}
        own = (item for key, item in self._items.items() if key not in self._shared)
        self._rows = [row for item in own for row in _rows_of(item)]
        self._places = _places_by_word(self._rows)
        self._words = sorted(self._places)

    def holding(self, typed: str) -> list[Item]:
        """List the items that have every typed word in one phrasing.

        Items with these words at the beginning of the title come first.
        """
        whole, begun = text.half_typed(typed)
        if not (whole or begun):
            return []
        start = text.clean(typed)
        rows = sorted(self._holding(whole, begun), key=lambda row: row.standing(start))
        return list(dict.fromkeys(row.item for row in rows))

    def _holding(self, whole: Sequence[str], begun: str) -> Iterator[_Row]:
        if self._base is not None:
            yield from (row for row in self._base._holding(whole, begun) if row.item.id in self._shared)
        found = self._with_all(whole)
        if begun:
            found &= self._with_any(self._beginning(begun)) | self._with_all(text.tokens(begun))
        yield from (self._rows[number] for number in np.flatnonzero(found))

    def is_half(self, typed: str) -> bool:
        """Return whether the last word is still incomplete."""
        _, begun = text.half_typed(typed)
        return begun != "" and not self._has(begun) and self._has_beginning(begun)

    def _has(self, word: str) -> bool:
        return word in self._places or (self._base is not None and self._base._has(word))

    def _has_beginning(self, begun: str) -> bool:
        return bool(self._beginning(begun)) or (self._base is not None and self._base._has_beginning(begun))

    def _beginning(self, begun: str) -> Sequence[str]:
        return self._words[bisect_left(self._words, begun) : bisect_left(self._words, begun + _LAST)]

    def _with_any(self, words: Iterable[str]) -> _Places:
        found = np.zeros(len(self._rows), dtype=bool)
        for word in words:
            found[self._places.get(word, [])] = True
        return found

    def _with_all(self, words: Iterable[str]) -> _Places:
        found = np.ones(len(self._rows), dtype=bool)
        for word in words:
            found &= self._with_any([word])
        return found
