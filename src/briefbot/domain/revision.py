"""What a guild's moderators changed: one value for each stored change, never altered afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, TypeAlias, get_args

from briefbot.domain.knowledge import ThingKind, digest_of

Action: TypeAlias = Literal["add", "edit", "retire", "restore", "undo", "redo", "settle", "import", "taken over"]
Effect: TypeAlias = Literal["text", "retired", "bundle"]
"""What is in use after a revision: a text of its own, nothing, or the bundle's text."""

EFFECTS: tuple[Effect, ...] = get_args(Effect)
TERMINAL = 0
"""The author of changes that are made by a command in a terminal."""
_NOTES = "was", "reviewed"
NO_DIGEST = ""
"""The digest that a revision is based on if the bundle has nothing with its id."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a thing: its new text in the form of the files, or none."""

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
    """The person who made it; None for a former moderator."""
    time: datetime
    reason: str
    based_on: str
    """The digest of the bundle's text when it was made."""
    accepted_by: int | None = None
    """Who accepted it, if it waited for approval."""
    sequence: int = 0
    """Its place among all revisions, which the store assigns."""

    @property
    def key(self) -> tuple[ThingKind, str]:
        """Return the key of the changed thing."""
        return self.change.kind, self.change.id


def digest_of_data(data: Mapping[str, Any] | None) -> str:
    """Return a digest of a thing's text, to notice later changes; curators' notes do not count."""
    return NO_DIGEST if data is None else digest_of({key: value for key, value in data.items() if key not in _NOTES})


def texts_in(data: Any) -> Iterator[str]:
    """Yield the keys and texts of a thing's text."""
    match data:
        case str():
            yield data
        case Mapping():
            yield from data
            yield from texts_in(list(data.values()))
        case list():
            for each in data:
                yield from texts_in(each)


def sharing_texts(revision: Revision, known: Mapping[str, str]) -> Revision:
    """Return a revision with known texts in place of equal ones, so that thousands of revisions share each of them."""
    change = replace(revision.change, data=_sharing(revision.change.data, known))
    return replace(revision, change=change, based_on=known.get(revision.based_on, revision.based_on))


def _sharing(data: Any, known: Mapping[str, str]) -> Any:
    if isinstance(data, dict):
        return {known.get(key, key): _sharing(value, known) for key, value in data.items()}
    if isinstance(data, list):  # most of it, and many: without a call for each
        return [known.get(each, each) if isinstance(each, str) else each for each in data]
    return known.get(data, data) if isinstance(data, str) else data
