"""Recall and rerank: each candidate has its features."""

from __future__ import annotations

import math

import pytest

from briefbot.checking.check import make_knowledge
from briefbot.domain.learned import Learned
from briefbot.matching import Matcher
from briefbot.matching.ranking.candidates import CANDIDATES, Candidate
from builders import source
from matching.kites import KITES
from matching.speaking import ConceptEncoder


def found(matcher: Matcher, typed: str, limit: int | None = None) -> list[Candidate]:
    return matcher.ranker.candidates(matcher.understand(typed), typed, limit)


def test_every_phrasing_recalls_its_item_first(kites: Matcher) -> None:
    firsts = {(phrasing, item.id): found(kites, phrasing)[0].item.id for item in KITES.items() for phrasing in item.phrasings}
    assert {key: first for key, first in firsts.items() if key[1] != first} == {}


def test_a_few_candidates_are_handed_on_each_once(kites: Matcher) -> None:
    ids = [candidate.item.id for candidate in found(kites, "kite")]
    assert len(ids) == len(set(ids)) <= CANDIDATES
    assert len(found(kites, "kite", 3)) == 3
    assert len(found(kites, "kite", CANDIDATES)) == CANDIDATES
    assert len(found(kites, "kite", 500)) == len(list(KITES.items()))


@pytest.mark.parametrize("typed", ["", "?!", "😀", "<@123456>"])
def test_what_holds_no_word_is_like_nothing(kites: Matcher, meaning_kites: Matcher, typed: str) -> None:
    assert found(kites, typed) == found(meaning_kites, typed) == []


@pytest.mark.parametrize("typed", ["zzz qqq", "kite " * 200, "한국어로 무엇", "9999999999999999999999"])
def test_every_feature_of_every_candidate_is_a_number(kites: Matcher, typed: str) -> None:
    for candidate in found(kites, typed):
        assert all(map(math.isfinite, candidate.values))


def test_without_a_classifier_the_nearest_phrasing_stands_in(learned: Learned) -> None:
    plain = Matcher.build(KITES, learned)
    for item in KITES.items():
        (told,) = (each.features for each in found(plain, item.phrasings[0]) if each.item.id == item.id)
        assert told.classifier == pytest.approx(2 * told.near - 1)


def test_of_no_items_nothing_is_found(learned: Learned) -> None:
    assert found(Matcher.build(make_knowledge(source(), []), learned), "who won") == []


def test_names_in_another_language_are_compared_in_english_as_well(learned: Learned) -> None:
    encoder = ConceptEncoder()
    matcher = Matcher.build(KITES, learned, encoder=encoder)
    encoder.encoded.clear()
    found(matcher, "почему Маркова опоздала")
    assert encoder.encoded == ["почему Маркова опоздала", "почему Zoya Markova опоздала"]
