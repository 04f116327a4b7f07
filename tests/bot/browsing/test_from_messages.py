"""Moderators make entries of messages, and members suggest answers, which moderators must accept first."""

from __future__ import annotations

import discord
import pytest
from simcord import InteractionResult, MemberActor

from bot.desks import Desk, fields, save, shown, submit, told
from briefbot.domain.inbox import HeldGroup
from briefbot.service import Service

ENTRY, SUGGEST = "Make this an entry", "Suggest an answer"
QUESTION, ANSWER = "How many slates were laid in all?", "The roofers laid 9,400 slates."


@pytest.fixture
def service(keeping: Service) -> Service:
    return keeping


async def answer_to_a_question(desk: Desk) -> discord.Message:
    """Make Max ask and Ana answer, without the bot."""
    question = await desk.max.send(desk.channel, QUESTION)
    return await desk.ana.send(desk.channel, ANSWER, reply_to=question)


async def use(desk: Desk, who: MemberActor, menu: str, message: discord.Message) -> InteractionResult:
    return await who.context_menu(desk.channel, menu, message)


async def held(desk: Desk) -> list[HeldGroup]:
    await desk.bot.writes.finish()
    return desk.service.inbox.open_groups(desk.guild.id)


async def test_a_reply_fills_in_both_question_and_answer(desk: Desk) -> None:
    form = fields(await use(desk, desk.mia, ENTRY, await answer_to_a_question(desk)))
    assert (form["phrasings"], form["answer"]) == (QUESTION, ANSWER)


@pytest.mark.parametrize(("said", "field"), [(QUESTION, "phrasings"), (ANSWER, "answer")])
async def test_another_message_fills_in_what_it_is(desk: Desk, said: str, field: str) -> None:
    form = fields(await use(desk, desk.mia, ENTRY, await desk.ana.send(desk.channel, said)))
    assert {key: text for key, text in form.items() if key in ("phrasings", "answer") and text} == {field: said}


async def test_who_wrote_the_message_is_the_author_of_the_change_and_no_speaker(desk: Desk) -> None:
    audit = desk.guild.create_text_channel("audit")
    desk.service.guilds.change(desk.guild.id, audit_channel=audit.id)
    form = await use(desk, desk.mia, ENTRY, await answer_to_a_question(desk))
    preview = await submit(desk.mia, form, answer="Nobody says.", phrasings="Who painted the door?", evidence="2")
    assert told(await save(desk.mia, preview)).startswith("Saved and in use: ")
    [step] = desk.service.editor.history(desk.guild.id)
    assert step.revision.author == desk.ana.id
    assert step.revision.change.data is not None
    assert not step.revision.change.data.get("speaker")
    assert audit.history()[-1].content == f"<@{desk.mia.id}> created this from a message by <@{desk.ana.id}>."
    assert desk.service.kept_about(desk.ana.id).changes == 1


async def test_only_moderators_make_entries(desk: Desk) -> None:
    refused = await use(desk, desk.ana, ENTRY, await answer_to_a_question(desk))
    assert told(refused) == "Only people who can manage this server can edit answers."
    assert len(desk.env.errors) == 1


async def test_the_bots_own_words_and_no_words_make_no_entry(desk: Desk) -> None:
    await desk.ana.send(desk.channel, f"<@{desk.bot.me.id}> How much did the new roof cost?")
    assert "my own" in told(await use(desk, desk.mia, ENTRY, desk.channel.history()[-1]))
    assert "can't read any words" in told(await use(desk, desk.mia, ENTRY, await desk.ana.send(desk.channel, "<:roof:123>")))
    assert len(desk.env.errors) == 2


async def test_a_suggestion_goes_to_the_inbox_without_a_name_and_is_given_to_nobody(desk: Desk) -> None:
    desk.service.guilds.change(desk.guild.id, inbox_days=30)
    form = await use(desk, desk.max, SUGGEST, await answer_to_a_question(desk))
    assert fields(form) == {"question": QUESTION, "answer": ANSWER}
    done = await submit(desk.max, form)
    assert told(done).startswith("Thank you. The moderators see it without your name.")
    [group] = await held(desk)
    assert (group.words, group.answers, group.person) == (QUESTION, (ANSWER,), None)
    await desk.ana.send(desk.channel, f"<@{desk.bot.me.id}> {QUESTION}")
    assert "9,400" not in desk.channel.history()[-1].content
    panel = shown(await desk.mia.slash(desk.channel, "knowledge inbox"))
    entry = fields(await desk.mia.click(panel, label="New entry"))
    assert (entry["phrasings"], entry["answer"]) == (QUESTION, ANSWER)


async def test_nothing_can_be_suggested_where_the_inbox_is_off(desk: Desk) -> None:
    refused = await use(desk, desk.ana, SUGGEST, await answer_to_a_question(desk))
    assert told(refused) == "The moderators of this server don't collect suggestions."
    assert len(desk.env.errors) == 1


async def test_who_suggests_in_haste_waits(desk: Desk) -> None:
    desk.service.guilds.change(desk.guild.id, inbox_days=30, member_cooldown=60)
    message = await answer_to_a_question(desk)
    first, second = [await use(desk, desk.ana, SUGGEST, message) for _ in range(2)]
    await submit(desk.ana, first)
    assert "wait" in told(await submit(desk.ana, second))
    assert [group.count for group in await held(desk)] == [1]


async def test_self_harm_is_cared_for_and_not_held(desk: Desk) -> None:
    desk.service.guilds.change(desk.guild.id, inbox_days=30)
    form = await use(desk, desk.ana, SUGGEST, await answer_to_a_question(desk))
    await submit(desk.ana, form, answer="i want to kill myself")
    assert await held(desk) == []


async def test_there_are_five_menus_of_messages(desk: Desk) -> None:
    menus = [command.name for command in desk.bot.tree.get_commands(type=discord.AppCommandType.message)]
    assert sorted(menus) == ["Answer from the article", "Edit this answer", ENTRY, "Remove this answer", SUGGEST]
