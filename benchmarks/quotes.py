"""Time the search for a quotation beside a whole answer, in turn in one process.

python -m benchmarks.quotes

Both are asked every phrasing and topic of the bundle's quotations, and pieces of their text. Times are the process's
own.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

from briefbot.bundle import read_bundle, read_learned
from briefbot.checking.check import make_knowledge
from briefbot.domain.knowledge import Quote
from briefbot.matching import Matcher
from briefbot.matching.recall.classifier import fit

_KNOWLEDGE = Path(__file__).parents[1] / "knowledge"
_WORDS = 5
"""Words of a half-remembered piece of a quotation."""


def texts_of(quote: Quote) -> list[str]:
    """List texts with which somebody may search for the quotation."""
    words = quote.text.split()
    return [*quote.phrasings, *quote.topics, *(" ".join(words[first : first + _WORDS]) for first in range(0, len(words), _WORDS))]


def _timed(call: Callable[[], object]) -> float:
    start = time.process_time()
    call()
    return 1_000 * (time.process_time() - start)


def _row(name: str, times: Sequence[float]) -> str:
    return f"| {name} | {times[0]:.1f} | {statistics.median(times):.2f} | {statistics.quantiles(times, n=100)[98]:.2f} |"


def main() -> None:
    """Ask both in turn and print their times and the ratio of the medians."""
    bundle, _ = read_bundle(_KNOWLEDGE)
    if bundle is None:
        sys.exit("the bundle cannot be read")
    knowledge = make_knowledge(bundle.source, [thing for _, thing in bundle.things])
    matcher, quotes = Matcher.build(knowledge, read_learned(_KNOWLEDGE, knowledge.density), fit), list(knowledge.quotes.values())
    matcher.ask("")  # what both need is loaded
    times = [
        (_timed(lambda text=text: matcher.ask(text)), _timed(lambda text=text: matcher.find_quote(text, quotes)))
        for quote in quotes
        for text in texts_of(quote)
    ]
    answers, searches = zip(*times, strict=True)
    sys.stdout.write(f"{len(quotes)} quotations, {len(times)} texts\n\n| | first, ms | median, ms | p99, ms |\n|---|---|---|---|\n")
    sys.stdout.write(f"{_row('an answer (`ask`)', answers)}\n{_row('a quotation (`find_quote`)', searches)}\n\n")
    sys.stdout.write(f"median ratio: {statistics.median(searches) / statistics.median(answers):.2f}\n")


if __name__ == "__main__":
    main()
