"""Time `briefbot ask` from a cold start beside the least that it has to do: load its libraries and read the bundle.

python -m benchmarks.startup [RUNS]
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


def main() -> None:
    """Run both in turn and print medians and their ratio."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    with tempfile.TemporaryDirectory() as data:
        environment = {**os.environ, "BRIEFBOT_DATA": data, "BRIEFBOT_SEMANTIC": "off"}
        ask = [sys.executable, "-m", "briefbot", "ask", "--knowledge", str(ROOT / "knowledge"), QUESTION]
        least = [sys.executable, "-c", _LEAST, str(ROOT / "knowledge")]
        first = _seconds(ask, environment)  # builds what is kept on disk
        times = [(_seconds(ask, environment), _seconds(least, environment)) for _ in range(runs)]
    asked, loaded = (statistics.median(column) for column in zip(*times, strict=True))
    sys.stdout.write(f"briefbot ask, the first time with this knowledge: {first:.2f} s\n")
    sys.stdout.write(f"briefbot ask: {asked:.3f} s\nlibraries and the bundle alone: {loaded:.3f} s\n")
    ratio = statistics.median(own / least_of_all for own, least_of_all in times)
    sys.stdout.write(f"median ratio: {ratio:.2f}\n")


if __name__ == "__main__":
    main()
