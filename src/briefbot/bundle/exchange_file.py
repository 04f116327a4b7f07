"""YAML for exports and imports: read as strictly as a bundle's files, and written in their form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from briefbot.bundle.scalars import thing_lines
from briefbot.bundle.tree import Node, Refused, parse
from briefbot.errors import EditRefused
from briefbot.i18n import mark


def yaml_value(text: str) -> Any:
    """Read YAML into plain values; raise EditRefused with the line if that fails."""
    try:
        node = parse(text)
    except Refused as error:
        raise EditRefused(mark("Line {line} of the file: {error}."), line=error.line, error=error.message) from error
    except yaml.MarkedYAMLError as error:
        place = error.problem_mark or error.context_mark
        told = mark("Line {line} of the file is not valid YAML: {why}.")
        raise EditRefused(told, line=place.line + 1 if place else 0, why=error.problem or error.context) from error
    except yaml.YAMLError as error:
        raise EditRefused(mark("The file is not valid YAML: {error}"), error=str(error)[:200]) from error
    return _value(node)


def _value(node: Node | None) -> Any:
    """Return the value of a node; a YAML date is read as text."""
    value = node.value if node is not None else None
    if isinstance(value, dict):
        return {key: _value(child) for key, child in value.items()}
    if isinstance(value, list):
        return [_value(child) for child in value]
    return str(value) if isinstance(value, str) else value


def yaml_lists(lists: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """Write lists of things under their names."""
    lines = []
    for name, things in lists.items():
        lines += [f"{name}:", *(line for thing in things for line in [*thing_lines(thing), ""])]
    return "\n".join(lines).rstrip("\n") + "\n"
