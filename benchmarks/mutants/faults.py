"""Faults of a file: a flipped comparison, a swapped operator, another constant, a lost `not`, result or statement."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
_LOGGERS = ("log", "_log")


@dataclass(frozen=True, slots=True)
class Fault:
    """A piece of a file and its replacement; lines from 1, columns in bytes."""

    path: Path
    kind: str
    start: tuple[int, int]
    end: tuple[int, int]
    old: str
    new: str
    scope: tuple[int, int] | None
    """First line of its function, and the line after the last; None in the body of a module or class."""

    def apply(self, source: bytes) -> bytes:
        """Return a file's content with the fault in it."""
        lines = source.splitlines(keepends=True)
        starts = [0]
        for line in lines:
            starts.append(starts[-1] + len(line))
        first, last = starts[self.start[0] - 1] + self.start[1], starts[self.end[0] - 1] + self.end[1]
        return source[:first] + self.new.encode() + source[last:]


def faults(path: Path, source: str) -> Iterator[Fault]:
    """Yield every fault that can be put into a file."""
    module = ast.parse(source)
    for node, scope, is_statement in _nodes(module, None):
        for kind, new in _replacements(node):
            text = ast.unparse(new) if is_statement else f"({ast.unparse(new)})"
            old = ast.get_source_segment(source, node) or ""
            yield Fault(path, kind, (node.lineno, node.col_offset), (node.end_lineno or 0, node.end_col_offset or 0), old, text, scope)


def _nodes(parent: ast.AST, scope: tuple[int, int] | None) -> Iterator[tuple[ast.expr | ast.stmt, tuple[int, int] | None, bool]]:
    """Yield replaceable nodes with their functions, except annotations, decorators, docstrings and log lines."""
    for name, value in ast.iter_fields(parent):
        if name in ("annotation", "returns", "decorator_list", "type_comment", "bases"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST) or _is_passed_over(child):
                continue
            inner = _scope(child, scope)
            if isinstance(child, (ast.expr, ast.stmt)) and not isinstance(parent, (ast.JoinedStr, ast.FormattedValue)):
                yield child, scope, isinstance(child, ast.stmt)
            if not isinstance(child, ast.JoinedStr):
                yield from _nodes(child, inner)


def _scope(node: ast.AST, around: tuple[int, int] | None) -> tuple[int, int] | None:
    """Return the lines of the function around a node's parts."""
    return (node.lineno, (node.end_lineno or 0) + 1) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) else around


def _is_passed_over(node: ast.AST) -> bool:
    match node:
        case ast.Expr(value=ast.Constant()) | ast.Import() | ast.ImportFrom():
            return True
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name)))):
            return name in _LOGGERS
        case ast.Assign(targets=[ast.Name(id="__all__")]):
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case _:
            return False


def _replacements(node: ast.expr | ast.stmt) -> Iterator[tuple[str, ast.expr | ast.stmt]]:
    match node:
        case ast.Compare(ops=[op]) if type(op) in _COMPARISONS:
            yield "comparison", _changed(node, lambda it: it.ops.__setitem__(0, _COMPARISONS[type(op)]()))
        case ast.BoolOp(op=op):
            yield "and/or", _changed(node, lambda it: setattr(it, "op", ast.And() if isinstance(op, ast.Or) else ast.Or()))
        case ast.BinOp(op=op) if type(op) in _OPERATORS:
            yield "arithmetic", _changed(node, lambda it: setattr(it, "op", _OPERATORS[type(op)]()))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield "not", operand
        case ast.Constant(value=bool(value)):
            yield "number", ast.Constant(not value)
        case ast.Constant(value=int() | float() as value):
            yield "number", ast.Constant(value + 1)
        case ast.Constant(value=str(value)):
            yield "text", ast.Constant("" if value else "x")
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield "result", ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Call() | ast.Await()) | ast.AugAssign() | ast.Raise() | ast.Continue() | ast.Break() | ast.Delete():
            yield "statement", ast.Pass()
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield "statement", ast.Pass()


def _changed(node: ast.AST, change: Callable[[ast.AST], None]) -> ast.expr:
    made = copy.deepcopy(node)
    change(made)
    return made  # type: ignore[return-value]
