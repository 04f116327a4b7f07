"""The newest things of a kind: limited in number, so that nothing grows for ever."""

from __future__ import annotations

from collections import OrderedDict
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Recent(OrderedDict[K, V]):
    """A dict of the newest keys, up to a limit; a key that is set again becomes the newest."""

    def __init__(self, most: int) -> None:
        """Set the most keys to keep."""
        super().__init__()
        self._most = most

    def __setitem__(self, key: K, value: V) -> None:
        """Set a key, and drop the oldest one if there are too many."""
        super().__setitem__(key, value)
        self.move_to_end(key)
        while len(self) > self._most:
            self.popitem(last=False)
