"""Learn weights and thresholds from the knowledge itself and the general out-of-scope list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from briefbot.domain.knowledge import Knowledge
from briefbot.domain.learned import LearnedProfile, Thresholds
from briefbot.matching.learning.examples import Example, Fold
from briefbot.matching.learning.thresholds import BUDGETED, Point, about_threshold, answer_threshold, judge, reliability, suggest_threshold
from briefbot.matching.learning.weights import Weights, averaged, calibration, trained
from briefbot.matching.ranking.features import FEATURES, FOREIGN_FEATURES, MEANING_FEATURES
from briefbot.matching.recall.layer import Fit
from briefbot.matching.recall.sentence_vectors import Encoder

FOLDS = 5
_HARDER = 1.3
"""In other languages the limit is set on phrasings left out, which get this many times as many false answers
as questions that people asked (docs/matching.md)."""

Train: TypeAlias = Callable[[Sequence[Example], Sequence[str]], Weights]
"""Fits weights to examples, whose features have these names."""


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
        semantic += fold.examples(with_meaning=True) if encoder is not None else ()
    progress(f"learning from {len(plain):,} questions")
    has_tests = any(example.origin == "test" for example in plain)
    lesson = _lesson(_at_home(plain, has_tests=has_tests), FEATURES, budget, trained)
    if encoder is None:
        return Lessons(lesson, None, None)
    # Phrasings alone do not tell whether meaning weighs too much.
    train = averaged if has_tests else trained
    semantic_lesson = _lesson(_at_home(semantic, has_tests=has_tests), FEATURES + MEANING_FEATURES, budget, train)
    return Lessons(lesson, semantic_lesson, _lesson(_abroad(semantic), FOREIGN_FEATURES, _HARDER * budget, trained))


def _at_home(examples: Sequence[Example], *, has_tests: bool) -> list[Example]:
    """Take what is in English; where the knowledge has no tests, the phrasings that were left out stand for what people ask."""
    found = [example for example in examples if not example.is_foreign]
    return found if has_tests else list(map(_as_test, found))


def _abroad(examples: Sequence[Example]) -> list[Example]:
    """Take what is in other languages, with what can be compared across them; where no such question has an answer, take all."""
    columns = [(FEATURES + MEANING_FEATURES).index(name) for name in FOREIGN_FEATURES]
    has_foreign = any(example.is_foreign and example.right is not None for example in examples)
    return [_as_test(example.only(columns)) for example in examples if example.is_foreign or not has_foreign]


def _as_test(example: Example) -> Example:
    """Count a phrasing that was left out as a test; in other languages each is one, as the only one of its wording."""
    return replace(example, origin="test") if example.origin == "phrasing" else example


def _lesson(examples: Sequence[Example], names: Sequence[str], budget: float, train: Train) -> Lesson:
    """Fit weights to all examples, and their scale and limits to what each half of them says of the other."""
    halves = examples[::2], examples[1::2]
    tried = [(train(own, names), other) for own, other in (halves, halves[::-1])]
    scale, shift = calibration([(weights, [example for example in other if example.origin in BUDGETED]) for weights, other in tried])
    judged = [each for weights, other in tried for each in judge(weights.scaled(scale, shift), other)]
    point, curve = answer_threshold(judged, budget)
    suggest = suggest_threshold(judged, point.threshold)
    weights = train(examples, names).scaled(scale, shift)
    profile = LearnedProfile(Thresholds(point.threshold, suggest, suggest, about_threshold(judged)), weights.by_kind(names))
    return Lesson(profile, curve, reliability(judged))
