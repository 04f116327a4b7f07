"""Learn weights and thresholds from the knowledge itself and the general out-of-scope list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from briefbot.matching.examples import Example, Fold
from briefbot.matching.layer import Fit
from briefbot.matching.limits import BUDGETED, Judged, Point, answer_threshold, judge, reliability, suggest_threshold
from briefbot.matching.ranking import FEATURES, FOREIGN_FEATURES, MEANING_FEATURES
from briefbot.matching.semantic import Encoder
from briefbot.matching.weights import Weights, averaged, calibration, trained
from briefbot.model import Knowledge, LearnedProfile, Thresholds

FOLDS = 5
_HARDER = 3.0
"""In other languages the limit is set on phrasings left out, which get this many times as many false answers
as questions that people asked (docs/matching.md)."""

Train: TypeAlias = Callable[[Sequence[Example]], Sequence[Weights]]
"""Fits weights to examples: of several the one is taken that answers most tests within the budget, else the first."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learned, with the curve that the threshold was chosen on."""

    profile: LearnedProfile
    curve: tuple[Point, ...]
    calibration: tuple[tuple[float, float, int], ...]
    """Mean confidence, share that was right, and count, by tenths of confidence."""


@dataclass(frozen=True, slots=True)
class Lessons:
    """What was learned without and, where there is an encoder, with sentence vectors."""

    plain: Lesson
    semantic: Lesson | None
    foreign: Lesson | None


def learn(
    knowledge: Knowledge, fit: Fit, encoder: Encoder | None, budget: float, progress: Callable[[str], None], folds: int = FOLDS
) -> Lessons:
    """Learn for a budget: the share of unanswerable questions that may get an answer, 0 to 1."""
    plain: list[Example] = []
    semantic: list[Example] = []
    for number in range(folds):
        progress(f"fold {number + 1} of {folds}")
        fold = Fold.of(knowledge, number, folds, fit, encoder)
        plain += fold.examples(with_meaning=False)
        if encoder is not None:
            semantic += fold.examples(with_meaning=True)
    progress(f"learning from {len(plain):,} questions")
    plain_lesson = _lesson(_at_home(plain), FEATURES, budget, _alone)
    if encoder is None:
        return Lessons(plain_lesson, None, None)
    names = FEATURES + MEANING_FEATURES
    columns = [names.index(name) for name in FOREIGN_FEATURES]
    foreign = [example for example in semantic if example.is_foreign and example.right is not None]
    abroad = [_as_test(example.only(columns)) for example in semantic if example.is_foreign or not foreign]
    semantic_lesson = _lesson(_at_home(semantic), names, budget, averaged)
    return Lessons(plain_lesson, semantic_lesson, _lesson(abroad, FOREIGN_FEATURES, _HARDER * budget, _alone))


def _at_home(examples: Sequence[Example]) -> list[Example]:
    """Take what is in English; where the knowledge has no tests, the phrasings that were left out stand for what people ask."""
    found = [example for example in examples if not example.is_foreign]
    return found if any(example.origin == "test" for example in found) else list(map(_as_test, found))


def _as_test(example: Example) -> Example:
    """Count a phrasing that was left out as a test; in other languages each is one, as the only one of its wording."""
    return replace(example, origin="test") if example.origin == "phrasing" else example


def _alone(examples: Sequence[Example]) -> Sequence[Weights]:
    return (trained(examples),)


def _lesson(examples: Sequence[Example], names: Sequence[str], budget: float, train: Train) -> Lesson:
    """Fit weights to all examples, and their scale and limits to what each half of them says of the other."""
    halves = examples[::2], examples[1::2]
    tried = [(train(own), other) for own, other in (halves, halves[::-1])]
    drafts = [
        _draft(weights, [(of_half[number], other) for of_half, other in tried], budget) for number, weights in enumerate(train(examples))
    ]
    best = max(drafts, key=lambda draft: draft.point.answered)
    suggest = suggest_threshold(best.judged, best.point.threshold)
    profile = LearnedProfile(Thresholds(best.point.threshold, suggest, suggest), best.weights.by_kind(names))
    return Lesson(profile, best.curve, reliability(best.judged))


@dataclass(frozen=True, slots=True)
class _Draft:
    """Weights that may be taken, and what they came to where they had not been fitted."""

    weights: Weights
    judged: Sequence[Judged]
    point: Point
    curve: tuple[Point, ...]


def _draft(weights: Weights, tried: Sequence[tuple[Weights, Sequence[Example]]], budget: float) -> _Draft:
    """Calibrate weights by those that were fitted to a half each, and find the threshold for the budget."""
    asked = [(of_half, [example for example in other if example.origin in BUDGETED]) for of_half, other in tried]
    scale, shift = calibration(asked)
    judged = [each for of_half, other in tried for each in judge(of_half.scaled(scale, shift), other)]
    return _Draft(weights.scaled(scale, shift), judged, *answer_threshold(judged, budget))
