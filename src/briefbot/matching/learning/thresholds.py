"""Thresholds: how sure to be before something is said, for a stated budget of wrong answers."""

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
"""Unanswerable questions that the budget is about, each origin counting the same: gap entries' tests, and the
general list. What no curator foresaw is shown beside it; phrasings left out are harder than what people ask."""
_ABOUT_LEAST, _ABOUT_MOST = 1.0, 8.0
_OFFERED = 0.2
"""Share of the unanswerable questions to which candidates may be offered."""


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the trade-off curve: shares of the questions, 0 to 1."""

    threshold: float
    answered: float
    false: float
    """Of the questions that the budget is about."""
    unforeseen: float
    """Of near misses whose gap entry was left out."""


@dataclass(frozen=True, slots=True)
class Score:
    """How limits do on questions whose right answers are known: shares, 0 to 1."""

    right: float
    """Of the tests that have an answer."""
    wrong: float
    """Of the same: those that get another answer."""
    false: float
    """Of the questions without an answer: tests of gap entries, near misses left out and the general list, each counting the same."""

    def mean(self, other: Score) -> Score:
        """Return the mean of two."""
        return Score((self.right + other.right) / 2, (self.wrong + other.wrong) / 2, (self.false + other.false) / 2)


@dataclass(frozen=True, slots=True)
class Judged:
    """An example that a model which has not seen it was asked."""

    origin: Origin
    is_answerable: bool
    answer: float  # confidence of the best candidate that is no gap entry
    gap: float  # confidence of the best gap entry
    offered: float  # probability that any candidate but a gap entry is right
    best: float
    is_right: bool
    about: float  # how sure it is, in logits, that the question is about the article


def judge(weights: Weights, examples: Sequence[Example]) -> Iterator[Judged]:
    """Ask examples that the weights were not fitted to."""
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
    """Tell of an example whether this would be decided on it."""
    return lambda each: decide(each.answer, each.gap, each.offered, limits) is decision


def _share(judged: Sequence[Judged], origins: Sequence[Origin], has: Callable[[Judged], bool]) -> float:
    """Give the mean over some origins of the share of their unanswerable questions that have something."""
    shares = [[has(each) for each in judged if each.origin == origin and not each.is_answerable] for origin in origins]
    means = [np.mean(share) for share in shares if share]
    return float(np.mean(means)) if means else 0.0


def answer_threshold(judged: Sequence[Judged], budget: float) -> tuple[Point, tuple[Point, ...]]:
    """Find the lowest threshold that keeps the budget, and give the curve that it was chosen on."""
    answerable = [each for each in judged if each.is_answerable and each.origin == "test"]
    curve = []
    for threshold in np.arange(0.02, 0.98, 0.01).tolist():
        is_answered = _is(Decision.ANSWER, Thresholds(threshold, 0.0, 0.0))
        answered = float(np.mean([each.is_right and is_answered(each) for each in answerable])) if answerable else 0.0
        curve.append(Point(threshold, answered, _share(judged, BUDGETED, is_answered), _share(judged, ["unforeseen"], is_answered)))
    return next((point for point in curve if point.false <= budget), curve[-1]), tuple(curve)


def scored(judged: Sequence[Judged], limits: Thresholds) -> Score:
    """Score limits on questions that neither they nor the weights were fitted to."""
    is_answered = _is(Decision.ANSWER, limits)
    answered = [(is_answered(each), each.is_right) for each in judged if each.is_answerable and each.origin == "test"]
    right = float(np.mean([is_given and is_right for is_given, is_right in answered])) if answered else 0.0
    wrong = float(np.mean([is_given and not is_right for is_given, is_right in answered])) if answered else 0.0
    return Score(right, wrong, _share(judged, (*BUDGETED, "unforeseen"), is_answered))


def suggest_threshold(judged: Sequence[Judged], threshold: float) -> float:
    """Find from where on to offer candidates, so that not too many unanswerable questions get offers."""
    for suggest in np.arange(0.01, threshold, 0.005).tolist():
        if _share(judged, BUDGETED, _is(Decision.SUGGEST, Thresholds(threshold, suggest, suggest))) <= _OFFERED:
            return float(suggest)
    return threshold


def about_threshold(judged: Sequence[Judged]) -> float:
    """Find what best tells questions about the article from the general list: the least share of both on the wrong side."""
    inside = np.array([each.about for each in judged if each.is_answerable and each.origin == "test"])
    outside = np.array([each.about for each in judged if each.origin == "out_of_scope"])
    if not len(inside) or not len(outside):
        return ABOUT
    limits = np.arange(_ABOUT_LEAST, _ABOUT_MOST, 0.1)
    wrong = [float(np.mean(inside < limit) + np.mean(outside >= limit)) for limit in limits]
    return float(limits[int(np.argmin(wrong))])


def reliability(judged: Sequence[Judged]) -> tuple[tuple[float, float, int], ...]:
    """Give mean confidence, share that was right, and count, by tenths of confidence, of questions as people ask them."""
    asked = [each for each in judged if each.origin in BUDGETED]
    bins = []
    for tenth in range(10):
        inside = [each for each in asked if min(int(each.best * 10), 9) == tenth]
        if inside:
            bins.append((float(np.mean([e.best for e in inside])), float(np.mean([e.is_right for e in inside])), len(inside)))
    return tuple(bins)
