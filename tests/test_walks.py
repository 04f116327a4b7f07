"""The pages that lead through a bundle: every command that they show works, in the order of the page."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

_COMMANDS = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
_FIGURES = re.compile(r"^of \d+ left-out .+\.$", re.MULTILINE)
_SHIM = '#!/bin/sh\nexec "{python}" -m briefbot --semantic off "$@"\n'


def commands(page: Path) -> str:
    """Take what a page shows to be typed into a shell, as one script that ends where a command fails."""
    return "set -eu\n" + "\n".join(_COMMANDS.findall(page.read_text(encoding="utf-8")))


@pytest.mark.parametrize("page", ["curators", "faq"])
def test_every_command_of_a_walk_works(root: Path, tmp_path: Path, page: str) -> None:
    shim = tmp_path / "bin" / "briefbot"
    shim.parent.mkdir()
    shim.write_text(_SHIM.format(python=sys.executable))
    shim.chmod(0o755)
    desk = tmp_path / "desk"
    desk.mkdir()
    (desk / "tests").symlink_to(root / "tests")
    environment = {
        "PATH": f"{shim.parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(root / "src"),
        "BRIEFBOT_DATA": str(tmp_path / "data"),
        "HOME": str(tmp_path),
    }
    walk = root / "docs" / f"{page}.md"
    script = commands(walk)
    assert script.count("briefbot ") >= 3
    ended = subprocess.run(["sh", "-c", script], cwd=desk, env=environment, capture_output=True, text=True, check=False)  # noqa: S603, S607
    assert (ended.returncode, "unexpected error" in ended.stderr) == (0, False), ended.stdout + ended.stderr
    assert [figures for figures in _FIGURES.findall(walk.read_text(encoding="utf-8")) if figures not in ended.stdout] == []
