"""Sentence vectors: what is meant alike is near, whatever its words."""

from __future__ import annotations

import numpy as np
import pytest

from briefbot.matching import Matcher
from briefbot.matching.semantic import Meaning
from matching.speaking import ConceptEncoder, reached

TEXTS = ("How many kites flew?", "number of kites", "Why was the festival delayed?", "reason for the delay")
OWNERS = (0, 0, 1, 1)


@pytest.fixture(scope="module")
def meaning() -> Meaning:
    return Meaning.of(ConceptEncoder().encode(TEXTS), OWNERS, 2)


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
    assert int(meaning.scores(vector).argmax()) == item


def test_one_item_alone_can_have_a_meaning() -> None:
    alone = Meaning.of(ConceptEncoder().encode(TEXTS[:2]), (0, 0), 1)
    assert np.isfinite(alone.scores(ConceptEncoder().encode(["kites"])[0])).all()


def test_what_a_guild_changed_shares_the_bundles_inverse(meaning: Meaning) -> None:
    top = Meaning.of(ConceptEncoder().encode(["who sells silk line"]), (0,), 1, meaning)
    assert top.inverse is meaning.inverse


def test_a_question_in_another_language_reaches_its_entry_only_with_vectors(kites: Matcher, meaning_kites: Matcher) -> None:
    asked = "¿Cuántas cometas volaron?"
    assert meaning_kites.rank(asked)[0].item.id == "kites-flown"
    assert reached(kites.ask(asked)) == "off_topic"


def test_with_vectors_english_is_answered_too(meaning_kites: Matcher) -> None:
    assert reached(meaning_kites.ask("How many kites flew at once?")) == "answered kites-flown"
    assert reached(meaning_kites.ask("what did the dragon kite cost")) == "silent gap-dragon-cost"


def test_a_question_is_encoded_once_and_the_knowledge_not_again(meaning_kites: Matcher) -> None:
    encoder = meaning_kites.ranker.encoder
    assert isinstance(encoder, ConceptEncoder)
    before = len(encoder.encoded)
    meaning_kites.rank("who won")
    assert encoder.encoded[before:] == ["who won"]
