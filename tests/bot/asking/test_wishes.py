"""Words for the bot itself lead to its sources, moderators and commands, and are not mistaken for questions."""

from __future__ import annotations

import pytest

from bot.conftest import Stage, labels
from briefbot.domain.outcome import Wish, Wished
from briefbot.rendering.attribution import printed

COST = "How much did the new roof cost?"
WHEN = "When did the library reopen?"
PLACE = "Where: “Hollowbrook library reopens under a roof of reclaimed slate”, paragraph {number} of 9"


async def test_source_is_that_of_the_answer_just_given(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    await stage.ana.send(stage.channel, f"{stage.mention} what paragraph is that from?")
    assert stage.last().content.splitlines()[0] == f"**{COST}**"
    assert stage.last().content.endswith(PLACE.format(number=2))
    assert labels(stage.last()) == ["Sources", "Ask more"]
    pressed = await stage.ben.click(stage.last(), label="Sources")
    assert "The passage (paragraph 2 of 9):" in pressed.response.content


async def test_source_first_is_the_article(stage: Stage) -> None:
    told = (await stage.ana.slash(stage.channel, "source")).response.content
    await stage.ana.send(stage.channel, f"{stage.mention} source?")
    assert stage.last().content == told
    assert labels(stage.last()) == ["What can I ask?"]


async def test_source_is_that_of_the_answer_that_is_replied_to(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    cost = stage.last()
    await stage.ben.send(stage.channel, f"{stage.mention} {WHEN}")
    for text in ("source", "are you sure?", "no that's wrong"):
        await stage.ben.send(stage.channel, text, reply_to=cost)
        assert stage.last().content.endswith(PLACE.format(number=2))
    await stage.ben.send(stage.channel, "and which paragraph is that from", reply_to=stage.last())
    assert stage.last().content.endswith(PLACE.format(number=2))


async def test_source_is_that_of_the_answer_that_is_linked_to(stage: Stage) -> None:
    for member in (stage.ana, stage.ben):
        await member.send(stage.channel, f"{stage.mention} {COST}")
    link = stage.last()
    assert link.content.startswith("Answered a few minutes ago")
    await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    await stage.ana.send(stage.channel, "source?", reply_to=link)
    assert stage.last().content.endswith(PLACE.format(number=2))


async def test_source_of_an_answer_that_has_gone_is_the_articles(stage: Stage) -> None:
    await stage.ben.send(stage.channel, f"{stage.mention} {COST}")
    stage.bot.service.withdraw("cost")
    stage.bot.service.come_to(Wished(Wish.SOURCE))
    await stage.ana.send(stage.channel, "source?", reply_to=stage.last())
    assert stage.last().content.startswith("**Hollowbrook library reopens under a roof of reclaimed slate**")


async def test_sources_are_told_again_and_again_and_never_as_a_link(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    for _ in range(2):
        await stage.ana.send(stage.channel, f"{stage.mention} source?")
        assert stage.last().content.endswith(PLACE.format(number=2))
    await stage.ben.send(stage.channel, f"{stage.mention} {COST}")
    assert stage.last().content.startswith("Answered a few minutes ago")


async def test_wish_after_a_command_is_answered_the_same(stage: Stage) -> None:
    await stage.ana.slash(stage.channel, "ask", question=COST)
    sure = await stage.ana.slash(stage.channel, "ask", question="are you sure?", private=True)
    assert sure.ephemeral
    assert sure.response.content.startswith("A claim by parish council, Hollowbrook. I only repeat the article.")
    assert sure.response.content.endswith(PLACE.format(number=2))


async def test_wish_in_a_direct_message_is_answered(stage: Stage) -> None:
    await stage.ana.send_dm(COST)
    await stage.ana.send_dm("where did you get that")
    assert stage.ana.user.dm_channel.last_message.content.endswith(PLACE.format(number=2))
    await stage.ana.send_dm("can i speak to a human")
    assert "nobody else reads this" in stage.ana.user.dm_channel.last_message.content


async def test_moderators_are_named_and_not_pinged(stage: Stage) -> None:
    role = stage.guild.create_role("curators")
    stage.set(moderators=role.id)
    for text in ("can a mod answer that?", "that's wrong"):
        await stage.ana.send(stage.channel, f"{stage.mention} {text}")
        assert f"<@&{role.id}>" in stage.last().content
    sent = [entry.json for entry in stage.env.http_requests if entry.method == "POST" and entry.path.endswith("/messages")]
    assert [each["allowed_mentions"] for each in sent] == [{"parse": [], "replied_user": False}] * 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("link to the article", "**Hollowbrook library reopens under a roof of reclaimed slate**"),
        ("stop", "All right. I only answer"),
        ("who made you?", "I'm a bot. People wrote my answers"),
        ("what commands do you have?", "I answer questions about the article"),
        ("topics", "**What you can ask about**"),
    ],
)
async def test_wish_is_answered_when_the_bot_is_mentioned(stage: Stage, text: str, told: str) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {text}")
    assert stage.last().content.startswith(told)
    assert labels(stage.last()) == ["What can I ask?"]


async def test_random_quotation_is_one_that_the_channel_has_not_had(stage: Stage) -> None:
    whole = [quote for quote in stage.bot.service.knowledge().quotes.values() if not quote.partial]
    for _ in range(2 * len(whole) - 1):  # another test may have drawn from the deck; then a whole deck follows its rest
        await stage.ana.send(stage.channel, f"{stage.mention} give me a random quote")
    told = [reply.content for reply in stage.replies()]
    assert all(any(printed(quote) in content for content in told) for quote in whole)
    await stage.ana.send(stage.channel, f"{stage.mention} source?")
    assert "letter for letter" in stage.last().content


OPEN = (
    "source?",
    "are you sure?",
    "is that true?",
    "can a mod answer?",
    "link?",
    "can you stop?",
    "topics?",
    "random quote?",
    "who made you?",
)


@pytest.mark.parametrize("text", OPEN)
async def test_nobody_is_told_of_the_bot_unasked(stage: Stage, text: str) -> None:
    stage.set(open_channels=frozenset({stage.channel.id}))
    await stage.ana.send(stage.channel, text)
    assert stage.said() == []
    await stage.ana.send(stage.channel, WHEN)
    await stage.ben.send(stage.channel, text)  # he was not answered
    assert len(stage.said()) == 1


@pytest.mark.parametrize(("text", "is_told"), list(zip(OPEN, [True] * 6 + [False] * 3, strict=True)))
async def test_wish_goes_on_about_an_answer_in_an_open_channel(stage: Stage, text: str, is_told: bool) -> None:
    stage.set(open_channels=frozenset({stage.channel.id}))
    await stage.ana.send(stage.channel, WHEN)
    await stage.ana.send(stage.channel, text)
    assert len(stage.said()) == 1 + is_told
