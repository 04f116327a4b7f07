"""Shipped files have few bits, and give the same answers as fitting on the spot."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from briefbot.domain.learned import Learned
from briefbot.matching import Matcher, MatcherCache
from briefbot.matching.arrays import read_arrays, write_arrays
from briefbot.matching.cache import BundleCache
from briefbot.matching.recall.classifier import fit
from matching.kites import KITES
from matching.ranking.test_building import TICKET, changed
from matching.speaking import ConceptEncoder, reached
from matching.test_cache import QUESTIONS, no_more, the_file


@pytest.fixture
def fitted(tmp_path: Path, learned: Learned) -> tuple[Matcher, BundleCache]:
    """Return a fitted matcher, and the cache of a person who gets it shipped."""
    cache = MatcherCache(tmp_path / "here").of("abc")
    cache.save_checked("what the files say")
    matcher = Matcher.build(KITES, learned, fit, ConceptEncoder(), cache)
    cache.ship(tmp_path / "fitted", ConceptEncoder())
    return matcher, MatcherCache(tmp_path / "there").of("abc", tmp_path / "fitted")


@pytest.mark.parametrize("encoder", [None, ConceptEncoder()], ids=["words", "vectors"])
def test_what_was_shipped_ranks_to_the_last_bit_as_what_was_fitted(
    fitted: tuple[Matcher, BundleCache], learned: Learned, encoder: ConceptEncoder | None
) -> None:
    matcher, there = fitted
    shipped = Matcher.load(KITES, learned, None, encoder, there)
    assert shipped is not None
    here = matcher if encoder else Matcher(KITES, matcher.folder, matcher.ranker.without_meaning(), learned)
    for question in QUESTIONS:
        assert [(each.item.id, each.candidate.features, each.confidence) for each in shipped.rank(question)] == [
            (each.item.id, each.candidate.features, each.confidence) for each in here.rank(question)
        ]


def test_the_second_start_reads_what_the_first_wrote(fitted: tuple[Matcher, BundleCache], learned: Learned) -> None:
    matcher, there = fitted
    Matcher.build(KITES, learned, no_more, cache=there)
    alone = MatcherCache(there.directory).of("abc")
    again = Matcher.build(KITES, learned, no_more, cache=alone)
    assert reached(again.ask(QUESTIONS[0])) == reached(matcher.ask(QUESTIONS[0]))


def test_an_edit_on_top_of_what_was_shipped_is_as_on_what_was_fitted(fitted: tuple[Matcher, BundleCache], learned: Learned) -> None:
    matcher, there = fitted
    shipped = Matcher.load(KITES, learned, fit, ConceptEncoder(), there)
    assert shipped is not None
    edited = changed(TICKET)
    here, there_too = matcher.on_top(edited), shipped.on_top(edited)
    for question in (*QUESTIONS, *TICKET.phrasings):
        assert [(each.item.id, each.confidence) for each in there_too.rank(question)] == [
            (each.item.id, each.confidence) for each in here.rank(question)
        ]


def test_the_checked_bundle_is_shipped(fitted: tuple[Matcher, BundleCache]) -> None:
    assert fitted[1].load_checked() == "what the files say"


def test_what_was_fitted_to_something_else_is_not_used(fitted: tuple[Matcher, BundleCache], tmp_path: Path, learned: Learned) -> None:
    for cache in (
        MatcherCache(tmp_path / "there").of("abd", tmp_path / "fitted"),
        MatcherCache(tmp_path, "99.0").of("abc", tmp_path / "fitted"),
    ):
        assert cache.load_checked() is None
        assert Matcher.load(KITES, learned, None, None, cache) is None


def test_a_damaged_shipment_is_logged_and_not_used(
    fitted: tuple[Matcher, BundleCache], tmp_path: Path, learned: Learned, caplog: pytest.LogCaptureFixture
) -> None:
    words = tmp_path / "fitted" / "words.npz"
    words.write_bytes(words.read_bytes()[:-100])
    assert Matcher.load(KITES, learned, None, None, fitted[1]) is None
    assert {vars(record)["file"] for record in caplog.records} == {str(words)}


WRONG = {
    "empty": lambda array: array.reshape(-1)[:0],
    "cut": lambda array: array.reshape(-1)[:-1],
    "flat": lambda array: array.reshape(-1, 1),
    "words": lambda array: np.array(["a", "b"]),
}


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("name", ["idf", "columns", "bounds", "phrasings", "gaps", "counts", "shape", "is_set", "low", "high"])
def test_a_shipped_array_of_a_wrong_shape_is_damage_and_made_again(
    fitted: tuple[Matcher, BundleCache], tmp_path: Path, learned: Learned, caplog: pytest.LogCaptureFixture, name: str, wrong: str
) -> None:
    words = tmp_path / "fitted" / "words.npz"
    arrays = dict(read_arrays(words) or {})
    write_arrays(words, {**arrays, name: WRONG[wrong](arrays[name])}, is_compressed=True)
    again = Matcher.build(KITES, learned, fit, None, fitted[1])
    assert reached(again.ask("who won in 2019")) == "answered winner-2019"
    assert {vars(record)["file"] for record in caplog.records} <= {str(words), str(the_file(fitted[1]))}


@pytest.mark.parametrize("place", ["kept", "shipped"])
def test_vectors_of_another_length_are_made_again(
    fitted: tuple[Matcher, BundleCache], tmp_path: Path, learned: Learned, caplog: pytest.LogCaptureFixture, place: str
) -> None:
    cache = fitted[1] if place == "shipped" else MatcherCache(tmp_path / "here").of("abc")
    file = tmp_path / "fitted" / "meaning-concepts.npz" if place == "shipped" else the_file(cache, "meaning")
    arrays = dict(read_arrays(file) or {})
    write_arrays(file, {**arrays, "vectors": arrays["vectors"][:, :-1], "weights": arrays["weights"][:-1]})
    encoder = ConceptEncoder()
    again = Matcher.build(KITES, learned, fit, encoder, cache)
    assert reached(again.ask("who won in 2019")) == "answered winner-2019"
    assert encoder.encoded
    assert {vars(record)["file"] for record in caplog.records} == {str(file)}


def test_a_matcher_without_classifier_can_be_shipped(tmp_path: Path, learned: Learned) -> None:
    cache = MatcherCache(tmp_path / "here").of("abc")
    cache.save_checked("what the files say")
    Matcher.build(KITES, learned, cache=cache)
    cache.ship(tmp_path / "fitted", None)
    shipped = Matcher.load(KITES, learned, None, None, MatcherCache(tmp_path / "there").of("abc", tmp_path / "fitted"))
    assert shipped is not None
    assert shipped.ranker.layers[0][0].weights is None


def test_vectors_are_shipped_in_eight_bits(fitted: tuple[Matcher, BundleCache], tmp_path: Path) -> None:
    arrays = read_arrays(tmp_path / "fitted" / "meaning-concepts.npz")
    assert arrays is not None
    assert arrays["vectors"].dtype == np.int8
    assert fitted[0].ranker.layers[0][0].meaning is not None
    off = arrays["vectors"] * arrays["step"] - fitted[0].ranker.layers[0][0].meaning.vectors
    assert float(np.abs(off).max()) == 0.0
    assert the_file(MatcherCache(tmp_path / "here").of("abc"), "meaning").is_file()
