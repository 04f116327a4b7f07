""" "Was this right?" asks privately, counts one opinion per person, and changes nothing by itself."""

from __future__ import annotations

from pathlib import Path

import discord
import pytest
from simcord import InteractionResult

from bot.conftest import Stage, labels, pick
from bot.scripted import ScriptedService
from briefbot.bot.app import make_bot
from briefbot.bot.client import BriefBot
from briefbot.domain.inbox import Opinion
from briefbot.service import Service
from briefbot.store import Store, open_store

BUTTON = "Was this right?"
COST = "How much did the new roof cost?"


@pytest.fixture
def opened(tmp_path: Path) -> Store:
    return open_store(tmp_path)


@pytest.fixture
def simcord_bot(tiny: Path, tmp_path: Path, opened: Store) -> BriefBot:
    """Return the bot with a store."""
    return make_bot(ScriptedService(Service(tiny, store=opened)), tmp_path, message_content=True, shard_count=1)


@pytest.fixture
def wanted(stage: Stage) -> Stage:
    """Switch the inbox on."""
    stage.bot.service.guilds.change(stage.guild.id, inbox_days=30, member_cooldown=0)
    return stage


async def answered(stage: Stage, question: str = COST) -> discord.Message:
    await stage.ana.send(stage.channel, f"{stage.mention} {question}")
    return stage.last()


async def say_no(stage: Stage, reply: discord.Message) -> InteractionResult:
    asked = await stage.ana.click(reply, label=BUTTON)
    return await stage.ana.click(asked.response, label="No")


def opinions(stage: Stage, opened: Store) -> list[tuple[int, bool, str, str | None]]:
    return [(each.person_id, each.is_right, each.reason, each.thing_id) for each in opened.opinions.of_guild(stage.guild.id)]


async def held(stage: Stage) -> list[tuple[str, str]]:
    await stage.bot.writes.finish()
    return [(each.words, each.why) for group in stage.bot.service.inbox.open_groups(stage.guild.id) for each in group.questions]


@pytest.mark.parametrize("question", [COST, "who is the king of norway", "hello", "what did the vicar say?"])
async def test_it_stands_below_every_reply_of_at_most_five_buttons(stage: Stage, question: str) -> None:
    found = labels(await answered(stage, question))
    assert BUTTON in found
    assert len(found) <= 5


async def test_it_stands_below_an_offer(stage: Stage) -> None:
    stage.bot.service.suggest("cost", "grant")
    offer = await answered(stage)
    assert labels(offer)[1:] == ["None of these", BUTTON]
    await stage.ana.click(offer, label="None of these")
    assert labels(stage.last()) == ["What can I ask?", BUTTON]


async def test_long_answers_keep_to_five_buttons(stage: Stage) -> None:
    stage.bot.service.lengthen_answers()
    reply = await answered(stage, "How much did the new roof cost? When did the library reopen? Who paid for most of the repair?")
    assert BUTTON in labels(reply)
    assert len(labels(reply)) <= 5


async def test_there_is_none_in_direct_messages(stage: Stage) -> None:
    await stage.ana.send_dm(COST)
    reply = stage.ana.user.dm_channel.last_message
    assert reply.content.startswith("The repair cost £61,500.")
    assert BUTTON not in labels(reply)


async def test_yes_is_kept_and_thanked_for_privately(stage: Stage, opened: Store) -> None:
    reply = await answered(stage)
    asked = await stage.ben.click(reply, label=BUTTON)
    assert asked.ephemeral
    assert asked.response.content.startswith("Was this right?")
    done = await stage.ben.click(asked.response, label="Yes")
    assert done.response.content == "Thank you."
    assert opinions(stage, opened) == [(stage.ben.id, True, "", "cost")]


async def test_no_asks_why_and_holds_the_question_once(wanted: Stage, opened: Store) -> None:
    reply = await answered(wanted)
    for _ in range(2):
        reasons = await say_no(wanted, reply)
        await pick(wanted.ana, reasons.response, "It is out of date")
    assert opinions(wanted, opened) == [(wanted.ana.id, False, "outdated", "cost")]
    assert await held(wanted) == [(COST, "wrong")]


async def test_each_has_one_opinion_on_a_reply(stage: Stage, opened: Store) -> None:
    reply = await answered(stage)
    await say_no(stage, reply)
    await stage.ana.click((await stage.ana.click(reply, label=BUTTON)).response, label="Yes")
    await stage.ben.click((await stage.ben.click(reply, label=BUTTON)).response, label="No")
    assert sorted(opinions(stage, opened)) == sorted([(stage.ana.id, True, "", "cost"), (stage.ben.id, False, "", "cost")])


async def test_own_words_are_kept_and_none_about_self_harm(stage: Stage, opened: Store) -> None:
    reasons = await say_no(stage, await answered(stage))
    form = await pick(stage.ana, reasons.response, "Something else, in my own words")
    done = await stage.ana.submit_modal(form, {"words": "it was cheaper"})
    assert "that's noted" in done.response.content
    assert [reason for _, _, reason, _ in opinions(stage, opened)] == ["it was cheaper"]
    again = await pick(stage.ana, (await say_no(stage, stage.last())).response, "Something else, in my own words")
    await stage.ana.submit_modal(again, {"words": "i want to kill myself"})
    assert [reason for _, _, reason, _ in opinions(stage, opened)] == [""]


async def test_it_moves_nothing_by_itself(wanted: Stage) -> None:
    reply = await answered(wanted)
    await say_no(wanted, reply)
    assert (await answered(wanted, "what was the price of the roof")).content != ""
    assert wanted.bot.service.ask(wanted.guild.id, COST).outcome.entries[0].id == "cost"
    assert wanted.channel.history()[1].content == reply.content


async def test_after_a_restart_what_was_asked_is_read_off_discord(wanted: Stage, opened: Store) -> None:
    reply = await answered(wanted, "what was the price of the roof")
    await wanted.restart()
    await say_no(wanted, reply)
    assert opinions(wanted, opened) == [(wanted.ana.id, False, "", "cost")]
    assert await held(wanted) == [("what was the price of the roof", "wrong")]


async def test_without_the_words_the_title_of_what_was_shown_is_held(wanted: Stage) -> None:
    result = await wanted.ana.slash(wanted.channel, "ask", question="what was the price of the roof")
    await wanted.restart()
    await say_no(wanted, result.response.message)
    assert await held(wanted) == [(COST, "wrong")]


async def test_nothing_is_held_where_the_inbox_is_off(stage: Stage) -> None:
    await say_no(stage, await answered(stage))
    stage.bot.service.guilds.change(stage.guild.id, inbox_days=30)
    assert await held(stage) == []


async def test_blocked_members_cannot_use_it(stage: Stage, opened: Store) -> None:
    reply = await answered(stage)
    stage.bot.service.guilds.block(stage.guild.id, stage.ben.id)
    refused = await stage.ben.click(reply, label=BUTTON)
    assert "have blocked you" in refused.response.content
    assert opinions(stage, opened) == []


def test_an_opinion_names_no_words_of_the_question() -> None:
    assert set(Opinion.__dataclass_fields__) == {"message_id", "person_id", "guild_id", "is_right", "reason", "thing_id", "time"}
