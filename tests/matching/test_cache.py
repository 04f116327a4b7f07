"""What was built is kept on disk, and made again where it is lost or damaged."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import briefbot
from briefbot.checking.check import make_knowledge
from briefbot.domain.learned import Learned
from briefbot.matching import Matcher, Memory
from briefbot.matching.cache import KEPT, RememberedEncoder, Slot
from briefbot.matching.recall import sentence_vectors
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


@pytest.fixture
def slot(tmp_path: Path) -> Slot:
    return Memory(tmp_path / "kept").slot("abc")


def build(learned: Learned, slot: Slot | None, encoder: ConceptEncoder | None = None) -> Matcher:
    return Matcher.build(KITES, learned, None, encoder, slot=slot)


def files(slot: Slot) -> list[Path]:
    return sorted(slot.directory.glob("ranker-*"))


@pytest.mark.parametrize("encoder", [None, ConceptEncoder()])
def test_a_matcher_that_is_recalled_answers_the_same(learned: Learned, slot: Slot, encoder: ConceptEncoder | None) -> None:
    built = build(learned, slot, encoder)
    recalled = build(learned, slot, encoder)
    assert type(built.ranker.layers[0][0].profiles) is not type(recalled.ranker.layers[0][0].profiles)  # it was read, not built
    for question in QUESTIONS:
        first, second = recalled.rank(question), built.rank(question)
        assert [each.item.id for each in first] == [each.item.id for each in second]
        assert [each.confidence for each in first] == pytest.approx([each.confidence for each in second], abs=1e-3)
        assert reached(recalled.ask(question)) == reached(built.ask(question))


def test_what_is_recalled_is_not_encoded_again(learned: Learned, slot: Slot) -> None:
    build(learned, slot, ConceptEncoder())
    encoder = ConceptEncoder()
    build(learned, slot, encoder)
    assert encoder.encoded == []


def test_a_meaning_without_a_classifier_is_kept_too(monkeypatch: pytest.MonkeyPatch, learned: Learned, slot: Slot) -> None:
    monkeypatch.setattr(sentence_vectors, "_LIMIT", 1)
    build(learned, slot, ConceptEncoder())
    meaning = build(learned, slot, ConceptEncoder()).ranker.layers[0][0].meaning
    assert meaning is not None
    assert meaning.weights is None


def test_a_classifier_is_kept(kites: Matcher, learned: Learned, slot: Slot) -> None:
    slot.keep(kites.folder, kites.ranker)
    recalled = build(learned, slot)
    assert recalled.ranker.layers[0][0].weights is not None
    assert reached(recalled.ask("who won the llc")) == reached(kites.ask("who won the llc"))


def test_a_classifier_that_was_kept_leaves_memory_at_once(kites: Matcher, slot: Slot) -> None:
    weights = slot.keep(kites.folder, kites.ranker).layers[0][0].weights
    assert isinstance(weights.base, np.memmap)
    assert kites.ranker.layers[0][0].weights is not None
    assert weights.astype(np.float32) == pytest.approx(kites.ranker.layers[0][0].weights, abs=1e-2)


def test_a_classifier_that_cannot_be_kept_stays_in_memory(kites: Matcher, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert Memory(tmp_path / "file").slot("x").keep(kites.folder, kites.ranker) is kites.ranker


@pytest.mark.parametrize(
    "damage",
    [b"", b"PK\x03\x04 cut short", b"\x00" * 5000, b"not a zip at all", b"\x93NUMPY\x01\x00"],
    ids=["empty", "cut", "nulls", "text", "npy"],
)
def test_a_damaged_file_is_made_again(learned: Learned, slot: Slot, damage: bytes) -> None:
    build(learned, slot)
    (file,) = files(slot)
    whole = file.stat().st_size
    file.write_bytes(damage)
    assert reached(build(learned, slot).ask("who won in 2019")) == "answered winner-2019"
    assert file.stat().st_size == whole


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_file_that_was_cut_anywhere_is_made_again(learned: Learned, slot: Slot, share: float) -> None:
    build(learned, slot)
    (file,) = files(slot)
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * share)])
    assert reached(build(learned, slot).ask("who won in 2019")) == "answered winner-2019"
    assert file.stat().st_size == len(whole)


def test_whatever_byte_is_changed_nothing_is_raised(learned: Learned, slot: Slot) -> None:
    built = build(learned, slot)
    (file,) = files(slot)
    whole = file.read_bytes()
    directory_of_the_zip = range(len(whole) - 1_500, len(whole), 5)
    for place in (8, 100, 120, 160, 5_000, *directory_of_the_zip):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 0x2D]) + whole[place + 1 :])
        recalled = slot.recall(list(KITES.items()), None)
        assert recalled is None or recalled[1].lexicon.counts == built.ranker.lexicon.counts


def test_a_file_with_bytes_changed_inside_is_made_again(learned: Learned, slot: Slot) -> None:
    build(learned, slot)
    (file,) = files(slot)
    whole = bytearray(file.read_bytes())
    for place in range(200, len(whole), 997):
        whole[place] ^= 0xFF
    file.write_bytes(bytes(whole))
    assert reached(build(learned, slot).ask("who won in 2019")) == "answered winner-2019"


def test_a_file_that_lacks_a_part_is_made_again(learned: Learned, slot: Slot) -> None:
    build(learned, slot)
    (file,) = files(slot)
    with np.load(file) as arrays:
        kept = {name: arrays[name] for name in arrays.files if name != "idf"}
    with file.open("wb") as opened:
        np.savez(opened, **kept)
    assert reached(build(learned, slot).ask("who won in 2019")) == "answered winner-2019"


def test_what_was_kept_for_another_knowledge_is_not_used(learned: Learned, slot: Slot) -> None:
    build(learned, slot)
    winner = KITES.entries["winner"]
    longer = replace(winner, phrasings=(*winner.phrasings, "who got the cup"))
    knowledge = make_knowledge(KITES.source, [*KITES.speakers.values(), longer, *KITES.items(), *KITES.aliases])
    assert reached(Matcher.build(knowledge, learned, None, slot=slot).ask("who got the cup")) == "answered winner"


def test_each_version_of_briefbot_has_its_own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = Memory(tmp_path)
    before = memory.slot("abc")
    assert before != memory.slot("abd")
    monkeypatch.setattr(briefbot, "__version__", "99.0")
    assert memory.slot("abc") != before


def test_where_nothing_can_be_written_the_matcher_works_all_the_same(learned: Learned, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    slot = Memory(tmp_path / "file").slot("abc")
    slot.note_passed("what the files say")
    assert slot.passed() is None
    assert reached(build(learned, slot).ask("who won in 2019")) == "answered winner-2019"


def test_a_bundle_that_passed_is_noted_with_what_it_says(slot: Slot) -> None:
    assert slot.passed() is None
    slot.note_passed("what the files say:\n“磨坊” ")
    assert slot.passed() == "what the files say:\n“磨坊” "


@pytest.mark.parametrize("damage", [b"", b"what the files say", b"\xff\xfe", b"0000\nwhat the files say"])
def test_a_damaged_note_counts_as_none(slot: Slot, damage: bytes) -> None:
    slot.note_passed("what the files say")
    (note,) = slot.directory.glob("passed-*")
    note.write_bytes(damage)
    assert slot.passed() is None


def test_the_folder_is_recalled_too(learned: Learned, slot: Slot) -> None:
    built, recalled = build(learned, slot), build(learned, slot)
    assert recalled.folder is not built.folder
    assert recalled.folder.proper == built.folder.proper
    assert recalled.folder.words() == built.folder.words() != set()


def test_the_oldest_files_go(learned: Learned, tmp_path: Path) -> None:
    memory = Memory(tmp_path)
    for number in range(KEPT + 2):
        slot = memory.slot(f"digest{number}")
        build(learned, slot)
        os.utime(next(path for path in files(slot) if f"digest{number}" in path.name), (number, number))
    assert sorted(path.name.rpartition("-")[2] for path in tmp_path.iterdir()) == [f"digest{number}.npz" for number in range(2, KEPT + 2)]


# Remembered vectors ----------------------------------------------------------------------------


def test_no_phrasing_is_encoded_twice(tmp_path: Path) -> None:
    own, path = ConceptEncoder(), tmp_path / "vectors.npz"
    remembered = RememberedEncoder(own, path)
    first = remembered.encode(["who won", "how many kites"])
    assert (remembered.encode(["how many kites", "who won"]) == first[::-1]).all()
    again = ConceptEncoder()
    assert (RememberedEncoder(again, path).encode(["who won", "how many kites"]) == first).all()
    assert own.encoded == ["who won", "how many kites"]
    assert again.encoded == []


def test_only_what_is_new_is_encoded(tmp_path: Path) -> None:
    own = ConceptEncoder()
    remembered = RememberedEncoder(own, tmp_path / "vectors.npz")
    remembered.encode(["a kite", "a line"])
    remembered.encode(["a line", "a prize", "a prize"])
    assert own.encoded == ["a kite", "a line", "a prize"]


def test_a_single_question_is_not_kept(tmp_path: Path) -> None:
    own = ConceptEncoder()
    remembered = RememberedEncoder(own, tmp_path / "vectors.npz")
    remembered.encode(["who won"])
    remembered.encode(["who won"])
    assert own.encoded == ["who won", "who won"]
    assert not (tmp_path / "vectors.npz").exists()


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04", b"nothing of the kind"])
def test_damaged_vectors_are_encoded_again(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "vectors.npz"
    path.write_bytes(damage)
    own = ConceptEncoder()
    assert RememberedEncoder(own, path).encode(["a kite", "a line"]).shape == (2, own.encode(["x"]).shape[1])
    again = ConceptEncoder()
    RememberedEncoder(again, path).encode(["a kite", "a line"])
    assert again.encoded == []


def test_without_a_file_vectors_are_kept_in_memory() -> None:
    own = ConceptEncoder()
    remembered = RememberedEncoder(own)
    remembered.encode(["a kite", "a line"])
    remembered.encode(["a kite", "a line"])
    assert own.encoded == ["a kite", "a line"]
    assert remembered.name == own.name
