"""Replies that are corrected after a change of what they show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from briefbot.domain.knowledge import Key, ThingKind

WITHDRAWN = "-"
"""Stands for the stamp of an item that is no longer there."""
Fate: TypeAlias = Literal["corrected", "unchanged", "gone", "barred"]
"""The result for a reply: it gives the current answer, gave it before, was deleted, or cannot be edited."""


@dataclass(frozen=True, slots=True)
class ShownReply:
    """A reply in a guild and the items that it shows, by id, each with a stamp of its text; its words are not kept."""

    message_id: int
    channel_id: int
    guild_id: int
    is_private: bool
    time: datetime
    items: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction, which a moderator began, of the replies that show an older text of a thing."""

    id: int
    guild_id: int
    kind: ThingKind
    thing_id: str
    revision: int
    """The newest revision of the thing when it began."""
    author_id: int | None
    time: datetime
    total: int
    private: int
    """Replies that only one person saw, which nobody can edit any more; they are not part of the total."""
    ended_at: datetime | None = None
    is_cancelled: bool = False
    corrected: int = 0
    unchanged: int = 0
    gone: int = 0
    barred: int = 0

    @property
    def key(self) -> Key:
        """Return the key of the thing."""
        return self.kind, self.thing_id

    @property
    def left(self) -> int:
        """Return the number of replies that are not checked yet, or were not when the correction was cancelled."""
        return self.total - self.corrected - self.unchanged - self.gone - self.barred


@dataclass(frozen=True, slots=True)
class Due:
    """The next reply that a correction has to check."""

    correction: Correction
    message_id: int
    reply: ShownReply | None
    """None if nothing is known about it any more: it was deleted, or shows no item."""
