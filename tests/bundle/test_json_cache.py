"""A bundle that was kept is the same bundle."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefbot.bundle import bundle_from, bundle_text, files_digest, read_bundle
from briefbot.errors import Problem
from briefbot.matching import Memory
from briefbot.service import Service


def test_a_bundle_comes_back_as_it_was(tiny: Path) -> None:
    bundle, _ = read_bundle(tiny)
    assert bundle is not None
    assert bundle_from(bundle_text(bundle)) == bundle


def test_the_second_start_reads_no_yaml(tiny: Path, tmp_path: Path, monkeypatch) -> None:
    first = Service(tiny, memory=Memory(tmp_path))

    def no_more(directory: Path) -> tuple[None, list[Problem]]:
        raise AssertionError(f"{directory} is read again")

    monkeypatch.setattr("briefbot.service.service.read_bundle", no_more)
    second = Service(tiny, memory=Memory(tmp_path))
    assert second.knowledge().digest == first.knowledge().digest


def test_a_change_in_the_files_is_read(bundle: Path, tmp_path: Path) -> None:
    Service(bundle, memory=Memory(tmp_path))
    aliases = bundle / "aliases.yaml"
    aliases.write_text(aliases.read_text(encoding="utf-8") + "- canonical: tea room\n  forms: [caff]\n", encoding="utf-8")
    assert "tea room" in {alias.canonical for alias in Service(bundle, memory=Memory(tmp_path)).knowledge().aliases}


@pytest.mark.parametrize("note", ["", "no JSON", "[]", "{}", '{"source": {"blocks": []}, "things": [["dish", {}]]}'])
def test_a_note_in_another_form_is_not_taken_up(note: str, tiny: Path, tmp_path: Path) -> None:
    memory = Memory(tmp_path)
    first = Service(tiny, memory=memory)
    memory.slot(files_digest(tiny)).note_passed(note)
    assert bundle_from(note) is None
    assert Service(tiny, memory=memory).knowledge().digest == first.knowledge().digest
