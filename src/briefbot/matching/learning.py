"""Learn weights and thresholds from the knowledge itself and the general out-of-scope list.

Each fold leaves out some phrasings, which must find their item through the others, and some gap entries
whole, whose questions then have no answer: near misses that no curator foresaw.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np
from scipy.optimize import minimize

from briefbot.matching.building import build_ranker
from briefbot.matching.chat import out_of_scope
from briefbot.matching.confidence import BIAS, softmax_with_none
from briefbot.matching.decision import Decision, decide
from briefbot.matching.folding import Folder
from briefbot.matching.layer import Fit
from briefbot.matching.question import understand
from briefbot.matching.ranking import FEATURES, FOREIGN_FEATURES, ITEM_KINDS, MEANING_FEATURES, Ranker
from briefbot.matching.semantic import Encoder
from briefbot.model import Entry, Item, Knowledge, LearnedProfile, Thresholds

Origin: TypeAlias = Literal["phrasing", "test", "unforeseen", "out_of_scope"]
Array: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

FOLDS = 5
WEIGHTS: dict[Origin, float] = {"phrasing": 1.0, "test": 4.0, "unforeseen": 2.0, "out_of_scope": 2.0}
"""How much each kind of example counts. Tests are worded away from the phrasings, as askers are; a
phrasing that was left out is often the only one of its wording, and harder than any real question."""
_PENALTY = 2e-3
"""L2 penalty on the standardised weights (docs/matching.md)."""
_HARDER = 4.0
"""In other languages the limit is set on phrasings left out, which get this many times as many false answers
as questions that people asked (docs/matching.md)."""
_STRICTER = 0.75
"""With sentence vectors this share of the budget is used: near misses that people ask get more false answers then than
those that are left out here (docs/matching.md)."""
_OFFERED = 0.2
"""Share of the unanswerable questions to which candidates may be offered."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question with its candidates, and which of them is right (None: none is)."""

    origin: Origin
    features: Array
    kinds: tuple[str, ...]
    right: int | None
    is_answerable: bool
    is_foreign: bool

    def only(self, columns: Sequence[int]) -> Example:
        """Give the same example with some of its features."""
        return replace(self, features=self.features[:, columns])


Train: TypeAlias = Callable[[Sequence[Example]], "Sequence[_Model]"]
"""Fits weights to examples: models of which the one is taken that answers most tests within the budget, else the first."""


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


def learn(knowledge: Knowledge, fit: Fit, encoder: Encoder | None, budget: float, progress: Callable[[str], None]) -> Lessons:
    """Learn for a budget: the share of unanswerable questions that may get an answer, 0 to 1."""
    plain: list[Example] = []
    semantic: list[Example] = []
    for fold in range(FOLDS):
        progress(f"fold {fold + 1} of {FOLDS}")
        ranker, folder, asked = _fold(knowledge, fold, fit, encoder)
        plain += _examples(ranker.without_meaning(), folder, asked)
        if encoder is not None:
            semantic += _examples(ranker, folder, asked)
    progress(f"learning from {len(plain):,} questions")
    plain_lesson = _lesson(_at_home(plain), FEATURES, budget, _without_meaning)
    if encoder is None:
        return Lessons(plain_lesson, None, None)
    names = FEATURES + MEANING_FEATURES
    columns = [names.index(name) for name in FOREIGN_FEATURES]
    foreign = [example for example in semantic if example.is_foreign and example.right is not None]
    abroad = [_abroad(example.only(columns)) for example in semantic if example.is_foreign or not foreign]
    semantic_lesson = _lesson(_at_home(semantic), names, _STRICTER * budget, _with_meaning)
    return Lessons(plain_lesson, semantic_lesson, _lesson(abroad, FOREIGN_FEATURES, _HARDER * budget, _without_meaning))


def _at_home(examples: Sequence[Example]) -> list[Example]:
    return [example for example in examples if not example.is_foreign]


def _abroad(example: Example) -> Example:
    """Count phrasings left out as tests: in other languages each is the only one of its wording, as an asker's question is."""
    return replace(example, origin="test") if example.origin == "phrasing" else example


def _lesson(examples: Sequence[Example], names: Sequence[str], budget: float, train: Train) -> Lesson:
    """Fit weights to all examples, and limits to what each half of them says of the other."""
    halves = examples[::2], examples[1::2]
    trained = [(train(own), other) for own, other in (halves, halves[::-1])]
    models = train(examples)
    judged = [[each for tried, other in trained for each in _judge(tried[number], other)] for number in range(len(models))]
    limits = [_answer_threshold(each, budget) for each in judged]
    best = max(range(len(models)), key=lambda number: limits[number][0].answered)
    point, curve = limits[best]
    suggest = _suggest_threshold(judged[best], point.threshold)
    profile = LearnedProfile(Thresholds(point.threshold, suggest, suggest), _by_kind(models[best], names))
    return Lesson(profile, curve, _calibration(judged[best]))


# Examples ---------------------------------------------------------------------------------------


