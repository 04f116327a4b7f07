"""Draw the plan of the house into docs/architecture.md, from the imports between its folders.

python docs/plan.py
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import grimp

PAGE = Path(__file__).with_name("architecture.md")
_BETWEEN_MARKS = re.compile(r"(?<=<!-- plan -->\n).*?(?=<!-- /plan -->)", re.DOTALL)
SHOWN_INSIDE = ("bot",)
"""Folders whose own folders are rooms as well."""
ROOT = "briefbot"

Plan = Mapping[str, set[str]]
"""The rooms that each room imports."""


def plan() -> Plan:
    """Return which rooms import which, leaving out what a longer way covers."""
    graph = grimp.build_graph(ROOT, exclude_type_checking_imports=True, cache_dir=None)
    imports: dict[str, set[str]] = {}
    for module in graph.modules - {ROOT}:
        imported = {room(each) for each in graph.find_modules_directly_imported_by(module) if each != ROOT}
        imports.setdefault(room(module), set()).update(imported - {room(module)})
    return {name: found - {far for near in found for far in _reached(near, imports)} for name, found in imports.items()}


def room(module: str) -> str:
    """Return the room of a module: a folder, or a module next to folders."""
    names = module.split(".")[1:]
    return ".".join(names[: 2 if names[0] in SHOWN_INSIDE else 1])


def _reached(name: str, imports: Plan) -> set[str]:
    """Return all rooms that a room imports, itself or by way of others."""
    return imports[name].union(*(_reached(each, imports) for each in imports[name]))


def drawn(plan: Plan) -> Iterator[str]:
    """Write a plan as a diagram that GitHub shows."""
    yield "```mermaid"
    yield "flowchart TD"
    for folder in SHOWN_INSIDE:
        yield f"  subgraph {folder}"
        yield from (f"    {name}[{name.removeprefix(f'{folder}.')}]" for name in sorted(plan) if name.startswith(f"{folder}."))
        yield "  end"
    for name in sorted(plan):
        yield from (f"  {name} --> {imported}" for imported in sorted(plan[name]))
    yield "```"
    yield ""
    yield "An arrow leads from a folder, or a module beside folders, to one that it imports. An arrow is left out if a longer path"
    yield "leads to the same folder. `python docs/plan.py` draws this from the imports."


def with_plan(page: str) -> str:
    """Return a page with the plan of today between its marks."""
    written = "\n".join([*drawn(plan()), ""])
    return _BETWEEN_MARKS.sub(lambda _: written, page)


if __name__ == "__main__":
    PAGE.write_text(with_plan(PAGE.read_text("utf-8")), "utf-8")
