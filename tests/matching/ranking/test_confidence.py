"""Confidences are probabilities: with "none of them" they sum to 1."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.domain.knowledge import Item
from briefbot.domain.learned import Learned, LearnedProfile, Thresholds
from briefbot.matching.ranking.candidates import Candidate
from briefbot.matching.ranking.confidence import BIAS, Scorer, abroad, softmax_with_none
from briefbot.matching.ranking.features import FEATURES, MEANING_FEATURES, Features, MeaningFeatures
from briefbot.matching.reading.aliases import Folder
from briefbot.matching.recall.profile import profile_of
from builders import entry, quote


def candidate(item: Item, **features: float) -> Candidate:
    """Make a candidate whose other features are 0."""
    values = [features.get(name, 0.0) for name in FEATURES + MEANING_FEATURES]
    words, meaning = Features(*values[: len(FEATURES)]), MeaningFeatures(*values[len(FEATURES) :])
    has_meaning = not features.keys().isdisjoint(MEANING_FEATURES)
    return Candidate(profile_of(item, item.phrasings, Folder(())), words, meaning if has_meaning else None)


def scorer(*, is_semantic: bool = False, **weights: dict[str, float]) -> Scorer:
    return Scorer(LearnedProfile(Thresholds(0.5, 0.2, 0.3), weights), is_semantic=is_semantic)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=9))
def test_confidences_are_probabilities_that_sum_to_one_at_most(utilities: list[float]) -> None:
    found = softmax_with_none(utilities)
    assert all(0.0 <= each <= 1.0 for each in found)
    assert sum(found) <= 1.0 + 1e-9
    assert sorted(found) == [found[i] for i in np.argsort(utilities)]


def test_a_utility_of_nought_is_as_likely_as_none() -> None:
    assert softmax_with_none([0.0]) == pytest.approx([0.5])
    assert softmax_with_none([0.0, 0.0, 0.0]) == pytest.approx([0.25] * 3)


def test_a_hopeless_candidate_has_no_confidence() -> None:
    assert softmax_with_none([-50.0])[0] < 1e-9


def test_without_candidates_there_is_no_confidence() -> None:
    assert scorer().confidences([]) == []


def test_a_feature_that_speaks_for_a_candidate_makes_it_likelier() -> None:
    weighed = scorer(fact={"near": 3.0, "number_clash": -2.0, BIAS: -1.0})
    near, far, clash = weighed.confidences(
        [candidate(entry(), near=1.0), candidate(entry(), near=0.2), candidate(entry(), near=1.0, number_clash=1.0)]
    )
    assert near > far
    assert near > clash > 0


def test_a_phrasing_term_by_term_goes_before_what_is_only_like_it() -> None:
    weighed = scorer(fact={"same_order": 1.0}, correction={"near": 4.0})
    own, like = candidate(entry(), same_order=1.0), candidate(entry(kind="correction"), same_order=0.99, near=1.0)
    assert weighed.confidences([own, like])[0] > 0.6
    assert weighed.contributions(own)["same_order"] > weighed.contributions(candidate(entry(), same_order=0.99))["same_order"] + 1


def test_each_kind_has_weights_of_its_own() -> None:
    weighed = scorer(fact={"near": 3.0}, quote={"near": -3.0})
    fact, quotation = weighed.confidences([candidate(entry(), near=1.0), candidate(quote(), near=1.0)])
    assert fact > quotation


def test_what_was_not_learned_counts_nothing() -> None:
    assert scorer(fact={"near": 1.0, "forgotten": 9.0}).confidences([candidate(entry(), length=5.0)]) == pytest.approx([0.5])


def test_contributions_tell_what_each_feature_adds() -> None:
    told = scorer(fact={"near": 2.0, "unknown": -1.0}).contributions(candidate(entry(), near=0.5, unknown=3.0))
    assert {name: value for name, value in told.items() if value} == {"near": 1.0, "unknown": -3.0}


def test_what_is_meant_counts_with_sentence_vectors_only() -> None:
    plain, semantic = scorer(fact={"meaning": 4.0}), scorer(is_semantic=True, fact={"meaning": 4.0})
    assert semantic.confidences([candidate(entry(), meaning=1.0)])[0] > 0.9
    assert plain.confidences([candidate(entry())])[0] == 0.5
    assert "meaning" not in plain.contributions(candidate(entry(), meaning=1.0))


def test_thresholds_are_those_that_were_learned() -> None:
    assert scorer().thresholds == Thresholds(0.5, 0.2, 0.3)


def test_other_languages_are_judged_by_meaning_and_for_a_quarter_by_words() -> None:
    words = LearnedProfile(Thresholds(0.9, 0.9, 0.9), {"fact": {"near": 4.0, "meaning": 0.0}})
    english = LearnedProfile(Thresholds(0.9, 0.9, 0.9), {"fact": {"asked_unmet": -4.0, "near": 9.0}})
    meaning = LearnedProfile(Thresholds(0.5, 0.1, 0.2), {"fact": {"meaning": 8.0, BIAS: -4.0}})
    judged = abroad(Learned(words, english, meaning))
    assert judged.weights["fact"] == pytest.approx(
        {
            "near": 1.0,
            "meaning": 6.0,
            BIAS: -3.0,
            "asked_unmet": -3.0,
            "asked_offered": 0.0,
            "asked_not_offered": 0.0,
            "country_missing": 0.0,
        }
    )
    assert judged.thresholds == Thresholds(pytest.approx(0.45), 0.1, 0.2)
