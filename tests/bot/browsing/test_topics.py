"""Menus lead from topics to questions, privately or from a panel that moderators post."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from bot.conftest import Stage, labels, pick, rows
from bot.desks import press_forged
from briefbot.bot.browsing.topics import TurnQuestions, TurnTopics

COST = "How much did the new roof cost?"


def options(shown: Any) -> list[str]:
    """List the options of the first menu below a message."""
    return [option["label"] for option in rows(shown)[0]["components"][0]["options"]]


async def test_topics_then_questions_then_an_answer_for_one_person(stage: Stage) -> None:
    shown = await stage.ana.slash(stage.channel, "topics")
    assert shown.ephemeral
    assert shown.response.content.startswith("**What you can ask about**\nRoof, ")
    assert "Money" in options(shown.response)
    questions = await pick(stage.ana, shown.response, "Money")
    assert questions.response.id == shown.response.id
    assert questions.response.content == "**Money**: 3 questions"
    assert options(questions.response)[0] == COST
    answer = await pick(stage.ana, questions.response, COST)
    assert answer.ephemeral
    assert answer.response.content.startswith(f"**{COST}**\nThe repair cost £61,500.")
    other = await pick(stage.ana, questions.response, "Library")
    assert other.response.content.startswith("**Library**")


async def test_a_topic_that_has_gone_is_said_to_have(stage: Stage) -> None:
    result = await press_forged(stage.ana, stage.channel, TurnQuestions(1, "gone").pack())
    assert result.response.content == "The moderators have withdrawn this. Please ask again."


@pytest.fixture
async def panel(stage: Stage) -> discord.Message:
    """Post the panel as a moderator."""
    role = stage.guild.create_role("curators")
    stage.set(moderators=role.id)
    mia = stage.guild.add_member(stage.env.create_user("mia"), roles=[role])
    told = await mia.slash(stage.channel, "topics", panel=True)
    assert told.ephemeral
    assert told.response.content == "Posted. To keep it at hand, open its menu: Pin Message."
    return stage.last()


async def test_a_pick_from_the_panel_is_answered_privately_after_a_restart(stage: Stage, panel: discord.Message) -> None:
    await stage.restart()
    questions = await pick(stage.ben, panel, "Money")
    assert questions.ephemeral
    answer = await pick(stage.ben, questions.response, COST)
    assert answer.ephemeral
    assert stage.said() == [panel.content]


async def test_only_moderators_post_the_panel(stage: Stage) -> None:
    told = await stage.ana.slash(stage.channel, "topics", panel=True)
    assert told.response.content == "Only moderators of this server may do this."
    assert stage.said() == []
    stage.env.errors.clear()


async def test_an_older_list_of_topics_turns_its_pages(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} topics")
    older = stage.put_below(stage.last(), TurnTopics(1).pack())
    await stage.ana.click(older, custom_id=TurnTopics(1).pack())
    assert stage.last().content.startswith("**What you can ask about**\n- **")


async def test_the_button_of_an_older_reply_shows_the_topics(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} thanks")
    older = stage.put_below(stage.last(), "bb:what")
    shown = await stage.ben.click(older, custom_id="bb:what")
    assert shown.ephemeral
    assert "Money" in options(shown.response)
    assert labels(shown.response)
