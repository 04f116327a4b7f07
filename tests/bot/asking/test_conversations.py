"""A follow-up depends on the last answer that its asker got in the same place, and on nothing else."""

from __future__ import annotations

import pytest

from bot.conftest import Stage, pick

COST = "How much did the new roof cost?"
CALLOWAY = "Who is Ines Calloway?"
OLD = "how old is she?"
OF_CALLOWAY = "**Not in the article.** The article says nothing about Ines Calloway beyond her post"
LINK = "Answered a few minutes ago"


def turns(stage: Stage) -> int:
    """Count the places with a turn of ana's."""
    return stage.bot.service.kept_about(stage.ana.id).turns


@pytest.mark.parametrize(
    "then", ["what is the article about", "how much will the footbridge cost", "so how many slates were laid", "what time is it", "tldr"]
)
async def test_question_that_stands_on_its_own_never_gets_a_link_to_another_answer(stage: Stage, then: str) -> None:
    await stage.ben.send(stage.channel, f"{stage.mention} {then}")
    alone = stage.last().content
    stage.bot.recent_answers.forget(stage.last().id)
    await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    await stage.ana.send(stage.channel, f"{stage.mention} {then}")
    assert stage.last().content == alone
    assert not alone.startswith(LINK)


async def test_who_said_that_is_told_of_the_answer_before(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} What did Ashby say about the beams?")
    await stage.ana.send(stage.channel, f"{stage.mention} who said that?")
    assert stage.last().content.startswith("Those are the words of Maud Ashby, master roofer, from Thornby.\n")
    await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    await stage.ana.send(stage.channel, f"{stage.mention} says who?")
    assert stage.last().content.startswith("That comes from parish council, Hollowbrook.\n")


@pytest.mark.parametrize("then", ["lol what?", "what?"])
async def test_who_is_bewildered_is_told_how_sure_the_answer_before_is(stage: Stage, then: str) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    await stage.ana.send(stage.channel, f"{stage.mention} {then}")
    assert stage.last().content.startswith("A claim by parish council, Hollowbrook. I only repeat the article.\n")


@pytest.mark.parametrize("then", ["why?", "and when was that?", "how so?"])
async def test_empty_follow_up_that_nothing_tells_is_not_understood(stage: Stage, then: str) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    await stage.ana.send(stage.channel, f"{stage.mention} {then}")
    assert stage.last().content.startswith("I didn't get that.")


@pytest.mark.parametrize("then", ["why?", "lol what?", "who said that?", "and when was that?", "tell me more?"])
async def test_empty_follow_up_in_an_open_channel_is_met_with_silence(stage: Stage, then: str) -> None:
    stage.set(open_channels=frozenset({stage.channel.id}))
    await stage.ana.send(stage.channel, "What did Ashby say about the beams?")
    assert len(stage.said()) == 1
    await stage.ana.send(stage.channel, then)
    assert len(stage.said()) == 1


async def test_no_question_follows_up_an_unanswered_one_in_an_open_channel(stage: Stage) -> None:
    stage.set(open_channels=frozenset({stage.channel.id}))
    await stage.ana.send(stage.channel, "How old is Ines Calloway?")  # the article is silent, and so is the bot
    assert (stage.said(), turns(stage)) == ([], 0)
    await stage.ana.send(stage.channel, f"{stage.mention} {OLD}")
    assert not stage.last().content.startswith(OF_CALLOWAY)


async def test_follow_up_leans_on_the_answer_before_what_was_not_answered(stage: Stage) -> None:
    stage.set(open_channels=frozenset({stage.channel.id}))
    await stage.ana.send(stage.channel, CALLOWAY)
    await stage.ana.send(stage.channel, "anybody up for a walk?")
    await stage.ana.send(stage.channel, f"{stage.mention} {OLD}")
    assert stage.last().content.startswith(OF_CALLOWAY)


@pytest.mark.parametrize(
    "said", ["did any of you read when the library reopened?", "@ben when did the library reopen?", "who wrote hamlet?"]
)
async def test_in_an_open_channel_the_others_are_left_to_themselves(stage: Stage, said: str) -> None:
    stage.set(open_channels=frozenset({stage.channel.id}))
    await stage.ana.send(stage.channel, said)
    assert stage.said() == []
    await stage.ana.send(stage.channel, "when did the library reopen?")
    assert len(stage.said()) == 1


@pytest.mark.parametrize("way", ["mention", "command"])
async def test_no_question_follows_up_an_answer_that_discord_refused(stage: Stage, way: str) -> None:
    for route in ("/channels/*/messages", "/interactions/*/callback"):
        stage.env.inject_error("POST", route, status=403, code=50013, message="Missing Permissions")
    if way == "mention":
        await stage.ana.send(stage.channel, f"{stage.mention} {CALLOWAY}")
    else:
        await stage.ana.slash(stage.channel, "ask", question=CALLOWAY)
    assert (stage.said(), turns(stage)) == ([], 0)


async def test_chosen_suggestion_is_gone_on_from(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} tell me about calloway")
    offer = stage.last()
    assert offer.content.startswith("I'm not sure")
    await pick(stage.ana, offer, CALLOWAY)
    await stage.ana.send(stage.channel, f"{stage.mention} {OLD}")
    assert stage.last().content.startswith(OF_CALLOWAY)


async def test_question_chosen_while_typing_is_gone_on_from(stage: Stage) -> None:
    await stage.ana.slash(stage.channel, "ask", question=CALLOWAY)
    await stage.ana.slash(stage.channel, "ask", question=OLD)
    assert stage.last().content.startswith(OF_CALLOWAY)


async def test_what_somebody_else_wrote_does_not_lean_on_what_its_reader_asked(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {CALLOWAY}")
    asked = await stage.ben.send(stage.channel, OLD)
    result = await stage.ana.context_menu(stage.channel, "Answer from the article", asked)
    assert OF_CALLOWAY not in str(result.response.content)
