"""Learned layers of items."""

from __future__ import annotations

import numpy as np
import pytest

from briefbot.domain.knowledge import Item
from briefbot.matching.reading.aliases import Folder
from briefbot.matching.reading.question import understand
from briefbot.matching.recall.classifier import fit
from briefbot.matching.recall.layer import Below, Layer, build_layer, is_claimed
from briefbot.matching.recall.ngrams import Vectoriser, VectorTable, grams
from briefbot.matching.recall.phrasing_index import PhrasingIndex
from briefbot.matching.recall.profile import Profile, profile_of
from builders import phrased
from matching.kites import FACTS, OTHERS
from matching.speaking import ConceptEncoder

FOLDER = Folder(())


def profile(item: Item) -> Profile:
    return profile_of(item, item.phrasings, FOLDER)


PROFILES = [profile(item) for item in (*FACTS, *OTHERS)]
VECTORISER = Vectoriser.fit([grams(phrasing) for each in PROFILES for phrasing in each.phrasings])


@pytest.fixture(scope="module")
def layer() -> Layer:
    return build_layer(PROFILES, VECTORISER, fit, ConceptEncoder())


def vector(typed: str, vectoriser: Vectoriser = VECTORISER) -> tuple[np.ndarray, np.ndarray]:
    return vectoriser.vector(understand(typed, FOLDER))


def test_a_layer_knows_which_items_are_gaps(layer: Layer) -> None:
    assert [each.item.id for each, gap in zip(layer.profiles, layer.gaps, strict=True) if gap] == ["gap-park", "gap-dragon-cost"]


def test_the_classifier_scores_the_item_that_is_meant_highest(layer: Layer) -> None:
    for each in PROFILES:
        scores = layer.scores(*vector(each.typed[0]))
        assert PROFILES[int(scores.argmax())].item.id == each.item.id


def test_some_items_score_as_they_do_among_all(layer: Layer) -> None:
    asked = vector("Who won the long-line contest?")
    some = np.array([4, 0, 2], dtype=np.int32)
    assert layer.scores(*asked, some).tolist() == pytest.approx(layer.scores(*asked)[some].tolist())


def test_without_a_fit_there_is_no_classifier() -> None:
    assert build_layer(PROFILES, VECTORISER, None, None).weights is None


def test_a_line_that_an_item_is_about_is_not_told_apart_from_it() -> None:
    line = "How many kites flew at once, please?"
    stranger = ("how do i boil an egg", understand("how do i boil an egg", FOLDER))
    alone = build_layer(PROFILES, VECTORISER, fit, None, outside=[stranger])
    beside = build_layer(PROFILES, VECTORISER, fit, None, outside=[(line, understand(line, FOLDER)), stranger])
    assert alone.weights is not None
    assert beside.weights is not None
    assert beside.weights.tolist() == alone.weights.tolist()


def test_one_item_alone_cannot_be_told_from_others() -> None:
    assert build_layer(PROFILES[:1], VECTORISER, fit, None).weights is None


def test_features_that_came_later_do_not_disturb_the_classifier(layer: Layer) -> None:
    later = VECTORISER.extended([["w zeppelin"]])
    columns, values = later.transform(["w zeppelin"])
    scores = layer.scores(columns, values)
    assert layer.weights is not None
    assert scores.tolist() == pytest.approx(layer.weights[-1].tolist())


def test_the_vectors_of_a_layer_on_top_are_the_same_though_they_are_made_again(layer: Layer) -> None:
    top = build_layer(PROFILES[3:5], VECTORISER, fit, None, Below(layer, [0, 1, 2]))
    made = [[each.tolist() for each in vector] for vector in top.vectors_of(1)]
    assert made == [[each.tolist() for each in vector] for vector in layer.vectors_of(4)] != []


