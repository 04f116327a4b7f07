"""The bot speaks the readers' language, and describes its commands in it, if there is a catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import discord
import pytest

from bot.conftest import Stage, labels, pick
from bot.scripted import ScriptedService
from briefbot import i18n
from briefbot.bot.app import make_bot
from briefbot.bot.client import BriefBot
from briefbot.service import Service
from catalogues import bound, catalogue_of, install

CATALOGUE = """
msgid "ask"
msgstr "fragen"

msgid "Your question"
msgstr "Deine Frage"

msgid "Say what I can do and how to ask"
msgstr "Sagt, was ich kann und wie man fragt: so ausführlich, dass es für die hundert Zeichen, die Discord erlaubt, zu lang ist"

msgid "Ask a question about the article"
msgstr "Stelle eine Frage zum Artikel"

msgid "Answer from the article"
msgstr "Aus dem Artikel antworten"

msgid "Ask me something about the article “{title}”."
msgstr "Frag mich etwas zum Artikel „{title}“."

msgid "The article is under review in this server, so I'm not answering questions about it for now."
msgstr "Der Artikel wird auf diesem Server geprüft."

msgid "I keep nothing about you."
msgstr "Über dich ist nichts gespeichert."

msgid "Show my data"
msgstr "Zeigen"

msgid "Answered: {address}"
msgstr "Beantwortet: {address}"

msgid "Answered a few minutes ago: {address}"
msgstr "Das habe ich gerade beantwortet: {address}"

msgid "Sources"
msgstr "Quellen"
"""


@pytest.fixture
def simcord_bot(service: Service, tmp_path: Path) -> Iterator[BriefBot]:
    """Set up the bot with a catalogue for the language that simcord's people speak."""
    with bound(install(catalogue_of(CATALOGUE, "en_US"), tmp_path / "locale")):
        yield make_bot(ScriptedService(service), tmp_path, message_content=True, shard_count=1)


def registered(stage: Stage, name: str) -> dict[str, Any]:
    """Find a command as it was registered with Discord."""
    [sent] = [entry.json for entry in stage.env.http_requests if entry.method == "PUT"]
    return next(command for command in sent if command["name"] == name)


async def test_command_has_its_description_in_the_language_and_keeps_its_name(stage: Stage) -> None:
    asking = registered(stage, "ask")
    assert not asking.get("name_localizations")
    assert asking["description_localizations"]["en-US"] == "Stelle eine Frage zum Artikel"


async def test_entry_in_the_menu_of_messages_has_its_name_in_the_language(stage: Stage) -> None:
    """Unlike a command's name, it may have capitals and spaces."""
    assert registered(stage, "Answer from the article")["name_localizations"] == {"en-US": "Aus dem Artikel antworten"}


async def test_option_keeps_its_name_and_what_is_too_long_for_discord_stays_in_english(stage: Stage) -> None:
    [question] = [option for option in registered(stage, "ask")["options"] if option["name"] == "question"]
    assert not question.get("name_localizations")
    assert question["description_localizations"]["en-US"] == "Deine Frage"
    assert not registered(stage, "help").get("description_localizations")


async def test_public_reply_is_in_the_guilds_language(stage: Stage) -> None:
    await stage.ana.send(stage.channel, stage.mention)
    assert stage.last().content.startswith("Frag mich etwas zum Artikel „Hollowbrook")


async def test_refusal_is_in_the_guilds_language(stage: Stage) -> None:
    stage.set(is_paused=True)
    await stage.ana.send(stage.channel, f"{stage.mention} When did the library reopen?")
    assert stage.last().content == "Der Artikel wird auf diesem Server geprüft."


async def test_reply_to_an_edited_message_is_in_the_guilds_language(stage: Stage) -> None:
    asked = await stage.ana.send(stage.channel, f"{stage.mention} When did the library reopen?")
    await stage.env.advance_time(1)
    await stage.ana.edit(asked, stage.mention)
    assert stage.last().content.startswith("Frag mich etwas zum Artikel „Hollowbrook")


async def test_private_reply_is_in_the_persons_language(stage: Stage) -> None:
    stage.bot.service.forget(stage.ana.id)
    told = await stage.ana.slash(stage.channel, "privacy")
    shown = await stage.ana.click(told.response, label="Zeigen")
    assert shown.response.content == "Über dich ist nichts gespeichert."


async def test_language_does_not_leak_out_of_a_reply(stage: Stage) -> None:
    await stage.ana.send(stage.channel, stage.mention)
    assert i18n.say("I keep nothing about you.") == "I keep nothing about you."


@pytest.fixture
def foreign(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """Set the guild's locale to a language without a catalogue, so that the bot speaks English."""
    made = discord.Interaction._from_data
    monkeypatch.setattr(discord.Interaction, "_from_data", lambda self, data: made(self, {**data, "guild_locale": "fr"}))
    monkeypatch.setattr(stage.bot.get_guild(stage.guild.id), "preferred_locale", discord.Locale.french)
    return stage


async def test_answer_on_a_message_speaks_the_guilds_language_and_its_note_the_persons(foreign: Stage) -> None:
    asked = await foreign.ben.send(foreign.channel, "When did the library reopen?")
    told = await foreign.ana.context_menu(foreign.channel, "Answer from the article", asked)
    assert "Sources" in labels(foreign.last())
    assert told.response.content == f"Beantwortet: {foreign.last().jump_url}"


async def test_link_for_one_person_is_in_that_persons_language(foreign: Stage) -> None:
    for _ in range(2):
        told = await foreign.ana.slash(foreign.channel, "ask", question="When did the library reopen?")
    assert told.response.content.startswith("Das habe ich gerade beantwortet: ")


async def test_what_is_chosen_of_a_public_offer_is_in_the_guilds_language(foreign: Stage) -> None:
    foreign.bot.service.suggest("cost", "grant")
    await foreign.ana.send(foreign.channel, f"{foreign.mention} the thing")
    await pick(foreign.ana, foreign.last(), "How much did the new roof cost?")
    assert "Sources" in labels(foreign.last())
