"""The bot speaks the language of those who read it, and its commands have names in it, as soon as there is a catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from briefbot import words
from briefbot.bot.client import BriefBot
from briefbot.bot.running import make_bot
from briefbot.service import Service

from .conftest import Stage

CATALOGUE = """
msgid "ask"
msgstr "fragen"

msgid "Ask a question about the article"
msgstr "Stelle eine Frage zum Artikel"

msgid "question"
msgstr "Deine Frage"

msgid "quote"
msgstr "Zitat!"

msgid "Answer from the article"
msgstr "Aus dem Artikel antworten"

msgid "Ask me something about the article “{title}”."
msgstr "Frag mich etwas zum Artikel „{title}“."

msgid "Nothing is kept about you."
msgstr "Über dich ist nichts gespeichert."

msgid "Show what is kept about me"
msgstr "Zeigen"
"""


@pytest.fixture
def simcord_bot(service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BriefBot:
    """Give the bot with a catalogue for the language that simcord's people speak."""
    file = tmp_path / "locale" / "en_US" / "LC_MESSAGES" / "briefbot.po"
    file.parent.mkdir(parents=True)
    file.write_text(CATALOGUE, encoding="utf-8")
    monkeypatch.setattr(words, "CATALOGUES", tmp_path / "locale")
    return make_bot(service, tmp_path, message_content=True, shard_count=1)


def registered(stage: Stage, name: str) -> dict[str, Any]:
    """Find a command as Discord was told of it."""
    [sent] = [entry.json for entry in stage.env.http_requests if entry.method == "PUT"]
    return next(command for command in sent if command["name"] == name)


async def test_command_has_its_name_and_description_in_the_language(stage: Stage) -> None:
    asking = registered(stage, "ask")
    assert asking["name_localizations"]["en-US"] == "fragen"
    assert asking["description_localizations"]["en-US"] == "Stelle eine Frage zum Artikel"


async def test_entry_in_the_menu_of_messages_has_its_name_in_the_language(stage: Stage) -> None:
    """It may have capitals and spaces, which the name of a command may not."""
    assert registered(stage, "Answer from the article")["name_localizations"] == {"en-US": "Aus dem Artikel antworten"}


async def test_name_that_discord_would_refuse_stays_in_english(stage: Stage) -> None:
    [question] = [option for option in registered(stage, "ask")["options"] if option["name"] == "question"]
    assert not registered(stage, "quote").get("name_localizations")
    assert not question.get("name_localizations")


async def test_public_reply_is_in_the_guilds_language(stage: Stage) -> None:
    await stage.ana.send(stage.channel, stage.mention)
    assert stage.last().content.startswith("Frag mich etwas zum Artikel „Hollowbrook")


async def test_private_reply_is_in_the_persons_language(stage: Stage) -> None:
    stage.bot.service.forget(stage.ana.id)
    told = await stage.ana.slash(stage.channel, "privacy")
    shown = await stage.ana.click(told.response, label="Zeigen")
    assert shown.response.content == "Über dich ist nichts gespeichert."


async def test_language_does_not_leak_out_of_a_reply(stage: Stage) -> None:
    await stage.ana.send(stage.channel, stage.mention)
    assert words.say("Nothing is kept about you.") == "Nothing is kept about you."
