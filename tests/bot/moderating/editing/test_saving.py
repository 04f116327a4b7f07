"""A replay of more than two seconds shows how far it is, and a second press skips it; meanwhile questions are answered."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from bot.wiring import Wire, wired
from briefbot.bot.transport.limits import Limits
from briefbot.domain.knowledge import Entry
from briefbot.editing.editor import Editor, Proposal
from briefbot.editing.replay import Progress, Replay
from briefbot.editing.snapshots import Snapshots
from briefbot.service import Service
from briefbot.store import Store
from contract import Contract
from fake_discord import Interaction, Message

MANAGE_GUILD = 1 << 5
OLD, NEW = "The repair cost £61,500.", "It cost £61,500."
TOTAL = 1_000


@dataclass
class LongReplay:
    """A replay, in the thread that the bot runs it in, which goes on until it is told to stop or allowed to end."""

    may_end: Event = field(default_factory=Event)
    has_ended: Event = field(default_factory=Event)
    was_stopped: bool = False

    def run(self, progress: Progress) -> Replay:
        """Report again and again that 200 of 1,000 questions were asked."""
        while not self.may_end.wait(0.005):
            if not progress(200, TOTAL):
                self.was_stopped = True
                break
        self.has_ended.set()
        return Replay((), 200 if self.was_stopped else TOTAL, TOTAL)


class PatientEditor(Editor):
    """An editor whose replays are long."""

    def __init__(self, snapshots: Snapshots, store: Store, long: LongReplay) -> None:
        super().__init__(snapshots, store)
        self._long = long

    def replay(self, proposal: Proposal, progress: Progress | None = None) -> Replay:
        """Run the long replay instead."""
        assert progress is not None
        return self._long.run(progress)


class PatientService(Service):
    """The service with such an editor."""

    def __init__(self, bundle: Path, store: Store, long: LongReplay) -> None:
        super().__init__(bundle, article=bundle / "article.txt", store=store)
        self._editor = PatientEditor(self._snapshots, store, long)


@pytest.fixture
def replay() -> LongReplay:
    return LongReplay()


@pytest.fixture
async def wire(bundle: Path, store: Store, replay: LongReplay, tmp_path: Path, contract: Contract | None) -> AsyncIterator[Wire]:
    """Connect the bot, with long replays whose progress is reported often."""
    service = PatientService(bundle, store, replay)
    async with wired(service, tmp_path, contract, limits=Limits(progress_every=0.05)) as wire:
        wire.fake.member(wire.guild, wire.ana, wire.fake.role(wire.guild, "mods", MANAGE_GUILD))
        yield wire
        replay.may_end.set()


async def press(wire: Wire, message: Message, label: str) -> Any:
    return await wire.fake.press(message, label, wire.ana)


async def begin(wire: Wire) -> tuple[Interaction, Message]:
    """Let Ana edit, press Save and say why; give the report of progress, and what it answers."""
    fake = wire.fake
    asked = await fake.interact_command("knowledge edit", wire.ana, wire.channel, {"thing": "entry:cost"})
    await fake.next_response(asked)
    preview = await fake.next_answer(await fake.submit_modal(asked, {"answer": NEW}))
    form = await press(wire, preview, "Save")
    await fake.next_response(form)
    rehearsed = await fake.submit_modal(form, {"reason": "shorter"})
    return rehearsed, await fake.next_answer(rehearsed)


def cost(wire: Wire) -> str:
    """Give the answer in use."""
    entry = wire.bot.service.knowledge(wire.guild.id).item("cost")
    assert isinstance(entry, Entry)
    return entry.answer


def labels(message: Message) -> list[str]:
    return [part["label"] for part in message.components if "label" in part]


def test_two_seconds_are_waited() -> None:
    assert Limits().progress_every == 2


async def test_progress_is_shown_until_the_replay_ends(wire: Wire, replay: LongReplay) -> None:
    rehearsed, progress = await begin(wire)
    assert progress.content == "Asking every phrasing and test: 200 of 1000 …"
    assert labels(progress) == ["Save without waiting", "Edit again", "Discard"]
    replay.may_end.set()
    while "Save now" not in labels(shown := await wire.fake.next_answer(rehearsed)):
        pass
    assert shown.content.endswith("Every one gets what it got before.")
    assert not replay.was_stopped
    assert cost(wire) == OLD


async def test_a_second_press_saves_without_waiting_and_ends_the_replay(wire: Wire, replay: LongReplay) -> None:
    _, progress = await begin(wire)
    pressed = await press(wire, progress, "Save without waiting")
    saved = await wire.fake.next_answer(pressed)
    assert saved.content == "Saved: entry `cost`, revision 1."
    assert cost(wire) == NEW
    assert replay.has_ended.wait(5)
    assert replay.was_stopped
    assert wire.fake.now(saved).content == saved.content  # the replay's end is not written over it


async def test_a_replay_ends_when_its_edit_is_discarded(wire: Wire, replay: LongReplay) -> None:
    _, progress = await begin(wire)
    discarded = await wire.fake.next_answer(await press(wire, progress, "Discard"))
    assert replay.has_ended.wait(5)
    assert replay.was_stopped
    assert wire.fake.now(discarded).content == "Discarded; nothing was saved."
    assert cost(wire) == OLD


async def test_a_replay_ends_when_its_edit_is_changed(wire: Wire, replay: LongReplay) -> None:
    _, progress = await begin(wire)
    form = await press(wire, progress, "Edit again")
    await wire.fake.next_response(form)
    assert not replay.has_ended.is_set()  # the form may be closed again
    preview = await wire.fake.next_answer(await wire.fake.submit_modal(form, {"answer": "About £61,500."}))
    assert replay.has_ended.wait(5)
    assert replay.was_stopped
    assert "Save" in labels(wire.fake.now(preview))
    assert cost(wire) == OLD


async def test_questions_are_answered_while_a_replay_is_under_way(wire: Wire, replay: LongReplay) -> None:
    await begin(wire)
    assert OLD in await wire.ask("How much did the new roof cost?")
    assert not replay.has_ended.is_set()
