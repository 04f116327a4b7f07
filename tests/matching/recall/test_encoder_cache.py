"""No phrasing is encoded twice, and no question is kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from briefbot.matching.recall.encoder_cache import CachedEncoder
from briefbot.matching.recall.ngrams import Floats
from matching.speaking import ConceptEncoder


def test_no_phrasing_is_encoded_twice(tmp_path: Path) -> None:
    own, path = ConceptEncoder(), tmp_path / "vectors.sqlite"
    cached = CachedEncoder(own, path)
    first = cached.encode_phrasings(["who won", "how many kites"])
    assert (cached.encode_phrasings(["how many kites", "who won"]) == first[::-1]).all()
    again = ConceptEncoder()
    assert (CachedEncoder(again, path).encode_phrasings(["who won", "how many kites"]) == first).all()
    assert own.encoded == ["who won", "how many kites"]
    assert again.encoded == []


def test_a_single_phrasing_is_kept(tmp_path: Path) -> None:
    CachedEncoder(ConceptEncoder(), tmp_path / "vectors.sqlite").encode_phrasings(["who won"])
    own = ConceptEncoder()
    CachedEncoder(own, tmp_path / "vectors.sqlite").encode_phrasings(["who won"])
    assert own.encoded == []


def test_only_what_is_new_is_encoded(tmp_path: Path) -> None:
    own = ConceptEncoder()
    cached = CachedEncoder(own, tmp_path / "vectors.sqlite")
    cached.encode_phrasings(["a kite", "a line"])
    cached.encode_phrasings(["a line", "a prize", "a prize"])
    assert own.encoded == ["a kite", "a line", "a prize"]


def test_phrasings_are_encoded_where_nothing_can_be_read(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / ("x" * 300) / "vectors.sqlite"  # a name that is too long fails even for root
    assert len(CachedEncoder(ConceptEncoder(), path).encode_phrasings(["a kite"])) == 1
    assert {vars(record)["file"] for record in caplog.records} == {str(path)}


def test_the_file_of_earlier_versions_is_deleted(tmp_path: Path) -> None:
    (tmp_path / "vectors.npz").write_bytes(b"some megabytes")
    CachedEncoder(ConceptEncoder(), tmp_path / "vectors.sqlite").encode_phrasings(["a kite"])
    assert [path.name for path in tmp_path.iterdir()] == ["vectors.sqlite"]


class WideEncoder(ConceptEncoder):
    """An encoder of the same name with one dimension more, as a new release of a model may have."""

    def encode(self, texts: Sequence[str]) -> Floats:
        return np.pad(super().encode(texts), ((0, 0), (0, 1)))


def test_vectors_of_another_length_are_encoded_again(tmp_path: Path) -> None:
    path = tmp_path / "vectors.sqlite"
    CachedEncoder(ConceptEncoder(), path).encode_phrasings(["a kite", "a line"])
    wide = WideEncoder()
    vectors = CachedEncoder(wide, path).encode_phrasings(["a kite", "a prize"])
    assert vectors.shape == (2, wide.encode([]).shape[1])
    assert wide.encoded == ["a kite", "a prize"]


def test_an_encoder_of_somebody_else_needs_no_more_than_a_name_and_one_function() -> None:
    class Letters:
        name = "letters"

        def encode(self, texts: Sequence[str]) -> Floats:
            return np.eye(26, dtype=np.float32)[[ord(each[0]) - ord("a") for each in texts]]

    cached = CachedEncoder(Letters())
    assert (cached.encode_question("kite") == cached.encode_phrasings(["line", "kite"])[1]).all()


def test_a_question_is_not_kept(tmp_path: Path) -> None:
    own = ConceptEncoder()
    cached = CachedEncoder(own, tmp_path / "vectors.sqlite")
    assert (cached.encode_question("who won") == cached.encode_question("who won")).all()
    assert own.encoded == ["who won", "who won"]
    assert not (tmp_path / "vectors.sqlite").exists()


@pytest.mark.parametrize("damage", [b"SQLite format 3\x00" + b"\xff" * 5_000, b"nothing of the kind" * 100])
def test_damaged_vectors_are_encoded_again_and_logged(tmp_path: Path, damage: bytes, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "vectors.sqlite"
    path.write_bytes(damage)
    CachedEncoder(ConceptEncoder(), path).encode_phrasings(["a kite", "a line"])
    assert {vars(record)["file"] for record in caplog.records} == {str(path)}
    again = ConceptEncoder()
    CachedEncoder(again, path).encode_phrasings(["a kite", "a line"])
    assert again.encoded == []


def test_phrasings_are_encoded_where_nothing_can_be_kept(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").touch()
    assert len(CachedEncoder(ConceptEncoder(), tmp_path / "file" / "vectors.sqlite").encode_phrasings(["a kite", "a line"])) == 2
    assert "cannot be kept" in caplog.text


def test_vectors_are_kept_in_memory_without_a_file() -> None:
    own = ConceptEncoder()
    cached = CachedEncoder(own)
    cached.encode_phrasings(["a kite", "a line"])
    cached.encode_phrasings(["a kite", "a line"])
    assert own.encoded == ["a kite", "a line"]
    assert cached.name == own.name


def test_no_phrasings_have_no_vectors() -> None:
    assert CachedEncoder(ConceptEncoder()).encode_phrasings([]).shape == (0, ConceptEncoder().encode(["x"]).shape[1])


def test_progress_is_reported() -> None:
    reports: list[tuple[int, int]] = []
    CachedEncoder(ConceptEncoder(), progress=lambda done, total: reports.append((done, total))).encode_phrasings(
        [f"kite {number}" for number in range(300)]
    )
    assert reports == [(256, 300), (300, 300)]
    assert np.isfinite(reports).all()
