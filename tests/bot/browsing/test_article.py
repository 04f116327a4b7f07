"""Only the person who uses /source and /help sees the reply."""

from __future__ import annotations

import discord
import pytest

from bot.conftest import Stage, labels, pick, rows

HELP = "I answer questions about the article “Hollowbrook library reopens under a roof of reclaimed slate”.\nPeople"


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("source", "**Hollowbrook library reopens under a roof of reclaimed slate**\nBy Ottoline Pym\nSection: Local News\n9 paragraphs"),
        ("help", "I answer questions about the article “Hollowbrook library reopens under a roof of reclaimed slate”.\n"),
    ],
)
async def test_tells_privately(stage: Stage, command: str, told: str) -> None:
    result = await stage.ana.slash(stage.channel, command)
    assert told in result.response.content
    assert result.ephemeral


@pytest.mark.parametrize("text", ["🙂", "what is the best pizza in town?", "thanks", ""])
async def test_without_an_answer_people_can_ask_for_the_topics(stage: Stage, text: str) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {text}")
    assert labels(stage.last()) == ["What can I ask?"]
    told = await stage.ben.click(stage.last(), label="What can I ask?")
    assert told.ephemeral
    assert told.response.content == (await stage.ben.slash(stage.channel, "topics")).response.content


async def test_answer_and_offer_have_no_such_button(stage: Stage) -> None:
    for question in ("How much did the new roof cost?", "What was the mill called?"):
        await stage.ana.send(stage.channel, f"{stage.mention} {question}")
        assert "What can I ask?" not in labels(stage.last())


@pytest.mark.parametrize(
    "text", ["help", "HELP!", "/help", "help pls", "plz help", "commands", "what can you do?", "what can u do", "I need help"]
)
async def test_a_call_for_help_gets_the_text_of_the_command(stage: Stage, text: str) -> None:
    told = (await stage.ana.slash(stage.channel, "help")).response.content
    await stage.ana.send(stage.channel, f"{stage.mention} {text}")
    assert stage.last().content == told
    assert labels(stage.last()) == ["What can I ask?"]
    asked = await stage.ana.slash(stage.channel, "ask", question=text)
    assert asked.response.content == told


async def test_help_is_told_in_a_direct_message(stage: Stage) -> None:
    await stage.ana.send_dm("what can you do?")
    assert stage.ana.user.dm_channel.last_message.content.startswith(HELP)


async def test_help_is_told_below_an_answer(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} How much did the new roof cost?")
    await stage.ana.send(stage.channel, "help", reply_to=stage.last())
    assert stage.last().content.startswith(HELP)


async def test_help_follows_an_edit(stage: Stage) -> None:
    asked = await stage.ana.send(stage.channel, f"{stage.mention} How much did the new roof cost?")
    await stage.ana.edit(asked, f"{stage.mention} help")
    assert stage.last().content.startswith(HELP)


@pytest.mark.parametrize("text", ["who helped with the roof?", "how much did the new roof cost, help!", "what can the council do", "hello"])
async def test_call_for_help_takes_no_question_about_the_article(stage: Stage, text: str) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {text}")
    assert not stage.last().content.startswith(HELP)


async def test_nobody_is_helped_unasked(stage: Stage) -> None:
    stage.set(open_channels=frozenset({stage.channel.id}))
    for text in ("help", "what can you do?", "can you help me please?"):
        await stage.ana.send(stage.channel, text)
    assert stage.said() == []


async def test_help_names_the_channels_where_no_mention_is_needed(stage: Stage) -> None:
    line = f"- In {stage.channel.mention} you don't need to mention me. I answer when I'm sure."
    assert line not in (await stage.ana.slash(stage.channel, "help")).response.content
    stage.set(open_channels=frozenset({stage.channel.id}))
    assert line in (await stage.ana.slash(stage.channel, "help")).response.content.splitlines()
    await stage.ana.send(stage.channel, f"{stage.mention} help")
    assert line in stage.last().content.splitlines()


async def test_help_tells_moderators_how_to_check(stage: Stage) -> None:
    assert "settings check" not in (await stage.ana.slash(stage.channel, "help")).response.content
    role = stage.guild.create_role("curators")
    stage.set(moderators=role.id)
    mia = stage.guild.add_member(stage.env.create_user("mia"), roles=[role])
    told = (await mia.slash(stage.channel, "help")).response.content
    assert "If you don't see it, an administrator can show it to you: Server Settings → Integrations" in told
    assert "/settings" not in told
    manager = stage.guild.create_role("managers", permissions=discord.Permissions(manage_guild=True))
    max_ = stage.guild.add_member(stage.env.create_user("max"), roles=[manager])
    assert "finds out why I stay silent." in (await max_.slash(stage.channel, "help")).response.content


async def test_help_leads_to_its_commands_and_has_two_examples_to_try(stage: Stage) -> None:
    told = (await stage.ana.slash(stage.channel, "help")).response
    assert f"</ask:{stage.bot.command_ids['ask']}>" in told.content
    examples = [option["label"] for option in rows(told)[0]["components"][0]["options"]]
    assert examples == ["When did the library reopen?", "Why was the library closed?"]
    answer = await pick(stage.ana, told, examples[0])
    assert answer.ephemeral
    assert answer.response.content.startswith(f"**{examples[0]}**\nHollowbrook's village library reopened")


async def test_help_names_commands_in_words_where_their_ids_are_not_known(stage: Stage) -> None:
    stage.bot.command_ids = {}
    assert "use `/ask`." in (await stage.ana.slash(stage.channel, "help")).response.content
