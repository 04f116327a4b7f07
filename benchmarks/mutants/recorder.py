"""A pytest plugin that records which test runs which line; each process writes its own file.

MUTANTS_RECORD=DIRECTORY python -m pytest -p benchmarks.mutants.recorder
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from pathlib import Path

import coverage
import pytest

_SOURCE = Path(__file__).parents[2] / "src"
_record = coverage.Coverage(data_file=None, source=[str(_SOURCE)], config_file=False)
_record.set_option("run:disable_warnings", ["no-data-collected"])  # where xdist's workers run the tests
_record.start()  # before any module is imported
_seconds: dict[str, float] = defaultdict(float)
_not_passed: set[str] = set()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> object:
    """Record under a test's name, beginning with its first fixture."""
    _record.switch_context(item.nodeid)
    try:
        return (yield)
    finally:
        _record.switch_context("")


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Record a test's time, and whether it can detect anything."""
    _seconds[report.nodeid] += report.duration
    if not report.passed:
        _not_passed.add(report.nodeid)


def pytest_sessionfinish() -> None:
    """Write what was recorded: for each file and line the tests that run it."""
    _record.stop()
    data = _record.get_data()
    lines = {str(Path(file).relative_to(_SOURCE)): data.contexts_by_lineno(file) for file in data.measured_files()}
    kept = {name: took for name, took in _seconds.items() if name not in _not_passed}
    target = Path(os.environ["MUTANTS_RECORD"]) / f"{os.getpid()}.json"
    target.write_text(json.dumps({"seconds": kept, "lines": lines}), encoding="utf-8")
