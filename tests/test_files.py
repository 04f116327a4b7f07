"""Files are written atomically."""

from __future__ import annotations

import os
from pathlib import Path
from stat import S_IMODE

import pytest

from briefbot.files import private, write_atomically, write_together


def test_a_file_and_its_directory_are_made(tmp_path: Path) -> None:
    write_atomically(tmp_path / "new" / "file", b"content")
    assert (tmp_path / "new" / "file").read_bytes() == b"content"


def test_a_file_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")
    write_atomically(tmp_path / "file", lambda file: file.write(b"new"))
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("file", b"new")]


def test_the_old_file_stays_if_writing_stops_halfway(tmp_path: Path) -> None:
    def stop(file: object) -> None:
        file.write(b"half")  # type: ignore[attr-defined]
        raise KeyboardInterrupt

    (tmp_path / "file").write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt):
        write_atomically(tmp_path / "file", stop)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("file", b"old")]


def test_what_a_killed_process_left_is_deleted_once_it_is_old(tmp_path: Path) -> None:
    left, fresh = tmp_path / ".words.npz.123.new", tmp_path / ".words.npz.456.new"
    for path in (left, fresh, tmp_path / ".other.new"):
        path.write_bytes(b"half")
    os.utime(left, (0, 0))
    os.utime(tmp_path / ".other.new", (0, 0))
    write_atomically(tmp_path / "file", b"new")
    assert {path.name for path in tmp_path.iterdir()} == {"file", fresh.name, ".other.new"}


def test_of_several_files_none_is_replaced_if_one_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "b").write_bytes(b"")
    with pytest.raises(FileExistsError):
        write_together({tmp_path / "a": b"new", tmp_path / "b" / "c": b"new"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]
    assert (tmp_path / "a").read_bytes() == b"old"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes of files")
class TestModes:
    def test_a_file_that_is_replaced_keeps_its_mode(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_bytes(b"old")
        (tmp_path / "file").chmod(0o664)
        with private():
            write_atomically(tmp_path / "file", b"new")
        assert S_IMODE((tmp_path / "file").stat().st_mode) == 0o664

    @pytest.mark.parametrize(
        ("directory", "is_shared", "file"), [(0o755, False, 0o600), (0o755, True, 0o644), (0o775, True, 0o664), (0o700, True, 0o600)]
    )
    def test_a_new_file_is_private_or_as_open_as_its_directory(self, tmp_path: Path, directory: int, is_shared: bool, file: int) -> None:
        tmp_path.chmod(directory)
        with private():
            write_atomically(tmp_path / "new" / "file", b"", is_shared=is_shared)
        modes = [S_IMODE(path.stat().st_mode) for path in (tmp_path / "new", tmp_path / "new" / "file")]
        assert modes == [directory if is_shared else 0o700, file]
