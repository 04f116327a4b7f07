"""Questions in a server are counted once when they are answered.

Messages about self-harm and direct messages are not.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.conftest import Stage, pick
from bot.scripted import ScriptedService
from briefbot.bot.app import make_bot
from briefbot.bot.client import BriefBot
from briefbot.service import Service
from briefbot.store import Store, open_store

COST = "How much did the new roof cost?"


@pytest.fixture
def opened(tmp_path: Path) -> Store:
    return open_store(tmp_path)


@pytest.fixture
def simcord_bot(tiny: Path, tmp_path: Path, opened: Store) -> BriefBot:
    """Return the bot with a store."""
    return make_bot(ScriptedService(Service(tiny, store=opened)), tmp_path, message_content=True, shard_count=1)


async def counted(stage: Stage) -> dict[str, int]:
    await stage.bot.writes.finish()
    return {f"{each.kind} {each.thing_id}".strip(): each.count for each in stage.bot.service.figures(stage.guild.id, 1).counts}


async def test_an_answer_and_a_refusal_are_counted(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    await stage.ben.send(stage.channel, f"{stage.mention} who is the king of norway")
    found = await counted(stage)
    assert (found["answered"], found["shown cost"]) == (1, 1)
    assert sum(found.values()) == 3


async def test_nothing_about_self_harm_is_counted(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} i want to kill myself")
    assert stage.last().content
    assert await counted(stage) == {}


async def test_an_offer_and_the_question_picked_of_it_are_one_question(stage: Stage) -> None:
    stage.bot.service.suggest("cost", "grant")
    await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    assert await counted(stage) == {"offered": 1}
    await pick(stage.ana, stage.last(), COST)
    assert await counted(stage) == {"offered": 1, "shown cost": 1}


async def test_what_somebody_says_of_a_reply_is_counted_and_what_they_said_before_is_not(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    for said in ("Yes", "No", "No"):
        asked = await stage.ana.click(stage.last(), label="Was this right?")
        await stage.ana.click(asked.response, label=said)
    found = await counted(stage)
    assert (found["right"], found["wrong"]) == (0, 1)
