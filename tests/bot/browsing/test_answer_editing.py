"""Moderators edit an answer's entry with the menu of the bot's message; others see who may."""

from __future__ import annotations

import discord
import pytest
from simcord import InteractionResult, MemberActor

from bot.desks import COST, Desk, edit, fields, shown, told
from briefbot.service import Service

MENU = "Edit this answer"
OLD = "The repair cost £61,500."


@pytest.fixture
def service(keeping: Service) -> Service:
    return keeping


async def reply(desk: Desk, question: str) -> discord.Message:
    """Ask as Ana, and return the bot's reply."""
    await desk.ana.send(desk.channel, f"<@{desk.bot.me.id}> {question}")
    return desk.channel.history()[-1]


async def use(desk: Desk, who: MemberActor, message: discord.Message) -> InteractionResult:
    return await who.context_menu(desk.channel, MENU, message)


async def test_the_form_of_what_an_answer_is_made_of_opens(desk: Desk) -> None:
    form = await use(desk, desk.mia, await reply(desk, "How much did the new roof cost?"))
    assert fields(form)["answer"] == OLD


async def test_of_several_answers_one_is_picked_by_its_title(desk: Desk) -> None:
    both = await reply(desk, "How much did the new roof cost? When did the library reopen?")
    offer = shown(await use(desk, desk.mia, both))
    [menu] = offer.components[0].to_dict()["components"]
    assert [option["label"] for option in menu["options"]] == ["How much did the new roof cost?", "When did the library reopen?"]
    assert fields(await desk.mia.select(offer, [menu["options"][0]["value"]]))["answer"] == OLD


async def test_what_was_written_of_it_and_not_saved_is_offered_first(desk: Desk) -> None:
    await edit(desk, desk.mia, COST, answer="It cost £61,500.")
    offer = await use(desk, desk.mia, await reply(desk, "How much did the new roof cost?"))
    assert "You have unsaved work here." in told(offer)


async def test_who_may_not_edit_reads_who_may(desk: Desk) -> None:
    answer = await reply(desk, "How much did the new roof cost?")
    assert told(await use(desk, desk.ana, answer)) == "Only people who can manage this server can edit answers."
    role = desk.guild.create_role("curators")
    desk.service.guilds.change(desk.guild.id, moderators=role.id)
    assert told(await use(desk, desk.ana, answer)) == f"Only people who can manage this server, and <@&{role.id}>, can edit answers."
    assert len(desk.env.errors) == 2


async def test_a_message_that_shows_no_answer_says_so(desk: Desk) -> None:
    question = await desk.ana.send(desk.channel, "How much did the new roof cost?")
    assert told(await use(desk, desk.mia, question)).startswith("That message isn't mine.")
    chat = await reply(desk, "What is the capital of Peru?")
    assert told(await use(desk, desk.mia, chat)).startswith("That message shows nothing that could be edited.")
    assert len(desk.env.errors) == 2
