"""Undo steps back repeatedly, redo steps forward, and a new change forgets what was undone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from briefbot.domain.revision import Action, Change, Revision
from briefbot.editing.stepping import Steps

NOON = datetime(2025, 6, 1, 12, tzinfo=UTC)
BUNDLE = ""
"""Stands for the bundle's text."""


def steps(*made: tuple[Action, str]) -> tuple[list[int], list[int]]:
    """Apply revisions, each with its action and resulting answer."""
    found = Steps.of(
        Revision(
            1, number, Change("entry", "tea", "text" if text else "bundle", {"answer": text} if text else None), action, 42, NOON, "", ""
        )
        for number, (action, text) in enumerate(made, 1)
    )
    return found.done, found.undone


@pytest.mark.parametrize(
    ("made", "done", "undone"),
    [
        ([], [0], []),
        ([("edit", "a"), ("edit", "b")], [0, 1, 2], []),
        ([("edit", "a"), ("edit", "b"), ("undo", "a")], [0, 1], [2]),
        ([("edit", "a"), ("edit", "b"), ("undo", "a"), ("undo", BUNDLE)], [0], [2, 1]),
        ([("edit", "a"), ("edit", "b"), ("undo", "a"), ("undo", BUNDLE), ("redo", "a")], [0, 1], [2]),
        ([("edit", "a"), ("undo", BUNDLE), ("edit", "c")], [0, 3], []),
        ([("edit", "a"), ("undo", BUNDLE), ("redo", "a"), ("undo", BUNDLE)], [0], [1]),
    ],
)
def test_undo_steps_back_and_redo_forth(made: list[tuple[Action, str]], done: list[int], undone: list[int]) -> None:
    assert steps(*made) == (done, undone)


def test_what_an_earlier_version_took_back_twice_was_done_again() -> None:
    assert steps(("edit", "a"), ("undo", BUNDLE), ("undo", "a")) == ([0, 1], [])
    assert steps(("edit", "a"), ("edit", "b"), ("undo", "a"), ("undo", "b")) == ([0, 1, 2], [])
