"""Moderators answer a member, write an entry, name a gap or dismiss the question.

The asker hears where there is something to tell.
"""

from __future__ import annotations

from pathlib import Path

import discord
import pytest
from simcord import ChannelHandle, InteractionResult

from bot.asked import SLATES, TEA, ask, channel_for_questions, refused
from bot.conftest import labels
from bot.desks import Desk, fields, save, shown, submit, told
from briefbot.bot.app import make_bot


@pytest.fixture
def questions(desk: Desk) -> ChannelHandle:
    """Give the moderators a channel for questions."""
    return channel_for_questions(desk)


async def restart(desk: Desk, data: Path) -> None:
    await desk.env.restart_bot(make_bot(desk.service, data, message_content=True, shard_count=1))


async def answer(desk: Desk, post: discord.Message, words: str) -> InteractionResult:
    """Let Mia answer in her own words."""
    return await submit(desk.mia, await desk.mia.click(post, label="Answer"), words=words)


def noted(result: InteractionResult) -> discord.Message:
    """Give the private message below a post that was changed."""
    [note] = result.followups
    assert note.ephemeral
    return note.message


async def test_an_answer_reaches_the_asker_as_a_reply_over_a_restart(desk: Desk, questions: ChannelHandle, tmp_path: Path) -> None:
    reply = await refused(desk)
    await ask(desk.ana, reply)
    await restart(desk, tmp_path)
    done = await answer(desk, questions.history()[0], "Not in the article.\nWe *think* it was Bell, @everyone.")
    assert f"<@{desk.ana.id}> has your answer." in noted(done).content
    sent = desk.channel.history()[-1]
    assert sent.content == (
        f"<@{desk.ana.id}> **From the moderators of this server:**\n> Not in the article.\n> We *think* it was Bell, @everyone.\n"
        f"-# You asked: “{TEA}”"
    )
    assert sent.reference is not None
    assert sent.reference.message_id == reply.id
    assert [each.id for each in sent.mentions] == [desk.ana.id]
    assert not sent.mention_everyone
    assert f"<@{desk.mia.id}> answered:" in questions.history()[0].content
    assert labels(questions.history()[0]) == ["New entry", "Known gap", "Open the inbox"]
    assert desk.service.editor.changed(desk.guild.id) == {}
    assert desk.service.kept_about(desk.ana.id).waiting == 0


async def test_a_gap_is_told_and_noted(desk: Desk, questions: ChannelHandle) -> None:
    await ask(desk.ana, await refused(desk))
    done = await desk.mia.click(questions.history()[0], label="Known gap")
    assert f"<@{desk.ana.id}> was told." in noted(done).content
    assert desk.channel.history()[-1].content.startswith(
        f"<@{desk.ana.id}> **From the moderators of this server:**\n> The article doesn't answer this."
    )
    assert desk.service.inbox.open_groups(desk.guild.id) == []
    await desk.mia.click(noted(done), label="Move back to the inbox")
    assert len(desk.service.inbox.open_groups(desk.guild.id)) == 1


async def test_what_is_dismissed_is_told_to_nobody(desk: Desk, questions: ChannelHandle) -> None:
    reply = await refused(desk)
    await ask(desk.ana, reply)
    done = await desk.mia.click(questions.history()[0], label="Dismiss")
    assert f"<@{desk.ana.id}> wasn't told." in noted(done).content
    assert desk.channel.history()[-1].id == reply.id
    assert questions.history()[0].content.endswith(f"<@{desk.mia.id}>: Dismiss")


async def test_a_new_entry_reaches_the_asker(desk: Desk, questions: ChannelHandle) -> None:
    await ask(desk.ana, await refused(desk))
    form = await desk.mia.click(questions.history()[0], label="New entry")
    assert fields(form)["phrasings"] == TEA
    await save(desk.mia, await submit(desk.mia, form, answer="The repair cost £61,500.", evidence="2"))
    assert desk.channel.history()[-1].content.startswith(f"<@{desk.ana.id}> You asked me to tell you: there is an answer now.")


async def test_a_way_to_ask_reaches_the_asker(desk: Desk, questions: ChannelHandle) -> None:
    await desk.ana.click(await refused(desk, SLATES), label="None of these")
    await ask(desk.ana, desk.channel.history()[-1])
    form = await desk.mia.select(questions.history()[0], ["e.cost"])
    await save(desk.mia, await submit(desk.mia, form))
    assert desk.channel.history()[-1].content.startswith(f"<@{desk.ana.id}> You asked me to tell you: there is an answer now.")


async def test_what_was_asked_privately_is_answered_privately(desk: Desk, questions: ChannelHandle) -> None:
    desk.service.guilds.change(desk.guild.id, quiet_channels=frozenset({desk.channel.id}))
    private = shown(await desk.ana.slash(desk.channel, "ask", question=TEA))
    assert told(await ask(desk.ana, private)).startswith("The moderators have your question.")
    desk.service.guilds.change(desk.guild.id, quiet_channels=frozenset())
    before = len(desk.channel.history())
    await answer(desk, questions.history()[0], "Bell.")
    assert len(desk.channel.history()) == before
    assert desk.ana.user.dm_channel.history()[-1].content.startswith("**From the moderators of here:**\n> Bell.")


async def test_who_has_left_is_not_reached_and_the_question_stays(desk: Desk, questions: ChannelHandle) -> None:
    await ask(desk.ana, await refused(desk))
    desk.env.backend.get_guild(desk.guild.id).members.pop(desk.ana.id)
    assert "could not be reached" in noted(await answer(desk, questions.history()[0], "Bell.")).content
    assert "Answer" in labels(questions.history()[0])


async def test_only_moderators_act_on_it(desk: Desk, questions: ChannelHandle) -> None:
    reply = await refused(desk)
    await ask(desk.ana, reply)
    assert "Only moderators" in told(await desk.ana.click(questions.history()[0], label="Known gap"))
    assert desk.channel.history()[-1].id == reply.id
