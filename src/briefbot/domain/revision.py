"""What a guild's moderators changed: one value for one stored change, never altered afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias, get_args

from briefbot.domain.knowledge import ThingKind, digest_of

Action: TypeAlias = Literal["add", "edit", "retire", "restore", "undo", "redo", "settle", "import", "taken over"]
Effect: TypeAlias = Literal["text", "retired", "bundle"]
"""What a revision leaves in use: a text of its own, nothing, or what the bundle says."""

EFFECTS: tuple[Effect, ...] = get_args(Effect)
TERMINAL = 0
"""Stands for whoever changes something by a command in a terminal."""
_NOTES = "was", "reviewed"
NO_DIGEST = ""
"""What a revision is based on where the bundle has nothing of that id."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is to become of a thing: a text in the form of the files, or none."""

    kind: ThingKind
    id: str
    effect: Effect = "text"
    data: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """One stored change of one thing in one guild."""

    guild: int
    number: int
    change: Change
    action: Action
    author: int | None
    """Who made it; None is a former moderator."""
    time: datetime
    reason: str
    based_on: str
    """Digest of the bundle's text that it was made over."""
    sequence: int = 0
    """Its place among all revisions of the store, which the store gives."""

    @property
    def key(self) -> tuple[ThingKind, str]:
        """Name the thing that was changed."""
        return self.change.kind, self.change.id


def digest_of_data(data: Mapping[str, Any] | None) -> str:
    """Digest a thing's text, so that a later change of it is noticed; curators' notes are no text."""
    return NO_DIGEST if data is None else digest_of({key: value for key, value in data.items() if key not in _NOTES})
