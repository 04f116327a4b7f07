"""The gate for families: entries about one fact share its probability, which must not keep back an answer."""

from __future__ import annotations

from dataclasses import replace

from briefbot.domain.knowledge import Item, related_to
from briefbot.matching.gates.asked import Asking
from briefbot.matching.ranking.decision import Decision, Ranked, Ranking
from briefbot.matching.reading.question import Question
from briefbot.matching.recall.profile import Profile

_LIKELY = 0.2
"""Confidence from which an item of few phrasings may be answered for what its family adds.

See docs/decisions/021-families.md.
"""
_TOGETHER = 0.5
"""The least probability of such a family."""


def family(asking: Asking, ranking: Ranking) -> Ranking:
    """Accept the best answer if it is likely enough together with its related items.

    It must hold all of the question, unless it has few phrasings.
    """
    if ranking.decision is not Decision.SUGGEST or not ranking.answers:
        return ranking
    best, *others = ranking.answers
    is_held, may_lack = holds(best.candidate.profile, asking.question), _may_lack_words(best, asking.question)
    if not is_held and not may_lack:
        return ranking
    together = best.confidence + sum(each.confidence for each in others if _is_of_family(best, each, with_place=may_lack))
    gap = max((each.confidence for each in ranking.gaps), default=0.0)
    least = max(asking.thresholds.answer, gap, 0.0 if is_held else _TOGETHER)
    return replace(ranking, decision=Decision.ANSWER) if together >= least else ranking


def _is_of_family(best: Ranked, other: Ranked, *, with_place: bool) -> bool:
    """Return whether two candidates are related or, with `with_place`, cite the same place of the article."""
    return are_related(best.item, other.item) or (with_place and are_of_a_place(best.item, other.item))


def _may_lack_words(best: Ranked, question: Question) -> bool:
    """Return whether an answer may lack words of a question: it is likely, and has few phrasings."""
    return best.candidate.profile.has_few_phrasings and best.confidence >= _LIKELY and not question.is_foreign


def holds(profile: Profile, question: Question) -> bool:
    """Return whether an item has all content words of a question, and there are some."""
    return bool(question.content) and not question.is_foreign and question.content <= profile.held


def are_related(one: Item, other: Item) -> bool:
    """Return whether one of two items names the other as related."""
    return other.id in related_to(one) or one.id in related_to(other)


def are_of_a_place(one: Item, other: Item) -> bool:
    """Return whether two items cite a common place of the article."""
    return not set(one.evidence).isdisjoint(other.evidence)
