"""A change reaches the replies that gave the older text.

Each is edited once, with a dated line, and what cannot be is counted.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from pathlib import Path

import discord
import pytest
from simcord import ChannelHandle, InteractionResult, MemberActor
from simcord.backend.models.channel import Overwrite
from simcord.enums import OverwriteType

from bot.conftest import labels
from bot.desks import COST, Desk, buttons, edit, press_forged, save, shown, told
from briefbot.bot.app import make_bot
from briefbot.bot.correcting.worker import Correcting
from briefbot.bot.transport.limits import Limits
from briefbot.domain.records import Kept
from briefbot.service import Service

OLD, NEW = "The repair cost £61,500.", "The repair cost £61,500 in all."
PRICE, WHEN = "How much did the new roof cost?", "When did the library reopen?"
CORRECTED = re.compile(r"\n-# Corrected on <t:\d+:D>\.$")
WITHDRAWN = re.compile(r"This answer was withdrawn on <t:\d+:D>\.")


@pytest.fixture
def service(keeping: Service) -> Service:
    """Give a service that keeps what it is told."""
    return keeping


@pytest.fixture
def limits() -> Limits:
    """Let no correction wait between two replies."""
    return Limits(correction_pause=0, old_correction_pause=0, progress_every=0)


@pytest.fixture(autouse=True)
def _unhurried(desk: Desk) -> None:
    desk.service.guilds.change(desk.guild.id, member_cooldown=0)


@dataclass
class Said:
    """A reply of the bot's, in a channel of its own, so that no reply is a link to another."""

    channel: ChannelHandle
    before: discord.Message

    @property
    def now(self) -> discord.Message:
        return next(each for each in self.channel.history() if each.id == self.before.id)


async def ask(desk: Desk, question: str = PRICE) -> Said:
    channel = desk.guild.create_text_channel(f"room-{len(desk.env.backend.channels)}")
    await desk.ana.send(channel, f"<@{desk.bot.me.id}> {question}")
    return Said(channel, channel.history()[-1])


async def change(desk: Desk, answer: str = NEW, thing: str = COST, reason: str = "") -> InteractionResult:
    return await save(desk.mia, await edit(desk, desk.mia, thing, answer=answer), reason)


async def retire(desk: Desk, thing: str = COST, reason: str = "") -> InteractionResult:
    return await save(desk.mia, await desk.mia.slash(desk.channel, "knowledge retire", thing=thing), reason)


def offers(result: InteractionResult) -> list[str]:
    return [label for label in buttons(shown(result)) if label.startswith("Correct ")]


async def correct(desk: Desk, result: InteractionResult, who: MemberActor | None = None) -> discord.Message:
    """Press the offer, and give what it says at the end."""
    begun = await (who or desk.mia).click(shown(result), label=offers(result)[0])
    await end_work(desk)
    assert begun.response is not None
    return begun.response.message


async def end_work(desk: Desk) -> None:
    """Wait until nothing is corrected."""
    cog = desk.bot.get_cog("Correcting")
    assert isinstance(cog, Correcting)
    await asyncio.gather(*cog._working.values())
    await desk.env.settle()


async def look(desk: Desk) -> None:
    """Let the bot look what waits, as it does every minute."""
    cog = desk.bot.get_cog("Correcting")
    assert isinstance(cog, Correcting)
    await cog.look()
    await end_work(desk)


async def test_replies_get_the_new_text_and_a_dated_line(desk: Desk) -> None:
    replies, other = [await ask(desk) for _ in range(2)], await ask(desk, WHEN)
    saved = await change(desk)
    assert offers(saved) == ["Correct 2 replies of the last 30 days"]
    ended = await correct(desk, saved)
    assert ended.content == "Corrected 2 replies about “How much did the new roof cost?”."
    for reply in replies:
        assert reply.now.content.startswith(NEW)
        assert CORRECTED.search(reply.now.content)
        assert labels(reply.now) == labels(reply.before)
    assert other.now.content == other.before.content


async def test_a_gap_that_moderators_edit_is_corrected(desk: Desk) -> None:
    reply = await ask(desk, "How old is Ines Calloway?")
    assert reply.before.content.startswith("**Not in the article.**")
    told = "The article says only that Ines Calloway is the head librarian."
    await correct(desk, await change(desk, told, "entry:gap-librarian-person"))
    assert reply.now.content.startswith(f"**Not in the article.** {told}")
    assert CORRECTED.search(reply.now.content)


