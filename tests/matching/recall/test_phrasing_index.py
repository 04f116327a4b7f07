"""The inverted index gives the same result as comparing with every phrasing."""

from __future__ import annotations

import numpy as np
import pytest

from briefbot.matching.recall.ngrams import Vectoriser, VectorTable
from briefbot.matching.recall.phrasing_index import PhrasingIndex

DOCUMENTS = (("kite", "who"), ("kite", "long"), ("line", "who", "who"), ("festival",))
COUNTS = (2, 1, 1)  # phrasings an item
VECTORISER = Vectoriser.fit(DOCUMENTS)
VECTORS = [VECTORISER.transform(document) for document in DOCUMENTS]
INDEX = PhrasingIndex.of(VectorTable.of(VECTORS), COUNTS, len(VECTORISER.ids))


@pytest.mark.parametrize("question", [("kite",), ("who", "line"), ("festival", "long"), ("kite", "who", "line", "festival")])
def test_likeness_is_the_cosine_with_each_phrasing(question: tuple[str, ...]) -> None:
    def dense(columns: np.ndarray, values: np.ndarray) -> np.ndarray:
        vector = np.zeros(len(VECTORISER.ids))
        vector[columns] = values
        return vector

    asked = VECTORISER.transform(question)
    expected = [float(dense(*asked) @ dense(*vector)) for vector in VECTORS]
    assert INDEX.likeness(*asked).tolist() == pytest.approx(expected, abs=1e-6)


def test_the_same_question_has_likeness_one() -> None:
    assert INDEX.likeness(*VECTORS[2])[2] == pytest.approx(1.0)


def test_a_question_without_features_is_like_nothing() -> None:
    assert INDEX.likeness(*VECTORISER.transform(["zzz"])).tolist() == [0.0] * 4


def test_a_feature_that_came_later_is_passed_over() -> None:
    later = VECTORISER.extended([["new"]])
    assert INDEX.likeness(*later.transform(["new"])).tolist() == [0.0] * 4
    both = INDEX.likeness(*later.transform(["new", "kite"]))
    assert both[0] > 0 == both[3]


def test_an_item_is_as_like_as_its_nearest_phrasing() -> None:
    assert INDEX.best_by_item(np.array([0.1, 0.9, 0.3, 0.2], np.float32)).tolist() == pytest.approx([0.9, 0.3, 0.2])


def test_an_index_of_nothing_finds_nothing() -> None:
    empty = PhrasingIndex.of(VectorTable.of([]), [], 0)
    found = empty.likeness(*VECTORISER.transform(["kite"]))
    assert found.size == 0
    assert empty.best_by_item(found).size == 0


def test_in_a_large_index_a_word_that_stands_everywhere_is_passed_over() -> None:
    documents = [("the", f"word{number}") for number in range(20_001)]
    vectoriser = Vectoriser.fit(documents)
    table = VectorTable.of([vectoriser.transform(document) for document in documents])
    large = PhrasingIndex.of(table, [1] * len(documents), len(vectoriser.ids))
    assert not large.likeness(*vectoriser.transform(["the"])).any()
    assert large.likeness(*vectoriser.transform(["the", "word7"])).argmax() == 7
