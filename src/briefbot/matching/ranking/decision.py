"""Decide on ranked candidates: answer, offer, or abstain."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from briefbot.domain.knowledge import Item, place_in_lists
from briefbot.domain.learned import Thresholds
from briefbot.domain.outcome import SUGGESTIONS, Lacks
from briefbot.matching.ranking.candidates import Candidate

SURE = 5.0
"""How many times likelier than the best answer a gap must be to be given.

A false "the article does not say" is worse than an offer (docs/decisions/002-gap-entries.md).
"""

_HALF = 0.5
"""The share of a question's content words, by weight, from which a candidate is near to the question."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with the probability that it is right."""

    candidate: Candidate
    confidence: float

    @property
    def item(self) -> Item:
        """Return the item."""
        return self.candidate.item

    @property
    def is_gap(self) -> bool:
        """Return whether the item says that the article is silent."""
        return self.candidate.profile.kind == "gap"


class Decision(Enum):
    """The decision on a question."""

    ANSWER = auto()
    SILENT = auto()
    SUGGEST = auto()
    ABSTAIN = auto()
    WITHDRAW = auto()
    """An answer is withheld because it lacks what was asked for."""


def decide(answer: float, gap: float, offered: float, limits: Thresholds) -> Decision:
    """Decide by the confidence of the best answer and the best gap, and the probability that any answer is right."""
    if answer >= max(limits.answer, gap):
        return Decision.ANSWER
    if gap >= max(limits.silent, SURE * answer):
        return Decision.SILENT
    return Decision.SUGGEST if offered >= limits.suggest else Decision.ABSTAIN


@dataclass(frozen=True, slots=True)
class Ranking:
    """The candidates of one question, best first, and the decision on them."""

    answers: tuple[Ranked, ...]
    """The likeliest first, unless a gate puts another answer about the same thing before it."""
    gaps: tuple[Ranked, ...]
    decision: Decision
    lacks: Lacks | None = None
    """What the withdrawn answer lacks."""
    is_clear: bool = True
    """Whether the question is surely about the article."""
    missing: frozenset[str] = frozenset()
    """The terms by which a gate decided."""
    unmet: tuple[str, ...] = ()
    """Words of the question that the given answer lacks in every form, although the knowledge has them elsewhere."""
    is_in_words: bool = True
    """A gap entry that decides may be given in its own words, not in a plain line alone."""

    @classmethod
    def of(cls, ranked: Sequence[Ranked], limits: Thresholds) -> Ranking:
        """Decide on candidates, best first."""
        answers: list[Ranked] = []
        gaps: list[Ranked] = []
        for each in ranked:
            (gaps if each.is_gap else answers).append(each)
        best = answers[0].confidence if answers else 0.0
        gap = gaps[0].confidence if gaps else 0.0
        return cls(tuple(answers), tuple(gaps), decide(best, gap, sum([each.confidence for each in answers]), limits))

    def withdrawn(self, lacks: Lacks, missing: frozenset[str] = frozenset()) -> Ranking:
        """Return the ranking without its best answer, which lacks what was asked for."""
        return replace(self, decision=Decision.WITHDRAW, lacks=lacks, missing=missing)

    def unworded(self, lacks: Lacks) -> Ranking:
        """Return the ranking decided by a gap entry whose text may be about something other than what was asked."""
        return replace(self, is_in_words=False, lacks=lacks)

    def declined(self) -> Ranking:
        """Return the ranking without anything to say."""
        return replace(self, decision=Decision.ABSTAIN)

    def led_by(self, answer: Ranked) -> Ranking:
        """Return the ranking with another answer about the same thing before the likeliest."""
        return replace(self, answers=(answer, *(each for each in self.answers if each is not answer)))

    def offered(self, missing: frozenset[str]) -> Ranking:
        """Return the ranking with offers instead of an answer that may lack what was asked for."""
        return replace(self, decision=Decision.SUGGEST, missing=missing)

    def silent_by(self, gap: Ranked, missing: frozenset[str] = frozenset()) -> Ranking:
        """Return the ranking decided by a gap entry that has what the best answer lacks."""
        others = tuple(each for each in self.gaps if each is not gap)
        return replace(self, gaps=(gap, *others), decision=Decision.SILENT, missing=missing)

    @property
    def shown(self) -> Decision:
        """Return the decision as a reply shows it."""
        return self.decision if self.is_in_words else Decision.WITHDRAW

    @property
    def ranked(self) -> list[Ranked]:
        """List all candidates, best first."""
        return sorted((*self.answers, *self.gaps), key=lambda each: -each.confidence)

    @property
    def is_answered(self) -> bool:
        """Return whether the best answer is given."""
        return self.decision is Decision.ANSWER

    @property
    def is_told(self) -> bool:
        """Return whether the reply is an answer or a gap."""
        return self.decision in (Decision.ANSWER, Decision.SILENT)

    @property
    def is_settled(self) -> bool:
        """Return whether the reply is an answer or a gap, or nothing because something is missing."""
        return self.is_told or self.decision is Decision.WITHDRAW

    @property
    def told(self) -> Ranked:
        """Return the answer or the gap that is given."""
        return (self.answers if self.is_answered else self.gaps)[0]

    @property
    def confidence(self) -> float:
        """Return the confidence of the likeliest answer."""
        return max((each.confidence for each in self.answers), default=0.0)

    @property
    def is_of_a_phrasing(self) -> bool:
        """Return whether the question is exactly a phrasing of the best answer or gap, term by term."""
        return any(best.candidate.is_phrasing for best in self.best)

    @property
    def best(self) -> tuple[Ranked, ...]:
        """List the best answer and the best gap entry."""
        return (*self.answers[:1], *self.gaps[:1])

    @property
    def nearness(self) -> float:
        """Return the similarity of the given item's nearest phrasing to the question, 0 to 1; 0 if none is given."""
        told = {Decision.ANSWER: self.answers, Decision.SILENT: self.gaps}.get(self.decision, ())
        return told[0].candidate.features.near if told else 0.0

    @property
    def lead(self) -> float:
        """Return how many times likelier the best answer is than the next one, or than the best gap."""
        others = [each.confidence for each in (*self.answers[1:2], *self.gaps[:1])]
        return self.confidence / max(*others, 1e-9) if others else math.inf

    @property
    def is_near(self) -> bool:
        """Return whether any candidate is near to the question."""
        return any(map(_is_near, self.ranked))

    @property
    def nearest(self) -> tuple[Item, ...]:
        """Return the answer to name beside a refusal: one that lacks a word of the question, or is near to it."""
        return tuple(each.item for each in self.answers[:1] if self.missing or _is_near(each))

    @property
    def offers(self) -> tuple[Item, ...]:
        """List the likeliest items to offer, corrections last."""
        return tuple(sorted((each.item for each in self.answers[:SUGGESTIONS]), key=place_in_lists))


def _is_near(ranked: Ranked) -> bool:
    return ranked.candidate.features.covered_by_item >= _HALF
