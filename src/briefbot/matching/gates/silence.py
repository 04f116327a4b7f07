"""The gate for gap entries: one is given only if it is about the question, not about something similar."""

from __future__ import annotations

from briefbot.matching.gates.asked import Asking
from briefbot.matching.gates.words import lacking
from briefbot.matching.ranking.decision import Decision, Ranking

_POSSIBLE, _LIKELY, _SURE = 0.7, 0.85, 0.96
"""Confidence from which a gap entry decides, unless a name led to it; and two higher limits.

From the second one its text is mostly about what was asked, and is given. From the third one it is, whatever words it
lacks.

See docs/decisions/016-silence.md.
"""


def silence(asking: Asking, ranking: Ranking) -> Ranking:
    """Return a ranking without an answer if the likeliest gap entry is unsure, or lacks a word of what is asked."""
    if ranking.decision is not Decision.SILENT or ranking.is_of_a_phrasing or asking.question.is_foreign or ranking.missing:
        return ranking
    gap = ranking.gaps[0]
    if gap.confidence < _POSSIBLE or (gap.confidence < _SURE and lacking(asking, gap)):
        return ranking.withdrawn("word")
    return ranking if gap.confidence >= _LIKELY else ranking.unworded("word")
