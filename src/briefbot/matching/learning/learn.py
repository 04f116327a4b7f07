"""Learn weights and thresholds from the knowledge itself and the general list of out-of-scope questions."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from briefbot.domain.knowledge import Knowledge
from briefbot.domain.learned import Learned, LearnedProfile, Thresholds
from briefbot.errors import UsageError
from briefbot.matching.learning.examples import Example, Fold
from briefbot.matching.learning.thresholds import (
    BUDGETED,
    Judged,
    Point,
    Score,
    about_threshold,
    answer_threshold,
    judge,
    reliability,
    scored,
    suggest_threshold,
)
from briefbot.matching.learning.weights import ENOUGH, Weights, averaged, calibration, started, trained
from briefbot.matching.ranking.features import FEATURES, FOREIGN_FEATURES, MEANING_FEATURES
from briefbot.matching.recall.layer import Fit
from briefbot.matching.recall.sentence_vectors import Encoder

FOLDS = 5
_HARDER = 1.3
"""How many more false answers left-out phrasings get than real questions in other languages.

The limit there is set on left-out phrasings (docs/decisions/010-other-languages.md).
"""

_COUNTED = 100
"""The unanswerable tests needed to measure a budget of a few hundredths; with fewer, the built-in thresholds stay."""

Train: TypeAlias = Callable[[Sequence[Example], Sequence[str]], Weights]
"""Fits weights to examples whose features have these names."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learned, and the curve on which the threshold was chosen."""

    profile: LearnedProfile
    curve: tuple[Point, ...]
    calibration: tuple[tuple[float, float, int], ...]
    """Mean confidence, share that was right, and count, by tenths of confidence."""
    before: Score
    """The score of the built-in weights on left-out questions, ..."""
    after: Score
    """... and of the weights that were learned from half of them, on the other half."""

    @property
    def is_worse(self) -> bool:
        """Return whether right answers minus false ones have become fewer."""
        return self.after.right - self.after.false < self.before.right - self.before.false


@dataclass(frozen=True, slots=True)
class Lessons:
    """What was learned without sentence vectors and, if there is an encoder, with them."""

    plain: Lesson
    semantic: Lesson | None
    foreign: Lesson | None


def learn(
    knowledge: Knowledge,
    fit: Fit,
    encoder: Encoder | None,
    budget: float,
    start: Learned,
    progress: Callable[[str], None],
    folds: int = FOLDS,
) -> Lessons:
    """Learn for a budget: the share of unanswerable questions that may get an answer, 0 to 1.

    With few tests, learning starts from the given weights.
    """
    plain: list[Example] = []
    semantic: list[Example] = []
    for number in range(folds):
        progress(f"fold {number + 1} of {folds}")
        fold = Fold.of(knowledge, number, folds, fit, encoder)
        plain += fold.examples(with_meaning=False)
        semantic += fold.examples(with_meaning=True) if encoder is not None else ()
    if not any(example.right is not None for example in plain):
        raise UsageError("there is nothing to learn from: write entries with several phrasings each, and tests")
    progress(f"learning from {len(plain):,} questions")
    tests = sum(example.origin == "test" for example in plain)
    lesson = lesson_from(_at_home(plain, has_tests=tests > 0), FEATURES, budget, _train(start.plain, tests, trained), start.plain)
    if encoder is None:
        return Lessons(lesson, None, None)
    # Phrasings alone do not show whether meaning has too much weight.
    train = _train(start.semantic, tests, averaged)
    semantic_lesson = lesson_from(_at_home(semantic, has_tests=tests > 0), FEATURES + MEANING_FEATURES, budget, train, start.semantic)
    abroad = _train(start.foreign, tests, trained)
    return Lessons(lesson, semantic_lesson, lesson_from(_abroad(semantic), FOREIGN_FEATURES, _HARDER * budget, abroad, start.foreign))


def _train(start: LearnedProfile, tests: int, alone: Train) -> Train:
    """Choose how to fit weights: a knowledge with many tests needs no weights to start from."""
    return alone if tests >= ENOUGH else started(start.weights)


def _at_home(examples: Sequence[Example], *, has_tests: bool) -> list[Example]:
    """Return the English examples; if the knowledge has no tests, left-out phrasings stand for real questions."""
    found = [example for example in examples if not example.is_foreign]
    return _balanced(found if has_tests else list(map(_as_test, found)))


def _balanced(examples: Sequence[Example]) -> list[Example]:
    """Return no more out-of-scope lines than there are tests, which would have too little influence otherwise."""
    lines = sum(example.origin == "out_of_scope" for example in examples)
    step = math.ceil(lines / max(1, sum(example.origin == "test" for example in examples)))
    places = itertools.count()
    return [example for example in examples if example.origin != "out_of_scope" or next(places) % step == 0]


def _abroad(examples: Sequence[Example]) -> list[Example]:
    """Return the examples in other languages, with comparable ones; if no such question has an answer, return all."""
    columns = [(FEATURES + MEANING_FEATURES).index(name) for name in FOREIGN_FEATURES]
    has_foreign = any(example.is_foreign and example.right is not None for example in examples)
    return [_as_test(example.only(columns)) for example in examples if example.is_foreign or not has_foreign]


def _as_test(example: Example) -> Example:
    """Count a left-out phrasing as a test; in other languages every phrasing is one."""
    return replace(example, origin="test") if example.origin == "phrasing" else example


def lesson_from(examples: Sequence[Example], names: Sequence[str], budget: float, train: Train, start: LearnedProfile) -> Lesson:
    """Fit weights to all examples, and scale and limits to cross-validated halves; compare with the start."""
    halves = examples[::2], examples[1::2]
    tried = [(train(own, names), other) for own, other in (halves, halves[::-1])]
    scale, shift = calibration([(weights, [example for example in other if example.origin in BUDGETED]) for weights, other in tried])
    judged = [list(judge(weights.scaled(scale, shift), other)) for weights, other in tried]
    both = [each for own in judged for each in own]
    _, curve = answer_threshold(both, budget)
    profile = LearnedProfile(_limits(both, budget, start), train(examples, names).scaled(scale, shift).by_kind(names))
    before = scored(list(judge(Weights.of(start.weights, names), examples)), start.thresholds)
    after = [scored(own, _limits(other, budget, start)) for own, other in (judged, judged[::-1])]
    return Lesson(profile, curve, reliability(both), before, after[0].mean(after[1]))


def _limits(judged: Sequence[Judged], budget: float, start: LearnedProfile) -> Thresholds:
    """Choose limits by unanswerable questions; if there are too few, keep those of the start."""
    if sum(each.origin == "test" and not each.is_answerable for each in judged) < _COUNTED:
        return start.thresholds
    point, _ = answer_threshold(judged, budget)
    suggest = suggest_threshold(judged, point.threshold)
    return Thresholds(point.threshold, suggest, suggest, about_threshold(judged))
