"""The outcomes of a question."""

from __future__ import annotations

from briefbot.domain.outcome import Abstained, Answered, Quoted, Suggested, given
from builders import entry, quote


def test_what_is_given_is_told_from_what_is_offered() -> None:
    gap = entry("gap", kind="gap")
    assert given(Answered((entry("a"), entry("b")), 1.0)) == {"a", "b"}
    assert given(Quoted((quote("q"),), 1.0)) == {"q"}
    assert given(Suggested((entry("a"),), 0.4)) == set()
    assert given(Abstained("silent", 0.9, gap, (entry("a"),))) == {"gap"}
    assert given(Abstained("off_topic")) == set()
    assert given(Answered((), 0.9, (Answered((entry("a"),), 0.9), Abstained("silent", 0.9, gap)))) == {"a", "gap"}
