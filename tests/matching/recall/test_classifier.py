"""The linear classifier separates each item from all others, and the same data give the same weights."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix

from briefbot.matching.recall import classifier
from briefbot.matching.recall.classifier import fit
from briefbot.matching.recall.layer import NOBODY
from briefbot.matching.recall.ngrams import Ints, Vectoriser, VectorTable

WORDS = ("kite", "line", "island", "prize")


def phrasings(each: int) -> tuple[VectorTable, Ints, int]:
    """Make that many phrasings for each word's item."""
    documents = [(word, f"extra{number}") for word in WORDS for number in range(each)]
    vectoriser = Vectoriser.fit(documents)
    owners = np.repeat(np.arange(len(WORDS), dtype=np.int32), each)
    return VectorTable.of([vectoriser.transform(document) for document in documents]), owners, len(vectoriser.ids)


def scores(table: VectorTable, weights: np.ndarray) -> np.ndarray:
    return np.array([values @ weights[columns] + weights[-1] for columns, values in table.rows(0, len(table))])


def test_each_phrasing_scores_highest_for_its_own_item() -> None:
    table, owners, features = phrasings(5)
    weights = fit(table, owners, features, range(len(WORDS)))
    assert weights.shape == (features + 1, len(WORDS))
    assert scores(table, weights).argmax(axis=1).tolist() == owners.tolist()
    assert (scores(table, weights)[owners == 0, 0] > 0).all()
    assert (scores(table, weights)[owners != 0, 0] < 0).all()


def test_only_the_items_that_are_asked_for_are_fitted() -> None:
    table, owners, features = phrasings(3)
    whole = fit(table, owners, features, range(len(WORDS)))
    assert fit(table, owners, features, [2])[:, 0].tolist() == whole[:, 2].tolist()


def test_the_same_data_give_the_same_weights() -> None:
    table, owners, features = phrasings(3)
    assert (fit(table, owners, features, [0]) == fit(table, owners, features, [0])).all()


def test_among_very_many_the_nearest_are_enough() -> None:
    each = (classifier._NEGATIVES + classifier._SAMPLE) * 2 // len(WORDS) + 1
    table, owners, features = phrasings(each)
    weights = fit(table, owners, features, [1])
    found = scores(table, weights)[:, 0]
    assert (found[owners == 1] > found[owners != 1].max()).all()


def test_among_very_many_all_that_no_item_answers_is_looked_at() -> None:
    """Strange words are far from every item: not among the nearest, and mostly not in the sample."""
    each = (classifier._NEGATIVES + classifier._SAMPLE) * 2 // len(WORDS) + 1
    table, owners, features = phrasings(each)
    owners[owners == 3] = NOBODY
    matrix = csr_matrix((table.values, table.columns, table.bounds), shape=(len(table), features))
    chosen = classifier._rows(matrix, owners, 1, classifier._sample(owners))
    assert set(np.flatnonzero(owners == NOBODY)) <= set(chosen)
    assert len(chosen) < len(table)


def test_one_phrasing_more_leaves_the_sample_of_other_items_as_it_is() -> None:
    before = np.repeat(np.arange(30, dtype=np.int32), classifier._SAMPLE // 10)
    after = np.insert(before, 0, 7)
    chosen = classifier._sample(before)
    others = classifier._sample(after)
    assert [row + 1 for row in chosen if before[row] != 7] == [row for row in others if after[row] != 7]
    assert set(before[chosen]) == set(before)
    assert classifier._SAMPLE <= len(chosen) < len(before) / 2
