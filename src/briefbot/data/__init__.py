"""Package data: general thresholds, lists of words, what no bundle answers, and how people speak of self-harm."""

from __future__ import annotations

from importlib import resources


def read_groups(name: str) -> dict[str, list[str]]:
    """Read the lines of a list by group; comments and empty lines are left out."""
    return groups_in(read_list(name))


def read_list(name: str) -> str:
    """Read the text of a list."""
    return (resources.files("briefbot") / "data" / name).read_text(encoding="utf-8")


def groups_in(text: str) -> dict[str, list[str]]:
    """Divide lines into groups; each begins with a comment that names it."""
    groups: dict[str, list[str]] = {}
    group: list[str] = []
    for line in text.splitlines():
        if line.startswith("# group: "):
            group = groups.setdefault(line.removeprefix("# group: ").strip(), [])
        elif line.strip() and not line.startswith("#"):
            group.append(line.strip())
    return groups
