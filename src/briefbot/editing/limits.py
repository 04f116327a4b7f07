"""How much a server may change: as much as one import takes, so that each export can be brought in again."""

from __future__ import annotations

from collections.abc import Sequence

from briefbot.domain.knowledge import Knowledge
from briefbot.domain.revision import Revision
from briefbot.editing.export_file import ROW_LIMIT, SIZE_LIMIT, export_text
from briefbot.editing.overlay import Overlay
from briefbot.editing.snapshots import View
from briefbot.errors import EditRefused
from briefbot.i18n import mark

QUESTION_LIMIT = 10_000
"""Phrasings and titles beside those of the bundle: each takes some 10 kB of memory."""


def refuse_too_much(before: View, after: Overlay, revisions: Sequence[Revision]) -> None:
    """Raise EditRefused if a server would hold more than it may; what it holds already is not held against it."""
    if len(revisions) > max(ROW_LIMIT, len(before.revisions)):
        told = mark("A server can change at most {limit} things, and this one would have changed {found}.")
        raise EditRefused(told, limit=f"{ROW_LIMIT:,}", found=f"{len(revisions):,}")
    questions = _questions(after.knowledge) - _questions(before.base.knowledge)
    if questions > max(QUESTION_LIMIT, _questions(before.overlay.knowledge) - _questions(before.base.knowledge)):
        told = mark("A server can add at most {limit} phrasings and titles, and this one would have added {found}.")
        raise EditRefused(told, limit=f"{QUESTION_LIMIT:,}", found=f"{questions:,}")
    size = len(export_text(after))
    if size > max(SIZE_LIMIT, len(export_text(before.overlay))):
        told = mark("A server's changes can take at most {limit} characters, and these would take {found}.")
        raise EditRefused(told, limit=f"{SIZE_LIMIT:,}", found=f"{size:,}")


def _questions(knowledge: Knowledge) -> int:
    return sum(len(item.ways) for item in knowledge.items())
