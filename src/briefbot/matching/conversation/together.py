"""Read a follow-up together with the question before it, and decide what it may mean then."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from briefbot.domain.knowledge import Asked, Item
from briefbot.domain.outcome import Turn
from briefbot.language.text import tokens
from briefbot.matching.conversation.in_full import contrasts, in_full, names_told
from briefbot.matching.conversation.telling import TOLD, tells
from briefbot.matching.gates.asked import Asking
from briefbot.matching.gates.family import are_of_a_place, are_related
from briefbot.matching.gates.judging import judge
from briefbot.matching.matcher import Matcher
from briefbot.matching.ranking.decision import Decision, Ranked, Ranking
from briefbot.matching.reading.leaning import Lean, goes_over, is_echo, lean_of, without_opening
from briefbot.matching.reading.question import Question
from briefbot.matching.reading.words import GOING_ON_BY, THERE_AND_THEN
from briefbot.matching.readings import Reading

_NEAR = 6.0
"""How many times likelier an item near the one before becomes (docs/decisions/009-follow-ups.md)."""
_BARE = 3
"""The most words of a follow-up that only names something."""
_COVERED = 0.3
"""The share of a follow-up's own content words that an answer must hold; below it, it is only offered."""


def follow(matcher: Matcher, reading: Reading, previous: Turn) -> Reading:
    """Read a follow-up with the question before it: in full if an item answers that, else with its words added."""
    found = _joined(matcher, reading, previous)
    own = tokens(reading.typed)  # a reply never says of a word of the question before that nothing was found about it
    return replace(found, ranking=replace(found.ranking, unmet=tuple(word for word in found.ranking.unmet if word in own)))


def _joined(matcher: Matcher, reading: Reading, previous: Turn) -> Reading:
    contrast = contrasted(matcher, reading, previous)
    if contrast is not None:
        return contrast
    full = [matcher.read(typed) for typed in in_full(matcher, reading, previous)]
    beside = _beside_words(matcher, reading, previous)
    told = [each for each in full if each.ranking.is_told and (each.ranking.is_answered or not beside.ranking.is_answered)]
    return max(told, key=_worth, default=beside)


def _worth(reading: Reading) -> tuple[bool, float]:
    return reading.ranking.is_answered, reading.ranking.told.confidence


def _beside_words(matcher: Matcher, reading: Reading, previous: Turn) -> Reading:
    """Read a follow-up with the words before it added.

    Its answer must hold its own words, unless it asks for part of that answer.
    """
    typed, found = ranked(matcher, reading, previous)
    limits = matcher.scorer.thresholds
    ranking = Ranking.of(favour(found, previous, next(iter(reading.question.asked), None)), limits)
    question = matcher.understand(typed)
    # the names before need not be held
    judged = replace(question, names=reading.question.names, countries=reading.question.countries)
    ranking = judge(Asking(typed, judged, matcher.folder, matcher.ranker, limits), ranking)
    if ranking.is_answered and not _is_fit(matcher, ranking.told, reading, previous):
        ranking = replace(ranking, decision=Decision.SUGGEST)
    return Reading(typed, question, ranking)


def _is_fit(matcher: Matcher, best: Ranked, reading: Reading, previous: Turn) -> bool:
    """Return whether an answer fits a follow-up.

    It holds enough of it, or has the part or the other item that is asked for.
    """
    if best.item.id in previous.given and is_echo(reading.question):
        return True
    if best.item.id in previous.given and not reading.question.content:  # "and the other one?"
        return len(names_told(matcher, best.item)) > 1
    return is_covered(reading.question, best, matcher.ranker.lexicon.weight)


def contrasted(matcher: Matcher, reading: Reading, previous: Turn) -> Reading | None:
    """Ask the previous question about something else: "and the prize?" after "who won?".

    Return None if no item answers that.
    """
    if not reading.question.content or not _may_contrast(reading):
        return None
    found = [matcher.read(typed) for typed in contrasts(matcher, reading, previous)]
    weight = matcher.ranker.lexicon.weight
    told = [each for each in found if _is_surer(each, reading, previous) and _is_of(each.ranking, reading.question, previous, weight)]
    return max(told, key=lambda each: (each.ranking.told.item.id not in previous.given, *_worth(each)), default=None)


