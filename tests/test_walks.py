"""Every command on the walkthrough pages works, in the order of the page."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

_COMMANDS = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
_FIGURES = re.compile(r"^of \d+ left-out .+\.$", re.MULTILINE)
_SHIM = '#!/bin/sh\nexec "{python}" -m briefbot --semantic off "$@"\n'


def commands(page: Path) -> str:
    """Return a page's shell commands as one script that stops at the first failure."""
    return "set -eu\n" + "\n".join(_COMMANDS.findall(page.read_text(encoding="utf-8")))


@pytest.fixture
def typed(root: Path, tmp_path: Path) -> Callable[[str], subprocess.CompletedProcess[str]]:
    """Return a function that runs a script in a directory with the invented bundles."""
    shim, desk = tmp_path / "bin" / "briefbot", tmp_path / "desk"
    shim.parent.mkdir()
    shim.write_text(_SHIM.format(python=sys.executable))
    shim.chmod(0o755)
    desk.mkdir()
    (desk / "tests").symlink_to(root / "tests")
    (desk / "article.txt").symlink_to(root / "tests" / "bundles" / "council" / "article.txt")
    environment = {
        "PATH": f"{shim.parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(root / "src"),
        "BRIEFBOT_DATA": str(tmp_path / "data"),
        "HOME": str(tmp_path),
    }

    def run(script: str) -> subprocess.CompletedProcess[str]:
        command = ["sh", "-c", script]
        return subprocess.run(command, cwd=desk, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)  # noqa: S603

    return run


@pytest.mark.parametrize("page", ["curators", "faq"])
def test_every_command_of_a_walk_works(root: Path, typed: Callable[[str], subprocess.CompletedProcess[str]], page: str) -> None:
    walk = root / "docs" / f"{page}.md"
    script = commands(walk)
    assert script.count("briefbot ") >= 3
    ended = typed(script)
    assert (ended.returncode, "unexpected error" in ended.stderr) == (0, False), ended.stdout + ended.stderr
    assert [figures for figures in _FIGURES.findall(walk.read_text(encoding="utf-8")) if figures not in ended.stdout] == []


def test_the_order_of_the_readme_ends_in_what_is_left_to_do(root: Path, typed: Callable[[str], subprocess.CompletedProcess[str]]) -> None:
    blocks = _COMMANDS.findall((root / "README.md").read_text(encoding="utf-8"))
    (making,) = (block for block in blocks if "--knowledge mine" in block)
    ended = typed(making)
    assert "unexpected error" not in ended.stderr
    assert "nothing can be answered yet: everything is still a draft" in ended.stderr
