"""Quotations: /quote by speaker, topic, paragraph or words, or a random one; /who-said; /quotes lists them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeAlias

import discord
from discord import app_commands
from discord.app_commands import Choice, locale_str
from discord.ext import commands

from briefbot.bot.asking.answers import answer_in_turn, send_answer
from briefbot.bot.asking.care import care
from briefbot.bot.asking.channels import is_quiet
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.transport.common_buttons import pager
from briefbot.bot.transport.components import CHOICE_LIMIT, CHOICES, Controls, menu, view_of
from briefbot.bot.transport.custom_ids import CustomId, Page
from briefbot.bot.transport.interactions import replace_reply, send_reply
from briefbot.bot.transport.requests import Request, request_of
from briefbot.domain.outcome import Abstained, Exchange
from briefbot.i18n import say
from briefbot.rendering import help_pages
from briefbot.rendering.markdown import shorten

EVERYBODY = "-"
Short: TypeAlias = app_commands.Range[str, 1, CHOICE_LIMIT]
Line: TypeAlias = app_commands.Range[str, 1, 300]


@dataclass(frozen=True)
class TurnQuotations(CustomId):
    """Turn the pages of a list of quotations."""

    head = "bb:quotes"
    page: Page
    speaker: str


@dataclass(frozen=True)
class ChooseSpeaker(CustomId):
    """List a speaker's quotations."""

    head = "bb-menu:quotes"
    page: Page


async def complete_speaker(interaction: Interaction, typed: str) -> list[Choice[str]]:
    """Offer the quoted speakers."""
    client, place = interaction.client, request_of(interaction).place
    if client.is_closed_to(place):
        return []
    speakers, wanted = client.service.speakers(place.guild), _compared(typed)
    return _choices("", [each.name for each in speakers if any(wanted in _compared(form) for form in (each.name, *each.aliases))])


async def complete_topic(interaction: Interaction, typed: str) -> list[Choice[str]]:
    """Offer the topics of quotations."""
    client, place = interaction.client, request_of(interaction).place
    if client.is_closed_to(place):
        return []
    knowledge = client.knowledge_in(place)
    return _choices(typed, sorted({knowledge.source.topic(topic) for quote in knowledge.quotes.values() for topic in quote.topics}))


async def give_found(
    interaction: Interaction, request: Request, exchange: Exchange, *, is_private: bool, speaker: str | None = None
) -> None:
    """Send a quotation; if there is none and a speaker was named, say who is quoted."""
    client = interaction.client
    if isinstance(exchange.outcome, Abstained):
        speakers = client.service.speakers(request.place.guild) if speaker else []
        told = help_pages.no_quotation(is_listed=request.is_present, quoted=[each.name for each in speakers])
        await send_reply(interaction, told, is_private=True)
    else:
        await send_answer(client, request, exchange, is_private=is_private, may_link=False)


class Quoting(commands.Cog):
    """Finds quotations."""

    def __init__(self, bot: BriefBot) -> None:
        """Set the bot."""
        self.bot = bot

    @app_commands.command(name="quote", description=locale_str("Find a quotation from the article"))
    @app_commands.describe(
        speaker=locale_str("Who said it"),
        topic=locale_str("The topic it is about"),
        text=locale_str("Words from it that you remember"),
        paragraph=locale_str("The paragraph it is in"),
    )
    @app_commands.autocomplete(speaker=complete_speaker, topic=complete_topic)
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def quote(
        self,
        interaction: Interaction,
        speaker: Short | None = None,
        topic: Short | None = None,
        text: Line | None = None,
        paragraph: app_commands.Range[int, 1] | None = None,
    ) -> None:
        """Answer /quote; without options, with a random quotation that the channel has not had yet."""
        await self._answer(interaction, speaker=speaker, topic=topic, text=text, paragraph=paragraph)

    @app_commands.command(name="who-said", description=locale_str("Find out who said a line that you half remember"))
    @app_commands.describe(line=locale_str("The words, as far as you remember them"))
    async def who_said(self, interaction: Interaction, line: Line) -> None:
        """Answer /who-said."""
        await self._answer(interaction, text=line)

    async def _answer(
        self,
        interaction: Interaction,
        *,
        speaker: str | None = None,
        topic: str | None = None,
        text: str | None = None,
        paragraph: int | None = None,
    ) -> None:
        request = request_of(interaction)
        if await care(self.bot, request, [typed for typed in (speaker, topic, text) if typed]):
            return
        self.bot.cooldowns.admit(request)
        place = request.place
        quote = self.bot.service.quote
        find = partial(quote, place.guild, speaker=speaker, topic=topic, text=text, paragraph=paragraph, deck=place.channel)
        is_private = is_quiet(self.bot, request)
        give = partial(give_found, interaction, request, speaker=speaker, is_private=is_private)
        await answer_in_turn(interaction, partial(self.bot.call, find), give, request, is_private=is_private)

    @app_commands.command(name="quotes", description=locale_str("List the quotations of the article"))
    async def quotes(self, interaction: Interaction) -> None:
        """Answer /quotes."""
        content, view = _page(interaction, TurnQuotations(1, EVERYBODY))
        await send_reply(interaction, content, view=view, is_private=True)


async def turn_quotations(interaction: Interaction, pressed: TurnQuotations) -> None:
    """Turn the pages of the list."""
    content, view = _page(interaction, pressed)
    await replace_reply(interaction, content, view=view)


async def choose_speaker(interaction: Interaction, pressed: ChooseSpeaker, picked: str) -> None:
    """List another speaker's quotations."""
    await turn_quotations(interaction, TurnQuotations(pressed.page, picked))


def _page(interaction: Interaction, shown: TurnQuotations) -> tuple[str, Controls | None]:
    """Make a page of the list, with a menu of the speakers."""
    client, place = interaction.client, request_of(interaction).place
    knowledge, speakers = client.knowledge_in(place), client.service.speakers(place.guild)
    found = help_pages.quotations(knowledge, None if shown.speaker == EVERYBODY else shown.speaker)
    if not found:
        return help_pages.no_quotation(is_listed=True), None
    number = min(shown.page, len(found))
    below = list(pager(number, len(found), lambda page: replace(shown, page=page)))
    if len(speakers) > 1:
        names = [(EVERYBODY, say("Everybody")), *((each.id, each.name) for each in speakers)]
        options = [
            discord.SelectOption(label=shorten(name, CHOICE_LIMIT), value=value, default=value == shown.speaker)
            for value, name in names[:CHOICES]
        ]
        below.append(menu(say("Choose a speaker"), ChooseSpeaker(1), options=options))
    return found[number - 1], view_of(below)


def _choices(typed: str, names: Iterable[str]) -> list[Choice[str]]:
    wanted = _compared(typed)
    found = [name for name in names if wanted in _compared(name)]
    return [Choice(name=shorten(name, CHOICE_LIMIT), value=shorten(name, CHOICE_LIMIT)) for name in found[:CHOICES]]


def _compared(name: str) -> str:
    """Return the form in which names are compared: a hyphen is the same as a space."""
    return " ".join(name.casefold().replace("-", " ").split())


async def setup(bot: BriefBot) -> None:
    """Add the cog, and register its buttons and its menu."""
    await bot.add_cog(Quoting(bot))
    bot.router.button(TurnQuotations, turn_quotations)
    bot.router.menu(ChooseSpeaker, choose_speaker)
