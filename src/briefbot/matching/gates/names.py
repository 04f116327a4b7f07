"""The gate for names: an answer that lacks a name of the question is not given."""

from __future__ import annotations

from briefbot.matching.gates.asked import Asking
from briefbot.matching.ranking.decision import Ranked, Ranking


def names(asking: Asking, ranking: Ranking) -> Ranking:
    """Withdraw an answer that lacks a name of the question, for the gap entry that has it or for a plain line."""
    if not ranking.is_answered or ranking.is_of_a_phrasing:
        return ranking
    wanted = asking.question.names | asking.question.countries
    missing = missing_from(wanted, ranking.answers[0])
    if not missing:
        return ranking
    holding = [gap for gap in ranking.gaps if not missing_from(missing, gap)]
    return ranking.silent_by(holding[0]) if holding else ranking.withdrawn("name")


def missing_from(wanted: frozenset[str], ranked: Ranked) -> frozenset[str]:
    """Return the names that an item does not have."""
    profile = ranked.candidate.profile
    return wanted - profile.names - profile.terms - profile.countries
