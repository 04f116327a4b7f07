"""Questions reach the bot by every way, and the answer lands where it was asked."""

from __future__ import annotations

import discord
import pytest

from .conftest import Stage

WHEN = "When did the library reopen?"
ANSWER = "Hollowbrook's village library reopened on Saturday, March 22."
CITATION = "-# “Hollowbrook library reopens under a roof of reclaimed slate”, paragraph 1 of 9"


async def test_mention_is_answered_on_the_message(stage: Stage) -> None:
    asked = await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    reply = stage.last()
    assert reply.content.startswith(ANSWER)
    assert reply.content.endswith(CITATION)
    assert reply.reference.message_id == asked.id


async def test_nobody_is_pinged(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    [sent] = [entry.json for entry in stage.env.http_requests if entry.method == "POST" and entry.path.endswith("/messages")]
    assert sent["allowed_mentions"] == {"parse": [], "replied_user": False}


async def test_reply_to_the_bot_is_answered(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    await stage.ben.send(stage.channel, "How much did the new roof cost?", reply_to=stage.last())
    assert "£61,500" in stage.last().content


async def test_direct_message_is_answered(stage: Stage) -> None:
    await stage.ana.send_dm(WHEN)
    assert stage.ana.user.dm_channel.last_message.content.startswith(ANSWER)


async def test_ask_is_answered_in_public(stage: Stage) -> None:
    result = await stage.ana.slash(stage.channel, "ask", question=WHEN)
    assert result.response.content.startswith(ANSWER)
    assert not result.ephemeral


async def test_ask_privately_is_answered_privately(stage: Stage) -> None:
    result = await stage.ana.slash(stage.channel, "ask", question=WHEN, private=True)
    assert result.ephemeral


async def test_mention_of_the_bots_role_is_answered(stage: Stage) -> None:
    role = stage.guild.create_role("briefbot")
    await stage.env.settle()
    seen = stage.guild.me.guild.get_role(role.id)
    seen.tags = discord.RoleTags({"bot_id": str(stage.bot.me.id)})  # as Discord marks the role that it makes for a bot
    await stage.ana.send(stage.channel, f"{role.mention} {WHEN}")
    assert stage.last().content.startswith(ANSWER)


@pytest.mark.parametrize("text", ["good morning all", "When did the library reopen?", "@everyone When did the library reopen?"])
async def test_what_does_not_address_the_bot_is_left_alone(stage: Stage, text: str) -> None:
    await stage.ana.send(stage.channel, text)
    assert stage.said() == []


async def test_other_bots_webhooks_and_system_messages_are_left_alone(stage: Stage) -> None:
    robot = stage.guild.add_member(stage.env.create_user("robot", bot=True))
    await robot.send(stage.channel, f"{stage.mention} {WHEN}")
    await stage.guild.create_webhook(stage.channel).send(f"{stage.mention} {WHEN}")
    assert stage.said() == []


async def test_mention_without_words_gets_a_hint(stage: Stage) -> None:
    await stage.ana.send(stage.channel, stage.mention)
    assert stage.last().content.startswith("Ask me something about the article “Hollowbrook library")


async def test_silence_says_so_and_names_the_nearest(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} What was the mill called?")
    assert stage.last().content.startswith("The article does not name the mill")
    assert "The nearest that the article does say:" in stage.last().content


async def test_correction_is_recognised_as_one(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} Why were all the books lost?")
    assert stage.last().content.startswith("**Correction:** Not all books were lost.")


async def test_mentions_in_a_question_are_not_echoed(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} blorb {stage.ben.mention} zwick")
    assert stage.ben.mention not in stage.last().content
    assert "blorb" not in stage.last().content


@pytest.mark.simcord(approved_intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True))
class TestWithoutMessageContent:
    """The same where Discord has not granted the contents of messages."""

    @pytest.fixture
    def has_content(self) -> bool:
        """Ask for no contents."""
        return False

    async def test_mention_and_direct_message_are_answered(self, stage: Stage) -> None:
        await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
        await stage.ana.send_dm(WHEN)
        assert stage.last().content.startswith(ANSWER)
        assert stage.ana.user.dm_channel.last_message.content.startswith(ANSWER)
