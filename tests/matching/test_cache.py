"""Fitted data is stored under a digest of its inputs, and computed again if it is lost or damaged."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from briefbot.bundle import bundle_text, read_bundle
from briefbot.checking.check import make_knowledge
from briefbot.data import read_list
from briefbot.domain.knowledge import Item
from briefbot.domain.learned import Learned
from briefbot.files import write_atomically
from briefbot.matching import Matcher, MatcherCache, cache
from briefbot.matching.arrays import packed, read_arrays, write_arrays
from briefbot.matching.cache import FORM, KEPT, BundleCache, input_digest
from briefbot.matching.recall.classifier import fit
from matching.kites import KITES
from matching.speaking import ConceptEncoder, reached

QUESTIONS = (
    "how many kites flew",
    "who won the llc",
    "how old is Park",
    "what did Markova say about kites",
    "why was Lin's line cut",
    "zeppelin",
)
ITEMS: Sequence[Item] = list(KITES.items())


@pytest.fixture
def kept(tmp_path: Path) -> BundleCache:
    return MatcherCache(tmp_path / "kept").of("abc")


def build(learned: Learned, kept: BundleCache | None, encoder: ConceptEncoder | None = None) -> Matcher:
    return Matcher.build(KITES, learned, None, encoder, kept)


def the_file(kept: BundleCache, kind: str = "ranker") -> Path:
    (file,) = kept.directory.glob(f"{kind}-*")
    return file


@pytest.mark.parametrize("encoder", [None, ConceptEncoder()], ids=["words", "vectors"])
def test_a_matcher_that_is_loaded_answers_the_same(learned: Learned, kept: BundleCache, encoder: ConceptEncoder | None) -> None:
    built = Matcher.build(KITES, learned, fit, encoder, kept)
    loaded = Matcher.load(KITES, learned, fit, encoder, kept)
    assert loaded is not None
    for question in QUESTIONS:
        assert [(each.item.id, each.confidence) for each in loaded.rank(question)] == [
            (each.item.id, each.confidence) for each in built.rank(question)
        ]
        assert reached(loaded.ask(question)) == reached(built.ask(question))
    assert loaded.folder.proper == built.folder.proper
    assert loaded.folder.words() == built.folder.words() != set()


def test_rounding_moves_no_answer(kites: Matcher, learned: Learned, kept: BundleCache) -> None:
    rounded = Matcher.build(KITES, learned, fit, cache=kept)
    for question in QUESTIONS:
        assert reached(rounded.ask(question)) == reached(kites.ask(question))
        assert [each.confidence for each in rounded.rank(question)] == pytest.approx(
            [each.confidence for each in kites.rank(question)], abs=5e-3
        )


def test_what_is_loaded_is_neither_fitted_nor_encoded_again(learned: Learned, kept: BundleCache) -> None:
    Matcher.build(KITES, learned, fit, ConceptEncoder(), kept)
    encoder = ConceptEncoder()
    Matcher.build(KITES, learned, no_more, encoder, kept)
    assert encoder.encoded == []


def no_more(*arguments: object) -> np.ndarray:
    raise AssertionError("it is fitted again")


def test_the_classifier_is_fitted_once_for_words_and_for_vectors(learned: Learned, kept: BundleCache) -> None:
    Matcher.build(KITES, learned, fit, cache=kept)
    with_vectors = Matcher.build(KITES, learned, no_more, ConceptEncoder(), kept)
    assert with_vectors.ranker.layers[0][0].weights is not None
    assert len(list(kept.directory.glob("classifier-*"))) == 1


def test_words_alone_are_ready_where_only_vectors_are_missing(learned: Learned, kept: BundleCache) -> None:
    build(learned, kept)
    assert Matcher.load(KITES, learned, None, ConceptEncoder(), kept) is None
    assert Matcher.load(KITES, learned, None, None, kept) is not None


def test_a_classifier_leaves_memory_once_it_is_kept(learned: Learned, kept: BundleCache) -> None:
    weights = Matcher.build(KITES, learned, fit, cache=kept).ranker.layers[0][0].weights
    assert weights is not None
    assert isinstance(weights.base, np.memmap)


def test_a_matcher_works_where_nothing_can_be_written(learned: Learned, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("in the way")
    kept = MatcherCache(tmp_path / "file").of("abc")
    kept.save_checked("what the files say")
    assert kept.load_checked() is None
    matcher = Matcher.build(KITES, learned, fit, ConceptEncoder(), kept)
    assert reached(matcher.ask("who won in 2019")) == "answered winner-2019"
    assert "cannot be kept" in caplog.text


# Damage ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "damage",
    [b"", b"PK\x03\x04 cut short", b"\x00" * 5000, b"not a zip at all", b"\x93NUMPY\x01\x00"],
    ids=["empty", "cut", "nulls", "text", "npy"],
)
@pytest.mark.parametrize("kind", ["ranker", "classifier", "meaning"])
def test_a_damaged_file_is_made_again_and_logged(
    learned: Learned, kept: BundleCache, damage: bytes, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    Matcher.build(KITES, learned, fit, ConceptEncoder(), kept)
    whole = the_file(kept, kind).read_bytes()
    the_file(kept, kind).write_bytes(damage)
    again = Matcher.build(KITES, learned, fit, ConceptEncoder(), kept)
    assert reached(again.ask("who won in 2019")) == "answered winner-2019"
    assert the_file(kept, kind).read_bytes() == whole
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert vars(record)["file"] == str(the_file(kept, kind))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_file_that_was_cut_anywhere_is_made_again(learned: Learned, kept: BundleCache, share: float) -> None:
    build(learned, kept)
    whole = the_file(kept).read_bytes()
    the_file(kept).write_bytes(whole[: int(len(whole) * share)])
    assert reached(build(learned, kept).ask("who won in 2019")) == "answered winner-2019"
    assert the_file(kept).read_bytes() == whole


def test_no_changed_byte_raises_anything(learned: Learned, kept: BundleCache) -> None:
    built = build(learned, kept)
    file = the_file(kept)
    whole = file.read_bytes()
    directory_of_the_zip = range(len(whole) - 1_500, len(whole), 5)
    for place in (8, 100, 120, 160, 5_000, *directory_of_the_zip):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 0x2D]) + whole[place + 1 :])
        loaded = kept.load_words(ITEMS)
        assert loaded is None or loaded[1].lexicon.counts == built.ranker.lexicon.counts


def test_a_classifier_of_another_shape_is_damaged(learned: Learned, kept: BundleCache) -> None:
    Matcher.build(KITES, learned, fit, cache=kept)
    np.save(the_file(kept, "classifier"), np.zeros((3, 3), dtype=np.float16))
    assert kept.load_words(ITEMS) is None


def test_a_flipped_bit_in_the_classifier_is_damage(learned: Learned, kept: BundleCache, caplog: pytest.LogCaptureFixture) -> None:
    Matcher.build(KITES, learned, fit, cache=kept)
    file = the_file(kept, "classifier")
    written = bytearray(file.read_bytes())
    written[-100] ^= 1
    file.write_bytes(written)
    assert kept.load_words(ITEMS) is None
    assert {vars(record)["file"] for record in caplog.records} == {str(file)}


def test_a_directory_that_cannot_be_read_is_logged_and_nothing_is_found_in_it(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    kept = MatcherCache(tmp_path / ("x" * 300)).of("abc")  # a name that is too long fails even for root
    assert (kept.load_checked(), kept.load_words(ITEMS)) == (None, None)
    assert {vars(record)["file"].rpartition("/")[2] for record in caplog.records} == {
        f"checked-{kept.digest}.txt",
        f"ranker-{kept.digest}.npz",
    }


WRONG = {
    "empty": lambda array: array.reshape(-1)[:0],
    "cut": lambda array: array.reshape(-1)[:-1],
    "longer": lambda array: np.append(array, array.reshape(-1)[-1:]),
    "flat": lambda array: array.reshape(-1, 1),
    "raised": lambda array: array + np.array(60_000, dtype=np.int32),
    "words": lambda array: np.array(["a", "b"]),
}


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("name", ["idf", "columns", "values", "bounds", "rows", "weights_by_row", "starts", "phrasings", "gaps", "counts"])
def test_an_array_of_a_wrong_shape_is_damage(learned: Learned, kept: BundleCache, name: str, wrong: str) -> None:
    build(learned, kept)
    arrays = dict(read_arrays(the_file(kept)) or {})
    write_arrays(the_file(kept), {**arrays, name: WRONG[wrong](arrays[name])})
    assert reached(build(learned, kept).ask("who won in 2019")) == "answered winner-2019"


@pytest.mark.parametrize("wrong", ["empty", "cut", "longer", "flat"])
@pytest.mark.parametrize("name", ["vectors", "step", "weights"])
def test_vectors_of_a_wrong_shape_are_damage(learned: Learned, kept: BundleCache, name: str, wrong: str) -> None:
    Matcher.build(KITES, learned, fit, ConceptEncoder(), kept)
    arrays = dict(read_arrays(the_file(kept, "meaning")) or {})
    write_arrays(the_file(kept, "meaning"), {**arrays, name: WRONG[wrong](arrays[name])})
    again = Matcher.build(KITES, learned, fit, ConceptEncoder(), kept)
    assert reached(again.ask("who won in 2019")) == "answered winner-2019"


def test_a_programming_error_is_not_taken_for_damage(learned: Learned, kept: BundleCache) -> None:
    build(learned, kept)
    arrays = dict(read_arrays(the_file(kept)) or {})
    write_arrays(the_file(kept), {**arrays, "folder": packed(7)})  # a complete file with content that only a faulty program writes
    with pytest.raises(TypeError):
        kept.load_words(ITEMS)


def test_what_belongs_to_another_knowledge_is_not_used(learned: Learned, kept: BundleCache) -> None:
    build(learned, kept)
    winner = KITES.entries["winner"]
    longer = replace(winner, phrasings=(*winner.phrasings, "who got the cup"))
    knowledge = make_knowledge(KITES.source, [*KITES.speakers.values(), longer, *KITES.items(), *KITES.aliases])
    assert reached(Matcher.build(knowledge, learned, None, cache=kept).ask("who got the cup")) == "answered winner"


# The digest ------------------------------------------------------------------------------------


def test_each_bundle_version_and_list_has_its_own_digest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    digests = {input_digest("abc"), input_digest("abd"), input_digest("abc", version="99.0")}
    lists = {name: read_list(name) for name in ("out_of_scope.txt", "countries.txt")}
    for name in lists:
        shorter = {**lists, name: lists[name].rpartition("\n")[0][:-40]}
        digests.add(input_digest("abc", read=shorter.__getitem__))
    assert len(digests) == 5
    assert input_digest("abc", read=lists.__getitem__) == input_digest("abc")


def test_a_file_that_is_only_touched_is_the_same(tmp_path: Path, learned: Learned) -> None:
    kept = MatcherCache(tmp_path).of("abc")
    build(learned, kept)
    os.utime(Path(cache.__file__))
    Matcher.build(KITES, learned, no_more, cache=MatcherCache(tmp_path).of("abc"))


def said(array: np.ndarray) -> object:
    """Describe an array's content; other libraries and processors may fit the last digits differently."""
    return round(float(np.abs(array).astype(np.float64).sum()), 1) if array.dtype.kind == "f" else array.tolist()


