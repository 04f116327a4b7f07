"""Drafts as the text of a bundle's file, to be finished by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from briefbot.bundle.scalars import thing_lines

_HEADER = "# Drafted by `briefbot draft`: delete `draft: true` from finished entries, and delete what you do not need."


def draft_text(header: str, things: Iterable[tuple[str, Mapping[str, Any]]]) -> str:
    """Write things, each with its remark as a comment above it; "" means no remark."""
    blocks = ["\n".join([*([f"# {remark}"] if remark else []), *thing_lines(data)]) for remark, data in things]
    return "\n".join([_HEADER, f"# {header}", "", "\n\n".join(blocks), ""])
