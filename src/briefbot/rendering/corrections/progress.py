"""Write the progress and the result of a correction for moderators."""

from __future__ import annotations

import math
from collections.abc import Iterator

from briefbot.domain.corrections import Correction
from briefbot.i18n import say, say_many
from briefbot.rendering.markdown import small

_MINUTE = 60


def offer(count: int) -> str:
    """Offer to correct replies."""
    return say_many("Correct {count} reply of the last 30 days", "Correct {count} replies of the last 30 days", count)


def progress(correction: Correction, what: str, pause: float, *, is_paused: bool = False) -> str:
    """Return the progress of a correction, given the seconds between two replies, or its result."""
    if correction.ended_at is not None:
        return "\n".join([outcome(correction, what), *map(small, passed_over(correction))])
    done = correction.total - correction.left
    told = say("Correcting replies about {what}: {done} of {total} done.", what=what, done=done, total=correction.total)
    if is_paused:
        waiting = say("I'm paused here, so I wait: `/knowledge resume` lets me continue.")
        return f"{told}\n{small(waiting)}"
    left = say_many("{count} minute left at most.", "{count} minutes left at most.", math.ceil(correction.left * pause / _MINUTE))
    note = say("Discord lets me edit older messages slowly. I continue if you close this, and after a restart.")
    return "\n".join([told, small(f"{left} {note}")])


def outcome(correction: Correction, what: str) -> str:
    """Return the result of a correction."""
    if not correction.total:
        return say("There's nothing to correct: no reply of the last 30 days gives an older text of {what}.", what=what)
    told = say_many("Corrected {count} reply about {what}.", "Corrected {count} replies about {what}.", correction.corrected, what=what)
    if correction.is_cancelled:
        left = say_many("Stopped: {count} other stays as it is.", "Stopped: {count} others stay as they are.", correction.left)
        return f"{told} {left}"
    return told


def passed_over(correction: Correction) -> Iterator[str]:
    """Return which replies were skipped."""
    if correction.unchanged:
        yield say_many("{count} gave this answer already.", "{count} gave this answer already.", correction.unchanged)
    if correction.gone:
        yield say_many("{count} was deleted.", "{count} were deleted.", correction.gone)
    if correction.barred:
        yield say_many(
            "{count} can't be edited: I don't see its channel any more, or it is in a closed thread.",
            "{count} can't be edited: I don't see their channels any more, or they are in closed threads.",
            correction.barred,
        )
    if correction.private:
        yield say_many(
            "{count} was private: nobody can edit it any more.", "{count} were private: nobody can edit them any more.", correction.private
        )


def in_history(correction: Correction) -> str:
    """Return a line of a history: who had replies corrected, when, and with what result."""
    who = say("a former moderator") if correction.author_id is None else f"<@{correction.author_id}>"
    passed = correction.gone + correction.barred + correction.private
    told = say(
        "Replies corrected by {who}, <t:{time}:f>: {corrected} of {total}, {passed} passed over",
        who=who, time=int(correction.time.timestamp()), corrected=correction.corrected, total=correction.total, passed=passed,
    )  # fmt: skip
    state = say("stopped") if correction.is_cancelled else say("going on") if correction.ended_at is None else ""
    return small(f"{told} ({state})" if state else told)
