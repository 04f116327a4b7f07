"""Time an edit from submit to saved and in use, part by part, and measure the memory of many servers.

python -m benchmarks.edits [--edits 30] [--effects 10] [--guilds 1000] [--edited 50] [--each 20] [--semantic]

The process is weighed at its first start, when the bundle's classifier is fitted, and at the next one, when that is
read.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from briefbot.bot.moderating.editing.effect import over
from briefbot.bot.transport.limits import Limits
from briefbot.cli.setup.service import open_service
from briefbot.cli.setup.settings import Settings
from briefbot.domain.clocks import seconds
from briefbot.domain.revision import Change
from briefbot.editing import proposal as proposing
from briefbot.editing.edit import Edit
from briefbot.editing.snapshots import Snapshots
from briefbot.matching.recall.classifier import fit
from briefbot.service import Service
from briefbot.store import Revisions, open_store

BUNDLE = Path(__file__).parent.parent / "knowledge"
GUILD = 1
KIBIBYTE = 1_024 / 1e6
"""Memory in megabytes."""
PARTS = ("check", "fit", "insert", "swap")


class Clock:
    """Adds up the time of each part."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)

    def timed(self, part: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """Time a function as a part."""

        def run(*args: Any, **keywords: Any) -> Any:
            started = time.perf_counter()
            try:
                return work(*args, **keywords)
            finally:
                self.seconds[part] += time.perf_counter() - started

        return run


@contextmanager
def timed() -> Iterator[Clock]:
    """Time the parts of edits within a block."""
    clock = Clock()
    with (
        patch.object(proposing, "lay", clock.timed("check", proposing.lay)),
        patch.object(Snapshots, "built", clock.timed("fit", Snapshots.built)),
        patch.object(Revisions, "append", clock.timed("insert", Revisions.append)),
        patch.object(Snapshots, "put", clock.timed("swap", Snapshots.put)),
    ):
        yield clock


def an_edit(service: Service, guild: int, entry_id: str, number: int) -> Edit:
    """Make the edit that moderators make most: another phrasing and another text."""
    editor = service.editor
    text = editor.text(guild, ("entry", entry_id)) or {}
    phrasings = [*text["phrasings"], f"{text['topic']} question {number} of somebody in server {guild}"]
    change = Change("entry", entry_id, "text", {**text, "phrasings": phrasings, "caveat": f"Edited {number}."})
    return Edit(change, "edit", editor.version(guild, ("entry", entry_id)))


def measure_edits(service: Service, edits: int) -> list[str]:
    """Time edits one after another, the overlay growing."""
    chance, rows = random.Random(1), list[dict[str, float]]()  # noqa: S311 -- no secret
    for number, entry_id in enumerate(chance.choices(sorted(service.knowledge().entries), k=edits)):
        with timed() as clock:
            started = time.perf_counter()
            service.editor.apply(GUILD, 42, an_edit(service, GUILD, entry_id, number), "measured")
            rows.append({**{part: clock.seconds[part] for part in PARTS}, "all": time.perf_counter() - started})
    lines = [f"{edits} edits, milliseconds     median      90 %       max"]
    for part in (*PARTS, "all"):
        values = sorted(row[part] * 1_000 for row in rows)
        lines.append(f"{part:24}{statistics.median(values):10.1f}{values[int(len(values) * 0.9)]:10.1f}{values[-1]:10.1f}")
    return lines


def measure_effects(service: Service, edits: int) -> list[str]:
    """Time how long a moderator waits for the effect of an edit, and count the questions asked by then."""
    chance, rows = random.Random(3), list[tuple[float, float, int, int]]()  # noqa: S311 -- no secret
    service.wake()
    begun = seconds()
    service.editor.get_ready()  # as when the form opens
    ready = seconds() - begun
    for number, entry_id in enumerate(chance.sample(sorted(service.knowledge().entries), edits)):
        started, spent = seconds(), time.process_time()
        proposal = service.editor.propose(GUILD, 42, an_edit(service, GUILD, entry_id, number))
        is_over = over(Limits(), started)
        found = service.editor.replay(proposal, lambda is_over=is_over: not is_over())
        rows.append((seconds() - started, time.process_time() - spent, found.asked, found.total))
    lines = [f"getting ready while the form is open: {ready:.2f} s", f"{'effect of an edit':24}    median       max"]
    for name, values in (("seconds", [row[0] for row in rows]), ("of the processor", [row[1] for row in rows])):
        lines.append(f"{name:24}{statistics.median(values):10.2f}{max(values):10.2f}")
    asked = sorted(row[2] for row in rows)
    return [*lines, f"questions asked: {asked[0]} to {asked[-1]}, {statistics.median(asked):.0f} at the median, of {rows[0][3]}"]


def fill(service: Service, guilds: int, each: int) -> None:
    """Make edits in several servers."""
    chance = random.Random(2)  # noqa: S311 -- no secret
    for guild in range(2, guilds + 2):
        ids = chance.sample(sorted(service.knowledge().entries), each)
        edits = [an_edit(service, guild, entry_id, number) for number, entry_id in enumerate(ids)]
        service.editor.save(service.editor.propose(guild, 42, *edits), "measured")


def weigh_servers(data: Path, guilds: int, *, is_semantic: bool) -> None:
    """Start as `briefbot run` does, load all servers, and measure the memory."""
    settings = Settings(knowledge=BUNDLE, data=data, semantic="on" if is_semantic else "off")
    service = open_service(settings, open_store(data))
    before, started = resident(), time.perf_counter()
    service.warm()
    seconds = time.perf_counter() - started
    own = sum(service.snapshot(guild) is not service.snapshot(None) for guild in range(2, guilds + 2))
    sys.stdout.write(
        f"{guilds} servers, {own} of them with changes: {resident():.0f} MB in all, {before:.0f} MB before; ready in {seconds:.1f} s\n"
    )


def resident(process: int | str = "self", figure: str = "VmRSS") -> float:
    """Return a process's memory in megabytes, now or (VmHWM) at most; by default of this process."""
    with Path(f"/proc/{process}/status").open() as status:
        found = next((line for line in status if line.startswith(figure)), None)
    if found is None:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KIBIBYTE
    return int(found.split()[1]) * KIBIBYTE


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("--edits", 30), ("--effects", 10), ("--guilds", 1_000), ("--edited", 50), ("--each", 20)):
        parser.add_argument(name, type=int, default=default)
    parser.add_argument("--semantic", action="store_true", help="with sentence vectors")
    parser.add_argument("--weigh", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.weigh is not None:
        weigh_servers(arguments.weigh, arguments.guilds, is_semantic=arguments.semantic)
        return 0
    with tempfile.TemporaryDirectory() as directory:
        store = open_store(Path(directory))
        service = Service(BUNDLE, fit=fit, store=store)
        sys.stdout.write("\n".join([*measure_edits(service, arguments.edits), ""]))
        settings = Settings(knowledge=BUNDLE, data=Path(directory), semantic="on" if arguments.semantic else "off")
        sys.stdout.write("\n".join([*measure_effects(open_service(settings, store), arguments.effects), ""]))
        sys.stdout.flush()
        fill(service, arguments.edited, arguments.each)
        store.close()
        command = [sys.executable, "-m", "benchmarks.edits", "--weigh", directory, "--guilds", str(arguments.guilds)]
        command += ["--semantic"] if arguments.semantic else []
        for _ in ("first start", "next start"):
            subprocess.run(command, check=True)  # noqa: S603 -- this very module
        return 0


if __name__ == "__main__":
    sys.exit(main())
