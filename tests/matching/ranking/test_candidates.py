"""Recall and rerank: each candidate comes with what speaks for and against it."""

from __future__ import annotations

import math

import pytest

from briefbot.checking.check import make_knowledge
from briefbot.domain.knowledge import Learned
from briefbot.matching import Matcher
from briefbot.matching.ranking.candidates import CANDIDATES, FEATURES, MEANING_FEATURES, Candidate
from builders import source
from matching.kites import KITES


def found(matcher: Matcher, typed: str, limit: int | None = None) -> list[Candidate]:
    return matcher.ranker.candidates(matcher.understand(typed), typed, limit)


def features(matcher: Matcher, typed: str, item: str) -> dict[str, float]:
    """Give the features of an item that must be among the candidates."""
    (candidate,) = (each for each in found(matcher, typed, 99) if each.item.id == item)
    return dict(zip(FEATURES + MEANING_FEATURES, candidate.features, strict=False))


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
        assert len(candidate.features) == len(FEATURES)
        assert all(map(math.isfinite, candidate.features))


def test_the_words_of_a_phrasing_are_the_same_in_any_order(kites: Matcher) -> None:
    same = features(kites, "How many kites flew at once?", "kites-flown")
    turned = features(kites, "at once flew how many kites", "kites-flown")
    assert same["near"] == pytest.approx(1.0)
    assert same["same_words"] == turned["same_words"] == 1.0
    assert same["same_order"] == 1.0 > turned["same_order"]
    assert same["covered_by_phrasing"] == same["phrasing_covered"] == 1.0
    assert same["missing"] == same["unknown"] == same["unknown_count"] == 0.0


def test_a_number_that_the_item_does_not_have_clashes(kites: Matcher) -> None:
    assert features(kites, "did 4,200 kites fly", "kites-flown")["number_clash"] == 0.0
    assert features(kites, "did 5,000 kites fly", "kites-flown")["number_clash"] == 1.0
    assert features(kites, "who won in 2018", "winner-2019")["number_clash"] == 1.0
    assert features(kites, "who won in two thousand nineteen", "winner-2019")["number_clash"] == 0.0


def test_a_country_of_which_the_item_does_not_speak_is_told(kites: Matcher) -> None:
    assert features(kites, "did 4,200 kites fly in Peru", "kites-flown")["country_missing"] == 1.0
    assert features(kites, "did 4,200 kites fly", "kites-flown")["country_missing"] == 0.0


def test_a_negation_that_the_phrasing_does_not_have_clashes(kites: Matcher) -> None:
    assert features(kites, "which lines were not allowed", "allowed")["negation_clash"] == 1.0
    assert features(kites, "which lines weren't allowed", "not-allowed")["negation_clash"] == 0.0
    assert features(kites, "which lines were allowed", "not-allowed")["negation_clash"] == 1.0


def test_a_word_that_was_never_seen_is_told(kites: Matcher) -> None:
    told = features(kites, "how long was the zeppelin dragon", "dragon-length")
    assert told["unknown_count"] == 1.0
    assert told["unknown"] > 0
    assert told["missing"] == 1.0  # nothing tells more than what no item has


def test_what_is_asked_for_is_compared_with_what_is_offered(kites: Matcher) -> None:
    assert features(kites, "who built the dragon", "dragon-maker")["asked_offered"] > 0.5
    assert features(kites, "when was the dragon built", "dragon-maker")["asked_not_offered"] == 1.0
    assert features(kites, "when was the dragon built", "dragon-maker")["asked_unmet"] == 1.0
    assert features(kites, "when was the first festival", "first-festival")["asked_unmet"] == 0.0


def test_words_are_wanted_of_a_quote(kites: Matcher) -> None:
    quote = features(kites, "quote Markova", "quote-letter")
    assert (quote["verbatim_quote"], quote["verbatim_other"]) == (1.0, 0.0)
    fact = features(kites, "quote Markova", "dragon-maker")
    assert (fact["verbatim_quote"], fact["verbatim_other"]) == (0.0, 1.0)
    assert features(kites, "what did Markova say", "quote-letter")["words_quote"] == 1.0


def test_a_gap_entry_ahead_speaks_against_the_others(kites: Matcher) -> None:
    asked = "what did the dragon kite cost"
    assert features(kites, asked, "dragon-length")["gap_ahead"] > 0
    assert features(kites, asked, "gap-dragon-cost")["gap_ahead"] == 0.0
    assert features(kites, "how long was the dragon kite", "dragon-length")["gap_ahead"] < 0


def test_a_question_without_a_telling_word_is_bare(kites: Matcher) -> None:
    assert features(kites, "what is it", "prize")["bare"] == 1.0
    assert features(kites, "what is the prize", "prize")["bare"] == 0.0


def test_with_vectors_candidates_have_a_meaning_too(meaning_kites: Matcher) -> None:
    told = features(meaning_kites, "How many kites flew at once?", "kites-flown")
    assert set(told) == {*FEATURES, *MEANING_FEATURES}
    assert told["meaning"] == pytest.approx(1.0, abs=1e-5)
    assert told["meaning"] >= told["meaning_three"]
    assert told["meaning_margin"] > 0


def test_without_a_classifier_the_nearest_phrasing_stands_in(learned: Learned) -> None:
    plain = Matcher.build(KITES, learned)
    for item in KITES.items():
        told = features(plain, item.phrasings[0], item.id)
        assert told["classifier"] == pytest.approx(2 * told["near"] - 1)


def test_of_no_items_nothing_is_found(learned: Learned) -> None:
    assert found(Matcher.build(make_knowledge(source(), []), learned), "who won") == []
