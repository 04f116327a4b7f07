"""Moderators read how far a correction is, and what came of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from briefbot.domain.corrections import Correction
from briefbot.rendering.corrections.progress import in_history, outcome, passed_over, progress

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
BEGUN = Correction(1, 5, "entry", "tea", 2, 42, NOON, total=500, private=0)


def test_says_how_far_it_is_and_how_long_it_takes_at_most() -> None:
    first, second = progress(replace(BEGUN, corrected=110, gone=10), "“tea”", 8.0).splitlines()
    assert first == "Correcting replies about “tea”: 120 of 500 done."
    assert second.startswith("-# 51 minutes left at most.")


def test_says_that_it_waits_while_paused() -> None:
    assert "I'm paused here, so I wait" in progress(BEGUN, "“tea”", 8.0, is_paused=True)


def test_says_what_was_passed_over_and_why() -> None:
    ended = replace(BEGUN, corrected=480, unchanged=1, gone=12, barred=7, private=3, ended_at=NOON)
    assert progress(ended, "“tea”", 8.0).splitlines() == [
        "Corrected 480 replies about “tea”.",
        "-# 1 gave this answer already.",
        "-# 12 were deleted.",
        "-# 7 can't be edited: I don't see their channels any more, or they are in closed threads.",
        "-# 3 were private: nobody can edit them any more.",
    ]


def test_says_that_it_was_stopped() -> None:
    stopped = replace(BEGUN, corrected=1, ended_at=NOON, is_cancelled=True)
    assert outcome(stopped, "“tea”") == "Corrected 1 reply about “tea”. Stopped: 499 others stay as they are."
    assert list(passed_over(stopped)) == []


def test_says_that_there_is_nothing_to_correct() -> None:
    told = outcome(replace(BEGUN, total=0, ended_at=NOON), "“tea”")
    assert told == "There's nothing to correct: no reply of the last 30 days gives an older text of “tea”."


def test_a_line_of_the_history_names_who_began_it() -> None:
    ended = replace(BEGUN, corrected=480, gone=20, private=3, ended_at=NOON)
    assert in_history(ended) == "-# Replies corrected by <@42>, <t:1796040000:f>: 480 of 500, 23 passed over"
    assert in_history(replace(BEGUN, author_id=None)) == (
        "-# Replies corrected by a former moderator, <t:1796040000:f>: 0 of 500, 0 passed over (going on)"
    )
