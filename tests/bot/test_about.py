"""/topics, /source and /help tell the person who asks, and nobody else."""

from __future__ import annotations

import pytest

from .conftest import Stage, labels


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("topics", "**Money**: How much did the new roof cost?"),
        ("source", "**Hollowbrook library reopens under a roof of reclaimed slate**\nBy Ottoline Pym\nSection: Local News\n9 paragraphs"),
        ("help", "`/quote` finds somebody's words, letter for letter;"),
    ],
)
async def test_tells_privately(stage: Stage, command: str, told: str) -> None:
    result = await stage.ana.slash(stage.channel, command)
    assert told in result.response.content
    assert result.ephemeral


@pytest.mark.parametrize("text", ["🙂", "what is the best pizza in town?", "thanks", ""])
async def test_whoever_gets_no_answer_can_ask_what_there_is(stage: Stage, text: str) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {text}")
    assert labels(stage.last()) == ["What can I ask?", "Remove"]
    told = await stage.ben.click(stage.last(), label="What can I ask?")
    assert told.ephemeral
    assert told.response.content == (await stage.ben.slash(stage.channel, "topics")).response.content


async def test_answer_and_offer_have_no_such_button(stage: Stage) -> None:
    for question in ("How much did the new roof cost?", "What was the mill called?"):
        await stage.ana.send(stage.channel, f"{stage.mention} {question}")
        assert "What can I ask?" not in labels(stage.last())


async def test_help_names_the_channels_where_no_mention_is_needed(stage: Stage) -> None:
    line = f"- In {stage.channel.mention} I answer without a mention, when I am sure."
    assert line not in (await stage.ana.slash(stage.channel, "help")).response.content
    stage.set(open_channels=frozenset({stage.channel.id}))
    assert line in (await stage.ana.slash(stage.channel, "help")).response.content.splitlines()


async def test_help_tells_moderators_how_to_check(stage: Stage) -> None:
    assert "/settings check" not in (await stage.ana.slash(stage.channel, "help")).response.content
    role = stage.guild.create_role("curators")
    stage.set(moderators=role.id)
    mia = stage.guild.add_member(stage.env.create_user("mia"), roles=[role])
    assert "`/settings check` says what keeps me from working." in (await mia.slash(stage.channel, "help")).response.content
