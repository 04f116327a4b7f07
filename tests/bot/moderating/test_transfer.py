"""An import of more than two seconds says so and can be cancelled; meanwhile questions are answered."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.wiring import Wire, wired
from briefbot.bot.transport.limits import Limits
from briefbot.editing.editor import Editor
from briefbot.editing.exchange.table import File
from briefbot.editing.import_rows import ImportPlan
from briefbot.editing.overlay import Checkpoint, go_on
from briefbot.editing.snapshots import Snapshots
from briefbot.service import Service
from briefbot.store import Store
from contract import Contract
from fake_discord import Interaction, Message, Upload

MANAGE_GUILD = 1 << 5
ROWS = [{"kind": "entry", "id": "cost", "retired": True}]
FILE = json.dumps({"briefbot": 1, "changes": ROWS}).encode()


@dataclass
class LongImport:
    """An import that runs in its thread until it is stopped or allowed to end."""

    may_end: Event = field(default_factory=Event)
    has_ended: Event = field(default_factory=Event)

    def run(self, checkpoint: Checkpoint) -> None:
        """Reach one checkpoint after the other."""
        try:
            while not self.may_end.wait(0.005):
                checkpoint()
        finally:
            self.has_ended.set()


class PatientEditor(Editor):
    """An editor with long imports."""

    def __init__(self, snapshots: Snapshots, store: Store, long: LongImport) -> None:
        super().__init__(snapshots, store)
        self._long = long

    def plan_import(self, guild: int, author: int, file: str | File, checkpoint: Checkpoint = go_on) -> ImportPlan:
        """Wait before the file is tried."""
        self._long.run(checkpoint)
        return super().plan_import(guild, author, file, checkpoint)


class PatientService(Service):
    """The service with such an editor."""

    def __init__(self, bundle: Path, store: Store, long: LongImport) -> None:
        super().__init__(bundle, article=bundle / "article.txt", store=store)
        self._editor = PatientEditor(self._snapshots, store, long)


@pytest.fixture
def long() -> LongImport:
    return LongImport()


@pytest.fixture
async def wire(bundle: Path, store: Store, long: LongImport, tmp_path: Path, contract: Contract | None) -> AsyncIterator[Wire]:
    """Connect the bot with long imports that soon report."""
    limits = Limits(progress_every=0.05)
    async with wired(PatientService(bundle, store, long), tmp_path, contract, limits=limits) as wire:
        wire.fake.member(wire.guild, wire.ana, wire.fake.role(wire.guild, "mods", MANAGE_GUILD))
        yield wire
        long.may_end.set()


async def give(_: web.Request) -> web.Response:
    return web.Response(body=FILE)


async def begin(wire: Wire) -> tuple[Interaction, Message]:
    """Import a file as Ana; return the command and its reply meanwhile."""
    files = web.Application()
    files.router.add_get("/changes.json", give)
    async with TestServer(files) as server:
        upload = Upload(77, "changes.json", str(server.make_url("/changes.json")), len(FILE))
        asked = await wire.fake.interact_command("knowledge import", wire.ana, wire.channel, {"file": upload})
        return asked, await wire.fake.next_answer(asked)


def labels(message: Message) -> list[str]:
    return [part["label"] for part in message.components if "label" in part]


async def test_a_long_import_says_so_until_its_rows_are_shown(wire: Wire, long: LongImport) -> None:
    asked, working = await begin(wire)
    assert working.content == "Checking the file …"
    assert labels(working) == ["Cancel"]
    long.may_end.set()
    plan = await wire.fake.next_answer(asked)
    assert plan.content.startswith("**Preview, not saved yet:** 1 row\n1. “How much did the new roof cost?” (entry): retired")
    assert labels(plan) == ["Save", "Add a reason", "Discard"]


async def test_it_is_ended_by_a_press_and_saves_nothing(wire: Wire, long: LongImport) -> None:
    asked, working = await begin(wire)
    await wire.fake.press(working, "Cancel", wire.ana)
    ended = await wire.fake.next_answer(asked)
    assert (ended.content, labels(ended)) == ("Cancelled. Nothing was saved.", [])
    assert long.has_ended.is_set()
    assert wire.bot.service.editor.changed(wire.guild.id) == {}


async def test_it_does_not_hold_up_a_stop(wire: Wire, long: LongImport) -> None:
    await begin(wire)
    await wire.bot.close()
    assert long.has_ended.wait(5)
    assert not long.may_end.is_set()


async def test_questions_are_answered_meanwhile(wire: Wire, long: LongImport) -> None:
    await begin(wire)
    assert "£61,500" in await wire.ask("How much did the new roof cost?")
    assert not long.has_ended.is_set()
