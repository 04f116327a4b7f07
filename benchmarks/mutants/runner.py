"""Run chosen tests on a copy of the project with a fault; the project itself is never changed."""

from __future__ import annotations

import compileall
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import pytest

from .faults import Fault

ROOT = Path(__file__).parents[2]
_LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "build", "*.egg-info", ".*_cache", ".hypothesis", "__pycache__")
_HEAVY = (
    "numpy",
    "scipy.optimize",
    "sklearn.svm",
    "discord.ext.commands",
    "sqlalchemy.dialects.sqlite",
    "alembic.command",
    "rapidfuzz",
    "yaml",
)
"""Libraries that each run would load again; the code itself is loaded in the run."""
_tree = Path()


def load_heavy() -> None:
    """Load the libraries once, before processes are forked."""
    for name in _HEAVY:
        import_module(name)


def make_tree() -> None:
    """Make a copy of the project for this process."""
    global _tree  # noqa: PLW0603 -- one a process
    _tree = Path(tempfile.mkdtemp(prefix="mutants-")) / ROOT.name
    shutil.copytree(ROOT, _tree, ignore=_LEFT_OUT)
    if (ROOT.parent / "shared").is_dir():
        (_tree.parent / "shared").symlink_to(ROOT.parent / "shared")
    compileall.compile_dir(str(_tree), quiet=2)


def is_noticed(fault: Fault, tests: Sequence[str], seconds: float) -> bool:
    """Return whether one of the tests fails with the fault, or takes too long."""
    file = _tree / fault.path
    source = file.read_bytes()
    file.write_bytes(fault.apply(source))
    for compiled in (file.parent / "__pycache__").glob(f"{file.stem}.*"):
        compiled.unlink()  # a changed file of the same size and second would look unchanged
    try:
        return _status(tests, seconds) != 0
    finally:
        file.write_bytes(source)


def _status(tests: Sequence[str], seconds: float) -> int:
    pid = os.fork()
    if pid == 0:
        os.setsid()
        _run(tests)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return status
        time.sleep(0.05)
    os.killpg(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return 1


class _Chosen:
    """Keeps the chosen tests, in their order."""

    def __init__(self, names: Sequence[str]) -> None:
        self._places = {name: place for place, name in enumerate(names)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted((item for item in items if item.nodeid in self._places), key=lambda item: self._places[item.nodeid])


def _run(tests: Sequence[str]) -> None:
    """Run the tests as a separate process."""
    silent = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silent, stream)
    os.chdir(_tree)
    paths = [str(_tree / "src"), str(_tree / "tests"), str(_tree)]
    sys.path[:0] = paths
    sys.dont_write_bytecode = True
    os.environ |= {"PYTHONPATH": os.pathsep.join(paths), "PYTHONDONTWRITEBYTECODE": "1"}
    files = dict.fromkeys(name.split("::")[0] for name in tests)
    options = ["-n", "0", "-x", "-q", "-p", "no:randomly", "-p", "no:cacheprovider"]
    status = 70
    try:
        status = int(pytest.main([*options, *files], plugins=[_Chosen(tests)]))
    finally:
        os._exit(status)
