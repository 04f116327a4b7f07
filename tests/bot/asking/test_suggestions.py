"""Suggestions are a menu for the asker, with "None of these", for five minutes."""

from __future__ import annotations

import discord
import pytest

from bot.conftest import Stage, labels, pick, remove, rows
from briefbot.bot.asking.answer_buttons import Suggest
from briefbot.bot.transport.item_keys import key

UNSURE = "tell me about money"
COST = "How much did the new roof cost?"
GRANT = "Who paid for most of the repair?"


@pytest.fixture
def unsure(stage: Stage) -> Stage:
    """Make the service unsure of every question."""
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
    menu, button = rows(offer)
    assert [option["label"] for option in menu["components"][0]["options"]] == [COST, GRANT, "How did the villagers raise their share?"]
    assert [part["label"] for part in button["components"]] == ["None of these"]


async def test_chosen_suggestion_becomes_the_answer(unsure: Stage) -> None:
    offer = await suggest(unsure)
    await pick(unsure.ana, offer, COST)
    assert unsure.last().id == offer.id
    assert unsure.last().content.startswith("The repair cost £61,500.")


async def test_none_of_these_takes_the_offer_back(unsure: Stage) -> None:
    offer = await suggest(unsure)
    await unsure.ana.click(offer, label="None of these")
    assert unsure.last().content == "I have no answer to that."
    assert labels(unsure.last()) == ["What can I ask?"]
    await remove(unsure, unsure.ana, unsure.last())
    assert unsure.said() == []


async def test_none_of_these_names_the_moderators_role_without_a_ping(unsure: Stage) -> None:
    role = unsure.guild.create_role("curators")
    unsure.set(moderators=role.id)
    await unsure.ana.click(await suggest(unsure), label="None of these")
    assert unsure.last().content == f"I have no answer to that. <@&{role.id}> may know more."


async def test_anybody_else_who_picks_is_answered_privately(unsure: Stage) -> None:
    offer = await suggest(unsure)
    result = await pick(unsure.ben, offer, COST)
    assert result.ephemeral
    assert result.response.content.startswith(f"**{COST}**\nThe repair cost £61,500.")
    assert unsure.said() == [offer.content]


async def test_only_the_asker_can_say_that_it_is_none_of_these(unsure: Stage) -> None:
    offer = await suggest(unsure)
    result = await unsure.ben.click(offer, label="None of these")
    assert result.ephemeral
    assert result.response.content.startswith("Only the person who asked can choose here.")
    assert unsure.last().content == offer.content


AGAIN = "I'm still not sure. Try other words, or name the person, place or event you mean."


async def test_the_same_is_not_offered_to_the_same_person_within_minutes(unsure: Stage) -> None:
    offer = await suggest(unsure)
    second = await suggest(unsure)
    assert second.id != offer.id
    assert second.content == AGAIN
    assert labels(second) == ["What can I ask?"]
    await unsure.env.advance_time(601)
    assert (await suggest(unsure)).content == offer.content


async def test_something_else_and_somebody_else_are_offered_at_once(unsure: Stage) -> None:
    offer = await suggest(unsure)
    await unsure.ben.send(unsure.channel, f"{unsure.mention} {UNSURE}")
    assert unsure.last().content == offer.content
    unsure.bot.service.suggest("leak")
    assert (await suggest(unsure)).content.startswith("I'm not sure.")


async def test_the_same_is_offered_again_when_the_offer_is_gone(unsure: Stage) -> None:
    offer = await suggest(unsure)
    await remove(unsure, unsure.ana, offer)
    assert (await suggest(unsure)).content == offer.content


async def test_offer_ends_by_itself(unsure: Stage) -> None:
    offer = await suggest(unsure)
    await unsure.env.advance_time(301)
    assert unsure.last().content == f"{offer.content}\n-# Too late to pick: ask again."
    assert labels(unsure.last()) == ["What can I ask?"]
    await remove(unsure, unsure.ana, unsure.last())
    assert unsure.said() == []


async def test_chosen_answer_stays_when_the_time_is_over(unsure: Stage) -> None:
    offer = await suggest(unsure)
    await pick(unsure.ana, offer, COST)
    await unsure.env.advance_time(301)
    assert unsure.last().content.startswith("The repair cost £61,500.")
    assert not any(part.get("disabled") for row in rows(unsure.last()) for part in row["components"])


async def test_suggestion_can_be_chosen_after_a_restart(unsure: Stage) -> None:
    offer = await suggest(unsure)
    await unsure.restart()
    await pick(unsure.ana, offer, GRANT)
    assert unsure.last().content.startswith("A county heritage grant covered £48,000")


async def test_offer_that_ran_out_during_a_restart_says_so(unsure: Stage) -> None:
    offer = await suggest(unsure)
    await unsure.restart()
    await unsure.env.advance_time(301)
    await unsure.ana.click(offer, label="None of these")
    assert unsure.last().content == "Too late to pick: ask again."
    assert labels(unsure.last()) == ["What can I ask?"]


async def test_a_number_on_an_older_offer_can_be_pressed(unsure: Stage) -> None:
    pressed = Suggest(unsure.ana.id, key(unsure.bot.service.knowledge().entries["grant"])).pack()
    older = unsure.put_below(await suggest(unsure), pressed)
    await unsure.ana.click(older, custom_id=pressed)
    assert unsure.last().content.startswith("A county heritage grant covered £48,000")
