"""Time a question against 1,500, 15,000 and 150,000 phrasings, beside other search libraries.

    python -m benchmarks.lookup [PHRASINGS ...]

Each system lives in a process of its own, all on one core, and is asked the same questions in turn, a block at a
time, so that whatever else the machine does falls on all of them alike. Times are the process's own on that core.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

from benchmarks.intents import phrasings_by_intent, read_clinc
from benchmarks.peers import Briefbot, Peer, systems
from briefbot.bundle import general
from briefbot.domain.knowledge import Entry

QUESTIONS = {1_500: 1_000, 15_000: 300, 150_000: 100}
PHRASINGS_AN_ENTRY = 10
_BLOCK = 20
"""Questions that a system is asked before the next one's turn."""
_SEMANTIC_LIMIT = 15_000
"""Most phrasings for sentence vectors: encoding ten times as many would take a quarter of an hour."""


def entries_of(size: int) -> list[Entry]:
    """Make entries of ten phrasings: the first ten sentences of each intent, all sentences, or variations of all."""
    intents = phrasings_by_intent(read_clinc()["train"], None if size > min(QUESTIONS) else PHRASINGS_AN_ENTRY)
    entries = []
    for intent, texts in intents.items():
        for number, first in enumerate(range(0, len(texts), PHRASINGS_AN_ENTRY)):
            phrasings = texts[first : first + PHRASINGS_AN_ENTRY]
            entries.append(Entry(f"{intent}:{number}", "fact", "fact", "", phrasings, "", (1,)))
    return entries if size < max(QUESTIONS) else list(_varied(entries))


def _varied(entries: Sequence[Entry], variations: int = 10) -> Iterator[Entry]:
    """Yield each entry and variations of it, in which the rarest word of each phrasing is invented."""
    counts = Counter(word for entry in entries for phrasing in entry.phrasings for word in phrasing.split())
    chance = random.Random(0)  # noqa: S311 - made-up words, not a secret
    for entry in entries:
        yield entry
        for variation in range(1, variations):
            made_up = "".join(chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in range(chance.randint(2, 4)))
            phrasings = tuple(
                " ".join(made_up if word == min(phrasing.split(), key=counts.__getitem__) else word for word in phrasing.split())
                for phrasing in entry.phrasings
            )
            yield replace(entry, id=f"{entry.id}:{variation}", phrasings=phrasings)


@dataclass
class Measured:
    """One system at one size."""

    name: str
    build: float = 0.0
    memory: float = 0.0
    edit: float | None = None
    times: list[float] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)

    @property
    def median(self) -> float:
        """Return the median of a question, in milliseconds."""
        return 1_000 * statistics.median(self.times)

    @property
    def p99(self) -> float:
        """Return the 99th percentile, in milliseconds."""
        return 1_000 * statistics.quantiles(self.times, n=100)[98]


def _resident() -> float:
    """Return this process's memory in MB."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def _live(name: str, size: int, connection: Connection) -> None:
    """Build a system, answer questions until there are no more, then make an edit."""
    entries = entries_of(size)
    before, start = _resident(), time.perf_counter()
    peer = systems(general(PHRASINGS_AN_ENTRY))[name](entries)
    connection.send((time.perf_counter() - start, _resident() - before))
    while (questions := connection.recv()) is not None:
        connection.send([_timed(peer, question) for question in questions])
    connection.send(_edit(peer) if isinstance(peer, Briefbot) else None)


def _timed(peer: Peer, question: str) -> tuple[float, str | None]:
    start = time.process_time()
    found = peer.find(question)
    return time.process_time() - start, found


def _edit(peer: Briefbot) -> float:
    """Time how long a moderator waits until a new phrasing is in use."""
    first = next(iter(peer.knowledge.entries.values()))
    changed = replace(first, phrasings=(*first.phrasings, "where is the nearest harbor"))
    knowledge = replace(peer.knowledge, entries={**peer.knowledge.entries, first.id: changed})
    start = time.perf_counter()
    peer.matcher.on_top(knowledge)
    return time.perf_counter() - start


def measure(size: int) -> list[Measured]:
    """Ask all systems the same questions in turn."""
    questions = random.Random(1).sample(read_clinc()["test"], QUESTIONS[size])  # noqa: S311 - a sample
    spawn = get_context("spawn")
    lives = []
    for name in systems(general(PHRASINGS_AN_ENTRY)):
        if "vectors" in name and size > _SEMANTIC_LIMIT:
            continue
        here, there = spawn.Pipe()
        spawn.Process(target=_live, args=(name, size, there), daemon=True).start()
        lives.append((Measured(name, *here.recv()), here))
        sys.stderr.write(f"{size:,} phrasings: {name} built in {lives[-1][0].build:.1f} s\n")
    for first in range(0, len(questions), _BLOCK):
        block = questions[first : first + _BLOCK]
        for measured, connection in lives:
            connection.send([question for question, _ in block])
            for (seconds, found), (_, intent) in zip(connection.recv(), block, strict=True):
                measured.times.append(seconds)
                measured.right.append(found is not None and found.split(":")[0] == intent)
    for measured, connection in lives:
        connection.send(None)
        measured.edit = connection.recv()
    return [measured for measured, _ in lives]


def table(size: int, found: Sequence[Measured]) -> Iterator[str]:
    """Write the measurements as a Markdown table."""
    slowest = next(each.median for each in found if each.name == "rapidfuzz WRatio")
    yield f"\n{size:,} phrasings, {size // PHRASINGS_AN_ENTRY:,} entries, {len(found[0].times):,} questions\n"
    yield "| system | median, ms | p99, ms | of WRatio's | right intent, % | build, s | memory, MB | edit live, s |"
    yield "|---|---|---|---|---|---|---|---|"
    for each in found:
        edit = "" if each.edit is None else f"{each.edit:.2f}"
        yield (
            f"| {each.name} | {each.median:.2f} | {each.p99:.2f} | {each.median / slowest:.4f} | {100 * statistics.mean(each.right):.1f}"
            f" | {each.build:.2f} | {each.memory:.0f} | {edit} |"
        )


def main() -> None:
    """Measure the given sizes, or all."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    for size in [int(argument) for argument in sys.argv[1:]] or list(QUESTIONS):
        print("\n".join(table(size, measure(size))), flush=True)  # noqa: T201 - what it is for


if __name__ == "__main__":
    main()
