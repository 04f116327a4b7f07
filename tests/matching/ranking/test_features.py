"""Features describe each candidate."""

from __future__ import annotations

import pytest

from briefbot.domain.learned import Learned
from briefbot.matching import Matcher
from briefbot.matching.ranking.candidates import ITEM_KINDS, Candidate
from briefbot.matching.ranking.confidence import BIAS
from briefbot.matching.ranking.features import FEATURES, FOREIGN_FEATURES, MEANING_FEATURES, Features


def described(matcher: Matcher, typed: str, item: str) -> Candidate:
    """Describe an item that must be among the candidates."""
    (candidate,) = (each for each in matcher.ranker.candidates(matcher.understand(typed), typed, 99) if each.item.id == item)
    return candidate


def features(matcher: Matcher, typed: str, item: str) -> Features:
    return described(matcher, typed, item).features


def test_the_words_of_a_phrasing_are_the_same_in_any_order(kites: Matcher) -> None:
    same = features(kites, "How many kites flew at once?", "kites-flown")
    turned = features(kites, "at once flew how many kites", "kites-flown")
    assert same.near == pytest.approx(1.0)
    assert same.same_words == turned.same_words == 1.0
    assert same.same_order == 1.0 > turned.same_order
    assert same.covered_by_phrasing == same.phrasing_covered == 1.0
    assert same.missing == same.unknown == same.unknown_count == 0.0


def test_a_number_that_the_item_does_not_have_clashes(kites: Matcher) -> None:
    assert features(kites, "did 4,200 kites fly", "kites-flown").number_clash == 0.0
    assert features(kites, "did 5,000 kites fly", "kites-flown").number_clash == 1.0
    assert features(kites, "who won in 2018", "winner-2019").number_clash == 1.0
    assert features(kites, "who won in two thousand nineteen", "winner-2019").number_clash == 0.0


def test_a_country_of_which_the_item_does_not_speak_is_told(kites: Matcher) -> None:
    assert features(kites, "did 4,200 kites fly in Peru", "kites-flown").country_missing == 1.0
    assert features(kites, "did 4,200 kites fly", "kites-flown").country_missing == 0.0


def test_a_negation_that_the_phrasing_does_not_have_clashes(kites: Matcher) -> None:
    assert features(kites, "which lines were not allowed", "allowed").negation_clash == 1.0
    assert features(kites, "which lines weren't allowed", "not-allowed").negation_clash == 0.0
    assert features(kites, "which lines were allowed", "not-allowed").negation_clash == 1.0


def test_a_word_that_was_never_seen_is_told(kites: Matcher) -> None:
    told = features(kites, "how long was the zeppelin dragon", "dragon-length")
    assert told.unknown_count == 1.0
    assert told.unknown > 0
    assert told.missing == 1.0  # a word that no item has is the most telling


def test_what_is_asked_for_is_compared_with_what_is_offered(kites: Matcher) -> None:
    assert features(kites, "who built the dragon", "dragon-maker").asked_offered > 0.5
    assert features(kites, "when was the dragon built", "dragon-maker").asked_not_offered == 1.0
    assert features(kites, "when was the dragon built", "dragon-maker").asked_unmet == 1.0
    assert features(kites, "when was the first festival", "first-festival").asked_unmet == 0.0


def test_words_are_wanted_of_a_quote(kites: Matcher) -> None:
    quote = features(kites, "quote Markova", "quote-letter")
    assert (quote.verbatim_quote, quote.verbatim_other) == (1.0, 0.0)
    fact = features(kites, "quote Markova", "dragon-maker")
    assert (fact.verbatim_quote, fact.verbatim_other) == (0.0, 1.0)
    assert features(kites, "what did Markova say", "quote-letter").words_quote == 1.0


def test_a_gap_entry_ahead_speaks_against_the_others(kites: Matcher) -> None:
    asked = "what did the dragon kite cost"
    assert features(kites, asked, "dragon-length").gap_ahead > 0
    assert features(kites, asked, "gap-dragon-cost").gap_ahead == 0.0
    assert features(kites, "how long was the dragon kite", "dragon-length").gap_ahead < 0


def test_a_question_without_a_telling_word_is_bare(kites: Matcher) -> None:
    assert features(kites, "what is it", "prize").bare == 1.0
    assert features(kites, "what is the prize", "prize").bare == 0.0


def test_without_vectors_candidates_have_no_meaning(kites: Matcher) -> None:
    assert described(kites, "How many kites flew at once?", "kites-flown").meaning is None


def test_with_vectors_candidates_have_a_meaning(meaning_kites: Matcher) -> None:
    told = described(meaning_kites, "How many kites flew at once?", "kites-flown").meaning
    assert told is not None
    assert told.meaning == pytest.approx(1.0, abs=1e-5)
    assert told.meaning >= told.meaning_three
    assert told.meaning_margin > 0


def test_what_was_learned_weighs_features_by_their_names(learned: Learned) -> None:
    named = ((learned.plain, FEATURES), (learned.semantic, FEATURES + MEANING_FEATURES), (learned.foreign, FOREIGN_FEATURES))
    for profile, features in named:
        assert set(profile.weights) == set(ITEM_KINDS)
        assert set().union(*profile.weights.values()) <= {*features, BIAS}
