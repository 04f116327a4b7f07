"""An explanation in words has the best match, the next ones, and what would change the reply."""

from __future__ import annotations

import pytest

from briefbot.domain.explanation import Explanation, Match, Verdict
from briefbot.rendering.explanations import explained
from builders import entry

FERRY = entry("ferry", phrasings=("When does the ferry leave?",))
PIER = entry("pier", phrasings=("How long is the *old* pier?",))
BOAT = entry("boat", phrasings=("Who built the boat?",))


def found(verdict: Verdict, *matches: Match, **more: object) -> Explanation:
    """Make an explanation of a question about a ferry."""
    return Explanation("when is the fery?", verdict, matches, 0.47, **more)  # type: ignore[arg-type]  # which field is open


def test_the_best_match_comes_with_the_words_in_common_and_the_likely_next_ones() -> None:
    matches = (Match(FERRY, 0.9999, ("when", "ferry")), Match(PIER, 0.02, ()), Match(BOAT, 0.001, ("when",)))
    assert explained(found("answer", *matches)).splitlines() == [
        "> when is the fery?",
        "**Answered:** the best match is likely enough.",
        "**Best match, 99 %:** When does the ferry leave?",
        "-# Words in common: “when”, “ferry”",
        r"**Next, 2 %:** How long is the \*old\* pier?",
        "-# No words in common.",
        "**What would change this:** if another entry was meant, add the question to it as a way to ask.",
    ]


def test_how_words_were_read_and_what_is_lacking_is_told() -> None:
    lines = explained(
        found("withdraw", Match(FERRY, 0.3, ("when",)), corrections=(("fery", "ferry"),), unknown=("zeppelin",), missing=("toll",))
    ).splitlines()
    assert lines[4:7] == [
        "I read “fery” as “ferry”.",
        "Words that are not in the knowledge: “zeppelin”",
        "What the best match lacks: “toll”",
    ]
    assert lines[-1].startswith("**What would change this:** a match of 47 % or more is answered at once.")


def test_where_nothing_matches_an_entry_is_what_would_change_it() -> None:
    assert explained(found("abstain")).splitlines()[-1] == "**What would change this:** an entry about it. `/knowledge add` creates one."


@pytest.mark.parametrize("verdict", ["wish", "distress"])
def test_what_is_not_looked_up_has_no_matches(verdict: Verdict) -> None:
    assert len(explained(found(verdict, Match(FERRY, 0.9, ("when",)))).splitlines()) == 2
