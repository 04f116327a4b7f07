"""The gate for relevance: decline a question that is not about the article, even if an item is near to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from briefbot.domain.knowledge import is_about_the_text
from briefbot.matching.gates.asked import Asking
from briefbot.matching.gates.topicality import TELLING, found, names_the_article, strengths_of, topicality
from briefbot.matching.ranking.decision import Decision, Ranked, Ranking
from briefbot.matching.reading.words import ARTICLE

_SPARED = 4.0
"""How far below the limit a sure answer is still given to a person who addresses the bot.

See docs/decisions/013-relevance.md.
"""
_TOPICAL = 3.0
"""How much a question's words must speak for the article, in logits, however likely a gap entry or an offer is."""
_OF_IT = 4.0
"""The same if nothing is found, to call the article silent instead of the question off the topic."""
_HELD = 0.25
"""The share of a question's content words, by count and by weight, that a gap entry about it must hold."""
_NEAR = 0.6
"""The similarity in meaning from which an item is about the question, even without its words."""


def relevance(asking: Asking, ranking: Ranking) -> Ranking:
    """Decline questions that are not about the article, and drop gaps and offers that are not about the question."""
    if asking.question.is_foreign or ranking.is_of_a_phrasing or ranking.decision is Decision.ABSTAIN:
        return ranking
    strengths = strengths_of(asking.question, asking.folder, asking.ranker.lexicon)
    if not strengths:
        return ranking if ranking.is_answered else ranking.declined()
    topical = topicality(strengths)
    about = found(sum(each.confidence for each in (*ranking.answers, *ranking.gaps))) + topical
    if ranking.is_answered:
        return _answered(asking, ranking, about)
    is_about = topical >= _TOPICAL and about >= asking.thresholds.about
    if is_about:
        return _about_it(asking, ranking, strengths)
    return ranking.withdrawn("word") if topical >= _OF_IT and ranking.is_near else ranking.declined()


def _answered(asking: Asking, ranking: Ranking, about: float) -> Ranking:
    """Keep an answer that is about the question."""
    limit = asking.thresholds.about
    if about < limit - _SPARED or _is_of_another_text(asking, ranking.answers[0]):
        return ranking.declined()
    return ranking if ranking.is_clear == (about >= limit) else replace(ranking, is_clear=about >= limit)


def _is_of_another_text(asking: Asking, best: Ranked) -> bool:
    """Return whether an answer about the article itself lacks a word of a question that does not name the article."""
    lacks = best.candidate.features.covered_by_item < 1.0
    return lacks and is_about_the_text(best.item) and not names_the_article(asking.question)


def _about_it(asking: Asking, ranking: Ranking, strengths: Mapping[str, float]) -> Ranking:
    """Keep a gap entry or offers that are about the question."""
    if ranking.decision is Decision.SILENT:
        facts = _telling_of_the_topic(asking, ranking)
        if facts:
            return replace(ranking, answers=facts, decision=Decision.SUGGEST)
        if _covers(ranking.gaps[0], strengths):
            return ranking
        if sum(each.confidence for each in ranking.answers) < asking.thresholds.suggest:
            return ranking.declined()
    if ranking.decision is Decision.WITHDRAW:
        return ranking
    held = tuple(each for each in ranking.answers if _holds(each, strengths))
    return replace(ranking, answers=held, decision=Decision.SUGGEST) if held else ranking.declined()


def _telling_of_the_topic(asking: Asking, ranking: Ranking) -> tuple[Ranked, ...]:
    """List the answers about a topic if nothing else was typed."""
    question = asking.question
    if question.asked or not question.content:
        return ()
    return tuple(each for each in ranking.answers if question.content <= each.candidate.profile.answer)


def _holds(ranked: Ranked, strengths: Mapping[str, float]) -> bool:
    """Return whether an item holds a content word of the question, or is near to it in meaning."""
    terms = ranked.candidate.profile.terms
    return _is_near(ranked) or any(term in terms for term, strength in strengths.items() if strength >= TELLING)


def _covers(gap: Ranked, strengths: Mapping[str, float]) -> bool:
    """Return whether a gap entry is about the question, not about one word of it."""
    terms = gap.candidate.profile.terms
    said = {term: strength for term, strength in strengths.items() if term not in ARTICLE}
    held = sum(strength for term, strength in said.items() if term in terms)
    return held >= _HELD * sum(said.values()) and (gap.candidate.features.covered_by_item >= _HELD or _is_near(gap))


def _is_near(ranked: Ranked) -> bool:
    meaning = ranked.candidate.meaning
    return meaning is not None and meaning.meaning >= _NEAR