def _may_contrast(reading: Reading) -> bool:
    """Return whether a follow-up without a clause continues, or is just a name that finds nothing alone."""
    question, words = reading.question, reading.question.words
    if words[:1] and (words[0] in GOING_ON_BY or goes_over(without_opening(words))):
        return lean_of(reading.typed, question) is Lean.CUT_SHORT
    return bool(question.names) and question.names == question.content and len(words) <= _BARE and not reading.ranking.is_told


def _is_surer(contrast: Reading, alone: Reading, previous: Turn) -> bool:
    """Return whether a contrast has an answer.

    If the question alone finds something, it must also be near the item before and as likely.
    """
    ranking = contrast.ranking
    if not ranking.is_told or not alone.ranking.is_told:
        return ranking.is_told
    is_beside = previous.item is not None and _is_beside(ranking.told.item, previous.item)
    return is_beside and ranking.confidence >= alone.ranking.confidence


def _is_of(ranking: Ranking, question: Question, previous: Turn, weight: Callable[[str], float]) -> bool:
    """Return whether the best match answers what the question before asked for, about what this one names."""
    best = ranking.told
    is_asked_so = not previous.asked or best.candidate.profile.offers.get(previous.asked, 0.0) >= TOLD
    return is_asked_so and is_covered(question, best, weight)


def ranked(matcher: Matcher, reading: Reading, previous: Turn, limit: int | None = None) -> tuple[str, list[Ranked]]:
    """Join a follow-up with the question before it, and rank the items it may mean then."""
    typed = together(reading.typed, previous)
    whole = typed
    if not reading.question.content and previous.item is not None:  # "there" and "then" find no item
        plain = " ".join(word for word in reading.question.words if word not in THERE_AND_THEN)
        whole = f"{together(plain, previous)} {previous.item.label}"
    return typed, matcher.rank(whole, limit=limit)


def together(typed: str, previous: Turn) -> str:
    """Join a follow-up with the question before it."""
    return " ".join((typed, *previous.words))


def favour(ranked: Sequence[Ranked], previous: Turn, asked: Asked | None = None) -> list[Ranked]:
    """Make items near the previous one likelier, and the previous one itself if it has what is asked."""
    if previous.item is None:
        return list(ranked)
    odds = [each.confidence * (_NEAR if _is_favoured(each, previous, asked) else 1.0) for each in ranked]
    total = sum(odds) + max(0.0, 1.0 - sum(each.confidence for each in ranked))
    favoured = [Ranked(each.candidate, odd / total) for each, odd in zip(ranked, odds, strict=True)]
    return sorted(favoured, key=lambda each: -each.confidence)


def _is_favoured(ranked: Ranked, previous: Turn, asked: Asked | None) -> bool:
    """Return whether an item is near the previous one, and suits the question.

    It must not correct what nobody said, nor have been given for something else.
    """
    if ranked.candidate.profile.kind == "correction" or previous.item is None or not _is_beside(ranked.item, previous.item):
        return False
    return ranked.item.id not in previous.given or asked is None or tells(ranked, asked)


def _is_beside(item: Item, other: Item) -> bool:
    return item.id == other.id or bool(item.speaker and item.speaker == other.speaker) or is_linked(item, other)


def is_linked(item: Item, other: Item) -> bool:
    """Return whether two items are related, or cite the same paragraph."""
    return are_related(item, other) or are_of_a_place(item, other)


def is_covered(question: Question, ranked: Ranked, weight: Callable[[str], float]) -> bool:
    """Return whether an answer holds enough of a follow-up's own words; `weight` returns the weight of a term."""
    return share_held(question, ranked, weight) >= _COVERED


def share_held(question: Question, ranked: Ranked, weight: Callable[[str], float]) -> float:
    """Return the share of a question's content words that an item holds, 0 to 1."""
    total = sum(map(weight, question.content))
    return round(sum(map(weight, question.content & ranked.candidate.profile.terms)) / total, 6) if total else 1.0
