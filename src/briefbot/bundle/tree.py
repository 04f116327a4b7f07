"""Turn YAML text into a tree whose nodes know their lines; refuse features that no bundle needs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from briefbot.errors import Problem
from briefbot.i18n import clip, mark, say

FILE_LIMIT = 50_000_000
"""The most bytes of one file: room for 150,000 phrasings, and a limit on memory."""
DEPTH_LIMIT = 8
"""The most levels of nesting: the schema needs five."""
NODE_LIMIT = 1_000_000
"""The most values of one file: room for 150,000 phrasings with their entries, and a limit on memory and time."""

_TOO_DEEP = "exceeded maximum nesting depth"
"""libyaml's error at a limit of its own, from version 0.2.6; it reads ahead, and so meets that before ours."""

_IN_A_LIST = "while parsing a block collection"
"""libyaml's error for a line that does not continue the list with an item."""
_IN_QUOTES = "while scanning a quoted scalar"
"""libyaml's error for a text without a closing mark: it may end anywhere."""

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Node:
    """A YAML value and its line."""

    value: Any  # str, int, float, bool, None, list[Node], dict[str, Node]
    line: int

    def line_of(self, *path: str | int) -> int:
        """Return the line that keys and numbers lead to, or the line of the last one that exists."""
        node = self
        for step in path:
            inner = node.value.get(step) if isinstance(node.value, dict) else None
            if isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
                inner = node.value[step]
            if inner is None:
                break
            node = inner
        return node.line


class Refused(Exception):
    """A text that cannot be used: the problem, and its place."""

    def __init__(self, line: int, message: str, places: Sequence[int] | None = None) -> None:
        """Set the line and the message; without one of `places`, likeliest first, the rest may be usable."""
        self.line, self.message = line, message
        self.places = (line,) if places is None else places

    def problem(self, name: str) -> Problem:
        """Return it as a problem of a file."""
        return Problem(name, self.line, "", self.message)


_COMMENT = re.compile(r"(?<![ \t])([ \t]+)#(\S?)")
_HAS_WORDS = re.compile(r"\S\s+\S")


def parse(text: str, cut: list[int] | None = None) -> Node | None:
    """Build the tree of one document from parser events, and refuse features that the schema never needs.

    `cut` collects the lines where a comment seems to cut off a text, which YAML ignores.
    """
    tree = _Tree()
    for event in yaml.parse(text, Loader=LOADER):
        tree.take(event)
        if cut is not None and isinstance(event, yaml.ScalarEvent) and not event.style and event.end_mark:
            cut += [event.end_mark.line + 1] * _is_cut(event.value, text, event.end_mark.index)
    return tree.root


def _is_cut(value: str, text: str, end: int) -> bool:
    """Return whether a comment looks like the rest of a text: ` #1`, or ` # one` after words and one blank."""
    comment = _COMMENT.match(text, end)
    return comment is not None and bool(comment[2] or (len(comment[1]) == 1 and _HAS_WORDS.search(value)))


