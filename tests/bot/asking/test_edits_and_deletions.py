"""A reply follows its question's edits for ten minutes, is deleted with the question, and can be removed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import discord
import pytest

from bot.conftest import Stage, labels, pick, remove, rows
from bot.scripted import ScriptedService
from briefbot.bot.app import make_bot
from briefbot.bot.client import BriefBot
from briefbot.domain.outcome import Answered
from briefbot.service import Service
from briefbot.service.receipts import Receipts
from briefbot.store import open_store

WHEN = "When did the library reopen?"
COST = "How much did the new roof cost?"


async def test_reply_follows_an_edit(stage: Stage) -> None:
    asked = await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    first = stage.last()
    await stage.ana.edit(asked, f"{stage.mention} {COST}")
    assert stage.last().id == first.id
    assert stage.last().content.startswith("The repair cost £61,500.")
    assert len(stage.said()) == 1


async def test_edit_need_not_keep_the_mention(stage: Stage) -> None:
    asked = await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    await stage.ana.edit(asked, COST)
    assert stage.last().content.startswith("The repair cost £61,500.")


async def test_reply_no_longer_follows_after_ten_minutes(stage: Stage) -> None:
    asked = await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    await stage.env.advance_time(601)
    await stage.ana.edit(asked, f"{stage.mention} {COST}")
    assert stage.last().content.startswith("Hollowbrook's village library reopened")


@pytest.mark.parametrize("change", ["paused", "blocked"])
async def test_edit_is_not_followed_where_nothing_is_answered(stage: Stage, change: str) -> None:
    asked = await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    stage.set(is_paused=change == "paused", blocked=frozenset({stage.ana.id} if change == "blocked" else ()))
    await stage.ana.edit(asked, COST)
    assert stage.last().content.startswith("Hollowbrook's village library reopened")


async def test_edit_of_what_was_no_question_is_left_alone(stage: Stage) -> None:
    said = await stage.ana.send(stage.channel, "hello")
    await stage.ana.edit(said, COST)
    assert stage.said() == []


@pytest.mark.parametrize("text", ["never mind, found it", "<:nevermind:1>", "what is the best pizza in town?"])
async def test_reply_in_an_open_channel_goes_when_the_edit_leaves_no_clear_question(stage: Stage, text: str) -> None:
    stage.set(open_channels=frozenset({stage.channel.id}))
    asked = await stage.ana.send(stage.channel, WHEN)
    await stage.ana.edit(asked, text)
    assert stage.said() == []
    await stage.env.advance_time(1)
    await stage.ana.edit(asked, COST)
    assert stage.said() == []


async def test_reply_by_the_message_menu_goes_where_the_edit_leaves_nothing_to_be_sure_of(stage: Stage) -> None:
    asked = await stage.ben.send(stage.channel, COST)
    await stage.ana.context_menu(stage.channel, "Answer from the article", asked)
    await stage.ben.edit(asked, WHEN)
    assert stage.last().content.startswith("Hollowbrook's village library reopened")
    await stage.env.advance_time(1)
    await stage.ben.edit(asked, "what is the best pizza in town?")
    assert stage.said() == []


async def test_edit_that_calls_the_bot_by_name_is_answered_whatever_comes_of_it(stage: Stage) -> None:
    asked = await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    await stage.ana.edit(asked, f"{stage.mention} what is the best pizza in town?")
    assert stage.last().content.startswith("**Not about the article.**")


async def test_hint_follows_the_question_that_is_added_and_goes_with_it(stage: Stage) -> None:
    asked = await stage.ana.send(stage.channel, stage.mention)
    hint = stage.last()
    assert labels(hint) == ["What can I ask?"]
    await stage.ana.edit(asked, f"{stage.mention} {COST}")
    assert stage.last().id == hint.id
    assert stage.last().content.startswith("The repair cost £61,500.")
    await stage.env.advance_time(1)
    await stage.ana.edit(asked, stage.mention)
    assert stage.said() == [hint.content]
    await stage.ana.delete(asked)
    assert stage.said() == []


async def test_edit_that_adds_the_forgotten_mention_is_a_question(stage: Stage) -> None:
    asked = await stage.ana.send(stage.channel, WHEN)
    await stage.ana.edit(asked, f"{stage.mention} {WHEN}")
    assert [said[:16] for said in stage.said()] == ["Hollowbrook's vi"]
    assert stage.last().reference.message_id == asked.id
    await stage.env.advance_time(1)
    await stage.ana.edit(asked, f"{stage.mention} {COST}")
    assert [said[:16] for said in stage.said()] == ["The repair cost "]


async def test_edit_of_a_question_that_was_refused_is_a_question(stage: Stage) -> None:
    stage.set(member_cooldown=30)
    await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    asked = await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    await stage.env.advance_time(31)
    await stage.ana.edit(asked, f"{stage.mention} {COST} please")
    assert stage.last().content.startswith("The repair cost £61,500.")


async def test_edit_of_a_question_whose_reply_was_removed_is_a_question(stage: Stage) -> None:
    asked = await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    await remove(stage, stage.ana, stage.last())
    await stage.ana.edit(asked, f"{stage.mention} {COST}")
    assert [said[:16] for said in stage.said()] == ["The repair cost "]


async def test_edit_is_refused_like_a_question(stage: Stage) -> None:
    stage.set(member_cooldown=30)
    asked = await stage.ana.send(stage.channel, "anybody?")
    await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    await stage.ana.edit(asked, f"{stage.mention} {COST}")
    assert stage.last().content == "Please wait 30 seconds before your next question."
    stage.set(quiet_channels=frozenset({stage.channel.id}))
    await stage.env.advance_time(31)
    await stage.ana.edit(asked, f"{stage.mention} {COST}!")
    assert len(stage.said()) == 1


async def test_edit_after_ten_minutes_is_no_question(stage: Stage) -> None:
    asked = await stage.ana.send(stage.channel, WHEN)
    await stage.env.advance_time(601)
    await stage.ana.edit(asked, f"{stage.mention} {WHEN}")
    assert stage.said() == []


async def test_mention_alone_below_a_question_can_be_edited(stage: Stage) -> None:
    asked = await stage.ben.send(stage.channel, WHEN)
    called = await stage.ana.send(stage.channel, stage.mention, reply_to=asked)
    await stage.ana.edit(called, f"{stage.mention} please")
    await stage.env.advance_time(1)
    await stage.ana.edit(called, f"{stage.mention} ?")
    assert [said[:16] for said in stage.said()] == ["Hollowbrook's vi"]


async def test_offer_after_an_edit_can_be_chosen_for_five_minutes(stage: Stage) -> None:
    asked = await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    stage.bot.service.suggest("cost")
    await stage.env.advance_time(400)
    await stage.ana.edit(asked, f"{stage.mention} the thing")
    await stage.env.advance_time(200)
    await pick(stage.ana, stage.last(), "How much did the new roof cost?")
    assert stage.last().content.startswith("The repair cost £61,500.")


async def test_edited_offer_is_not_switched_off_later(stage: Stage) -> None:
    answer = stage.bot.service.answer
    stage.bot.service.suggest("cost", "grant", "ceiling")
    asked = await stage.ana.send(stage.channel, f"{stage.mention} the thing")
    stage.bot.service.answer = answer
    await stage.ana.edit(asked, COST)
    await stage.env.advance_time(301)
    assert stage.last().content.startswith("The repair cost £61,500.")
    assert not any(part.get("disabled") for row in rows(stage.last()) for part in row["components"])


async def test_reply_goes_with_its_question(stage: Stage) -> None:
    asked = await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    await stage.ana.delete(asked)
    assert stage.said() == []


async def test_replies_go_with_their_questions_when_many_are_deleted_at_once(stage: Stage) -> None:
    asked = [await stage.ana.send(stage.channel, f"{stage.mention} {question}") for question in (WHEN, COST)]
    await stage.ben.send(stage.channel, f"{stage.mention} Who led the roofing crew?")
    gone = {"ids": [str(message.id) for message in asked], "channel_id": str(stage.channel.id), "guild_id": str(stage.guild.id)}
    stage.env.backend.emit("MESSAGE_DELETE_BULK", gone)
    await stage.env.settle()
    assert [said[:10] for said in stage.said()] == ["Maud Ashby"]


async def test_reply_in_a_direct_message_goes_with_its_question(stage: Stage) -> None:
    asked = await stage.ana.send_dm(WHEN)
    await stage.ana.user.delete(asked)
    assert stage.ana.user.dm_channel.history() == []


async def test_reply_to_the_message_menu_goes_with_that_message(stage: Stage) -> None:
    asked = await stage.ben.send(stage.channel, COST)
    await stage.ana.context_menu(stage.channel, "Answer from the article", asked)
    await stage.ben.delete(asked)
    assert stage.said() == []


async def test_update_of_an_edited_question_that_changes_no_word_leaves_the_reply_alone(stage: Stage) -> None:
    stage.bot.service.suggest("cost")
    asked = await stage.ana.send(stage.channel, f"{stage.mention} the thng")
    await stage.ana.edit(asked, f"{stage.mention} the thing")
    await pick(stage.ana, stage.last(), "How much did the new roof cost?")
    await stage.tell("MESSAGE_UPDATE", asked, pinned=True)
    assert stage.last().content.startswith("The repair cost £61,500.")
    await stage.env.advance_time(1)
    await stage.ana.edit(asked, f"{stage.mention} that thing")
    assert stage.last().content.startswith("I'm not sure")


@pytest.fixture
async def twice(stage: Stage) -> discord.Message:
    """Ask a question as ana, and answer it again as ben with the message menu."""
    asked = await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    stage.bot.recent_answers.forget(stage.last().id)  # otherwise ben would get a link
    await stage.ben.context_menu(stage.channel, "Answer from the article", asked)
    assert len(stage.said()) == 2
    return asked


async def test_every_reply_to_a_message_follows_its_edit_and_goes_with_it(stage: Stage, twice: discord.Message) -> None:
    await stage.ana.edit(twice, f"{stage.mention} {COST}")
    assert [said[:16] for said in stage.said()] == ["The repair cost "] * 2
    await stage.ana.delete(twice)
    assert stage.said() == []


@pytest.mark.parametrize("number", [0, 1])
async def test_reply_that_is_left_follows_when_another_one_was_removed(stage: Stage, twice: discord.Message, number: int) -> None:
    await remove(stage, (stage.ana, stage.ben)[number], stage.replies()[number])
    await stage.ana.edit(twice, f"{stage.mention} {COST}")
    assert [said[:16] for said in stage.said()] == ["The repair cost "]
    await stage.ana.delete(twice)
    assert stage.said() == []


async def test_reply_by_the_message_menu_stays_with_whoever_asked_for_it(stage: Stage, twice: discord.Message) -> None:
    await stage.ana.edit(twice, f"{stage.mention} {COST}")
    await remove(stage, stage.ben, stage.replies()[1])
    assert len(stage.said()) == 1


async def test_asker_can_remove_the_reply(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    await remove(stage, stage.ana, stage.last())
    assert stage.said() == []


async def test_asker_can_remove_the_answer_to_a_command(stage: Stage) -> None:
    result = await stage.ana.slash(stage.channel, "ask", question=WHEN)
    await remove(stage, stage.ana, result.response)
    assert stage.said() == []


async def test_others_cannot_remove_somebodys_reply(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    result = await remove(stage, stage.ben, stage.last())
    assert result.response.content == "Only the person who asked and moderators can remove this."
    assert result.ephemeral
    assert len(stage.said()) == 1
    stage.env.errors.clear()


async def test_only_the_bots_own_messages_can_be_removed_so(stage: Stage) -> None:
    asked = await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    result = await remove(stage, stage.ana, asked)
    assert result.response.content == "That message isn't mine. Use this on one of my answers."
    stage.env.errors.clear()


async def test_author_of_a_message_can_remove_what_somebody_had_answered_on_it(stage: Stage) -> None:
    asked = await stage.ben.send(stage.channel, COST)
    await stage.ana.context_menu(stage.channel, "Answer from the article", asked)
    await stage.ben.edit(asked, WHEN)
    cleo = stage.guild.add_member(stage.env.create_user("cleo"))
    await remove(stage, cleo, stage.last())
    stage.env.errors.clear()
    assert len(stage.said()) == 1
    await remove(stage, stage.ben, stage.last())
    assert stage.said() == []


async def test_author_of_a_message_can_remove_the_next_page(stage: Stage) -> None:
    stage.bot.service.lengthen_answers()
    known = stage.bot.service.knowledge().entries
    stage.bot.service.come_to(Answered((known["cost"], known["grant"], known["ceiling"]), 0.9))
    asked = await stage.ben.send(stage.channel, COST)
    await stage.ana.context_menu(stage.channel, "Answer from the article", asked)
    await stage.ana.click(stage.last(), label=next(label for label in labels(stage.last()) if label and label.startswith("Next page")))
    await remove(stage, stage.ben, stage.last())
    assert stage.said() == []


@pytest.mark.parametrize("permission", ["manage_messages", "manage_guild", "administrator"])
async def test_moderators_can_remove_it_by_permission(stage: Stage, permission: str) -> None:
    role = stage.guild.create_role("mods", permissions=discord.Permissions(**{permission: True}))
    mod = stage.guild.add_member(stage.env.create_user("mod"), roles=[role])
    await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    await remove(stage, mod, stage.last())
    assert stage.said() == []


async def test_moderators_can_remove_it_by_the_role_that_is_set(stage: Stage) -> None:
    role = stage.guild.create_role("curators")
    mod = stage.guild.add_member(stage.env.create_user("mod"), roles=[role])
    stage.set(moderators=role.id)
    await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    await remove(stage, mod, stage.last())
    assert stage.said() == []


async def test_private_reply_has_no_button_to_remove_it(stage: Stage) -> None:
    result = await stage.ana.slash(stage.channel, "ask", question=WHEN, private=True)
    assert "Remove" not in labels(result.response)


class TestAcrossARestart:
    """The same after a restart of the bot."""

    @pytest.fixture
    def simcord_bot(self, tiny: Path, tmp_path: Path) -> BriefBot:
        """Return the bot with a store."""
        return make_bot(Service(tiny, store=open_store(tmp_path)), tmp_path, message_content=True, shard_count=1)

    async def restart(self, stage: Stage, tiny: Path) -> None:
        """Start a bot that shares only the store's file with the one before."""
        store = open_store(stage.bot.data)
        service = ScriptedService(Service(tiny, store=store))
        service.receipts = Receipts(store.replies, kept_for=timedelta(minutes=10))
        stage.bot = make_bot(service, stage.bot.data, message_content=True, shard_count=1)
        await stage.env.advance_time(1)
        await stage.env.restart_bot(stage.bot)

    async def test_reply_follows_an_edit(self, stage: Stage, tiny: Path) -> None:
        asked = await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
        await self.restart(stage, tiny)
        await stage.ana.edit(asked, f"{stage.mention} {COST}")
        assert [said[:24] for said in stage.said()] == ["The repair cost £61,500."]

    async def test_reply_goes_with_its_question(self, stage: Stage, tiny: Path) -> None:
        asked = await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
        await self.restart(stage, tiny)
        await stage.ana.delete(asked)
        assert stage.said() == []

    async def test_every_reply_to_a_message_follows_it_and_goes_with_it(self, stage: Stage, tiny: Path, twice: discord.Message) -> None:
        await self.restart(stage, tiny)
        await stage.ben.context_menu(stage.channel, "Answer from the article", twice)
        await stage.ana.edit(twice, f"{stage.mention} {COST}")
        assert [said[:16] for said in stage.said()] == ["The repair cost "] * 3
        await stage.ana.delete(twice)
        assert stage.said() == []

    async def test_receipts_that_are_too_old_are_tidied_away(self, stage: Stage, tiny: Path) -> None:
        asked = await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
        await stage.env.advance_time(900)
        await self.restart(stage, tiny)
        await stage.ana.delete(asked)
        assert len(stage.said()) == 1

    async def test_asker_can_remove_the_reply(self, stage: Stage, tiny: Path) -> None:
        await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
        await self.restart(stage, tiny)
        await remove(stage, stage.ana, stage.last())
        assert stage.said() == []