async def test_a_quotation_that_is_retired_is_withdrawn(desk: Desk) -> None:
    await desk.ana.slash(desk.channel, "quote", text="buckets")
    reply = Said(desk.channel, desk.channel.history()[-1])
    assert "buckets" in reply.before.content
    await correct(desk, await retire(desk, "quote:quote-buckets"))
    assert WITHDRAWN.fullmatch(reply.now.content)


async def test_nothing_is_offered_where_the_text_stays_the_same(desk: Desk) -> None:
    await ask(desk)
    saved = await save(desk.mia, await edit(desk, desk.mia, phrasings=f"{PRICE}\nWhat did they pay for the roof?"))
    assert offers(saved) == []


async def test_a_retired_answer_is_marked_withdrawn_with_the_reason(desk: Desk) -> None:
    reply = await ask(desk)
    await correct(desk, await retire(desk, reason="The figure is *disputed* by <@1>."))
    assert WITHDRAWN.match(reply.now.content)
    assert reply.now.content.splitlines()[1].startswith("-# Why: The figure is \\*disputed\\* by ")
    assert reply.now.mentions == []
    assert OLD not in reply.now.content
    assert labels(reply.now) == ["What can I ask?", "Was this right?"]


async def test_without_a_reason_it_says_no_more(desk: Desk) -> None:
    reply = await ask(desk)
    await correct(desk, await retire(desk))
    assert WITHDRAWN.fullmatch(reply.now.content)


async def test_undoing_offers_again_and_brings_the_answer_back(desk: Desk) -> None:
    reply = await ask(desk)
    retired = await retire(desk)
    await correct(desk, retired)
    undone = await desk.mia.click(shown(retired), label="Undo")
    assert offers(undone) == ["Correct 1 reply of the last 30 days"]
    await correct(desk, undone)
    assert reply.now.content.startswith(OLD)
    assert CORRECTED.search(reply.now.content)
    assert "Sources" in labels(reply.now)


async def test_undoing_what_never_reached_a_reply_offers_nothing(desk: Desk) -> None:
    await ask(desk)
    undone = await desk.mia.click(shown(await change(desk)), label="Undo")
    assert offers(undone) == []


async def test_a_second_correction_leaves_one_dated_line(desk: Desk) -> None:
    reply = await ask(desk)
    await correct(desk, await change(desk))
    await correct(desk, await change(desk, "The repair cost £61,500 altogether."))
    assert reply.now.content.startswith("The repair cost £61,500 altogether.")
    assert reply.now.content.count("Corrected on") == 1


async def test_of_several_answers_in_a_reply_each_is_corrected_where_it_stands(desk: Desk) -> None:
    reply = await ask(desk, f"{PRICE} {WHEN}")
    await correct(desk, await change(desk))
    assert NEW in reply.now.content
    assert "reopened on Saturday" in reply.now.content
    await correct(desk, await change(desk, "It reopened on Saturday, March 22.", "entry:reopening"))
    assert NEW in reply.now.content
    assert "It reopened on Saturday, March 22." in reply.now.content
    assert reply.now.content.count("Corrected on") == 1


async def test_of_several_answers_one_can_be_withdrawn_and_come_back(desk: Desk) -> None:
    reply = await ask(desk, f"{PRICE} {WHEN}")
    retired = await retire(desk)
    await correct(desk, retired)
    assert OLD not in reply.now.content
    assert "reopened on Saturday" in reply.now.content
    assert "Another answer here was withdrawn on <t:" in reply.now.content
    await correct(desk, await desk.mia.click(shown(retired), label="Undo"))
    assert OLD in reply.now.content
    assert "withdrawn" not in reply.now.content


async def test_a_reply_to_a_command_is_corrected_too_and_a_private_one_is_counted(desk: Desk) -> None:
    await desk.ana.slash(desk.channel, "ask", question=PRICE)
    reply = Said(desk.channel, desk.channel.history()[-1])
    await desk.ana.slash(desk.channel, "ask", question=PRICE, private=True)
    saved = await change(desk)
    assert offers(saved) == ["Correct 1 reply of the last 30 days"]
    ended = await correct(desk, saved)
    assert reply.now.content.startswith(NEW)
    assert "1 was private: nobody can edit it any more." in ended.content


async def test_a_deleted_reply_is_passed_over_and_counted(desk: Desk) -> None:
    gone, there = await ask(desk), await ask(desk)
    desk.env.backend.delete_message(gone.channel.id, gone.before.id)
    ended = await correct(desk, await change(desk))
    assert ended.content.splitlines()[0] == "Corrected 1 reply about “How much did the new roof cost?”."
    assert "1 was deleted." in ended.content
    assert there.now.content.startswith(NEW)


