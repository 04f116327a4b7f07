"""Suggestions: buttons for the asker, who may say "none of these", and who has five minutes."""

from __future__ import annotations

import discord
import pytest

from bot.conftest import Stage, labels, rows

UNSURE = "tell me about money"


@pytest.fixture
def unsure(stage: Stage) -> Stage:
    """Let the service be unsure of every question."""
    stage.bot.service.suggest("cost", "grant", "villagers-raised")
    return stage


async def suggest(stage: Stage) -> discord.Message:
    """Ask something that the bot is not sure of."""
    await stage.ana.send(stage.channel, f"{stage.mention} {UNSURE}")
    return stage.last()


async def test_suggestions_are_complete_without_buttons(unsure: Stage) -> None:
    offer = await suggest(unsure)
    assert offer.content.splitlines() == [
        "I'm not sure. Is it one of these?",
        "1. How much did the new roof cost?",
        "2. Who paid for most of the repair?",
        "3. How did the villagers raise their share?",
    ]
    assert labels(offer) == ["1", "2", "3", "None of these", "Remove"]


async def test_chosen_suggestion_becomes_the_answer(unsure: Stage) -> None:
    offer = await suggest(unsure)
    await unsure.ana.click(offer, label="1")
    assert unsure.last().id == offer.id
    assert unsure.last().content.startswith("The repair cost £61,500.")


async def test_none_of_these_takes_the_offer_back(unsure: Stage) -> None:
    offer = await suggest(unsure)
    await unsure.ana.click(offer, label="None of these")
    assert unsure.last().content == "Then I have no answer to that. You can ask again in other words."
    assert labels(unsure.last()) == ["What can I ask?", "Remove"]
    await unsure.ana.click(unsure.last(), label="Remove")
    assert unsure.said() == []


async def test_only_the_asker_can_choose(unsure: Stage) -> None:
    offer = await suggest(unsure)
    result = await unsure.ben.click(offer, label="None of these")
    assert result.ephemeral
    assert result.response.content.startswith("Only the person who asked can choose here.")
    assert unsure.last().content == offer.content


async def test_next_question_is_not_captured(unsure: Stage) -> None:
    offer = await suggest(unsure)
    second = await suggest(unsure)
    assert second.id != offer.id
    assert second.content == offer.content


async def test_offer_is_switched_off_in_time(unsure: Stage) -> None:
    await suggest(unsure)
    await unsure.env.advance_time(301)
    left = [part["label"] for row in rows(unsure.last()) for part in row["components"] if not part.get("disabled")]
    assert left == ["Remove"]
    assert unsure.last().content.startswith("I'm not sure")
    assert unsure.last().content.endswith("\n-# This offer has run out. Please ask again.")
    await unsure.ana.click(unsure.last(), label="Remove")
    assert unsure.said() == []


async def test_chosen_answer_stays_when_the_time_is_over(unsure: Stage) -> None:
    offer = await suggest(unsure)
    await unsure.ana.click(offer, label="1")
    await unsure.env.advance_time(301)
    assert unsure.last().content.startswith("The repair cost £61,500.")
    assert not any(part.get("disabled") for row in rows(unsure.last()) for part in row["components"])


async def test_suggestion_can_be_chosen_after_a_restart(unsure: Stage) -> None:
    offer = await suggest(unsure)
    await unsure.restart()
    await unsure.ana.click(offer, label="2")
    assert unsure.last().content.startswith("A county heritage grant covered £48,000")


async def test_offer_that_ran_out_during_a_restart_says_so(unsure: Stage) -> None:
    offer = await suggest(unsure)
    await unsure.restart()
    await unsure.env.advance_time(301)
    await unsure.ana.click(offer, label="None of these")
    assert unsure.last().content == "This offer has run out. Please ask again."
    assert labels(unsure.last()) == ["Remove"]
