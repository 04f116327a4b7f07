"""Change one thing's text only where its values change; every other line stays exactly as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, TypeAlias

import yaml

from briefbot.bundle.scalars import in_flow, item_lines, lines_of, thing_lines
from briefbot.bundle.tree import LOADER, scalar

_SAME_AS_ABSENT: tuple[Any, ...] = ("", [], {}, False)
_Span: TypeAlias = tuple[int, int]
"""A first line, and the line after the last one."""


@dataclass(frozen=True, slots=True)
class _Key:
    """A key of a mapping in the text: where it begins, and its value with the places of its parts."""

    line: int
    column: int
    node: yaml.Node
    value: Any


def splice(lines: Sequence[str], data: Mapping[str, Any]) -> list[str]:
    """Change the lines of one thing of a file, from its dash on, so that they say `data`."""
    indent = len(lines[0]) - len(lines[0].lstrip())
    match yaml.compose("\n".join(lines) + "\n", Loader=LOADER):
        case yaml.SequenceNode(value=[yaml.MappingNode(flow_style=False) as thing]):
            return _mapping(list(lines), thing, data, (0, len(lines)))
    return thing_lines(data, indent)


def content_end(lines: Sequence[str], start: int, end: int) -> int:
    """Return where content ends: comments and empty lines below it belong to the next content."""
    while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return end


def _mapping(lines: list[str], node: yaml.MappingNode, new: Mapping[str, Any], span: _Span) -> list[str]:
    """Change the keys of a block mapping."""
    old = {key.value: _Key(key.start_mark.line, key.start_mark.column, value, value_of(value)) for key, value in node.value}
    starts = sorted(key.line for key in old.values())
    indent = next(iter(old.values())).column
    result = lines[span[0] : starts[0]]
    for name in _order(list(old), list(new)):
        if name in old:
            end = next((line for line in starts if line > old[name].line), span[1])
            result += _key(lines, old[name], name, new, end)
        else:
            result += lines_of(name, new[name], indent)
    return _with_dash(result, lines[span[0]], indent)


def _with_dash(result: list[str], first: str, indent: int) -> list[str]:
    """Restore the dash of a thing whose first key was written again."""
    before = first[:indent]
    if before.strip() == "-" and result and result[0][:indent] != before:
        result[0] = before + result[0][indent:]
    return result


def _order(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """Keep the old order of keys; a new key follows its predecessor in the schema's order."""
    merged = list(old)
    for position, key in enumerate(new):
        if key not in merged:
            before = [merged.index(each) for each in new[:position] if each in merged]
            merged.insert(max(before, default=-1) + 1, key)
    return merged


def _key(lines: list[str], old: _Key, name: str, new: Mapping[str, Any], end: int) -> list[str]:
    """Return the lines of one key after the change, with the comments and empty lines below it."""
    body = content_end(lines, old.line, end)
    if name in new:
        is_same = _is_same(old.value, new[name])
        return lines[old.line : end] if is_same else [*_changed(lines, old, name, new[name], body), *lines[body:end]]
    return lines[old.line : end] if old.value in _SAME_AS_ABSENT else lines[body:end]


def value_of(node: yaml.Node) -> Any:
    """Return the value of a node, with texts stripped."""
    match node:
        case yaml.MappingNode():
            return {key.value: value_of(value) for key, value in node.value}
        case yaml.SequenceNode():
            return [value_of(item) for item in node.value]
        case yaml.ScalarNode(style=None | ""):  # a plain scalar
            value = scalar(node.value)
            return value.strip() if isinstance(value, str) else value
    return node.value.strip()


def _is_same(old: Any, new: Any) -> bool:
    if isinstance(old, dict) and isinstance(new, Mapping):
        return list(old) == list(new) and all(_is_same(old[key], new[key]) for key in old)
    if isinstance(old, list) and isinstance(new, (list, tuple)):
        return old == list(new)
    return bool(old == new)


def _changed(lines: list[str], old: _Key, name: str, new: Any, end: int) -> list[str]:
    """Write one key's lines so that they say the new value."""
    match old.node, new:
        case yaml.MappingNode(flow_style=False) as mapping, Mapping():
            return [lines[old.line], *_mapping(lines, mapping, new, (old.line + 1, end))]
        case yaml.SequenceNode(flow_style=True, value=[_, *_]) as items, list() | tuple():
            return _flow(lines[old.line : end], items, new, old.line)
        case yaml.SequenceNode(value=[_, *_]) as items, list() | tuple():
            return [lines[old.line], *_items(lines, items, new, (old.line + 1, end))]
    return lines_of(name, new, old.column)


def _items(lines: list[str], old: yaml.SequenceNode, new: Sequence[Any], span: _Span) -> list[str]:
    """Write the items of a block list: items that stay keep their lines and comments."""
    starts = [item.start_mark.line for item in old.value]
    ends = [*starts[1:], span[1]]
    indent = len(lines[starts[0]]) - len(lines[starts[0]].lstrip())
    result = lines[span[0] : starts[0]]
    for is_same, low, high, added in _changes(old, new):
        if is_same:
            result += lines[starts[low] : ends[high - 1]]
        else:
            result += item_lines(added, indent)
    return result


def _flow(lines: Sequence[str], old: yaml.SequenceNode, new: Sequence[Any], first_line: int) -> list[str]:
    """Write the items of a list in brackets, over any number of lines; items that stay are unchanged."""
    text = "\n".join(lines)
    offsets = [sum(len(line) + 1 for line in lines[:number]) for number in range(len(lines))]
    starts = [offsets[item.start_mark.line - first_line] + item.start_mark.column for item in old.value]
    closing = offsets[old.end_mark.line - first_line] + old.end_mark.column - 1
    for is_same, low, high, added in reversed(_changes(old, new)):
        if is_same:
            continue
        items = ", ".join(map(in_flow, added))
        if high < len(starts):  # up to the next item that stays
            text = text[: starts[low]] + (f"{items}, " if items else "") + text[starts[high] :]
        else:
            text = _up_to(text, [*starts, closing][low], is_first=low == 0, is_last=not items) + items + text[closing:]
    return text.split("\n")


def _up_to(text: str, end: int, *, is_first: bool, is_last: bool) -> str:
    """Return the text of a list before an item, with the comma that it needs."""
    kept = text[:end].rstrip()
    if is_first:
        return kept
    return kept.removesuffix(",") + ("" if is_last else ", ")


def _changes(old: yaml.SequenceNode, new: Sequence[Any]) -> list[tuple[bool, int, int, Sequence[Any]]]:
    """Compare two lists.

    For each part, return whether it stays, its first and last item in the old list, and its items in the new one.
    """
    matcher = SequenceMatcher(None, value_of(old), list(new), autojunk=False)
    return [(tag == "equal", low, high, new[first:last]) for tag, low, high, first, last in matcher.get_opcodes()]
