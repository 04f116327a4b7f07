"""Record a state of the bot for later versions.

Python tests/states/record.py NAME, with src and tests on PYTHONPATH.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from briefbot.matching.recall.classifier import fit
from briefbot.service import Service
from briefbot.store import Store, open_store
from briefbot.store.backups import back_up
from states.knowing import described
from states.past import leave, make_past
from states.presses import pressed
from states.scenes import Recording, play
from states.world import opened

STATES = Path(__file__).parent
TINY = STATES.parent / "tiny"
DATABASE = "briefbot.db"
NAMES = "messages.json", "holds.json", "gives.json"
"""Recorded beside the database and the bundle: messages, the state's content, and the result of each press."""


@contextmanager
def state(name: str, data: Path) -> Iterator[tuple[Service, Store]]:
    """Open a copy of a recorded state in a directory."""
    shutil.copytree(STATES / name / "bundle", data / "bundle")
    shutil.copyfile(STATES / name / DATABASE, data / DATABASE)
    with _serving(data) as found:
        yield found


@contextmanager
def _serving(data: Path) -> Iterator[tuple[Service, Store]]:
    store = open_store(data)
    yield Service(data / "bundle", article=data / "bundle" / "article.txt", store=store, fit=fit), store
    store.close()


def recorded(name: str, part: str) -> Any:
    """Read the records of a state."""
    return json.loads((STATES / name / part).read_text("utf-8"))


def holding(name: str, data: Path) -> dict[str, Any]:
    """Describe the content of a recorded state."""
    with state(name, data) as (service, store):
        return described(service, store, recorded(name, "messages.json")["questions"])


async def giving(name: str, data: Path) -> dict[str, dict[str, Any]]:
    """Press everything recorded in a state."""
    with state(name, data) as (service, _):
        return await pressed(service, data, recorded(name, "messages.json"))


async def _played(data: Path) -> Recording:
    with _serving(data) as (service, _):
        async with opened(service, data) as world:
            played = await play(world)
        leave(service)
        return played


def _write(name: str, part: str, value: Any) -> None:
    (STATES / name / part).write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf-8")


def record(name: str, temporary: Path) -> None:
    """Record a state."""
    data, holds, gives = (temporary / each for each in ("data", "holds", "gives"))
    store = open_store(data)
    make_past(store, TINY, data / "bundle")
    store.close()
    played = asyncio.run(_played(data))
    shutil.copytree(data / "bundle", STATES / name / "bundle")
    back_up(data / DATABASE, STATES / name / DATABASE)
    _write(name, "messages.json", {"messages": played.messages, "forms": played.forms, "questions": played.questions})
    _write(name, "holds.json", holding(name, holds))
    _write(name, "gives.json", asyncio.run(giving(name, gives)))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        record(sys.argv[1], Path(made))
