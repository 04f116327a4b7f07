"""Time the pictures of a bundle's quotations, in a thread as the bot draws them.

    python -m benchmarks.cards [BUNDLE]

Each quotation is drawn three times; the first picture of all also loads the fonts.
"""

from __future__ import annotations

import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from briefbot.domain.knowledge import Knowledge, Quote
from briefbot.rendering.cards import CardError, card_of
from briefbot.rendering.drawing import draw
from briefbot.service import Service

_BUNDLE = Path(__file__).parents[1] / "knowledge"
_TIMES = 3


def timed(quote: Quote, knowledge: Knowledge) -> tuple[float, float, int]:
    """Return the elapsed and processor seconds that a picture takes, and its size in bytes."""
    started, worked = time.perf_counter(), time.thread_time()
    try:
        content = draw(card_of(quote, knowledge))
    except CardError as error:
        print(f"{quote.id}: {error}", file=sys.stderr)  # noqa: T201 - the benchmark's output
        content = b""
    return time.perf_counter() - started, time.thread_time() - worked, len(content)


def main() -> None:
    """Print a table."""
    bundle = Path(sys.argv[1]) if len(sys.argv) > 1 else _BUNDLE
    knowledge = Service(bundle, fit_later=True).knowledge()
    with ThreadPoolExecutor(1) as pool:
        found = list(pool.map(lambda quote: timed(quote, knowledge), list(knowledge.quotes.values()) * _TIMES))
    clock, work, size = zip(*found, strict=True)
    lines = [f"| {len(found)} pictures | first | median | longest |", "|---|---|---|---|"]
    for name, values in (("ms on the clock", clock), ("ms of work", work)):
        each = [round(1_000 * value) for value in (values[0], statistics.median(values), max(values))]
        lines.append(f"| {name} | {' | '.join(map(str, each))} |")
    print("\n".join(lines), f"\n\n{round(statistics.mean(size) / 1_000)} kB on average")  # noqa: T201 - the benchmark's output


if __name__ == "__main__":
    main()
