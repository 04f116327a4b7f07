"""Weights and thresholds are learned from the knowledge for a given budget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import pytest

from briefbot.checking.check import make_knowledge
from briefbot.domain.knowledge import Entry, Knowledge, Tests
from briefbot.domain.learned import ABOUT, Learned, Thresholds
from briefbot.matching import Matcher
from briefbot.matching.learning.examples import Example, Fold, Origin
from briefbot.matching.learning.learn import Lessons, learn
from briefbot.matching.learning.thresholds import Judged, Score, about_threshold, answer_threshold, scored
from briefbot.matching.learning.weights import GUARDS, Weights, started, trained
from briefbot.matching.ranking.candidates import ITEM_KINDS
from briefbot.matching.ranking.confidence import BIAS
from briefbot.matching.ranking.features import FEATURES, MEANING_FEATURES
from briefbot.matching.recall.classifier import fit
from matching.kites import KITES
from matching.speaking import ConceptEncoder, reached

TESTS = {
    "kites-flown": ("how many kites were up", "tell me the number of kites"),
    "winner": ("who was the champion of the long line", "name the winner"),
    "dragon-length": ("how big was the dragon", "length of the dragon in meters"),
    "hurt": ("was someone injured", "how many were hurt by the line"),
    "gap-park": ("what age is Park", "where is Park's home"),
    "gap-dragon-cost": ("dragon kite price", "how many crowns did the dragon cost"),
    "no-cut-line": ("did Zoya Markova cut the line", "Markova cut it, right"),
}


@pytest.fixture(scope="module")
def tested() -> Knowledge:
    """Return the kite festival with tests."""
    entries = [replace(entry, tests=Tests(TESTS.get(entry.id, ()), ())) for entry in KITES.entries.values()]
    return make_knowledge(KITES.source, [*KITES.speakers.values(), *entries, *KITES.quotes.values(), *KITES.aliases])


@pytest.fixture(scope="module")
def said() -> list[str]:
    return []


@pytest.fixture(scope="module")
def lessons(tested: Knowledge, learned: Learned, said: list[str]) -> Lessons:
    """Learn in two folds, which takes a second or two."""
    return learn(tested, fit, ConceptEncoder(), 0.05, learned, said.append, folds=2)


def test_every_feature_of_every_kind_gets_a_weight(lessons: Lessons) -> None:
    assert set(lessons.plain.profile.weights) == set(ITEM_KINDS)
    assert set(lessons.plain.profile.weights["fact"]) == {*FEATURES, BIAS}
    assert lessons.semantic is not None
    assert set(lessons.semantic.profile.weights["quote"]) == {*FEATURES, *MEANING_FEATURES, BIAS}


@pytest.mark.parametrize("kind", ["fact", "correction", "quote"])
def test_what_differs_in_meaning_never_speaks_for_an_answer(lessons: Lessons, kind: str) -> None:
    for lesson in (lessons.plain, lessons.semantic):
        assert lesson is not None
        assert {name: weight for name, weight in lesson.profile.weights[kind].items() if name in GUARDS and weight > 0.0} == {}


def test_thresholds_are_probabilities_in_order(lessons: Lessons) -> None:
    for lesson in (lessons.plain, lessons.semantic):
        assert lesson is not None
        limits = lesson.profile.thresholds
        assert 0.0 < limits.suggest <= limits.answer < 1.0
        assert 0.0 < limits.silent < 1.0


def test_what_is_about_the_article_is_learned_from_tests_and_the_list() -> None:
    judged = [
        *(about_article("test", about, is_answerable=True) for about in (4.0, 5.0, 6.0, 7.0)),
        *(about_article("out_of_scope", about, is_answerable=False) for about in (-4.0, 0.0, 2.0, 3.0)),
    ]
    assert 3.0 < about_threshold(judged) <= 4.0
    assert about_threshold(judged[:4]) == ABOUT


def asked(origin: Origin, answer: float, *, is_right: bool = False, is_answerable: bool = True) -> Judged:
    return Judged(origin, is_answerable, answer=answer, gap=0.0, offered=answer, best=answer, is_right=is_right, about=5.0)


def about_article(origin: Origin, about: float, *, is_answerable: bool) -> Judged:
    return Judged(origin, is_answerable, answer=0.5, gap=0.0, offered=0.5, best=0.5, is_right=is_answerable, about=about)


def test_few_tests_leave_the_limits_as_they_come_with_briefbot(lessons: Lessons, learned: Learned) -> None:
    assert lessons.plain.profile.thresholds == learned.plain.thresholds
    assert lessons.semantic is not None
    assert lessons.semantic.profile.thresholds == learned.semantic.thresholds


def test_the_threshold_keeps_the_budget_and_gives_no_more_away() -> None:
    judged = [
        *(asked("test", 0.9, is_right=True) for _ in range(40)),
        *(asked("test", 0.5, is_right=True) for _ in range(40)),
        *(asked("test", 0.6, is_answerable=False) for _ in range(4)),
        *(asked("test", 0.1, is_answerable=False) for _ in range(96)),
    ]
    assert answer_threshold(judged, 0.05)[0].threshold == pytest.approx(0.11)
    assert answer_threshold(judged, 0.03)[0].threshold == pytest.approx(0.61)


def test_a_higher_threshold_answers_less_and_less_falsely(lessons: Lessons) -> None:
    curve = lessons.plain.curve
    assert [point.threshold for point in curve] == sorted(point.threshold for point in curve)
    for earlier, later in pairwise(curve):
        assert (later.answered, later.false, later.unforeseen) <= (earlier.answered, earlier.false, earlier.unforeseen)
    assert curve[0].answered > curve[-1].answered


def test_the_calibration_counts_every_question_once(lessons: Lessons) -> None:
    tenths = lessons.plain.calibration
    assert all(0.0 <= confidence <= 1.0 and 0.0 <= right <= 1.0 and count > 0 for confidence, right, count in tenths)
    assert [confidence for confidence, _, _ in tenths] == sorted(confidence for confidence, _, _ in tenths)
    unsure, sure = tenths[0], tenths[-1]
    assert unsure[1] < 0.2 < 0.6 < sure[1]  # noqa: PLR0133 - a sure answer is mostly right, an unsure one mostly wrong


def test_what_was_learned_answers_the_knowledges_own_questions(tested: Knowledge, lessons: Lessons, learned: Learned) -> None:
    own = replace(learned, plain=lessons.plain.profile)
    matcher = Matcher.build(tested, own, fit)
    right = [reached(matcher.ask(entry.phrasings[0])).endswith(entry.id) for entry in tested.entries.values()]
    assert sum(right) >= 0.8 * len(right)
    assert not reached(matcher.ask("what is the capital of peru")).startswith(("answered", "quoted"))


def test_progress_is_told(lessons: Lessons, said: list[str]) -> None:
    assert lessons
    assert said[:2] == ["fold 1 of 2", "fold 2 of 2"]


def test_the_same_knowledge_teaches_the_same(tested: Knowledge, lessons: Lessons, learned: Learned) -> None:
    assert learn(tested, fit, None, 0.05, learned, lambda _: None, folds=2).plain == lessons.plain


def test_a_knowledge_without_gaps_or_tests_can_be_learned_from(learned: Learned) -> None:
    facts: list[Entry] = [entry for entry in KITES.entries.values() if entry.kind == "fact"]
    lesson = learn(
        make_knowledge(KITES.source, [*KITES.speakers.values(), *facts]), fit, None, 0.05, learned, lambda _: None, folds=2
    ).plain
    assert 0.0 < lesson.profile.thresholds.answer < 1.0


# Few tests -----------------------------------------------------------------------------------------


def test_few_tests_move_the_weights_less_than_many(lessons: Lessons, learned: Learned, examples: list[Example]) -> None:
    start = learned.plain.weights
    few = moved(started(start)(examples, FEATURES), start)
    many = moved(started(start)([*examples] * 40, FEATURES), start)
    assert 0.0 < few < many
    assert few < moved(trained(examples, FEATURES), start)


def test_what_was_learned_is_compared_with_what_came_on_questions_left_out(lessons: Lessons) -> None:
    before, after = lessons.plain.before, lessons.plain.after
    assert 0.5 < before.right <= 1.0
    assert 0.5 < after.right <= 1.0
    assert before.right + before.wrong <= 1.0
    assert before.false < 0.5


def test_fewer_right_answers_are_worse_unless_as_many_false_ones_are_fewer(lessons: Lessons) -> None:
    def is_worse(before: Score, after: Score) -> bool:
        return replace(lessons.plain, before=before, after=after).is_worse

    assert is_worse(Score(0.45, 0.05, 0.15), Score(0.20, 0.02, 0.05))
    assert not is_worse(Score(0.45, 0.05, 0.15), Score(0.43, 0.05, 0.10))
    assert not is_worse(Score(0.45, 0.05, 0.15), Score(0.45, 0.05, 0.15))


def test_what_limits_do_is_counted_apart_for_right_wrong_and_false_answers() -> None:
    judged = [
        asked("test", 0.9, is_right=True),
        asked("test", 0.8),
        asked("test", 0.2, is_right=True),
        asked("test", 0.7, is_right=True),
        asked("test", 0.9, is_answerable=False),
        asked("test", 0.1, is_answerable=False),
        asked("out_of_scope", 0.1, is_answerable=False),
        asked("unforeseen", 0.1, is_answerable=False),
        asked("phrasing", 0.1),
    ]
    score = scored(judged, Thresholds(0.5, 0.2, 0.2))
    assert (score.right, score.wrong, score.false) == pytest.approx((0.5, 0.25, 0.5 / 3))


@pytest.fixture(scope="module")
def examples(tested: Knowledge) -> list[Example]:
    """Ask the left-out questions of one of two folds."""
    return list(Fold.of(tested, 0, 2, fit, None).examples(with_meaning=False))


def moved(weights: Weights, start: Mapping[str, Mapping[str, float]]) -> float:
    """Return the distance of a fact's weights from their start."""
    found = weights.by_kind(FEATURES)["fact"]
    return sum(abs(found[name] - start["fact"].get(name, 0.0)) for name in FEATURES)
