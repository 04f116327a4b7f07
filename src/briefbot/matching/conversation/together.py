"""A follow-up read together with the question before it, and what it may mean then."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from briefbot.domain.knowledge import Item, related_to
from briefbot.domain.outcome import Turn
from briefbot.matching.conversation.texts import asks_for_length
from briefbot.matching.matcher import Matcher, Reading
from briefbot.matching.ranking.candidates import CANDIDATES
from briefbot.matching.ranking.decision import Decision, Ranked, Ranking
from briefbot.matching.reading.leaning import is_bewildered
from briefbot.matching.reading.question import Question
from briefbot.matching.reading.words import MORE, THERE_AND_THEN

_NEAR = 6.0
"""How much likelier an item becomes that stands beside the one before (docs/matching.md)."""
_COVERED = 0.3
"""Share of a follow-up's own telling words that its answer must hold, to be more than an offer."""
TOLD = 0.15
"""Least share of an item's phrasings that ask for something which the item tells (docs/matching.md)."""
_FAR_MORE = 2.0
"""How many times the share of the answer before that must be: what that one told, another one tells no better."""
_UNRELATED = 0.5
"""How much an item tells of "more" that is not related to the one before."""


def follow(matcher: Matcher, reading: Reading, previous: Turn) -> Reading:
    """Read a follow-up together with what it leans on."""
    typed, ranked = _ranked(matcher, reading, previous)
    ranking = Ranking.of(favour(ranked, previous), matcher.scorer.thresholds)
    if ranking.is_answered and not is_covered(reading.question, ranking.answers[0], matcher.ranker.lexicon.weight):
        ranking = replace(ranking, decision=Decision.SUGGEST)
    return Reading(typed, matcher.understand(typed), ranking)


def go_on(matcher: Matcher, reading: Reading, previous: Turn) -> Reading | None:
    """Find what an empty follow-up asks for beside what was given before; None where nothing tells it."""
    if previous.item is None:
        followed = follow(matcher, reading, previous)
        return followed if followed.ranking.is_told else None
    typed, ranked = _ranked(matcher, reading, previous, CANDIDATES)
    before, question = previous.item, reading.question
    last = max((_tells(each, question, before) for each in ranked if each.item.id in previous.given), default=0.0)
    least = max(TOLD, _FAR_MORE * last)
    shares = [(_tells(each, question, before), each) for each in _beside(matcher, ranked, question, previous, before)]
    told = [(share, each) for share, each in shares if share >= least]
    return Reading(typed, matcher.understand(typed), _ranking_of(told)) if told else None


def _beside(matcher: Matcher, ranked: Sequence[Ranked], question: Question, previous: Turn, before: Item) -> Iterator[Ranked]:
    """List what stands beside the item before and was not given yet; where it is asked who said that, only who did, and nobody else."""
    speaker = matcher.knowledge.speaker_of(before)
    names = matcher.understand(speaker.name).names if speaker is not None and question.asked[:1] == ("who",) else None
    for each in ranked:
        is_new = each.item.id not in previous.given and _is_linked(each.item, before)
        if is_new and (names is None or names & each.candidate.profile.names):
            yield each


def _ranking_of(told: Sequence[tuple[float, Ranked]]) -> Ranking:
    """Rank answers by how much they tell; their confidences are shares of what is told."""
    total = sum(each.confidence for _, each in told) or 1.0
    scaled = [(share, Ranked(each.candidate, each.confidence / total)) for share, each in told]
    answers = [each for _, each in sorted(scaled, key=lambda pair: -pair[0]) if not each.is_gap]
    gaps = [each for _, each in scaled if each.is_gap]
    return Ranking(tuple(answers), tuple(gaps), Decision.ANSWER if answers else Decision.SILENT)


def _tells(ranked: Ranked, question: Question, before: Item) -> float:
    """Return how much an item tells of what an empty follow-up asks for, 0 to 1; a correction is for whoever assumed something."""
    profile = ranked.candidate.profile
    if profile.kind == "correction":
        return 0.0
    if not MORE.isdisjoint(question.words):
        return _tells_more(ranked, before)
    if asks_for_length(" ".join(question.words)):
        return float(any(asks_for_length(each.lower()) for each in profile.typed))
    asked = None if is_bewildered(question) else next(iter(question.asked), None)
    is_unmet = asked in profile.unmet and not ranked.is_gap
    return 0.0 if asked is None or is_unmet else profile.offers.get(asked, 0.0)


def _tells_more(ranked: Ranked, before: Item) -> float:
    """Return how much an item tells of "more": a related one most, a gap entry and the item itself nothing."""
    if ranked.is_gap or ranked.item.id == before.id:
        return 0.0
    return 1.0 if ranked.item.id in related_to(before) else _UNRELATED


def _ranked(matcher: Matcher, reading: Reading, previous: Turn, limit: int | None = None) -> tuple[str, list[Ranked]]:
    """Join a follow-up with what it leans on, and rank what it may mean then."""
    typed = together(reading.typed, previous)
    whole = typed
    if not reading.question.content and previous.item is not None:  # no item is found by "there" and "then"
        plain = " ".join(word for word in reading.question.words if word not in THERE_AND_THEN)
        whole = f"{together(plain, previous)} {previous.item.label}"
    return typed, matcher.rank(whole, limit=limit)


def together(typed: str, previous: Turn) -> str:
    """Join a follow-up with what it leans on."""
    return " ".join((typed, *previous.words))


def favour(ranked: Sequence[Ranked], previous: Turn) -> list[Ranked]:
    """Make items likelier that stand beside the one that was reached before."""
    if previous.item is None:
        return list(ranked)
    odds = [each.confidence * (_NEAR if _is_beside(each.item, previous.item) else 1.0) for each in ranked]
    total = sum(odds) + max(0.0, 1.0 - sum(each.confidence for each in ranked))
    favoured = [Ranked(each.candidate, odd / total) for each, odd in zip(ranked, odds, strict=True)]
    return sorted(favoured, key=lambda each: -each.confidence)


def _is_beside(item: Item, other: Item) -> bool:
    return item.id == other.id or bool(item.speaker and item.speaker == other.speaker) or _is_linked(item, other)


def _is_linked(item: Item, other: Item) -> bool:
    """Return whether two items are related, or stand on the same paragraph."""
    related = {*related_to(item), *related_to(other)}
    return bool({item.id, other.id} & related) or bool(set(item.evidence) & set(other.evidence))


def is_covered(question: Question, ranked: Ranked, weight: Callable[[str], float]) -> bool:
    """Return whether an answer holds enough of what a follow-up itself says; `weight` tells how telling a term is."""
    return share_held(question, ranked, weight) >= _COVERED


def share_held(question: Question, ranked: Ranked, weight: Callable[[str], float]) -> float:
    """Return which share of a question's telling words an item holds, 0 to 1."""
    total = sum(map(weight, question.content))
    return round(sum(map(weight, question.content & ranked.candidate.profile.terms)) / total, 6) if total else 1.0
