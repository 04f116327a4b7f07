"""Fitted files are written into a bundle, and checked against its current state."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cli.conftest import Call

OPEN = """
import sys
from pathlib import Path
from briefbot.matching import Matcher, MatcherCache
from briefbot.service import Service
from briefbot.service.loading import load
from matching.speaking import ConceptEncoder
bundle, data, encoder = Path(sys.argv[1]), Path(sys.argv[2]), ConceptEncoder() if sys.argv[3] == "vectors" else None
"""
SHIP = (
    OPEN
    + """
from briefbot.matching.recall.classifier import fit
loaded = load(bundle, cache=MatcherCache(data))
Matcher.build(loaded.base.knowledge, loaded.learned, fit, encoder, loaded.cache)
loaded.cache.ship(bundle / "fitted", encoder)
"""
)
ASK = (
    OPEN
    + """
service = Service(bundle, cache=MatcherCache(data), encoder=encoder, fit_later=True)
print(service.is_fitted, service.ask(None, "How much did the new roof cost?").outcome.entries[0].id)
print(sorted({name.partition(".")[0] for name in sys.modules} & {"sklearn", "scipy", "yaml"}))
"""
)


def test_a_bundle_is_fitted_and_checked(call: Call, bundle: Path) -> None:
    ended = call("fit", "--knowledge", str(bundle))
    assert ended.status == 0
    assert ended.out.startswith(f"written: {bundle / 'fitted' / 'words.npz'} (")
    ended = call("fit", "--check", "--knowledge", str(bundle))
    assert (ended.status, ended.out) == (0, f"{bundle / 'fitted'} belongs to the bundle: words.npz\n")


def test_what_was_fitted_to_other_files_is_found(call: Call, bundle: Path) -> None:
    assert call("fit", "--check", "--knowledge", str(bundle)).status == 1
    call("fit", "--knowledge", str(bundle))
    facts = bundle / "entries" / "facts.yaml"
    facts.write_text(facts.read_text(encoding="utf-8").replace("£61,500", "£61,501"), encoding="utf-8")
    ended = call("fit", "--check", "--knowledge", str(bundle))
    assert (ended.status, ended.out) == (
        1,
        f"{bundle / 'fitted' / 'words.npz'} does not belong to the bundle as it is: run `briefbot fit`\n",
    )


def test_vectors_of_other_files_are_found_where_no_vectors_can_be_made(call: Call, bundle: Path) -> None:
    call("fit", "--knowledge", str(bundle))
    (bundle / "fitted" / "meaning-use.npz").write_bytes((bundle / "fitted" / "words.npz").read_bytes())
    assert call("fit", "--check", "--knowledge", str(bundle)).status == 0
    (bundle / "aliases.yaml").unlink()
    assert "meaning-use.npz does not belong" in call("fit", "--check", "--knowledge", str(bundle)).out


def test_a_bundle_with_problems_is_not_fitted(call: Call, bundle: Path) -> None:
    (bundle / "quotes.yaml").write_text("- id: x\n")
    assert call("fit", "--knowledge", str(bundle)).status == 2
    assert not (bundle / "fitted").exists()


@pytest.mark.parametrize("with_vectors", ["words", "vectors"])
def test_the_first_answer_from_what_was_shipped_loads_no_library_that_fits(
    bundle: Path, tmp_path: Path, root: Path, with_vectors: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for program, data in ((SHIP, "here"), (ASK, "there")):
        command = [sys.executable, "-c", program, str(bundle), str(tmp_path / data), with_vectors]
        ended = subprocess.run(command, cwd=root / "tests", check=True, capture_output=True, text=True)  # noqa: S603
    assert ended.stdout.splitlines()[0] == "True cost"
    assert "sklearn" not in ended.stdout
    assert "scipy" not in ended.stdout


def test_a_bundle_that_cannot_be_written_is_one_line(call: Call, bundle: Path) -> None:
    (bundle / "fitted").write_text("a file in the place of the directory")
    ended = call("fit", "--knowledge", str(bundle))
    assert (ended.status, ended.err) == (2, f"briefbot: cannot write into {bundle / 'fitted'}: File exists\n")
