"""From confidences to decisions."""

from __future__ import annotations

import pytest

from briefbot.domain.knowledge import Item
from briefbot.domain.learned import Thresholds
from briefbot.matching.ranking.decision import Decision, Ranked, Ranking, decide
from builders import entry, quote
from matching.ranking.test_confidence import candidate

LIMITS = Thresholds(answer=0.5, suggest=0.2, silent=0.3)


@pytest.mark.parametrize(
    ("answer", "gap", "offered", "decision"),
    [
        (0.9, 0.0, 0.9, Decision.ANSWER),
        (0.5, 0.0, 0.5, Decision.ANSWER),  # the threshold is inclusive
        (0.49, 0.0, 0.6, Decision.SUGGEST),
        (0.49, 0.51, 0.49, Decision.SUGGEST),  # the article is not clearly silent
        (0.05, 0.3, 0.05, Decision.SILENT),
        (0.05, 0.29, 0.05, Decision.ABSTAIN),
        (0.2, 0.39, 0.2, Decision.SUGGEST),
        (0.0, 0.99, 0.0, Decision.SILENT),
        (0.1, 0.0, 0.19, Decision.ABSTAIN),
        (0.1, 0.0, 0.2, Decision.SUGGEST),
        (0.0, 0.0, 0.0, Decision.ABSTAIN),
    ],
)
def test_a_question_is_decided_by_named_thresholds(answer: float, gap: float, offered: float, decision: Decision) -> None:
    assert decide(answer, gap, offered, LIMITS) is decision


def test_a_gap_entry_that_is_likelier_than_the_answer_keeps_it_back() -> None:
    limits = Thresholds(answer=0.3, suggest=0.2, silent=0.3)
    assert decide(0.4, 0.39, 0.4, limits) is Decision.ANSWER
    assert decide(0.4, 0.41, 0.4, limits) is not Decision.ANSWER


def ranked(item: Item, confidence: float) -> Ranked:
    return Ranked(candidate(item), confidence)


def test_gap_entries_are_ranked_apart() -> None:
    ranking = Ranking.of([ranked(entry("a"), 0.4), ranked(entry("g", kind="gap"), 0.3), ranked(quote("q"), 0.2)], LIMITS)
    assert [each.item.id for each in ranking.answers] == ["a", "q"]
    assert [each.item.id for each in ranking.gaps] == ["g"]
    assert ranking.confidence == 0.4


def test_several_unlikely_answers_are_offered_together() -> None:
    assert Ranking.of([ranked(entry("a"), 0.15), ranked(entry("b"), 0.1)], LIMITS).decision is Decision.SUGGEST
    assert Ranking.of([ranked(entry("a"), 0.15)], LIMITS).decision is Decision.ABSTAIN


def test_three_are_offered_at_most_and_no_gap_entry() -> None:
    ranking = Ranking.of([ranked(entry("g", kind="gap"), 0.2), *(ranked(entry(name), 0.1) for name in "abcd")], LIMITS)
    assert [item.id for item in ranking.offers] == ["a", "b", "c"]


def test_of_nothing_nothing_is_made() -> None:
    ranking = Ranking.of([], LIMITS)
    assert (ranking.decision, ranking.confidence, ranking.offers) == (Decision.ABSTAIN, 0.0, ())


def test_corrections_are_offered_behind_answers_that_are_less_likely() -> None:
    items = (entry("not-a", kind="correction"), entry("b"), quote("c"), entry("d"))
    ranked = [Ranked(candidate(item), 0.1 - place / 100) for place, item in enumerate(items)]
    assert [item.id for item in Ranking.of(ranked, LIMITS).offers] == ["b", "c", "not-a"]
