"""The differences between two texts of a thing, key by key, to decide whether to keep it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Difference:
    """What one key lost and gained."""

    key: str
    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()

    def lines(self) -> list[str]:
        """Write the difference as lines, as `diff` does."""
        return [f"{self.key}:", *(f"- {each}" for each in self.removed), *(f"+ {each}" for each in self.added)]


def differences(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[Difference]:
    """List the differences between two texts in the form of the files; None is a thing that does not exist."""
    old, new = _flat(before or {}), _flat(after or {})
    keys = [*new, *(key for key in old if key not in new)]
    found = (_difference(key, old.get(key, ()), new.get(key, ())) for key in keys)
    return [each for each in found if each.removed or each.added]


def _difference(key: str, old: Sequence[str], new: Sequence[str]) -> Difference:
    """Compare two lists of lines; a moved line is not shown as a difference, unless nothing else differs."""
    removed, added = _not_in(new, old), _not_in(old, new)
    if removed or added or tuple(old) == tuple(new):
        return Difference(key, removed, added)
    compared = list(difflib.ndiff(old, new))
    return Difference(key, _marked("-", compared), _marked("+", compared))


def _not_in(others: Sequence[str], lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(line for line in lines if line not in others)


def _marked(mark: str, compared: Sequence[str]) -> tuple[str, ...]:
    return tuple(line[2:] for line in compared if line.startswith(mark))


def _flat(data: Mapping[str, Any], prefix: str = "") -> dict[str, tuple[str, ...]]:
    """Flatten a thing's keys into lists of lines; inner mappings become keys of their own."""
    flat: dict[str, tuple[str, ...]] = {}
    for key, value in data.items():
        match value:
            case Mapping():
                flat.update(_flat(value, f"{prefix}{key}."))
            case list() | tuple():
                flat[prefix + key] = tuple(map(str, value))
            case _:
                flat[prefix + key] = (str(value),)
    return flat