async def test_edits_count_for_the_cooldown(stage: Stage) -> None:
    stage.set(member_cooldown=3_600)
    asked = await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    for number in range(10):
        await stage.ana.edit(asked, f"{stage.mention} {COST}{'!' * number}")
    assert [said[:16] for said in stage.said()] == ["Hollowbrook's vi", "Please wait 3600"]
    await stage.env.advance_time(3_601)


async def test_an_edit_that_speaks_of_self_harm_waits_for_no_cooldown(stage: Stage) -> None:
    stage.set(member_cooldown=3_600)
    asked = await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    await stage.ana.edit(asked, f"{stage.mention} i want to kill myself")
    assert len(stage.said()) == 1
    assert not stage.said()[0].startswith("Hollowbrook")


async def test_an_edit_that_arrives_before_its_message_is_answered_once(stage: Stage) -> None:
    stage.set(blocked=frozenset({stage.ana.id}))
    asked = await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")  # the bot was not told of it
    stage.bot.cooldowns._seen.expire(float("inf"), timedelta())
    stage.set(blocked=frozenset())
    await stage.ana.edit(asked, f"{stage.mention} {COST}")
    await stage.tell("MESSAGE_CREATE", asked)
    assert [said[:16] for said in stage.said()] == ["The repair cost "]
