"""Acknowledged edits outlive the process, however it ends; `python -m benchmarks.durability` runs longer."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_kill_while_moderators_edit_loses_doubles_and_halves_nothing(kind: str, root: Path, request: pytest.FixtureRequest) -> None:
    address = request.getfixturevalue("address") if kind == "postgresql" else ""
    command = [sys.executable, "-m", "benchmarks.durability", "--edits", "40", "--kills", "4", "--database", address]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(root / "src"), str(root)])}
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, timeout=300, check=False)  # noqa: S603 -- ours
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith("nothing lost, doubled or halved\n")
