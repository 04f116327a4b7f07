"""Time the first and the second `briefbot ask`, beside the minimum: loading libraries and reading the bundle.

python -m benchmarks.startup [RUNS] [--semantic]

The first one has an empty data directory, as after an install: it takes what was fitted from the bundle, unless that is
stale.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
RUNS = 15
QUESTION = "who wrote the article"
_LEAST = """
import sys
from pathlib import Path
import numpy, rapidfuzz.fuzz, rapidfuzz.process, yaml
for path in sorted(Path(sys.argv[1]).rglob("*.yaml")):
    with path.open("rb") as file:
        yaml.load(file, yaml.CSafeLoader)
"""


def _seconds(command: Sequence[str], environment: Mapping[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - commands of our own
    return time.perf_counter() - start


def _once(semantic: str) -> tuple[float, float, float]:
    """Time a first start, a second one and the minimum in turn, so that all have the same conditions."""
    ask = [sys.executable, "-m", "briefbot", "ask", "--knowledge", str(ROOT / "knowledge"), "--semantic", semantic, QUESTION]
    least = [sys.executable, "-c", _LEAST, str(ROOT / "knowledge")]
    with tempfile.TemporaryDirectory() as data:
        environment = {**os.environ, "BRIEFBOT_DATA": data}
        return _seconds(ask, environment), _seconds(ask, environment), _seconds(least, environment)


def main() -> None:
    """Run all in turn and print medians."""
    numbers = [int(each) for each in sys.argv[1:] if each.isdigit()]
    semantic = "on" if "--semantic" in sys.argv else "off"
    times = [_once(semantic) for _ in range(numbers[0] if numbers else RUNS)]
    first, second, least = (statistics.median(column) for column in zip(*times, strict=True))
    sys.stdout.write(f"briefbot ask after an install: {first:.2f} s\nbriefbot ask: {second:.3f} s\n")
    sys.stdout.write(f"libraries and the bundle alone: {least:.3f} s\n")
    sys.stdout.write(f"median ratio: {statistics.median(own / least_of_all for _, own, least_of_all in times):.2f}\n")


if __name__ == "__main__":
    main()
