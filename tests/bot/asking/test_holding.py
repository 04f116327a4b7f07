"""Questions without a helpful answer are held if moderators want that, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.conftest import Stage
from bot.scripted import ScriptedService
from briefbot.bot.app import make_bot
from briefbot.bot.client import BriefBot
from briefbot.service import Service
from briefbot.store import open_store

STRANGE = "how many bicycles does the vicar own"


@pytest.fixture
def simcord_bot(tiny: Path, tmp_path: Path) -> BriefBot:
    """Return the bot with a store."""
    return make_bot(ScriptedService(Service(tiny, store=open_store(tmp_path))), tmp_path, message_content=True, shard_count=1)


@pytest.fixture
def wanted(stage: Stage) -> Stage:
    """Switch the inbox on without delay."""
    stage.bot.service.guilds.change(stage.guild.id, inbox_days=30, member_cooldown=0)
    return stage


async def held(stage: Stage) -> list[tuple[str, str]]:
    """List held questions with their reasons."""
    await stage.bot.writes.finish()
    groups = stage.bot.service.inbox.open_groups(stage.guild.id)
    return [(question.words, question.why) for group in groups for question in group.questions]


async def ask(stage: Stage, question: str) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {question}")


async def test_a_refused_question_is_held_and_an_answered_one_is_not(wanted: Stage) -> None:
    await ask(wanted, STRANGE)
    await ask(wanted, "How much did the new roof cost?")
    await wanted.ana.slash(wanted.channel, "ask", question="who is the king of norway")
    assert sorted(await held(wanted)) == [(STRANGE, "refused"), ("who is the king of norway", "refused")]


async def test_nothing_is_held_where_it_is_off(stage: Stage) -> None:
    await ask(stage, STRANGE)
    assert await held(stage) == []


@pytest.mark.parametrize("said", ["i want to die", "hello", "thanks!"])
async def test_self_harm_and_small_talk_are_not_held(wanted: Stage, said: str) -> None:
    await ask(wanted, said)
    assert await held(wanted) == []


async def test_chatter_in_an_open_channel_is_not_held(wanted: Stage) -> None:
    wanted.bot.service.guilds.change(wanted.guild.id, open_channels=frozenset({wanted.channel.id}))
    await wanted.ana.send(wanted.channel, STRANGE + "?")
    assert wanted.said() == []
    assert await held(wanted) == []


async def test_what_others_said_is_not_held_when_its_menu_is_used(wanted: Stage) -> None:
    message = await wanted.ben.send(wanted.channel, STRANGE)
    await wanted.ana.context_menu(wanted.channel, "Answer from the article", message)
    assert await held(wanted) == []


async def test_the_refused_part_of_several_questions_is_held_alone(wanted: Stage) -> None:
    await ask(wanted, f"How much did the new roof cost? And {STRANGE}?")
    assert [why for _, why in await held(wanted)] == ["refused"]
    assert "roof" not in (await held(wanted))[0][0]


async def test_none_of_these_holds_the_question(wanted: Stage) -> None:
    wanted.bot.service.suggest("cost", "grant")
    await ask(wanted, "tell me about money")
    assert await held(wanted) == []
    await wanted.ana.click(wanted.last(), label="None of these")
    assert await held(wanted) == [("tell me about money", "none")]


async def test_no_person_is_in_the_words(wanted: Stage) -> None:
    await ask(wanted, f"{STRANGE} <@{wanted.ben.id}>")
    assert await held(wanted) == [(STRANGE, "refused")]
