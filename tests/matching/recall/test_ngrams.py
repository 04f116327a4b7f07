"""Questions as vectors of words, pairs and letters."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from briefbot.matching.reading.aliases import Folder
from briefbot.matching.reading.question import understand
from briefbot.matching.recall.ngrams import Vectoriser, VectorTable, grams

FOLDER = Folder([("old mill", ["water mill"])])


def features(typed: str) -> list[str]:
    return grams(understand(typed, FOLDER))


def cosine(vectoriser: Vectoriser, one: Sequence[str], other: Sequence[str]) -> float:
    first, second = (dict(zip(*map(list, vectoriser.transform(each)), strict=True)) for each in (one, other))
    return float(sum(value * second.get(column, 0.0) for column, value in first.items()))


def test_features_are_terms_pairs_and_letters_with_ends_marked() -> None:
    assert features("two kites") == ["w 2", "w kite", "p 2 kite", "^2$", "^ki", "kit", "ite", "tes", "es$", "^kit", "kite", "ites", "tes$"]


def test_a_folded_name_keeps_the_stems_that_were_typed() -> None:
    assert {"w old_mill", "s water", "s mill"} <= set(features("the water mill"))


def test_an_empty_question_has_no_features() -> None:
    assert features("?!") == []


def test_a_vector_has_length_one() -> None:
    vectoriser = Vectoriser.fit([features("who won"), features("who flew the kite")])
    columns, values = vectoriser.transform(features("who flew"))
    assert float(values @ values) == pytest.approx(1.0)
    assert len(set(columns.tolist())) == len(columns)


def test_what_was_never_seen_has_no_vector() -> None:
    columns, values = Vectoriser.fit([["a"]]).transform(["zzz"])
    assert len(columns) == len(values) == 0


def test_the_rarer_feature_weighs_more() -> None:
    vectoriser = Vectoriser.fit([["who", "won"], ["who", "flew"], ["who", "fell"]])
    assert vectoriser.idf[vectoriser.ids["won"]] > vectoriser.idf[vectoriser.ids["who"]]


def test_a_feature_counts_once_a_document() -> None:
    repeated = Vectoriser.fit([["kite", "kite", "kite"], ["line"]])
    assert repeated.idf.tolist() == Vectoriser.fit([["kite"], ["line"]]).idf.tolist()


def test_rare_features_can_be_left_out() -> None:
    assert set(Vectoriser.fit([["a", "b"], ["a", "c"], ["c"]], rarest=2).ids) == {"a", "c"}


def test_a_typo_stays_near_and_another_word_far() -> None:
    texts = [features("who flew the dragon"), features("where was the harbor")]
    vectoriser = Vectoriser.fit(texts)
    typo = features("who flew the dragn")
    assert cosine(vectoriser, typo, texts[0]) > 0.6
    assert cosine(vectoriser, typo, texts[1]) < 0.3


def test_a_guilds_features_come_after_the_bundles() -> None:
    base = Vectoriser.fit([["a", "b"], ["a"]])
    longer = base.extended([["c", "a"], ["d"]])
    assert len(longer) == len(base) + 2
    assert longer.transform(["d", "a", "unheard"])[0].tolist() == [base.ids["a"], 3]
    assert base.transform(["d", "a"])[0].tolist() == [base.ids["a"]]
    assert base.extended([["a", "b"]]) is base


def test_a_guilds_features_are_as_telling_as_the_most_telling_of_the_bundle() -> None:
    longer = Vectoriser.fit([["a", "b"], ["a"]]).extended([["c"]])
    rare, common, later = longer.transform(["b", "a", "c"])[1].tolist()
    assert later == rare > common
    assert Vectoriser.fit([]).extended([["c"]]).transform(["c"])[1].tolist() == [1.0]


def test_features_that_come_later_still_are_numbered_on() -> None:
    longest = Vectoriser.fit([["a", "b"]]).extended([["c"]]).extended([["d", "c"]])
    assert sorted(longest.transform(["a", "b", "c", "d"])[0].tolist()) == [0, 1, 2, 3]


def test_guilds_share_the_bundles_features() -> None:
    base = Vectoriser.fit([["a", "b"], ["a"]])
    assert base.extended([["c"]]).ids is base.ids


def test_vectors_are_stacked_and_given_back() -> None:
    vectors = [
        (np.array(columns, np.int32), np.array(values, np.float32)) for columns, values in (([0, 3], [0.6, 0.8]), ([], []), ([1], [1.0]))
    ]
    table = VectorTable.of(vectors)
    assert len(table) == 3
    assert [columns.tolist() for columns, _ in table.rows(0, 3)] == [[0, 3], [], [1]]
    assert [columns.tolist() for columns, _ in table.rows(2, 3)] == [[1]]
    assert len(VectorTable.of([])) == 0
