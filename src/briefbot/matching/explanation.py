"""Explain a decision: how the question was read, which items were considered, and what decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from briefbot.domain.explanation import Explanation, Match, Verdict
from briefbot.matching.matcher import Matcher
from briefbot.matching.ranking.candidates import CANDIDATES
from briefbot.matching.ranking.confidence import Scorer
from briefbot.matching.ranking.decision import Decision, Ranked
from briefbot.matching.reading.question import as_typed
from briefbot.matching.readings import Reading

SHOWN = 5
"""The most candidates that are shown."""
_TELLING = 6
"""The most features of a candidate that are shown: those with the most weight."""
_VETO = -1.0
"""The logits below which a feature is shown as speaking against a candidate."""
_SAYS = {
    Decision.ANSWER: "answer: the best candidate is likely enough, and likelier than that the article is silent",
    Decision.SILENT: "abstain: a gap entry is the likeliest by far",
    Decision.SUGGEST: "suggest: some candidate is likely right, none likely enough to be given",
    Decision.ABSTAIN: "abstain: no candidate is likely",
    Decision.WITHDRAW: "withdraw: the best candidate lacks what was asked for",
}


_VERDICTS: dict[Decision, Verdict] = {
    Decision.ANSWER: "answer",
    Decision.SILENT: "silent",
    Decision.SUGGEST: "suggest",
    Decision.ABSTAIN: "abstain",
    Decision.WITHDRAW: "withdraw",
}


def explain(matcher: Matcher, typed: str) -> Explanation:
    """Explain how a question is read and decided."""
    reading = matcher.read(typed)
    question, ranking = reading.question, reading.ranking
    shown = _shown(matcher, reading)
    return Explanation(
        typed,
        _VERDICTS[ranking.shown] if matcher.wish_of(reading) is None else "wish",
        tuple(Match(each.item, each.confidence, as_typed(question, question.content & each.candidate.profile.terms)) for each in shown),
        matcher.scorer_for(question).thresholds.answer,
        tuple(question.corrections),
        tuple(sorted(question.unknown)),
        tuple(sorted(ranking.missing)),
        "\n".join(_lines(matcher, reading, shown)),
    )


def _shown(matcher: Matcher, reading: Reading) -> list[Ranked]:
    """List the likeliest candidates, including those that a gate left out."""
    ranked = reading.ranking.ranked
    items = [each.item for each in ranked]
    left_out = [each for each in matcher.rank(reading.typed, reading.question, CANDIDATES) if each.item not in items]
    return sorted((*ranked, *left_out), key=lambda each: -each.confidence)[:SHOWN]


def _lines(matcher: Matcher, reading: Reading, shown: Sequence[Ranked]) -> Iterator[str]:
    question, ranking = reading.question, reading.ranking
    yield f"read as       {' '.join(question.words) or '(nothing)'}"
    yield f"folded        {_listed(' '.join(words) + ' -> ' + name for name, words in question.folded)}"
    yield f"corrected     {_listed(f'{typed} -> {meant}' for typed, meant in question.corrections)}"
    yield f"telling       {_listed(sorted(question.content))}"
    yield f"never seen    {_listed(sorted(question.unknown))}"
    yield f"asks for      {_listed(question.asked)}"
    for place, each in enumerate(shown, 1):
        yield from _candidate(matcher.scorer_for(question), place, each)
    confidences = [*(each.confidence for each in ranking.ranked[:2]), 0.0, 0.0]
    limits = matcher.scorer_for(question).thresholds
    yield f"margin        {confidences[0] - confidences[1]:.3f}"
    yield f"thresholds    answer {limits.answer:.3f}, suggest {limits.suggest:.3f}, silent {limits.silent:.3f}, about {limits.about:.1f}"
    if ranking.missing:
        yield f"lacking       {_listed(sorted(ranking.missing))}: the best answer has no such word in any form"
    wish = matcher.wish_of(reading)
    yield f"decision      {_SAYS[ranking.shown] if wish is None else f'tell of the bot itself: {wish.value}'}"


def _candidate(scorer: Scorer, place: int, ranked: Ranked) -> Iterator[str]:
    profile = ranked.candidate.profile
    yield f"{place}. {ranked.item.id} ({profile.kind}), confidence {ranked.confidence:.3f}: {ranked.item.label}"
    contributions = scorer.contributions(ranked.candidate)
    values = scorer.values(ranked.candidate)
    strongest = sorted(contributions.items(), key=lambda each: -abs(each[1]))[:_TELLING]
    yield "   " + ", ".join(f"{name} {values[name]:.2f} ({weight:+.2f})" for name, weight in strongest)
    against = [name for name, weight in contributions.items() if weight <= _VETO]
    if against:
        yield f"   against it: {', '.join(against)}"


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(parts) or "-"
