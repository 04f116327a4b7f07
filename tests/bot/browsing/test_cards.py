"""A picture of a quotation, by /quote-card and by the button below a quotation."""

from __future__ import annotations

import discord
import pytest
from simcord import InteractionResult

from bot.conftest import Stage, labels
from briefbot.rendering import drawing
from briefbot.rendering.cards import Draw

HEART = "“Nobody in this village was willing to let that heart stop” — Ines Calloway, head librarian. "
PNG = b"\x89PNG"


@pytest.fixture
def draw() -> Draw:
    return drawing.draw


def picture_of(result: InteractionResult) -> discord.Attachment:
    """Return the one file of a reply."""
    [attachment] = result.response.message.attachments
    return attachment


async def quoted(stage: Stage) -> discord.Message:
    await stage.ana.slash(stage.channel, "quote", paragraph=5)
    return stage.last()


async def test_quote_card_gives_a_picture_with_alternative_text(stage: Stage) -> None:
    result = await stage.ana.slash(stage.channel, "quote-card", text="let that heart stop")
    picture = picture_of(result)
    assert (await picture.read()).startswith(PNG)
    assert (picture.filename, picture.description.startswith(HEART)) == ("quotation.png", True)
    assert result.response.content == "Ines Calloway’s words as a picture. The picture's description has them in full."
    assert labels(result.response) == ["Sources", "In context", "Ask more"]
    assert not result.ephemeral


async def test_quote_card_says_who_is_quoted_where_a_name_is_not(stage: Stage) -> None:
    result = await stage.ana.slash(stage.channel, "quote-card", speaker="Napoleon")
    assert result.response.content == "I found no such quotation. These are quoted: Ines Calloway, Maud Ashby."
    assert result.ephemeral


async def test_messages_about_self_harm_get_the_kind_sentence(stage: Stage) -> None:
    result = await stage.ana.slash(stage.channel, "quote-card", text="i want to die")
    assert result.response.content.startswith("I am sorry that things are so hard for you")
    assert result.response.message.attachments == []


async def test_the_button_below_a_quotation_makes_its_picture_for_all(stage: Stage) -> None:
    result = await stage.ana.click(await quoted(stage), label="As a picture")
    assert picture_of(result).description.startswith(HEART)
    assert not result.ephemeral


async def test_anybody_else_gets_the_picture_alone(stage: Stage) -> None:
    result = await stage.ben.click(await quoted(stage), label="As a picture")
    assert picture_of(result).description.startswith(HEART)
    assert result.ephemeral
    assert labels(result.response) == ["Sources", "In context", "Ask more"]


async def test_a_picture_in_a_quiet_channel_is_private(stage: Stage) -> None:
    message = await quoted(stage)
    stage.set(quiet_channels=frozenset({stage.channel.id}))
    assert (await stage.ana.click(message, label="As a picture")).ephemeral
    assert (await stage.ana.slash(stage.channel, "quote-card", text="let that heart stop")).ephemeral


async def test_the_button_works_after_a_restart(stage: Stage) -> None:
    message = await quoted(stage)
    await stage.restart()
    assert picture_of(await stage.ana.click(message, label="As a picture")).filename == "quotation.png"


async def test_a_quotation_that_cannot_be_drawn_is_refused_in_words(stage: Stage) -> None:
    message = await quoted(stage)
    stage.bot.draw = lambda card: drawing.draw(drawing.Card(card.words * 40, *["x"] * 6))
    result = await stage.ana.click(message, label="As a picture")
    assert result.response.content.startswith("This quotation is too long for a picture: ")
    assert result.ephemeral


async def test_where_no_library_draws_old_buttons_say_so(stage: Stage) -> None:
    message = await quoted(stage)
    stage.bot.draw = None
    await stage.restart()
    result = await stage.ana.click(message, label="As a picture")
    assert result.response.content == "I can't make pictures any more. `/quote` shows the words."
    assert "quote-card" not in {command.name for command in stage.bot.tree.get_commands()}
    assert "As a picture" not in labels(await quoted(stage))


async def test_nothing_is_drawn_while_the_article_is_under_review(stage: Stage) -> None:
    message = await quoted(stage)
    stage.set(is_paused=True)
    result = await stage.ana.click(message, label="As a picture")
    assert "under review" in result.response.content