def test_the_vectors_of_an_item_are_those_of_its_phrasings(layer: Layer) -> None:
    own = layer.vectors_of(3)
    assert len(own) == len(PROFILES[3].phrasings)
    assert own[1][0].tolist() == vector(PROFILES[3].typed[1])[0].tolist()


def test_what_is_built_on_top_is_told_apart_from_what_is_below(layer: Layer) -> None:
    new = profile(FACTS[0])
    below = Below(layer, range(1, len(PROFILES)))
    vectors, places = below.vectors()
    assert len(vectors) == len(places) == sum(len(each.phrasings) for each in PROFILES[1:])
    top = build_layer([new], VECTORISER, fit, ConceptEncoder(), below)
    own, other = top.scores(*vector("How many kites flew at once?")), top.scores(*vector("Who won the long-line contest?"))
    assert own is not None
    assert other is not None
    assert own[0] > 0 > other[0]


def test_the_meaning_of_what_is_built_on_top_is_told_apart_from_what_is_below(layer: Layer) -> None:
    below = Below(layer, range(1, len(PROFILES)))
    others = below.meanings()
    assert others is not None
    assert others.weights is not None
    assert len(others.vectors) == sum(len(each.phrasings) for each in PROFILES[1:])
    assert others.weights.shape[1] == len(PROFILES) - 1
    top = build_layer([profile(FACTS[0])], VECTORISER, fit, ConceptEncoder(), below)
    assert top.meaning is not None
    vectors = ConceptEncoder().encode(["How many kites flew at once?", "Who won the long-line contest?"])
    own, other = (float(top.meaning.scores(each, np.zeros(1, np.float32))[0]) for each in vectors)
    assert own > 0.3
    assert other < 0.1


def test_below_without_vectors_there_is_no_meaning_to_be_told_apart_from() -> None:
    plain = build_layer(PROFILES, VECTORISER, fit, None)
    assert Below(plain, range(2)).meanings() is None


def test_a_layer_without_an_encoder_has_no_meaning() -> None:
    assert build_layer(PROFILES, VECTORISER, None, None).meaning is None


def test_a_layer_of_nothing_can_be_built() -> None:
    empty = build_layer([], VECTORISER, fit, None)
    assert len(empty.gaps) == 0
    assert empty.weights is None


STRANGE = "Who won the chess world championship?"


def test_what_no_item_answers_is_told_apart_from_all(layer: Layer) -> None:
    """Common words, here "who won", do not select an item if the other words are strange."""
    told = build_layer(PROFILES, VECTORISER, fit, None, outside=[(STRANGE, understand(STRANGE, FOLDER))])
    assert told.weights is not None
    assert told.weights.shape[1] == len(PROFILES)
    assert told.scores(*vector("who won the chess title")).max() < layer.scores(*vector("who won the chess title")).max() - 0.1
    assert PROFILES[int(told.scores(*vector("Who won the long-line contest?")).argmax())].item.id == "winner"


# What no bundle answers ------------------------------------------------------------------------

AIRLINE = profile(
    phrased(
        ["Why did Puffin Air go bankrupt?", "reason for the strike at Puffin Air", "which airline had a strike"],
        answer="Puffin Air went bankrupt after a strike.",
    )
)


@pytest.mark.parametrize(
    ("line", "is_about"),
    [
        ("which airline went bankrupt", False),
        ("which airline had the strike", True),
        ("why did puffin air go bankrupt", True),
        ("why did heron air go bankrupt", False),
        ("why did they go", False),
        ("hello", False),
    ],
)
def test_a_line_is_claimed_by_whoever_asks_it_in_nearly_these_words(line: str, is_about: bool) -> None:
    vectoriser = Vectoriser.fit([grams(phrasing) for phrasing in AIRLINE.phrasings])
    index = PhrasingIndex.of(VectorTable.of([vectoriser.vector(each) for each in AIRLINE.phrasings]), [3], len(vectoriser.idf))
    assert is_claimed(understand(line, FOLDER), AIRLINE.terms, vectoriser, index) is is_about
