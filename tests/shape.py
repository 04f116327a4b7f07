"""Measures of code from its syntax: length and complexity of functions, and what a test patches."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

TESTS = Path(__file__).parent
Function = ast.FunctionDef | ast.AsyncFunctionDef
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@cache
def tree(path: Path) -> ast.Module:
    """Parse a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[Function]:
    """Yield all functions and methods of a file."""
    yield from (node for node in ast.walk(tree(path)) if isinstance(node, _FUNCTIONS))


def length(function: Function) -> int:
    """Return how many lines a function has, its docstring included."""
    return (function.end_lineno or 0) - function.lineno + 1


def complexity(function: Function) -> int:
    """Return the cyclomatic complexity as radon counts it: conditions within expressions and comprehensions too."""
    return 1 + sum(map(_branches, _within(function)))


def _within(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a function without those of inner functions."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, _FUNCTIONS):
            yield child
            yield from _within(child)


def _branches(node: ast.AST) -> int:
    match node:
        case ast.If() | ast.IfExp() | ast.Assert():
            return 1
        case ast.For() | ast.AsyncFor() | ast.While():
            return 1 + bool(node.orelse)
        case ast.Try():
            return len(node.handlers) + bool(node.orelse)
        case ast.BoolOp():
            return len(node.values) - 1
        case ast.comprehension():
            return 1 + len(node.ifs)
        case ast.Match():
            return sum(not _is_wildcard(case) for case in node.cases)
        case _:
            return 0


def _is_wildcard(case: ast.match_case) -> bool:
    return isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None and case.guard is None


# Imports ---------------------------------------------------------------------------------------


def late_imports(path: Path) -> Iterator[str]:
    """Yield a file's imports that are not at its beginning, except those for type checkers."""
    for top in tree(path).body:
        if not (isinstance(top, ast.If) and ast.unparse(top.test) == "TYPE_CHECKING"):
            yield from (
                f"{path.name}:{node.lineno}: {ast.unparse(node)}"
                for node in ast.walk(top)
                if isinstance(node, (ast.Import, ast.ImportFrom)) and node is not top
            )


# Patches ---------------------------------------------------------------------------------------


def patches(path: Path) -> Iterator[str]:
    """Yield what a test file patches of our code; objects that were not imported count as ours."""
    module = tree(path)
    origins = dict(_origins(module))
    for node in ast.walk(module):
        for target, name in _replaced(node):
            if isinstance(target, ast.Constant):
                if _is_own(str(target.value)):
                    yield str(target.value)
            elif _is_own(origins.get(_root(target), "briefbot")):
                yield f"{ast.unparse(target)}.{name}"


def _is_own(module: str) -> bool:
    top = module.split(".", maxsplit=1)[0]
    return top == "briefbot" or (TESTS / top).is_dir() or (TESTS / f"{top}.py").is_file()


def _origins(module: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield each imported name with the module that it comes from."""
    for node in module.body:
        if isinstance(node, ast.Import):
            yield from ((each.asname or each.name.split(".")[0], each.name) for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((each.asname or each.name, node.module or "") for each in node.names)


def _replaced(node: ast.AST) -> Iterator[tuple[ast.expr, str]]:
    """Yield the object and attribute that `setattr`, `patch.object` or an assignment to a module replaces."""
    match node:
        case ast.Call(func=ast.Attribute(attr="setattr" | "delattr" | "object") | ast.Name(id="setattr"), args=[target, *rest]):
            yield target, str(rest[0].value) if rest and isinstance(rest[0], ast.Constant) else "?"
        case ast.Call(func=ast.Name(id="patch") | ast.Attribute(attr="patch"), args=[ast.Constant() as target, *_]):
            yield target, ""


def _root(target: ast.expr) -> str:
    while isinstance(target, (ast.Attribute, ast.Call, ast.Subscript)):
        target = target.func if isinstance(target, ast.Call) else target.value
    return target.id if isinstance(target, ast.Name) else ""
