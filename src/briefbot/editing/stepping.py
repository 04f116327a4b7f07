"""Undo and redo in the history of a thing: the states before and after the one in use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from briefbot.domain.revision import Change, Revision, digest_of_data


@dataclass(slots=True)
class Steps:
    """The states of a thing, by the number of the revision that made each; 0 is the bundle's text."""

    done: list[int] = field(default_factory=lambda: [0])
    """The states up to the one in use."""
    undone: list[int] = field(default_factory=list)
    """The undone states, the next one to redo at the end."""

    @classmethod
    def of(cls, revisions: Iterable[Revision]) -> Steps:
        """Follow a thing's revisions, oldest first."""
        steps, changes = cls(), dict[int, Change]()
        for revision in revisions:
            steps._follow(revision, changes)
            changes[revision.number] = revision.change
        return steps

    def _follow(self, revision: Revision, changes: dict[int, Change]) -> None:
        """Apply one revision; in earlier versions, undoing an undo was a redo."""
        is_again = bool(self.undone) and _is_same(revision.change, changes.get(self.undone[-1]))
        is_back = len(self.done) > 1 and _is_same(revision.change, changes.get(self.done[-2]))
        if self.undone and (revision.action == "redo" or (revision.action == "undo" and is_again and not is_back)):
            self.done.append(self.undone.pop())
        elif revision.action == "undo" and len(self.done) > 1:
            self.undone.append(self.done.pop())
        else:
            self.done.append(revision.number)
            self.undone.clear()


def _is_same(change: Change, other: Change | None) -> bool:
    """Return whether two changes leave the same state; None is the bundle's text."""
    if other is None:
        return change.effect == "bundle"
    return change.effect == other.effect and digest_of_data(change.data) == digest_of_data(other.data)
