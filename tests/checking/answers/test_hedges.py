"""Hedges of the article: which words weaken which statement."""

from __future__ import annotations

import pytest

from briefbot.checking.answers.hedges import statement
from checking.answers.ferries import GATE


def hedges(sentence: str) -> dict[str, frozenset[str]]:
    return {hedge.written: hedge.scope for hedge in statement(sentence, GATE.names).hedges}


@pytest.mark.parametrize(
    ("sentence", "hedge", "scope"),
    [
        ("Talks reportedly stalled in winter.", "reportedly", {"talk", "stall", "winter"}),
        ("The roof dated from spring and had reportedly leaked.", "reportedly", {"leak"}),
        ("The crews may strike, and the line will close.", "may", {"strike"}),
        ("The cook has not resigned, the captain has.", "not", {"resign"}),
        ("Tickets will vanish soon, analysts say.", "analysts say", {"ticket", "vanish", "soon"}),
        ("According to a report, tickets vanish.", "according to", {"ticket", "vanish"}),
        ('"Tickets vanish," Varga, who sings, said.', "said", {"ticket", "vanish"}),
        ("A ship -- said to be old -- likely leaks oil.", "likely", {"leak", "oil"}),
        ("A ship -- said to be old -- likely leaks oil.", "said to", {"old"}),
        ("Around 600 came.", "around", {"600"}),
    ],
)
def test_a_hedge_weakens_its_clause(sentence: str, hedge: str, scope: set[str]) -> None:
    assert hedges(sentence)[hedge] == scope


@pytest.mark.parametrize("sentence", ["They met on May 9.", "In May they met.", "Not only the cook left.", "The line owns ferries."])
def test_a_plain_sentence_has_no_hedge(sentence: str) -> None:
    assert hedges(sentence) == {}