Asked: TypeAlias = tuple[str, Item | None, Origin]
"""A question, the item that is right (None: none is), and where it comes from."""


def _fold(knowledge: Knowledge, fold: int, fit: Fit, encoder: Encoder | None) -> tuple[Ranker, Folder, list[Asked]]:
    """Build a ranker without this fold's phrasings and gap entries, and list what to ask it."""
    items = list(knowledge.items())
    folder = Folder.of(knowledge)
    left_out = {item.id for number, item in enumerate(items) if _is_gap(item) and number % FOLDS == fold}
    kept = [
        () if item.id in left_out else tuple(p for i, p in enumerate(item.phrasings) if (number + i) % FOLDS != fold)
        for number, item in enumerate(items)
    ]
    lines = [line for group in out_of_scope().values() for line in group]
    chance = random.Random(fold)  # noqa: S311 - a sample, not a secret
    asked = list(_questions(items, kept, left_out, fold, chance))
    asked += [(line, None, "out_of_scope") for line in lines[fold::FOLDS]]
    return build_ranker(items, kept, folder, fit, encoder), folder, asked


def _examples(ranker: Ranker, folder: Folder, asked: Sequence[Asked]) -> Iterator[Example]:
    """Ask a ranker; where recall fails there is nothing that reranking could learn from."""
    for typed, item, origin in asked:
        question = understand(typed, folder, ranker.lexicon)
        candidates = ranker.candidates(question, typed)
        ids = [candidate.item.id for candidate in candidates]
        right = ids.index(item.id) if item is not None and item.id in ids else None
        if candidates and (item is None or right is not None):
            features = np.array([candidate.features for candidate in candidates])
            kinds = tuple(candidate.profile.kind for candidate in candidates)
            yield Example(origin, features, kinds, right, item is not None and not _is_gap(item), question.is_foreign)


def _questions(
    items: Sequence[Item], kept: Sequence[Sequence[str]], left_out: set[str], fold: int, chance: random.Random
) -> Iterator[Asked]:
    for number, (item, phrasings) in enumerate(zip(items, kept, strict=True)):
        if item.id in left_out:
            yield from ((typed, None, "unforeseen") for typed in item.phrasings if chance.random() < 1 / 2)
            yield from ((typed, None, "unforeseen") for typed in item.tests.reach)
            continue
        yield from ((typed, item, "phrasing") for typed in item.phrasings if typed not in phrasings)
        # A gap entry is left out of one fold: its tests are asked in the next one.
        turn = number + 1 if _is_gap(item) else number
        if turn % FOLDS == fold:
            yield from ((typed, item, "test") for typed in item.tests.reach)


def _is_gap(item: Item) -> bool:
    return isinstance(item, Entry) and item.kind == "gap"


# Weights ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Model:
    """Weights on standardised features: one vector shared by all kinds, and what each kind adds."""

    mean: Array
    deviation: Array
    weights: Array  # (kinds + 1, features + 1): the first row is shared, the last column is the bias

    def confidences(self, example: Example) -> list[float]:
        """Give the candidates' probabilities."""
        scaled = (example.features - self.mean) / self.deviation
        rows = self.weights[0] + self.weights[1:][[ITEM_KINDS.index(kind) for kind in example.kinds]]
        return softmax_with_none(((scaled * rows[:, :-1]).sum(axis=1) + rows[:, -1]).tolist())


