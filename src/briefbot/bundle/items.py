"""A file that lists things: items that are not valid YAML are reported and left out, and the rest is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from briefbot.bundle.tree import Node, Refused, cut_off, text_of, tree_from
from briefbot.errors import Problem

_MOST = 20
"""The most invalid items of a file that are reported: more of them have one cause."""
_DASH = re.compile(r"^( *)-(?: |$)")
_ID = re.compile(r"^ *(?:- +)?id: *['\"]?([a-z0-9-]+)")


def read_items(path: Path, name: str) -> tuple[Node | None, list[Problem], set[str]]:
    """Read one file: its tree without invalid items, every problem of form, and the ids that were left out."""
    problems: list[Problem] = []
    left_out: set[str] = set()
    try:
        lines = text_of(path).split("\n")
    except Refused as error:
        return None, [error.problem(name)], left_out
    while True:
        try:
            node, cut = tree_from("\n".join(lines))
        except Refused as error:
            problems.append(error.problem(name))
            item = _item_with(error.places, lines)
            if item is None or len(problems) >= _MOST:
                return None, problems, left_out
            left_out.update(match[1] for line in lines[item.start : item.stop] if (match := _ID.match(line)))
            lines[item.start : item.stop] = [""] * len(item)  # so that all other lines keep their numbers
        else:
            return node, [*problems, *cut_off(name, cut)], left_out


def _item_with(places: Sequence[int], lines: Sequence[str]) -> range | None:
    """Return the item that holds the first of some lines, counted from 1, that is in any item."""
    items = list(_items(lines))
    return next((item for place in places for item in items if place - 1 in item), None)


def _items(lines: Sequence[str]) -> Iterator[range]:
    """Yield the items of a list, each as a range of lines."""
    dashes = [(number, match[1]) for number, line in enumerate(lines) if (match := _DASH.match(line))]
    starts = [number for number, indent in dashes if indent == dashes[0][1]]
    yield from map(range, starts, [*starts[1:], len(lines)])
