"""The effect of an edit is computed while it can be saved already and questions are answered."""

from __future__ import annotations

import math
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from bot.wiring import Wire, wired
from briefbot.bot.moderating.editing.effect import over
from briefbot.bot.transport.limits import Limits
from briefbot.domain.knowledge import Entry
from briefbot.editing.editor import Editor, Proposal
from briefbot.editing.replay import GoesOn, Replay
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
    """A replay that runs in its thread until it is stopped or allowed to end."""

    may_end: Event = field(default_factory=Event)
    has_ended: Event = field(default_factory=Event)
    was_stopped: bool = False

    def run(self, goes_on: GoesOn) -> Replay:
        """Ask repeatedly whether to continue."""
        while not self.may_end.wait(0.005):
            if not goes_on():
                self.was_stopped = True
                break
        self.has_ended.set()
        return Replay((), 200 if self.was_stopped else TOTAL, TOTAL)


class PatientEditor(Editor):
    """An editor with long replays."""

    def __init__(self, snapshots: Snapshots, store: Store, long: LongReplay) -> None:
        super().__init__(snapshots, store)
        self._long = long

    def replay(self, proposal: Proposal, goes_on: GoesOn = lambda: True) -> Replay:
        """Run the long replay instead."""
        return self._long.run(goes_on)


class PatientService(Service):
    """The service with such an editor."""

    def __init__(self, bundle: Path, store: Store, long: LongReplay) -> None:
        super().__init__(bundle, article=bundle / "article.txt", store=store)
        self._editor = PatientEditor(self._snapshots, store, long)


@pytest.fixture
def limits() -> Limits:
    """Keep replays from ending by the clock."""
    return Limits(effect_time=math.inf)


@pytest.fixture
def replay() -> LongReplay:
    return LongReplay()


@pytest.fixture
async def wire(
    bundle: Path, store: Store, replay: LongReplay, limits: Limits, tmp_path: Path, contract: Contract | None
) -> AsyncIterator[Wire]:
    """Connect the bot with replays that last as long as a test wants."""
    service = PatientService(bundle, store, replay)
    async with wired(service, tmp_path, contract, limits=limits) as wire:
        wire.fake.member(wire.guild, wire.ana, wire.fake.role(wire.guild, "mods", MANAGE_GUILD))
        yield wire
        replay.may_end.set()


async def press(wire: Wire, message: Message, label: str) -> Any:
    return await wire.fake.press(message, label, wire.ana)


async def begin(wire: Wire) -> tuple[Interaction, Message]:
    """Edit as Ana; return the submitted form and its immediate preview."""
    fake = wire.fake
    asked = await fake.interact_command("knowledge edit", wire.ana, wire.channel, {"thing": "entry:cost"})
    await fake.next_response(asked)
    submitted = await fake.submit_modal(asked, {"answer": NEW})
    return submitted, await fake.next_answer(submitted)


def cost(wire: Wire) -> str:
    """Return the answer in use."""
    entry = wire.bot.service.knowledge(wire.guild.id).item("cost")
    assert isinstance(entry, Entry)
    return entry.answer


def labels(message: Message) -> list[str]:
    return [part["label"] for part in message.components if "label" in part]


def test_the_effect_is_told_within_three_seconds_of_sending_the_edit_off() -> None:
    now = [101.0]  # the first question is asked a second after the edit was submitted
    is_over = over(Limits(), 100.0, lambda: now[0])
    answers = []
    for now[0] in (101.0, 102.4, 102.5):
        answers.append(is_over())
    assert answers == [False, False, True]


def test_an_edit_that_took_long_to_check_gets_a_moment_for_its_effect() -> None:
    now = [110.0]
    is_over = over(Limits(), 100.0, lambda: now[0])
    answers = []
    for now[0] in (110.0, 110.4, 110.5):
        answers.append(is_over())
    assert answers == [False, False, True]


async def test_the_effect_stands_in_the_preview_once_it_is_known(wire: Wire, replay: LongReplay) -> None:
    submitted, preview = await begin(wire)
    assert preview.content.endswith("-# Looking for right answers that this would break …")
    assert labels(preview)[-4:] == ["Save", "Edit again", "Add a reason", "Discard"]
    replay.may_end.set()
    shown = await wire.fake.next_answer(submitted)
    assert shown.content.endswith("It breaks no right answer.\n-# Tried all 1000 questions.")
    assert labels(shown) == labels(preview)
    assert not replay.was_stopped
    assert cost(wire) == OLD


@pytest.mark.parametrize("limits", [Limits(effect_time=0, least_effect_time=0)])
async def test_when_the_time_is_over_it_says_what_was_not_asked(wire: Wire, replay: LongReplay) -> None:
    submitted, _ = await begin(wire)
    shown = await wire.fake.next_answer(submitted)
    assert shown.content.endswith("-# Tried the 200 most similar questions; the other 800 were not tried.")


async def test_an_edit_is_saved_before_its_effect_is_known(wire: Wire, replay: LongReplay) -> None:
    _, preview = await begin(wire)
    saved = await wire.fake.next_answer(await press(wire, preview, "Save"))
    assert saved.content == "Saved and in use: “How much did the new roof cost?”"
    assert cost(wire) == NEW
    assert replay.has_ended.wait(5)
    assert replay.was_stopped
    assert wire.fake.now(saved).content == saved.content  # the replay's end is not written over it


async def test_a_replay_ends_when_its_edit_is_discarded(wire: Wire, replay: LongReplay) -> None:
    _, preview = await begin(wire)
    discarded = await wire.fake.next_answer(await press(wire, preview, "Discard"))
    assert replay.has_ended.wait(5)
    assert replay.was_stopped
    assert wire.fake.now(discarded).content == "Discarded. Nothing was saved."
    assert cost(wire) == OLD


async def test_a_replay_ends_when_its_edit_is_changed(wire: Wire, replay: LongReplay) -> None:
    _, preview = await begin(wire)
    form = await press(wire, preview, "Edit again")
    await wire.fake.next_response(form)
    assert not replay.has_ended.is_set()  # the form may be closed again
    again = await wire.fake.next_answer(await wire.fake.submit_modal(form, {"answer": "About £61,500."}))
    assert replay.has_ended.wait(5)
    assert replay.was_stopped
    assert "Save" in labels(wire.fake.now(again))
    assert cost(wire) == OLD


async def test_questions_are_answered_while_a_replay_is_under_way(wire: Wire, replay: LongReplay) -> None:
    await begin(wire)
    assert OLD in await wire.ask("How much did the new roof cost?")
    assert not replay.has_ended.is_set()