async def test_a_reply_whose_question_was_deleted_is_no_longer_offered(desk: Desk) -> None:
    reply = await ask(desk)
    question = reply.channel.history()[-2]
    await desk.ana.delete(question)
    assert offers(await change(desk)) == []


async def test_a_channel_that_the_bot_cannot_see_is_passed_over_and_counted(desk: Desk) -> None:
    reply = await ask(desk)
    saved = await change(desk)
    hide(desk, reply.channel)
    ended = await correct(desk, saved)
    assert "1 can't be edited" in ended.content
    assert reply.now.content == reply.before.content


def hide(desk: Desk, channel: ChannelHandle) -> None:
    """Let the bot no longer see a channel."""
    hidden = Overwrite(desk.bot.me.id, OverwriteType.MEMBER, deny=discord.Permissions(view_channel=True).value)
    desk.env.backend.get_channel(channel.id).overwrites.append(hidden)


async def test_it_waits_while_the_server_is_paused(desk: Desk) -> None:
    reply = await ask(desk)
    saved = await change(desk)
    desk.service.guilds.change(desk.guild.id, is_paused=True)
    waiting = await correct(desk, saved)
    assert "I'm paused here, so I wait" in waiting.content
    assert reply.now.content == reply.before.content
    desk.service.guilds.change(desk.guild.id, is_paused=False)
    await look(desk)
    assert reply.now.content.startswith(NEW)


async def test_it_can_be_stopped_and_says_how_far_it_is(desk: Desk) -> None:
    reply = await ask(desk)
    saved = await change(desk)
    desk.service.guilds.change(desk.guild.id, is_paused=True)
    waiting = await correct(desk, saved)
    again = await desk.mia.click(waiting, label="How far is it?")
    assert "0 of 1 done" in again.response.content
    stopped = await desk.mia.click(again.response, label="Stop")
    assert stopped.response.content.splitlines()[0].endswith("Stopped: 1 other stays as it is.")
    desk.service.guilds.change(desk.guild.id, is_paused=False)
    await look(desk)
    assert reply.now.content == reply.before.content


async def test_it_goes_on_after_a_restart(desk: Desk, tmp_path: Path) -> None:
    replies = [await ask(desk) for _ in range(3)]
    saved = await change(desk)
    desk.service.guilds.change(desk.guild.id, is_paused=True)
    await correct(desk, saved)
    desk.service.guilds.change(desk.guild.id, is_paused=False)
    desk.bot = make_bot(desk.service, tmp_path, message_content=True, limits=desk.bot.limits, shard_count=1)
    await desk.env.restart_bot(desk.bot)
    await end_work(desk)
    assert all(reply.now.content.startswith(NEW) for reply in replies)


async def test_it_stands_in_the_history_and_in_the_audit_channel(desk: Desk) -> None:
    audit = desk.guild.create_text_channel("audit")
    desk.service.guilds.change(desk.guild.id, audit_channel=audit.id)
    await ask(desk)
    await correct(desk, await change(desk))
    assert audit.history()[-1].content == f"Corrected 1 reply about “How much did the new roof cost?”. (<@{desk.mia.id}>)"
    history = told(await desk.mia.slash(desk.channel, "knowledge history", thing=COST))
    assert re.search(rf"-# Replies corrected by <@{desk.mia.id}>, <t:\d+:f>: 1 of 1, 0 passed over", history)


async def test_the_history_of_a_thing_offers_what_was_not_corrected_yet(desk: Desk) -> None:
    reply = await ask(desk)
    await change(desk)
    history = await desk.mia.slash(desk.channel, "knowledge history", thing=COST)
    await correct(desk, history)
    assert reply.now.content.startswith(NEW)


async def test_who_began_it_is_forgotten_when_they_want_that(desk: Desk) -> None:
    await ask(desk)
    await correct(desk, await change(desk))
    assert desk.service.kept_about(desk.mia.id).corrections == 1
    desk.service.forget(desk.mia.id)
    assert desk.service.kept_about(desk.mia.id) == Kept()


async def test_a_member_who_is_no_moderator_is_refused(desk: Desk) -> None:
    reply = await ask(desk)
    saved = await change(desk)
    refused = await press_forged(desk.ana, desk.channel, buttons(shown(saved))[offers(saved)[0]])
    assert "Only moderators" in told(refused)
    assert reply.now.content == reply.before.content
