"""Apply the gates in their order: each passes a decision, or replaces it by a more careful one."""

from __future__ import annotations

from collections.abc import Callable

from briefbot.matching.gates.abroad import abroad
from briefbot.matching.gates.asked import Asking
from briefbot.matching.gates.corrections import corrections
from briefbot.matching.gates.family import family
from briefbot.matching.gates.names import names
from briefbot.matching.gates.relevance import relevance
from briefbot.matching.gates.silence import silence
from briefbot.matching.gates.words import words
from briefbot.matching.ranking.decision import Ranking

Gate = Callable[[Asking, Ranking], Ranking]

GATES: tuple[Gate, ...] = (family, corrections, names, words, abroad, relevance, silence)


def judge(asking: Asking, ranking: Ranking) -> Ranking:
    """Pass a decision through all gates."""
    for gate in GATES:
        ranking = gate(asking, ranking)
    return ranking
