"""How much a server may change: as much as one import, so that each export can be imported again."""

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
"""The most phrasings and titles besides the bundle's: each takes some 10 kB of memory."""


def refuse_too_much(before: View, after: Overlay, revisions: Sequence[Revision]) -> None:
    """Raise EditRefused if a server would exceed a limit that it did not exceed before."""
    if len(revisions) > max(ROW_LIMIT, len(before.revisions)):
        told = mark("A server can change at most {limit} things; with this change it would have {found}.")
        raise EditRefused(told, limit=f"{ROW_LIMIT:,}", found=f"{len(revisions):,}")
    questions = _questions(after.knowledge) - _questions(before.base.knowledge)
    if questions > max(QUESTION_LIMIT, _questions(before.overlay.knowledge) - _questions(before.base.knowledge)):
        told = mark("A server can add at most {limit} phrasings and titles; with this change it would have {found}.")
        raise EditRefused(told, limit=f"{QUESTION_LIMIT:,}", found=f"{questions:,}")
    size = len(export_text(after))
    if size > max(SIZE_LIMIT, len(export_text(before.overlay))):
        told = mark("A server's changes can have at most {limit} characters; with these they would have {found}.")
        raise EditRefused(told, limit=f"{SIZE_LIMIT:,}", found=f"{size:,}")


def _questions(knowledge: Knowledge) -> int:
    return sum(len(item.ways) for item in knowledge.items())
