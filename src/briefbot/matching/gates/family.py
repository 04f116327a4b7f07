"""The gate for families: entries about one fact share its probability, which must not keep back an answer."""

from __future__ import annotations

from dataclasses import replace

from briefbot.domain.knowledge import Item, related_to
from briefbot.matching.gates.asked import Asking
from briefbot.matching.ranking.decision import Decision, Ranking
from briefbot.matching.reading.question import Question
from briefbot.matching.recall.profile import Profile


def family(asking: Asking, ranking: Ranking) -> Ranking:
    """Give the best answer if it holds all of the question, and is likely enough together with its related items."""
    if ranking.decision is not Decision.SUGGEST or not ranking.answers:
        return ranking
    best, *others = ranking.answers
    if not holds(best.candidate.profile, asking.question):
        return ranking
    together = best.confidence + sum(other.confidence for other in others if are_related(best.item, other.item))
    gap = max((each.confidence for each in ranking.gaps), default=0.0)
    return replace(ranking, decision=Decision.ANSWER) if together >= max(asking.thresholds.answer, gap) else ranking


def holds(profile: Profile, question: Question) -> bool:
    """Return whether an item has all content words of a question, and there are some."""
    return bool(question.content) and not question.is_foreign and question.content <= profile.held


def are_related(one: Item, other: Item) -> bool:
    """Return whether one of two items names the other as related."""
    return other.id in related_to(one) or one.id in related_to(other)


def are_of_a_place(one: Item, other: Item) -> bool:
    """Return whether two items cite a common place of the article."""
    return not set(one.evidence).isdisjoint(other.evidence)
