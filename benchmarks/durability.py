"""Kill the process while moderators edit: every acknowledged edit must be there afterwards, once and whole.

python -m benchmarks.durability [--edits 1000] [--kills 50] [--moderators 8] [--database ADDRESS of an empty PostgreSQL
database]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from threading import Lock, Thread
from typing import NamedTuple

from briefbot.bundle import data_of, thing_from
from briefbot.domain.revision import Change, Revision
from briefbot.editing.edit import Edit
from briefbot.errors import RevisionConflict
from briefbot.service import Service
from briefbot.store import Store, open_store

BUNDLE = Path(__file__).parent.parent / "tests" / "tiny"
GUILD = 1
THINGS = ("cost", "grant", "leak", "crew", "slates", "solar", "reopening", "ceiling", "old-roof", "lifetime", "author", "who-ashby")
"""Few entries for many moderators, so that their edits conflict."""
PAIR = ("tools", "photo")
"""Two entries that are always changed together, by an import."""
EVERY = 10
"""One edit in this many is such an import."""
READY = "ready"
MOMENT = 0.2
"""Most seconds between an acknowledged edit and the kill, so that it hits any moment of the next one."""

MOST_LIVES = 10
"""Kills per requested kill after which a run without progress ends."""


class Place(NamedTuple):
    """Where edits are kept."""

    data: Path
    database: str

    def open(self) -> Store:
        """Open the store there."""
        return open_store(self.data, self.database)


# The process that is killed --------------------------------------------------------------------------


def edit_until_killed(place: Place, first: int, moderators: int) -> None:
    """Edit with several threads at once; write a line for each acknowledged edit."""
    service = Service(BUNDLE, store=place.open())
    numbers, lock = iter(range(first, sys.maxsize)), Lock()

    def work(moderator: int) -> None:
        while True:
            with lock:
                number = next(numbers)
            while not _edit(service, number, moderator):
                pass

    threads = [Thread(target=work, args=(moderator,), daemon=True) for moderator in range(1, moderators + 1)]
    _say(READY)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _edit(service: Service, number: int, moderator: int) -> bool:
    """Make one edit as a moderator does, against the text that was seen; return False if another edit was first."""
    ids = PAIR if number % EVERY == 0 else (THINGS[number % len(THINGS)],)
    editor = service.editor
    edits = []
    for thing_id in ids:
        seen, text = editor.version(GUILD, ("entry", thing_id)), editor.text(GUILD, ("entry", thing_id))
        data = {**(text or {}), "answer": _answer(number), "caveat": _caveat(number)}
        edits.append(Edit(Change("entry", thing_id, "text", data), "edit", seen))
    try:
        kept = editor.save(editor.propose(GUILD, moderator, *edits), str(number))
    except RevisionConflict:
        return False
    _say(json.dumps([number, [[revision.change.id, revision.number] for revision in kept]]))
    return True


def _answer(number: int) -> str:
    return f"Answer {number}, {'long ' * (number % 100)}and to the end."


def _caveat(number: int) -> str:
    return f"Caveat {number}."


def _say(line: str) -> None:
    """Write a line in one piece, so that a kill leaves no partial line."""
    os.write(sys.stdout.fileno(), f"{line}\n".encode())


# The process that kills ------------------------------------------------------------------------------


@dataclass
class Run:
    """What was acknowledged in all lives of the process."""

    acknowledged: dict[int, list[tuple[str, int]]] = field(default_factory=dict)
    kills: int = 0
    first: int = 1

    def live(self, place: Place, moderators: int, edits: int, seconds: float) -> None:
        """Kill the process a moment after that many acknowledged edits, and read what else it acknowledged."""
        options = {"--child": place.data, "--database": place.database, "--first": self.first, "--moderators": moderators}
        command = [sys.executable, "-m", "benchmarks.durability", *(str(part) for pair in options.items() for part in pair)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:  # noqa: S603 -- this very module
            if child.stdout is None or child.stdout.readline().strip() != READY:
                raise SystemExit("the process did not start")
            lines = list(islice(child.stdout, edits))
            time.sleep(seconds)
            child.send_signal(signal.SIGKILL)
            self.kills += 1
            for line in lines + child.stdout.read().splitlines():
                number, kept = json.loads(line)
                self.acknowledged[number] = [(thing_id, revision) for thing_id, revision in kept]
        # Numbers of unacknowledged edits are not used again: these edits may be there, once.
        self.first += max(len(self.acknowledged), 1) + 1_000 * self.kills


def verify(place: Place, run: Run) -> list[str]:
    """List what is wrong with what was kept."""
    store = place.open()
    kept = store.revisions.history(GUILD)
    problems = [problem for revision in kept for problem in _wrong(revision)]
    counts = Counter((revision.reason, revision.change.id) for revision in kept)
    problems += [f"edit {number} of {thing_id} is there {count} times" for (number, thing_id), count in counts.items() if count > 1]
    found = {(int(revision.reason), revision.change.id, revision.number) for revision in kept}
    for number, things in run.acknowledged.items():
        lost = [thing_id for thing_id, revision in things if (number, thing_id, revision) not in found]
        problems += [f"edit {number} of {thing_id} was acknowledged and is gone" for thing_id in lost]
    pairs = {number: {thing for other, thing, _ in found if other == number} for number, _, _ in found if number % EVERY == 0}
    problems += [f"edit {number} is there by half" for number, things in pairs.items() if things != set(PAIR)]
    for thing_id in (*THINGS, *PAIR):
        numbers = sorted(revision.number for revision in kept if revision.change.id == thing_id)
        if numbers != list(range(1, len(numbers) + 1)):
            problems.append(f"the revisions of {thing_id} are not numbered one after another")
    problems += _not_served(store, store.revisions.newest(GUILD))
    store.close()
    return problems


def _wrong(revision: Revision) -> list[str]:
    """List what is wrong with one revision: half a text, or two texts in one."""
    number, data = int(revision.reason), revision.change.data or {}
    try:
        is_whole = data_of(thing_from("entry", data, revision.change.id)) == data
    except Exception as error:
        return [f"edit {number} cannot be read: {error}"]
    is_own = (data["answer"], data["caveat"]) == (_answer(number), _caveat(number))
    return [] if is_whole and is_own else [f"edit {number} is not as it was made"]


def _not_served(store: Store, newest: list[Revision]) -> list[str]:
    """List the newest texts that are not in use."""
    entries = Service(BUNDLE, store=store).knowledge(GUILD).entries
    return [
        f"{each.change.id} is not served" for each in newest if entries[each.change.id].answer != (each.change.data or {}).get("answer")
    ]


def measure(edits: int, kills: int, moderators: int, seed: int, database: str) -> int:
    """Kill the process at random moments until there are enough kills and edits; print the result."""
    moments, run, started = random.Random(seed), Run(), time.perf_counter()  # noqa: S311 -- no secret
    with tempfile.TemporaryDirectory() as directory:
        place = Place(Path(directory), database)
        while run.kills < kills or len(run.acknowledged) < edits:
            if run.kills >= MOST_LIVES * kills:
                raise SystemExit(f"after {run.kills} kills only {len(run.acknowledged)} edits were acknowledged: something keeps them back")
            run.live(place, moderators, moments.randint(0, 2 * edits // kills), moments.uniform(0.0, MOMENT))
        problems = verify(place, run)
    seconds = time.perf_counter() - started
    lines = [f"{len(run.acknowledged)} edits acknowledged to {moderators} moderators, {run.kills} kills, {seconds:.0f} s", *problems]
    lines.append(f"{len(problems)} problems" if problems else "nothing lost, doubled or halved")
    sys.stdout.write("\n".join([*lines, ""]))
    return 1 if problems else 0


def main() -> int:
    """Measure, or be the process that is killed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--edits", type=int, default=1_000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--moderators", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", default="", metavar="ADDRESS")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--first", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child is not None:
        edit_until_killed(Place(arguments.child, arguments.database), arguments.first, arguments.moderators)
    return measure(arguments.edits, arguments.kills, arguments.moderators, arguments.seed, arguments.database)


if __name__ == "__main__":
    sys.exit(main())
