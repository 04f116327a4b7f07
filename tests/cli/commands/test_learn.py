"""`briefbot learn` prints its result on left-out questions, and writes nothing worse."""

from __future__ import annotations

from pathlib import Path

import yaml

from cli.conftest import Call


def test_a_bundle_of_nothing_to_learn_from_is_a_line(call: Call, bundle: Path) -> None:
    for path in bundle.glob("entries/*"):
        path.unlink()
    (bundle / "quotes.yaml").write_text(
        "- id: beams\n  speaker: maud-ashby\n  text: sounder than anyone had a right to expect\n  paragraph: 7\n"
    )
    ended = call("learn", "--knowledge", str(bundle), "--semantic", "off")
    assert ended.status == 2
    assert "there is nothing to learn from" in ended.err


def test_before_and_after_are_printed_and_what_is_no_worse_is_written(call: Call, tmp_path: Path, root: Path) -> None:
    path = tmp_path / "thresholds.yaml"
    ended = call("learn", "--knowledge", str(root / "tests" / "bundles" / "council"), "--output", str(path))
    assert "on questions left out" in ended.out
    assert "what comes with briefbot" in ended.out
    assert "sentence vectors are off" in ended.out
    assert (ended.status, path.exists()) == (0, True)


def test_nothing_is_written_that_is_worse(call: Call, bundle: Path) -> None:
    # A fact's questions also count as unanswerable, twice as often, so fewer are answered.
    files = {path: yaml.safe_load(path.read_text(encoding="utf-8")) for path in (bundle / "entries").glob("*.yaml")}
    entries = [entry for listed in files.values() for entry in listed]
    asked = [typed for entry in entries if entry["kind"] == "fact" for typed in entry["tests"]["reach"]]
    for entry in entries:
        if entry["kind"] == "gap":
            entry["tests"]["reach"] = list(asked)
    for path, listed in files.items():
        path.write_text(yaml.safe_dump(listed, allow_unicode=True), encoding="utf-8")
    before = (bundle / "thresholds.yaml").read_text(encoding="utf-8")
    ended = call("learn", "--knowledge", str(bundle))
    assert "what was learned is worse, so it is not used" in ended.out
    assert "nothing was written" in ended.out
    assert ended.status == 1
    assert (bundle / "thresholds.yaml").read_text(encoding="utf-8") == before
