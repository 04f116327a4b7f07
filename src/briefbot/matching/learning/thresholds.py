"""Thresholds: how sure to be before answering, for a stated budget of wrong answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from briefbot.domain.learned import ABOUT, Thresholds
from briefbot.matching.gates.topicality import found
from briefbot.matching.learning.examples import Example, Origin
from briefbot.matching.learning.weights import Weights
from briefbot.matching.ranking.decision import Decision, decide

BUDGETED: tuple[Origin, ...] = ("test", "out_of_scope")
"""The unanswerable questions that the budget is about, each origin with the same weight.

They are gap tests and the general list. Unforeseen near misses are shown next to it; left-out phrasings are harder than
real questions.
"""
_ABOUT_LEAST, _ABOUT_MOST = 1.0, 8.0
_OFFERED = 0.2
"""The share of unanswerable questions that may get an offer."""


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the trade-off curve: shares of the questions, 0 to 1."""

    threshold: float
    answered: float
    false: float
    """Among the questions that the budget is about."""
    unforeseen: float
    """Among near misses whose gap entry was left out."""


@dataclass(frozen=True, slots=True)
class Score:
    """The result of thresholds on questions with known answers: shares, 0 to 1."""

    right: float
    """Tests that get their answer."""
    wrong: float
    """Tests that get another answer."""
    false: float
    """Answers to questions without one.

    These are gap tests, left-out near misses and the general list, each with the same weight.
    """

    def mean(self, other: Score) -> Score:
        """Return the mean of two."""
        return Score((self.right + other.right) / 2, (self.wrong + other.wrong) / 2, (self.false + other.false) / 2)


@dataclass(frozen=True, slots=True)
class Judged:
    """An example, judged by a model that has not seen it."""

    origin: Origin
    is_answerable: bool
    answer: float  # confidence of the best candidate that is not a gap entry
    gap: float  # confidence of the best gap entry
    offered: float  # probability that any candidate except gap entries is right
    best: float
    is_right: bool
    about: float  # logits of the question being about the article


def judge(weights: Weights, examples: Sequence[Example]) -> Iterator[Judged]:
    """Judge examples that the weights were not fitted to."""
    for example in examples:
        confidences = weights.confidences(example)
        answers = [c for c, kind in zip(confidences, example.kinds, strict=True) if kind != "gap"]
        gaps = [c for c, kind in zip(confidences, example.kinds, strict=True) if kind == "gap"]
        best = int(np.argmax(confidences))
        yield Judged(
            example.origin, example.is_answerable, max(answers, default=0.0), max(gaps, default=0.0), sum(answers),
            confidences[best], best == example.right, found(sum(confidences)) + example.topical,
        )  # fmt: skip


def _is(decision: Decision, limits: Thresholds) -> Callable[[Judged], bool]:
    """Return a function that says whether an example would get this decision."""
    return lambda each: decide(each.answer, each.gap, each.offered, limits) is decision


def _share(judged: Sequence[Judged], origins: Sequence[Origin], has: Callable[[Judged], bool]) -> float:
    """Return the mean over some origins of the share of their unanswerable questions with a property."""
    shares = [[has(each) for each in judged if each.origin == origin and not each.is_answerable] for origin in origins]
    means = [np.mean(share) for share in shares if share]
    return float(np.mean(means)) if means else 0.0


def answer_threshold(judged: Sequence[Judged], budget: float) -> tuple[Point, tuple[Point, ...]]:
    """Return the lowest threshold that keeps the budget, and the curve on which it was chosen."""
    answerable = [each for each in judged if each.is_answerable and each.origin == "test"]
    curve = []
    for threshold in np.arange(0.02, 0.98, 0.01).tolist():
        is_answered = _is(Decision.ANSWER, Thresholds(threshold, 0.0, 0.0))
        answered = float(np.mean([each.is_right and is_answered(each) for each in answerable])) if answerable else 0.0
        curve.append(Point(threshold, answered, _share(judged, BUDGETED, is_answered), _share(judged, ["unforeseen"], is_answered)))
    return next((point for point in curve if point.false <= budget), curve[-1]), tuple(curve)


def scored(judged: Sequence[Judged], limits: Thresholds) -> Score:
    """Score thresholds on questions that neither they nor the weights were fitted to."""
    is_answered = _is(Decision.ANSWER, limits)
    answered = [(is_answered(each), each.is_right) for each in judged if each.is_answerable and each.origin == "test"]
    right = float(np.mean([is_given and is_right for is_given, is_right in answered])) if answered else 0.0
    wrong = float(np.mean([is_given and not is_right for is_given, is_right in answered])) if answered else 0.0
    return Score(right, wrong, _share(judged, (*BUDGETED, "unforeseen"), is_answered))


def suggest_threshold(judged: Sequence[Judged], threshold: float) -> float:
    """Return the threshold for offering candidates at which not too many unanswerable questions get an offer."""
    for suggest in np.arange(0.01, threshold, 0.005).tolist():
        if _share(judged, BUDGETED, _is(Decision.SUGGEST, Thresholds(threshold, suggest, suggest))) <= _OFFERED:
            return float(suggest)
    return threshold


def about_threshold(judged: Sequence[Judged]) -> float:
    """Return the threshold that best separates questions about the article from the general list."""
    inside = np.array([each.about for each in judged if each.is_answerable and each.origin == "test"])
    outside = np.array([each.about for each in judged if each.origin == "out_of_scope"])
    if not len(inside) or not len(outside):
        return ABOUT
    limits = np.arange(_ABOUT_LEAST, _ABOUT_MOST, 0.1)
    wrong = [float(np.mean(inside < limit) + np.mean(outside >= limit)) for limit in limits]
    return float(limits[int(np.argmin(wrong))])


def reliability(judged: Sequence[Judged]) -> tuple[tuple[float, float, int], ...]:
    """Return mean confidence, share that was right, and count, by tenths of confidence, for realistic questions."""
    asked = [each for each in judged if each.origin in BUDGETED]
    bins = []
    for tenth in range(10):
        inside = [each for each in asked if min(int(each.best * 10), 9) == tenth]
        if inside:
            bins.append((float(np.mean([e.best for e in inside])), float(np.mean([e.is_right for e in inside])), len(inside)))
    return tuple(bins)