class _Tree:
    """A tree under construction."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self._open: list[tuple[Node, str | None]] = []
        """Lists and mappings that have not ended; a mapping with the key that has no value yet."""
        self._count = 0

    def take(self, event: yaml.Event) -> None:
        """Process one event of the parser."""
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise Refused(line, say("anchors and aliases (& and *) are not allowed in a bundle"))
        if isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            raise Refused(line, say("expected one document, found a second"), ())
        if isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()
        elif (node := _node(event, line)) is not None:
            self._add(node)

    def _add(self, node: Node) -> None:
        self._count += 1
        if self._count > NODE_LIMIT:
            raise Refused(node.line, say("has more than {limit:,} values", limit=NODE_LIMIT), ())
        if self.root is None:
            self.root = node
        else:
            _put(self._open, node, node.line)
        if isinstance(node.value, (list, dict)):
            self._open.append((node, None))
            if len(self._open) > DEPTH_LIMIT:
                raise Refused(node.line, _nested())


def _node(event: yaml.Event, line: int) -> Node | None:
    if not isinstance(event, (yaml.ScalarEvent, yaml.SequenceStartEvent, yaml.MappingStartEvent)):
        return None
    if event.tag is not None and event.tag != "!":
        raise Refused(line, say("the tag {tag} is not allowed", tag=event.tag))
    if isinstance(event, yaml.ScalarEvent):
        return Node(scalar(event.value) if event.implicit[0] else event.value, line)
    return Node([] if isinstance(event, yaml.SequenceStartEvent) else {}, line)


def _put(stack: list[tuple[Node, str | None]], node: Node, line: int) -> None:
    """Add a node to the open list or mapping."""
    parent, key = stack[-1]
    if isinstance(parent.value, list):
        parent.value.append(node)
    elif key is None:
        if isinstance(node.value, (list, dict)):
            raise Refused(line, say("expected a plain word as the key"))
        name = str(node.value)
        if name in parent.value:
            raise Refused(line, say("duplicate key “{name}”", name=clip(name)))
        stack[-1] = (parent, name)
    else:
        parent.value[key] = node
        stack[-1] = (parent, None)


_RESOLVERS: Mapping[str | None, Sequence[tuple[str, re.Pattern[str]]]] = yaml.SafeLoader.yaml_implicit_resolvers
_NAMES = {"tag:yaml.org,2002:timestamp": mark("a date"), "tag:yaml.org,2002:float": mark("a decimal number")}
_NUMBER = mark("a number")


_WHOLE_NUMBER = re.compile(r"[-+]?\d{1,15}")


class Untyped(str):
    """A plain scalar that YAML reads as a type that no key takes: a date, a decimal."""

    kind = ""
    """The name of the type, marked for the catalogue."""


def scalar(text: str) -> Any:
    """Read a plain scalar as YAML 1.1 does."""
    for tag, pattern in _RESOLVERS.get(text[:1], ()):
        if not pattern.match(text):
            continue
        if tag.endswith(":null"):
            return None
        if tag.endswith(":bool"):
            return text.lower() in ("yes", "true", "on")
        if tag.endswith(":int") and _WHOLE_NUMBER.fullmatch(text):
            return int(text)
        other = Untyped(text)
        other.kind = _NAMES.get(tag, _NUMBER)
        return other
    return text


def _nested() -> str:
    return say("nested deeper than {limit} levels", limit=DEPTH_LIMIT)


_HINTS = {
    "did not find expected key": mark(
        "is the indentation right, and do texts in quotation marks contain other marks than those around them?"
    ),
    "mapping values are not allowed in this context": mark("a text with a colon needs quotation marks"),
    "found character that cannot start any token": mark("a text that begins with such a character needs quotation marks"),
}
"""What curators probably did, by libyaml's message."""


def _invalid(why: str) -> str:
    hint = f" ({say(_HINTS[why])})" if why in _HINTS else ""
    return say("is not valid YAML: {why}", why=why) + hint


def read_tree(path: Path, name: str) -> tuple[Node | None, list[Problem]]:
    """Read one file: its tree and warnings, or None and its problems; an empty file has no tree."""
    try:
        node, cut = tree_from(text_of(path))
    except Refused as error:
        return None, [error.problem(name)]
    return node, cut_off(name, cut)


def tree_from(text: str) -> tuple[Node | None, list[int]]:
    """Build the tree of a text, and list the lines where a comment seems to cut off a text.

    Raise Refused if it is not YAML.
    """
    cut: list[int] = []
    try:
        return parse(text, cut), cut
    except yaml.MarkedYAMLError as error:
        raise _refusal(error) from error
    except yaml.YAMLError as error:
        raise Refused(0, _invalid(clip(str(error))), ()) from error


def _refusal(error: yaml.MarkedYAMLError) -> Refused:
    """Return libyaml's error and its likely places: the text or mapping around it, or the line itself."""
    message = _nested() if error.problem == _TOO_DEEP else _invalid(error.problem or error.context or "")
    within, at = ([mark.line + 1] if mark else [] for mark in (error.context_mark, error.problem_mark))
    told = within if error.context == _IN_QUOTES else at
    return Refused((told or within or [0])[0], message, at if error.context == _IN_A_LIST else within + at)


def cut_off(name: str, lines: Sequence[int]) -> list[Problem]:
    """Warn of the lines of a file where a comment seems to cut off a text."""
    message = say("a comment follows unquoted text: put the text in quotation marks, or move the comment to its own line")
    return [Problem(name, line, "", message, "warning") for line in lines]


def text_of(path: Path) -> str:
    """Read the text of a file; raise Refused if that fails."""
    try:
        if not path.is_file():  # reading a pipe or a device would never end
            raise Refused(0, say("is missing") if not path.exists() else say("is not a regular file"))
        if path.stat().st_size > FILE_LIMIT:
            raise Refused(0, say("larger than {limit:,} bytes", limit=FILE_LIMIT))
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise Refused(0, say("cannot be read: {why}", why=error.strerror or error)) from error
    except UnicodeDecodeError as error:
        raise Refused(0, say("expected UTF-8, found another encoding at byte {place}", place=error.start)) from error


def tree_of(value: Any) -> Node:
    """Make a tree from plain Python values, such as a stored edit, so that the schema can read it."""
    if isinstance(value, Mapping):
        return Node({str(key): tree_of(child) for key, child in value.items()}, 0)
    if isinstance(value, (list, tuple)):
        return Node([tree_of(child) for child in value], 0)
    return Node(value, 0)
