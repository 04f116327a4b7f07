"""Each reads the bot in a language.

Everybody in the server's, one alone in their own, a refused question in the one it was asked in.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import discord
import pytest

from bot.conftest import Stage
from bot.desks import speak
from bot.scripted import ScriptedService
from briefbot.bot.app import make_bot
from briefbot.bot.client import BriefBot
from briefbot.service import Service
from catalogues import bound, catalogue_of, install

GERMAN = """
msgid "From “{title}”"
msgstr "Aus „{title}“"

msgid "I only understand English. Please ask me in English."
msgstr "Ich verstehe nur Englisch. Frag mich bitte auf Englisch."

msgid "**Not about the article.** I only answer from “{title}”."
msgstr "**Nicht zum Artikel.** Ich antworte nur aus „{title}“."
"""
SPANISH = """
msgid "I only understand English. Please ask me in English."
msgstr "Solo entiendo inglés. Pregúntame en inglés, por favor."
"""
WHEN = "When did the library reopen?"
OFF_TOPIC = "What is the capital of France?"


@pytest.fixture
def simcord_bot(service: Service, tmp_path: Path) -> Iterator[BriefBot]:
    """Give a bot that speaks German and some Spanish."""
    catalogues = install(catalogue_of(GERMAN, "de"), tmp_path / "locale")
    with bound(install(catalogue_of(SPANISH, "es"), catalogues)):
        yield make_bot(ScriptedService.forgetful(service), tmp_path, message_content=True, shard_count=1)


def speak_in_server(stage: Stage, locale: discord.Locale) -> None:
    """Let the server have a language in Discord's own settings."""
    guild = stage.bot.get_guild(stage.guild.id)
    assert guild is not None
    guild.preferred_locale = locale


async def test_german_member_of_an_english_server_is_told_alone_in_german(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    speak(monkeypatch, "de")
    told = await stage.ana.slash(stage.channel, "ask", question=WHEN, private=True)
    assert "-# Aus „" in told.response.content
    await stage.ana.slash(stage.channel, "ask", question=WHEN)
    assert "-# From “" in stage.last().content


async def test_english_member_of_a_german_server_is_told_alone_in_english(stage: Stage) -> None:
    speak_in_server(stage, discord.Locale.german)
    told = await stage.ana.slash(stage.channel, "ask", question=WHEN, private=True)
    assert "-# From “" in told.response.content
    await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    assert "-# Aus „" in stage.last().content


async def test_what_moderators_chose_comes_before_the_servers_own_language(stage: Stage) -> None:
    speak_in_server(stage, discord.Locale.german)
    stage.set(language="en")
    await stage.ana.send(stage.channel, f"{stage.mention} {OFF_TOPIC}")
    assert stage.last().content.startswith("**Not about the article.**")
    stage.set(language="de")
    speak_in_server(stage, discord.Locale.american_english)
    await stage.ana.send(stage.channel, f"{stage.mention} {OFF_TOPIC}")
    assert stage.last().content.startswith("**Nicht zum Artikel.**")


async def test_question_without_an_answer_is_refused_in_its_own_language(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} ¿Quién robó las campanas?")
    assert stage.last().content.startswith("Solo entiendo inglés.")
    await stage.ana.send(stage.channel, f"{stage.mention} Wer hat die Glocken gestohlen?")
    assert stage.last().content.startswith("Ich verstehe nur Englisch.")


async def test_language_without_a_catalogue_is_refused_in_the_persons_or_the_servers(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} Chi ha rubato le campane della torre?")
    assert stage.last().content.startswith("I only understand English.")
    speak(monkeypatch, "de")
    await stage.ana.slash(stage.channel, "ask", question="кто украл колокола?")
    assert stage.last().content.startswith("Ich verstehe nur Englisch.")


async def test_message_that_is_not_translated_is_in_english(stage: Stage) -> None:
    stage.set(language="es")
    await stage.ana.send(stage.channel, f"{stage.mention} {OFF_TOPIC}")
    assert stage.last().content.startswith("**Not about the article.**")
