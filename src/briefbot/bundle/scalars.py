"""Write values as YAML text, in the style of a bundle's files."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

WIDTH = 118
"""The width of a folded text, in columns."""
_UNBROKEN = 1_000_000


def inline(value: Any) -> str:
    """Write a value on one line."""
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(in_flow, value))}]"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key}: {_inner(inner)}' for key, inner in value.items())}}}"
    return _dumped(value).removesuffix("\n...").strip()


def _inner(value: Any) -> str:
    return inline(value) if isinstance(value, (list, tuple, Mapping)) else in_flow(value)


def in_flow(value: Any) -> str:
    """Write a scalar as an item of a list in brackets."""
    return _dumped([value], default_flow_style=True)[1:-1]


def _dumped(value: Any, **style: Any) -> str:
    """Write a value for the reader of bundles: by YAML 1.1, where "no" needs quotation marks."""
    return str(yaml.safe_dump(value, width=_UNBROKEN, allow_unicode=True, **style)).removesuffix("\n")


def lines_of(key: str, value: Any, indent: int) -> list[str]:
    """Write a key and its value as lines of a block."""
    pad = " " * indent
    match value:
        case None:  # a draft's key without a value
            return [f"{pad}{key}:"]
        case Mapping():
            return [f"{pad}{key}:", *(line for inner, each in value.items() for line in lines_of(inner, each, indent + 2))]
        case list() | tuple() if _is_short(value):
            return [f"{pad}{key}: {inline(value)}"]
        case list() | tuple():
            return [f"{pad}{key}:", *item_lines(value, indent + 2)]
        case str() if _folds(value, len(pad) + len(key)):
            folded = textwrap.wrap(value, WIDTH - indent, break_long_words=False, break_on_hyphens=False)
            return [f"{pad}{key}: >-", *(f"{pad}  {line}" for line in folded)]
    return [f"{pad}{key}: {inline(value)}"]


def item_lines(values: Sequence[Any], indent: int) -> list[str]:
    """Write the items of a list as lines of a block."""
    return [f"{' ' * indent}- {inline(value)}" for value in values]


def thing_lines(data: Mapping[str, Any], indent: int = 0) -> list[str]:
    """Write a whole thing as an item of a file's list."""
    lines = [line for key, value in data.items() for line in lines_of(key, value, indent + 2)]
    return [f"{' ' * indent}- {lines[0].lstrip()}", *lines[1:]]


def _is_short(values: Sequence[Any]) -> bool:
    """Return whether a list has only names and numbers, which are written in brackets.

    Questions get lines of their own.
    """
    return all(isinstance(value, int) or (isinstance(value, str) and " " not in value) for value in values)


def _folds(text: str, before: int) -> bool:
    """Return whether a text is long, and reads the same after folding."""
    return len(text) + before > WIDTH and " ".join(text.split()) == text and text[0] not in "#-"
