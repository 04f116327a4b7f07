"""Put small faults into copies of the code, one at a time, and count those that a test notices.

MUTANTS_RECORD=DIRECTORY python -m pytest -p benchmarks.mutants.recorder   # once: which test runs which line
python -m benchmarks.mutants DIRECTORY [--count 200] [--seed N] [--seconds 30] [--jobs N]
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import sys
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from itertools import zip_longest
from pathlib import Path

from .faults import Fault, faults
from .runner import ROOT, is_noticed, load_heavy, make_tree

SOURCE = ROOT / "src"
_PATIENCE = 10
"""Most time of a run, as a multiple of its tests' recorded time."""
_QUICK = 1.0
_START = 60.0
"""Seconds more, to load everything."""


class Record:
    """Which tests run which line, and how long they take."""

    def __init__(self, directory: Path) -> None:
        self.seconds: dict[str, float] = {}
        self._tests: defaultdict[str, defaultdict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
        for file in directory.glob("*.json"):
            found = json.loads(file.read_text(encoding="utf-8"))
            self.seconds |= found["seconds"]
            for source, lines in found["lines"].items():
                for line, tests in lines.items():
                    self._tests[source][int(line)].update(tests)

        running = {test for lines in self._tests.values() for tests in lines.values() for test in tests}
        self._readers = [name for name, took in self.seconds.items() if name not in running and took < _QUICK]

    def tests(self, fault: Fault, budget: float) -> list[str]:
        """List the tests that run a fault.

        Of the module's own file, of its folder, the quickest others, as many as the seconds allow.

        Tests that run no code may read it; the quick ones of them come last.
        """
        folder = Path("tests") / fault.path.relative_to("src/briefbot").parent
        own = str(folder / f"test_{fault.path.stem.strip('_')}.py::")
        running = self._running(fault) | {name for name in self.seconds if name.startswith(own)}  # which may run it in another process
        found = [name for name in running if name in self.seconds]
        chosen, left = [], budget
        for name in sorted(found, key=lambda name: (not name.startswith(own), not name.startswith(str(folder)), self.seconds[name], name)):
            left -= self.seconds[name]
            if left < 0 and chosen:
                break
            chosen.append(name)
        return chosen + self._readers if chosen else []

    def _running(self, fault: Fault) -> set[str]:
        lines = self._tests[fault.path.relative_to("src").as_posix()]
        if fault.scope is None:
            return set().union(*lines.values())
        for line in range(fault.end[0], fault.scope[0] - 1, -1):  # a statement of several lines is recorded with some of them
            if tests := lines.get(line, set()) - {""}:
                return tests
        return set().union(*(tests for line, tests in lines.items() if line in range(*fault.scope)))


def sample(known: list[Fault], count: int, chance: random.Random) -> list[Fault]:
    """Choose as many faults of each kind, because most faults are of texts."""
    kinds: defaultdict[str, list[Fault]] = defaultdict(list)
    for fault in chance.sample(known, len(known)):
        kinds[fault.kind].append(fault)
    rows = zip_longest(*(kinds[kind] for kind in sorted(kinds)))
    chosen = [fault for row in rows for fault in row if fault is not None][:count]
    return chance.sample(chosen, len(chosen))


def area(path: Path) -> str:
    """Return the folder that a file belongs to, two levels deep within the bot and matching."""
    parts = path.relative_to("src/briefbot").parts
    return "/".join(parts[:-1][:2]) or "the root"


def main() -> int:
    """Seed faults, run their tests, and print what survived."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("record", type=Path)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    parser.add_argument("--seconds", type=float, default=60.0, help="of tests for each fault, as they took when they were recorded")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    arguments = parser.parse_args()
    record = Record(arguments.record)
    known = [
        fault
        for path in sorted((SOURCE / "briefbot").rglob("*.py"))
        for fault in faults(path.relative_to(ROOT), path.read_text(encoding="utf-8"))
    ]
    chosen = sample(known, arguments.count, random.Random(arguments.seed))  # noqa: S311 -- no secret
    sys.stdout.write(f"{len(chosen)} of {len(known)} faults, seed {arguments.seed}\n")
    load_heavy()
    noticed, seeded, kinds = Counter[str](), Counter[str](), Counter[tuple[str, bool]]()
    with ProcessPoolExecutor(arguments.jobs, multiprocessing.get_context("fork"), make_tree) as pool:
        tests = [record.tests(fault, arguments.seconds) for fault in chosen]
        limits = [_START + _PATIENCE * sum(map(record.seconds.get, each)) for each in tests]  # type: ignore[arg-type]
        for fault, run, is_killed in zip(chosen, tests, pool.map(_is_killed, chosen, tests, limits), strict=True):
            seeded[area(fault.path)] += 1
            noticed[area(fault.path)] += is_killed
            kinds[fault.kind, is_killed] += 1
            if not is_killed:
                why = f"{len(run)} tests" if run else "no test runs it"
                sys.stdout.write(f"survived {fault.path}:{fault.start[0]}: {fault.kind}: {fault.old!r} -> {fault.new!r} ({why})\n")
                sys.stdout.flush()
    _print(noticed, seeded, kinds)
    return 0


def _is_killed(fault: Fault, tests: list[str], seconds: float) -> bool:
    return bool(tests) and is_noticed(fault, tests, seconds)


def _print(noticed: Counter[str], seeded: Counter[str], kinds: Counter[tuple[str, bool]]) -> None:
    for name in sorted(seeded):
        sys.stdout.write(f"{name:32} {noticed[name]:4} of {seeded[name]:4} noticed\n")
    for kind in sorted({kind for kind, _ in kinds}):
        sys.stdout.write(f"{kind:32} {kinds[kind, True]:4} of {kinds[kind, True] + kinds[kind, False]:4} noticed\n")
    total = sum(seeded.values())
    sys.stdout.write(f"{sum(noticed.values())} of {total} noticed, {100 * sum(noticed.values()) / max(1, total):.1f} %\n")


if __name__ == "__main__":
    sys.exit(main())
