"""Learn weights and thresholds from the knowledge itself and the general out-of-scope list."""

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
"""In other languages the limit is set on phrasings left out, which get this many times as many false answers
as questions that people asked (docs/decisions/010-other-languages.md)."""

_COUNTED = 100
"""Unanswerable tests from which a budget of some hundredths can be counted; with fewer, limits stay what comes with briefbot."""

Train: TypeAlias = Callable[[Sequence[Example], Sequence[str]], Weights]
"""Fits weights to examples, whose features have these names."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learned, with the curve that the threshold was chosen on."""

    profile: LearnedProfile
    curve: tuple[Point, ...]
    calibration: tuple[tuple[float, float, int], ...]
    """Mean confidence, share that was right, and count, by tenths of confidence."""
    before: Score
    """What comes with briefbot does on questions that were left out, ..."""
    after: Score
    """... and what was learned from half of them does on the other half."""

    @property
    def is_worse(self) -> bool:
        """Return whether right answers less false ones have become fewer."""
        return self.after.right - self.after.false < self.before.right - self.before.false


@dataclass(frozen=True, slots=True)
class Lessons:
    """What was learned without and, where there is an encoder, with sentence vectors."""

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
    """Learn for a budget: the share of unanswerable questions that may get an answer, 0 to 1. With few tests, start from what is given."""
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
    # Phrasings alone do not tell whether meaning weighs too much.
    train = _train(start.semantic, tests, averaged)
    semantic_lesson = lesson_from(_at_home(semantic, has_tests=tests > 0), FEATURES + MEANING_FEATURES, budget, train, start.semantic)
    abroad = _train(start.foreign, tests, trained)
    return Lessons(lesson, semantic_lesson, lesson_from(_abroad(semantic), FOREIGN_FEATURES, _HARDER * budget, abroad, start.foreign))


def _train(start: LearnedProfile, tests: int, alone: Train) -> Train:
    """Choose how to fit weights: a knowledge of many tests needs nothing to start from."""
    return alone if tests >= ENOUGH else started(start.weights)


def _at_home(examples: Sequence[Example], *, has_tests: bool) -> list[Example]:
    """Take what is in English; where the knowledge has no tests, the phrasings that were left out stand for what people ask."""
    found = [example for example in examples if not example.is_foreign]
    return _balanced(found if has_tests else list(map(_as_test, found)))


def _balanced(examples: Sequence[Example]) -> list[Example]:
    """Take no more lines that no bundle answers than there are tests, which would drown among them."""
    lines = sum(example.origin == "out_of_scope" for example in examples)
    step = math.ceil(lines / max(1, sum(example.origin == "test" for example in examples)))
    places = itertools.count()
    return [example for example in examples if example.origin != "out_of_scope" or next(places) % step == 0]


def _abroad(examples: Sequence[Example]) -> list[Example]:
    """Take what is in other languages, with what can be compared across them; where no such question has an answer, take all."""
    columns = [(FEATURES + MEANING_FEATURES).index(name) for name in FOREIGN_FEATURES]
    has_foreign = any(example.is_foreign and example.right is not None for example in examples)
    return [_as_test(example.only(columns)) for example in examples if example.is_foreign or not has_foreign]


def _as_test(example: Example) -> Example:
    """Count a phrasing that was left out as a test; in other languages each is one, as the only one of its wording."""
    return replace(example, origin="test") if example.origin == "phrasing" else example


def lesson_from(examples: Sequence[Example], names: Sequence[str], budget: float, train: Train, start: LearnedProfile) -> Lesson:
    """Fit weights to all examples, and their scale and limits to what each half of them says of the other; compare with the start."""
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
    """Choose limits by what is unanswerable; where that is too little, keep those of the start."""
    if sum(each.origin == "test" and not each.is_answerable for each in judged) < _COUNTED:
        return start.thresholds
    point, _ = answer_threshold(judged, budget)
    suggest = suggest_threshold(judged, point.threshold)
    return Thresholds(point.threshold, suggest, suggest, about_threshold(judged))
