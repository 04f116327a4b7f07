"""docs/operators.md describes every event of the log, with its level."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import briefbot
from briefbot.cli.setup.progress import FIRST_START

SOURCE = Path(briefbot.__file__).parent
LEVELS = {"exception": "error", "log": "error"}
"""`log` gets its level as an argument; the store's failures are errors if somebody waits for them."""

PASSED_ON = {"_note_once": "warning"}
"""Functions that log an event that they are given, with its level."""


def calls() -> Iterator[tuple[str, ast.Call]]:
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                if ast.unparse(node.func.value) in ("log", "_log"):
                    yield node.func.attr, node
                elif node.func.attr in PASSED_ON:
                    yield PASSED_ON[node.func.attr], node


def logged() -> set[tuple[str, str]]:
    """List the logged events with their levels; the only event that is not a constant reports progress."""
    found = {(FIRST_START, "info")}
    for level, call in calls():
        event = call.args[1 if level == "log" else 0]
        texts = [each.value for each in ast.walk(event) if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        assert texts or ast.unparse(event) in ("self._task", "what")
        found |= {(text, LEVELS.get(level, level)) for text in texts}
    return found


def test_each_event_of_the_log_is_described(root: Path) -> None:
    page = (root / "docs" / "operators.md").read_text("utf-8").partition("## Each log event")[2]
    described = set(re.findall(r"^\| `([^`]+)` \| (\w+) \| \S", page, flags=re.MULTILINE))
    assert logged() - described == set(), "not in docs/operators.md"
    assert described - logged() == set(), "no longer logged"
