"""Learn weights and thresholds from the knowledge itself and the general out-of-scope list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from briefbot.matching.examples import Example, Fold
from briefbot.matching.layer import Fit
from briefbot.matching.limits import Point, answer_threshold, calibration, judge, suggest_threshold
from briefbot.matching.ranking import FEATURES, FOREIGN_FEATURES, MEANING_FEATURES
from briefbot.matching.semantic import Encoder
from briefbot.matching.weights import Weights, averaged, trained
from briefbot.model import Knowledge, LearnedProfile, Thresholds

FOLDS = 5
_HARDER = 3.0
"""In other languages the limit is set on phrasings left out, which get this many times as many false answers
as questions that people asked (docs/matching.md)."""
_STRICTER = 0.75
"""With sentence vectors this share of the budget is used: near misses that people ask get more false answers then than
those that are left out here (docs/matching.md)."""

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
    abroad = [_abroad(example.only(columns)) for example in semantic if example.is_foreign or not foreign]
    semantic_lesson = _lesson(_at_home(semantic), names, _STRICTER * budget, averaged)
    return Lessons(plain_lesson, semantic_lesson, _lesson(abroad, FOREIGN_FEATURES, _HARDER * budget, _alone))


def _at_home(examples: Sequence[Example]) -> list[Example]:
    return [example for example in examples if not example.is_foreign]


def _abroad(example: Example) -> Example:
    """Count phrasings left out as tests: in other languages each is the only one of its wording, as an asker's question is."""
    return replace(example, origin="test") if example.origin == "phrasing" else example


def _alone(examples: Sequence[Example]) -> Sequence[Weights]:
    return (trained(examples),)


def _lesson(examples: Sequence[Example], names: Sequence[str], budget: float, train: Train) -> Lesson:
    """Fit weights to all examples, and limits to what each half of them says of the other."""
    halves = examples[::2], examples[1::2]
    tried = [(train(own), other) for own, other in (halves, halves[::-1])]
    fitted = train(examples)
    judged = [[each for of_half, other in tried for each in judge(of_half[number], other)] for number in range(len(fitted))]
    limits = [answer_threshold(each, budget) for each in judged]
    best = max(range(len(fitted)), key=lambda number: limits[number][0].answered)
    point, curve = limits[best]
    suggest = suggest_threshold(judged[best], point.threshold)
    profile = LearnedProfile(Thresholds(point.threshold, suggest, suggest), fitted[best].by_kind(names))
    return Lesson(profile, curve, calibration(judged[best]))
