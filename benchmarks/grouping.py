"""Measure how well and how fast the inbox groups questions.

python -m benchmarks.grouping [--speed]

Groups to be found are entries taken out of a bundle, by their phrasings, and intents of CLINC150, by their test
sentences; the questions come in a shuffled order. A pair is of one group or of two; precision is the share of the pairs
put together that belong together, recall the share of those that belong together that were put together. Times are the
processor's.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from briefbot.matching import Groups, Matcher
from briefbot.service.loading import Loaded, load

ROOT = Path(__file__).parent.parent
CLINC = ROOT.parent / "shared" / "datasets" / "clinc150" / "data_full.json"
LEFT_OUT = {"knowledge": 60, "tests/bundles/museum": 25, "tests/bundles/council": 25, "tests/bundles/reef": 25}
"""Entries that are taken out of each bundle."""
INTENTS = 40
QUESTIONS = 10_000


@dataclass(frozen=True, slots=True)
class Measured:
    """The result for questions with their true groups."""

    questions: int
    wanted: int
    found: int
    precision: float
    recall: float

    def __str__(self) -> str:
        return f"{self.questions} | {self.wanted} | {self.found} | {100 * self.precision:.0f} | {100 * self.recall:.0f}"


def grouped(groups: Groups, questions: Sequence[str]) -> Iterator[int]:
    """Put questions into groups as they come."""
    for words in questions:
        wording = groups.read(words)
        found = groups.find(wording)
        group = len(groups) if found is None else found
        groups.add(wording, group)
        yield group


def measure(matcher: Matcher, rows: Sequence[tuple[str, str]]) -> Measured:
    """Group questions, each with the name of what it asks for."""
    found = list(grouped(Groups(matcher), [words for words, _ in rows]))
    wanted = [name for _, name in rows]
    together, right = _pairs(Counter(found)), _pairs(Counter(zip(found, wanted, strict=True)))
    return Measured(len(rows), len(set(wanted)), len(set(found)), right / max(together, 1), right / _pairs(Counter(wanted)))


def _pairs(counts: Counter[int] | Counter[str] | Counter[tuple[int, str]]) -> int:
    return sum(count * (count - 1) // 2 for count in counts.values())


def left_out(loaded: Loaded, number: int) -> tuple[Matcher, list[tuple[str, str]]]:
    """Take entries out of a bundle; return the matcher of the rest, and their phrasings."""
    knowledge = loaded.base.knowledge
    out = set(random.Random(1).sample(sorted(knowledge.entries), number))  # noqa: S311 -- the same at each run
    rest = replace(knowledge, entries={each: entry for each, entry in knowledge.entries.items() if each not in out})
    rows = [(phrasing, each) for each in sorted(out) for phrasing in knowledge.entries[each].phrasings]
    return Matcher.build(rest, loaded.learned), shuffled(rows)


def shuffled(rows: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return rows in an order that is the same at each run."""
    return random.Random(1).sample(rows, len(rows))  # noqa: S311


def intents() -> list[tuple[str, str]]:
    """Return the test sentences of some intents."""
    rows = [(words, name) for words, name in json.loads(CLINC.read_text(encoding="utf-8"))["test"]]
    names = random.Random(2).sample(sorted({name for _, name in rows}), INTENTS)  # noqa: S311
    return shuffled([row for row in rows if row[1] in names])


def speed(loaded: Loaded) -> None:
    """Say how long it takes to group ten thousand questions, and one more."""
    knowledge = loaded.base.knowledge
    matcher = Matcher.build(knowledge, loaded.learned)
    rows = shuffled([(phrasing, entry.id) for entry in knowledge.entries.values() for phrasing in entry.phrasings])[:QUESTIONS]
    groups, started = Groups(matcher), time.process_time()
    count = len(set(grouped(groups, [words for words, _ in rows])))
    _say(f"{len(rows)} questions in {count} groups: {time.process_time() - started:.2f} s")
    times = []
    for words, _ in rows[:500]:
        started = time.process_time()
        groups.find(groups.read(f"{words} then"))
        times.append(1000 * (time.process_time() - started))
    _say(f"one more: {sorted(times)[250]:.2f} ms, at most {max(times):.2f} ms")


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - what it is for


def main() -> None:
    """Print the tables."""
    speed(load(ROOT / "knowledge", None, None))
    if "--speed" in sys.argv:
        return
    _say("\n| questions of | questions | groups there are | groups found | precision, % | recall, % |\n|---|---|---|---|---|---|")
    for name, number in LEFT_OUT.items():
        matcher, rows = left_out(load(ROOT / name, None, None), number)
        _say(f"| {name} | {measure(matcher, rows)} |")
        if name == "knowledge" and CLINC.is_file():
            _say(f"| CLINC150, {INTENTS} intents | {measure(matcher, intents())} |")


if __name__ == "__main__":
    main()
