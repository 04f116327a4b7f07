"""Sentence vectors of similar meanings are near, whatever the words."""

from __future__ import annotations

import numpy as np
import pytest

from briefbot.matching import Matcher
from briefbot.matching.recall.ngrams import Floats
from briefbot.matching.recall.sentence_vectors import Effort, Meaning, Others
from matching.speaking import ConceptEncoder, reached

TEXTS = ("How many kites flew?", "number of kites", "Why was the festival delayed?", "reason for the delay")
OWNERS = (0, 0, 1, 1)


@pytest.fixture(scope="module")
def meaning() -> Meaning:
    return Meaning.of(ConceptEncoder().encode(TEXTS), OWNERS, 2)


def scores(meaning: Meaning, vector: Floats) -> Floats:
    """Return each item's score; phrasings count only without a fitted classifier."""
    return meaning.scores(vector, np.zeros(2, dtype=np.float32))


def test_the_encoder_of_these_tests_keeps_the_promise_of_encoders() -> None:
    vectors = ConceptEncoder().encode([*TEXTS, "", "?!"])
    assert np.linalg.norm(vectors, axis=1).tolist() == pytest.approx([1.0] * 6)


def test_the_same_text_has_likeness_one(meaning: Meaning) -> None:
    for number, vector in enumerate(ConceptEncoder().encode(TEXTS)):
        assert meaning.likeness(vector)[number] == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize(
    ("typed", "item"), [("Cuántas cometas volaron", 0), ("Wie viele Drachenflieger", 0), ("Warum die Verspätung", 1), ("почему", 1)]
)
def test_a_question_in_another_language_is_near_its_item(meaning: Meaning, typed: str, item: int) -> None:
    (vector,) = ConceptEncoder().encode([typed])
    assert OWNERS[int(meaning.likeness(vector).argmax())] == item
    assert int(scores(meaning, vector).argmax()) == item


def test_one_item_alone_can_have_a_meaning() -> None:
    alone = Meaning.of(ConceptEncoder().encode(TEXTS[:2]), (0, 0), 1)
    assert np.isfinite(scores(alone, ConceptEncoder().encode(["kites"])[0])).all()


def test_each_phrasing_scores_highest_for_its_own_item(meaning: Meaning) -> None:
    found = [scores(meaning, vector) for vector in ConceptEncoder().encode(TEXTS)]
    assert [int(each.argmax()) for each in found] == list(OWNERS)
    assert all(each.max() > 0 > each.min() for each in found)


def test_what_no_item_answers_lowers_the_score_of_its_like(meaning: Meaning) -> None:
    encode = ConceptEncoder().encode
    told = Meaning.of(encode(TEXTS), OWNERS, 2, outside=encode(["How many dragons are there?", "number of dragons"]))
    (dragons,), (kites,) = encode(["how many dragons"]), encode(["how many kites flew"])
    assert len(scores(told, dragons)) == 2
    assert scores(told, dragons).max() < scores(meaning, dragons).max()
    assert int(scores(told, kites).argmax()) == 0


def test_the_same_phrasings_give_the_same_weights(meaning: Meaning) -> None:
    again = Meaning.of(ConceptEncoder().encode(TEXTS), OWNERS, 2)
    assert weights(again).tolist() == weights(meaning).tolist()


def test_many_phrasings_are_looked_at_in_parts_and_give_the_same(meaning: Meaning) -> None:
    in_parts = Meaning.of(ConceptEncoder().encode(TEXTS), OWNERS, 2, effort=Effort(rows=3))
    assert weights(in_parts) == pytest.approx(weights(meaning), abs=1e-3)


def test_more_steps_make_the_phrasings_no_likelier(meaning: Meaning) -> None:
    longer = Meaning.of(ConceptEncoder().encode(TEXTS), OWNERS, 2, effort=Effort(steps=400))
    assert weights(longer) == pytest.approx(weights(meaning), abs=0.02)


def test_an_item_fitted_on_top_of_others_scores_as_if_all_were_fitted_at_once(meaning: Meaning) -> None:
    vectors = ConceptEncoder().encode(TEXTS)
    top = Meaning.of(vectors[2:], (0, 0), 1, Others(vectors[:2], weights(meaning)[:, :1]))
    for vector in ConceptEncoder().encode(["why so late", "number of kites"]):
        assert scores(top, vector)[0] == pytest.approx(scores(meaning, vector)[1], abs=0.02)


def test_of_very_many_other_phrasings_the_nearest_are_enough() -> None:
    vectors = ConceptEncoder().encode([*TEXTS, "who sells silk line", "price of silk line"])
    others = Others(vectors[[0, 1, 4, 5]], np.zeros((vectors.shape[1] + 1, 2), dtype=np.float32))
    kites = ConceptEncoder().encode(["number of kites that flew"])
    assert others.nearest(kites, np.zeros(1, dtype=np.intp), 1, limit=2).tolist() == vectors[:2].tolist()


def test_with_too_many_items_the_nearest_phrasing_replaces_the_classifier() -> None:
    vectors = ConceptEncoder().encode(TEXTS)
    many = Meaning.of(vectors, OWNERS, 2, effort=Effort(items=1))
    assert many.weights is None
    assert many.scores(vectors[0], np.array([1.0, 0.2], dtype=np.float32)).tolist() == pytest.approx([1.0, 0.2])
    assert Meaning.of(vectors[:1], (0,), 1, Others(vectors, None)).weights is None


def weights(meaning: Meaning) -> Floats:
    assert meaning.weights is not None
    return meaning.weights


def test_a_question_in_another_language_reaches_its_entry_only_with_vectors(kites: Matcher, meaning_kites: Matcher) -> None:
    asked = "¿Cuántas cometas volaron?"
    assert meaning_kites.rank(asked)[0].item.id == "kites-flown"
    assert reached(kites.ask(asked)) == "off_topic"


def test_with_vectors_english_is_answered(meaning_kites: Matcher) -> None:
    assert reached(meaning_kites.ask("How many kites flew at once?")) == "answered kites-flown"
    assert reached(meaning_kites.ask("what did the dragon kite cost")) == "silent gap-dragon-cost"


def test_a_question_is_encoded_once_and_the_knowledge_not_again(meaning_kites: Matcher) -> None:
    encoder = meaning_kites.ranker.encoder
    assert isinstance(encoder, ConceptEncoder)
    before = len(encoder.encoded)
    meaning_kites.rank("who won")
    assert encoder.encoded[before:] == ["who won"]
