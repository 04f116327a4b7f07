"""Discord slows corrections down, or fails: they go on, and each reply is edited once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.wiring import Wire, wired
from briefbot.bot.correcting.worker import Correcting
from briefbot.bot.transport.limits import Limits
from briefbot.domain.revision import Change
from briefbot.editing.edit import Edit
from briefbot.service import Service
from contract import Contract
from fake_discord import Interaction

MANAGE_GUILD = 1 << 5
EDITING = ("PATCH", "/channels/{channel_id}/messages/{message_id}")
PRICE, NEW = "How much did the new roof cost?", "The repair cost £61,500 in all."


@pytest.fixture
async def wire(keeping: Service, tmp_path: Path, contract: Contract | None) -> AsyncIterator[Wire]:
    """Connect the bot, in a server where Ana may edit and a reply gives an older text."""
    limits = Limits(correction_pause=0, old_correction_pause=0, pauses=())
    async with wired(keeping, tmp_path, contract, limits=limits) as wire:
        wire.fake.member(wire.guild, wire.ana, wire.fake.role(wire.guild, "mods", MANAGE_GUILD))
        await wire.ask(PRICE)
        editor, key = keeping.editor, ("entry", "cost")
        text = {**(editor.text(wire.guild.id, key) or {}), "answer": NEW}
        editor.apply(wire.guild.id, wire.ana.id, Edit(Change("entry", "cost", "text", text), seen=editor.version(wire.guild.id, key)))
        yield wire


async def begin(wire: Wire) -> Interaction:
    """Press what the history offers."""
    asked = await wire.fake.interact_command("knowledge history", wire.ana, wire.channel, {"thing": "entry:cost"})
    return await wire.fake.press(await wire.fake.next_answer(asked), "Correct 1 reply of the last 30 days", wire.ana)


async def test_it_waits_for_as_long_as_discord_says(wire: Wire) -> None:
    wire.fake.faults.limit(*EDITING, retry_after=0.01)
    await begin(wire)
    assert (await wire.fake.next_edit(wire.channel)).content.startswith(NEW)


@pytest.mark.parametrize("fault", ["too many edits of older messages", "a failure"])
async def test_what_failed_is_tried_again_at_the_next_look(wire: Wire, fault: str) -> None:
    if fault == "a failure":
        wire.fake.faults.cut(*EDITING)
    else:
        wire.fake.faults.refuse(*EDITING, status=429, code=30046, message="Maximum number of edits to messages older than 1 hour reached.")
    edited = asyncio.ensure_future(wire.fake.next_edit(wire.channel))
    await begin(wire)
    cog = wire.bot.get_cog("Correcting")
    assert isinstance(cog, Correcting)
    while not edited.done():
        await cog.look()
        await asyncio.gather(*cog._working.values())
    assert edited.result().content.startswith(NEW)


async def test_a_closed_thread_is_passed_over(wire: Wire) -> None:
    wire.fake.faults.refuse(*EDITING, status=400, code=50083, message="Thread is archived")
    pressed = await begin(wire)
    while not (told := await wire.fake.next_answer(pressed)).content.startswith("Corrected 0 replies"):
        pass
    assert told.content.splitlines()[1].startswith("-# 1 can't be edited")
