"""A turn stores only what a follow-up may need."""

from __future__ import annotations

from briefbot.matching.conversation.turns import turn_of
from builders import entry
from matching.ranking.test_confidence import candidate


def test_the_speaker_of_what_was_reached_is_remembered() -> None:
    read = candidate(entry()).profile.phrasings[0]
    assert turn_of(read, ["mill"], None, "Zoya Markova").words == ("mill", "Zoya", "Markova")
    assert turn_of(read, [], None, "The Mill").words == ()  # the question names it already
    assert len(turn_of(read, [f"word{number}" for number in range(99)], None, "").words) == 12