def _train(examples: Sequence[Example]) -> _Model:
    """Maximise the likelihood of the right candidate, or of none, by L-BFGS."""
    stacked = np.concatenate([example.features for example in examples])
    mean, deviation = stacked.mean(axis=0), stacked.std(axis=0) + 1e-6
    scaled = np.c_[(stacked - mean) / deviation, np.ones(len(stacked))]
    kinds = np.array([ITEM_KINDS.index(kind) for example in examples for kind in example.kinds])
    sizes = np.array([len(example.kinds) for example in examples])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    owner = np.repeat(np.arange(len(examples)), sizes)
    right = np.zeros(len(stacked))
    right[[start + e.right for start, e in zip(starts, examples, strict=True) if e.right is not None]] = 1.0
    has_right = np.array([e.right is not None for e in examples], dtype=float)
    counts = np.array([WEIGHTS[e.origin] for e in examples])
    counts /= counts.sum()
    shape = (len(ITEM_KINDS) + 1, scaled.shape[1])

    def loss(flat: Array) -> tuple[float, Array]:
        weights = flat.reshape(shape)
        utilities = (scaled * (weights[0] + weights[1:][kinds])).sum(axis=1)
        highest = np.maximum(np.maximum.reduceat(utilities, starts), 0.0)
        powers = np.exp(utilities - highest[owner])
        totals = np.add.reduceat(powers, starts) + np.exp(-highest)
        chosen = np.add.reduceat(utilities * right, starts) * has_right
        value = float((counts * (highest + np.log(totals) - chosen)).sum())
        slope = (powers / totals[owner] - right) * counts[owner]
        gradient = np.zeros(shape)
        gradient[0] = slope @ scaled
        for kind in range(len(ITEM_KINDS)):
            gradient[kind + 1] = slope[kinds == kind] @ scaled[kinds == kind]
        penalised = weights.copy()
        penalised[:, -1] = 0.0
        return value + _PENALTY * float((penalised**2).sum()), (gradient + 2 * _PENALTY * penalised).ravel()

    found = minimize(loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return _Model(mean, deviation, found.x.reshape(shape))


def _without_meaning(examples: Sequence[Example]) -> Sequence[_Model]:
    return (_train(examples),)


def _with_meaning(examples: Sequence[Example]) -> Sequence[_Model]:
    """Train with the sentence vectors' features, and average that with what is learned without them.

    A phrasing that is left out has others of the same curator beside it, so what is learned from those alone may trust meaning
    more than what people ask bears out (docs/matching.md).
    """
    whole, words = _train(examples), _train([example.only(range(len(FEATURES))) for example in examples])
    padded = np.insert(words.weights, [len(FEATURES)], np.zeros((1, len(MEANING_FEATURES))), axis=1)
    return whole, replace(whole, weights=(whole.weights + padded) / 2)


def _by_kind(model: _Model, names: Sequence[str]) -> dict[str, dict[str, float]]:
    """Write a model's weights by kind and feature, for features as they come."""
    table: dict[str, dict[str, float]] = {}
    for row, kind in enumerate(ITEM_KINDS, 1):
        weights = model.weights[0] + model.weights[row]
        plain = weights[:-1] / model.deviation
        table[kind] = {name: float(value) for name, value in zip(names, plain, strict=True)}
        table[kind][BIAS] = float(weights[-1] - plain @ model.mean)
    return table


# Thresholds -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Judged:
    """An example that a model which has not seen it was asked."""

    origin: Origin
    is_answerable: bool
    answer: float  # confidence of the best candidate that is no gap entry
    gap: float  # confidence of the best gap entry
    offered: float  # probability that any candidate but a gap entry is right
    best: float
    is_right: bool


def _judge(model: _Model, examples: Sequence[Example]) -> Iterator[_Judged]:
    for example in examples:
        confidences = model.confidences(example)
        answers = [c for c, kind in zip(confidences, example.kinds, strict=True) if kind != "gap"]
        gaps = [c for c, kind in zip(confidences, example.kinds, strict=True) if kind == "gap"]
        best = int(np.argmax(confidences))
        yield _Judged(
            example.origin, example.is_answerable, max(answers, default=0.0), max(gaps, default=0.0), sum(answers),
            confidences[best], best == example.right,
        )  # fmt: skip


BUDGETED: tuple[Origin, ...] = ("test", "out_of_scope")
"""Unanswerable questions that the budget is about, each origin counting the same: gap entries' tests, and the
general list. What no curator foresaw is shown beside it; phrasings left out are harder than what people ask."""


def _share(judged: Sequence[_Judged], origins: Sequence[Origin], has: Callable[[_Judged], bool]) -> float:
    """Give the mean over some origins of the share of their unanswerable questions that have something."""
    shares = [[has(each) for each in judged if each.origin == origin and not each.is_answerable] for origin in origins]
    means = [np.mean(share) for share in shares if share]
    return float(np.mean(means)) if means else 0.0


def _answer_threshold(judged: Sequence[_Judged], budget: float) -> tuple[Point, tuple[Point, ...]]:
    answerable = [each for each in judged if each.is_answerable and each.origin == "test"]
    curve = []
    for threshold in np.arange(0.02, 0.98, 0.01):

        def is_answered(each: _Judged, limit: float = float(threshold)) -> bool:
            return each.answer >= max(limit, each.gap)

        answered = float(np.mean([each.is_right and is_answered(each) for each in answerable])) if answerable else 0.0
        false, unforeseen = _share(judged, BUDGETED, is_answered), _share(judged, ["unforeseen"], is_answered)
        curve.append(Point(float(threshold), answered, false, unforeseen))
    return next((point for point in curve if point.false <= budget), curve[-1]), tuple(curve)


def _suggest_threshold(judged: Sequence[_Judged], threshold: float) -> float:
    """Find from where on to offer candidates, so that not too many unanswerable questions get offers."""
    for suggest in np.arange(0.01, threshold, 0.005):
        limits = Thresholds(threshold, float(suggest), float(suggest))

        def is_offered(each: _Judged, limits: Thresholds = limits) -> bool:
            return decide(each.answer, each.gap, each.offered, limits) is Decision.SUGGEST

        if _share(judged, BUDGETED, is_offered) <= _OFFERED:
            return float(suggest)
    return threshold


def _calibration(judged: Sequence[_Judged]) -> tuple[tuple[float, float, int], ...]:
    bins = []
    for tenth in range(10):
        inside = [each for each in judged if min(int(each.best * 10), 9) == tenth]
        if inside:
            bins.append((float(np.mean([e.best for e in inside])), float(np.mean([e.is_right for e in inside])), len(inside)))
    return tuple(bins)