FORM_AND_RESULT = (6, "e311afadb42178e3")
"""The form's number and a digest of a few results: change both together."""


def test_the_form_has_another_number_when_the_same_inputs_make_something_else(tiny: Path, learned: Learned, kept: BundleCache) -> None:
    bundle, _ = read_bundle(tiny)
    assert bundle is not None
    kept.save_checked(bundle_text(bundle))
    Matcher.build(make_knowledge(bundle.source, [thing for _, thing in bundle.things]), learned, fit, ConceptEncoder(), kept)
    shipped = kept.ship(kept.directory / "shipped", ConceptEncoder())
    found = {name: array for file in shipped for name, array in (read_arrays(file) or {}).items()}
    found["classifier"] = np.load(the_file(kept, "classifier"))
    digest = hashlib.sha256()
    for name in sorted(found.keys() - {"digest", "low", "high", "is_set"}):
        digest.update(f"{name} {found[name].dtype} {found[name].shape} {said(found[name])}\n".encode())
    assert (FORM, digest.hexdigest()[:16]) == FORM_AND_RESULT, (
        "what is fitted has changed: raise FORM in matching/cache.py, put this number and digest here, and run `briefbot fit`"
    )


def test_the_oldest_files_are_deleted(learned: Learned, tmp_path: Path) -> None:
    caches = [MatcherCache(tmp_path).of(f"bundle {number}") for number in range(KEPT + 2)]
    for number, kept in enumerate(caches):
        build(learned, kept)
        os.utime(tmp_path / f"ranker-{kept.digest}.npz", (number, number))
    assert {path.name for path in tmp_path.iterdir()} == {f"ranker-{kept.digest}.npz" for kept in caches[2:]}


def test_files_of_earlier_versions_are_deleted(kept: BundleCache) -> None:
    kept.directory.mkdir()
    (kept.directory / "passed-0.1.0-1a2b-3c4d.txt").write_text("what the files said")
    kept.save_checked("what the files say")
    assert [path.name for path in kept.directory.iterdir()] == [f"checked-{kept.digest}.txt"]


# The checked bundle ----------------------------------------------------------------------------


def test_a_bundle_that_passed_is_noted_with_its_content(kept: BundleCache) -> None:
    assert kept.load_checked() is None
    kept.save_checked("what the files say:\n“磨坊” ")
    assert kept.load_checked() == "what the files say:\n“磨坊” "


@pytest.mark.parametrize("damage", [b"", b"what the files say", b"\xff\xfe", b"0000\nwhat the files say"])
def test_a_damaged_note_counts_as_none_and_is_logged(kept: BundleCache, damage: bytes, caplog: pytest.LogCaptureFixture) -> None:
    kept.save_checked("what the files say")
    write_atomically(the_file(kept, "checked"), damage)
    assert kept.load_checked() is None
    assert [vars(record)["file"] for record in caplog.records] == [str(the_file(kept, "checked"))]
