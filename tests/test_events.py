"""Every event of the log stands in docs/operators.md, with its level."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import briefbot
from briefbot.cli.setup.progress import FIRST_START

SOURCE = Path(briefbot.__file__).parent
LEVELS = {"exception": "error", "log": "error"}
"""`log` is given its level: it is the store's, which is an error where somebody waits for it."""

PASSED_ON = {"_note_once": "warning"}
"""Functions that log the event that they are given, and at which level."""


def calls() -> Iterator[tuple[str, ast.Call]]:
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                if ast.unparse(node.func.value) in ("log", "_log"):
                    yield node.func.attr, node
                elif node.func.attr in PASSED_ON:
                    yield PASSED_ON[node.func.attr], node


def logged() -> set[tuple[str, str]]:
    """List what is logged at which level; the one event that is no constant says how far something is."""
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
