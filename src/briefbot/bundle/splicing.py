"""One thing's text changed where its values change; every other line stays letter for letter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from briefbot.bundle.scalars import in_flow, item_lines, lines_of, load, thing_lines

_SAME_AS_ABSENT: tuple[Any, ...] = ("", [], {}, False)


def splice(lines: Sequence[str], data: Mapping[str, Any]) -> list[str]:
    """Change the lines of one thing of a file (from its dash on) so that they say `data`."""
    indent = len(lines[0]) - len(lines[0].lstrip())
    [thing] = load("\n".join(lines) + "\n")
    if not isinstance(thing, CommentedMap) or thing.fa.flow_style():
        return thing_lines(data, indent)
    return _mapping(list(lines), thing, data, 0, len(lines))


def content_end(lines: Sequence[str], start: int, end: int) -> int:
    """Find where content ends: comments and empty lines below it belong to what follows."""
    while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return end


def _mapping(lines: list[str], old: CommentedMap, new: Mapping[str, Any], start: int, end: int) -> list[str]:
    """Change the keys of a block mapping that stands on some lines."""
    places = {key: old.lc.key(key) for key in old}
    starts = sorted(line for line, _ in places.values())
    indent = next(iter(places.values()))[1]
    result: list[str] = lines[start : starts[0]]
    order = _order(list(old), list(new))
    for key in order:
        if key not in old:
            result += lines_of(key, new[key], indent)
            continue
        first = places[key][0]
        last = next((line for line in starts if line > first), end)
        own = lines[first:last]
        if key in new and not _is_same(old[key], new[key]):
            body = content_end(lines, first, last)
            own = [*_key(lines, old, key, new[key], (first, body, indent)), *lines[body:last]]
        elif key not in new and old[key] not in _SAME_AS_ABSENT:
            own = lines[content_end(lines, first, last) : last]
        result += own
    return _with_dash(result, lines[start], indent)


def _with_dash(result: list[str], first: str, indent: int) -> list[str]:
    """Put the dash of the thing back where its first key was written again."""
    before = first[:indent]
    if before.strip() == "-" and result and result[0][:indent] != before:
        result[0] = before + result[0][indent:]
    return result


def _order(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    """Keep the old keys' order; a new key stands behind the one that it follows in the schema's order."""
    merged = list(old)
    for position, key in enumerate(new):
        if key not in merged:
            before = [merged.index(each) for each in new[:position] if each in merged]
            merged.insert(max(before, default=-1) + 1, key)
    return iter(merged)


def _is_same(old: Any, new: Any) -> bool:
    if isinstance(old, CommentedMap):
        return isinstance(new, Mapping) and list(old) == list(new) and all(_is_same(old[key], new[key]) for key in old)
    if isinstance(old, CommentedSeq):
        return isinstance(new, (list, tuple)) and list(map(_plain, old)) == list(new)
    return bool(_plain(old) == new)


def _plain(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _key(lines: list[str], old: CommentedMap, key: str, new: Any, place: tuple[int, int, int]) -> list[str]:
    """Write one key's lines so that they say the new value."""
    start, end, indent = place
    value = old[key]
    if isinstance(value, CommentedMap) and isinstance(new, Mapping) and not value.fa.flow_style():
        return [lines[start], *_mapping(lines, value, new, start + 1, end)]
    if isinstance(value, CommentedSeq) and value and isinstance(new, (list, tuple)):
        if value.fa.flow_style():
            return _flow(lines[start:end], value, new, start)
        return [lines[start], *_items(lines, value, new, start + 1, end)]
    return lines_of(key, new, indent)


def _items(lines: list[str], old: CommentedSeq, new: Sequence[Any], start: int, end: int) -> list[str]:
    """Write the items of a block list: those that stay keep their lines and comments."""
    starts = [old.lc.item(number)[0] for number in range(len(old))]
    ends = [*starts[1:], end]
    indent = len(lines[starts[0]]) - len(lines[starts[0]].lstrip())
    result = lines[start : starts[0]]
    for _, low, high, first, last in SequenceMatcher(None, list(map(_plain, old)), list(new), autojunk=False).get_opcodes():
        if list(map(_plain, old))[low:high] == list(new)[first:last]:
            result += lines[starts[low] : ends[high - 1]] if high > low else []
        else:
            result += item_lines(new[first:last], indent)
    return result


def _flow(lines: Sequence[str], old: CommentedSeq, new: Sequence[Any], first_line: int) -> list[str]:
    """Write the items of a list in brackets, however many lines it takes: those that stay are not touched."""
    text = "\n".join(lines)
    offsets = [sum(len(line) + 1 for line in lines[:number]) for number in range(len(lines))]
    places = [old.lc.item(number) for number in range(len(old))]
    starts = [offsets[line - first_line] + column for line, column in places]
    closing = text.rindex("]")
    matcher = SequenceMatcher(None, list(map(_plain, old)), list(new), autojunk=False)
    for tag, low, high, first, last in reversed(matcher.get_opcodes()):
        if tag == "equal":
            continue
        added = ", ".join(map(in_flow, new[first:last]))
        if high < len(old):  # up to the next item that stays
            text = text[: starts[low]] + (f"{added}, " if added else "") + text[starts[high] :]
        else:
            kept = text[: starts[low]].rstrip() if low < len(old) else text[:closing].rstrip()
            kept = kept.removesuffix(",") if low else kept
            text = kept + (", " if low and added else "") + added + text[closing:]
    return text.split("\n")
