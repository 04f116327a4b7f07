"""Pictures of quotations: /quote-card, and the button below a quotation."""

from __future__ import annotations

import io
from functools import partial
from typing import TypeAlias

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from briefbot.bot.asking.answer_buttons import ShowCard, buttons
from briefbot.bot.asking.answers import answer_in_turn
from briefbot.bot.asking.care import care
from briefbot.bot.asking.channels import is_quiet
from briefbot.bot.browsing.quotations import Line, Short, complete_speaker, complete_topic, give_found
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.transport import item_keys
from briefbot.bot.transport.error_reports import RefusedError
from briefbot.bot.transport.interactions import send_reply
from briefbot.bot.transport.requests import Request, request_of
from briefbot.domain.knowledge import Quote
from briefbot.domain.outcome import Exchange, Quoted
from briefbot.i18n import mark, say
from briefbot.rendering import replies
from briefbot.rendering.cards import Card, card_of
from briefbot.rendering.markdown import escape

FILE = "quotation.png"
Drawn: TypeAlias = tuple[Exchange, Card, bytes]


class Cards(commands.Cog):
    """Makes pictures of quotations."""

    def __init__(self, bot: BriefBot) -> None:
        """Set the bot."""
        self.bot = bot

    @app_commands.command(name="quote-card", description=locale_str("Make a picture of a quotation from the article"))
    @app_commands.describe(
        speaker=locale_str("Who said it"),
        topic=locale_str("The topic it is about"),
        text=locale_str("Words from it that you remember"),
    )
    @app_commands.autocomplete(speaker=complete_speaker, topic=complete_topic)
    async def quote_card(
        self, interaction: Interaction, speaker: Short | None = None, topic: Short | None = None, text: Line | None = None
    ) -> None:
        """Answer /quote-card; without options, with a picture of a random quotation."""
        request = request_of(interaction)
        if await care(self.bot, request, [typed for typed in (speaker, topic, text) if typed]):
            return
        self.bot.cooldowns.admit(request)
        place = request.place
        search = partial(self.bot.service.quote, place.guild, speaker=speaker, topic=topic, text=text, deck=place.channel)
        is_private = is_quiet(self.bot, request)

        async def find() -> Exchange | Drawn:
            exchange = await self.bot.call(search)
            found = exchange.outcome
            return await _drawn(self.bot, exchange, found.quotes[0]) if isinstance(found, Quoted) else exchange

        async def give(found: Exchange | Drawn) -> None:
            if isinstance(found, Exchange):
                await give_found(interaction, request, found, speaker=speaker, is_private=is_private)
            else:
                await _send(interaction, request, found, is_private=is_private)

        await answer_in_turn(interaction, find, give, request, is_private=is_private)


async def show_card(interaction: Interaction, pressed: ShowCard) -> None:
    """Make a picture of a quotation.

    In public for its asker, privately for anybody else.
    """
    client, message, request = interaction.client, interaction.message, request_of(interaction)
    client.cooldowns.admit(request)
    is_asker = request.asker == pressed.asker and message is not None and not message.flags.ephemeral
    is_private = is_quiet(client, request) or not is_asker

    async def find() -> Drawn:
        knowledge = client.knowledge_in(request.place)
        quote = item_keys.find(knowledge, pressed.item)
        if not isinstance(quote, Quote):
            raise item_keys.WithdrawnError
        return await _drawn(client, item_keys.chosen(quote, knowledge), quote)

    give = partial(_send, interaction, request, is_private=is_private)
    await answer_in_turn(interaction, find, give, request, is_private=is_private)


async def _drawn(bot: BriefBot, exchange: Exchange, quote: Quote) -> Drawn:
    """Draw a quotation in a thread.

    Raise CardError if it cannot be drawn, RefusedError if pictures are not possible.
    """
    if bot.draw is None:
        raise RefusedError(mark("I can't make pictures any more. `/quote` shows the words."))
    card = card_of(quote, exchange.knowledge)
    return exchange, card, await bot.call(bot.draw, card)


async def _send(interaction: Interaction, request: Request, drawn: Drawn, *, is_private: bool) -> None:
    exchange, card, content = drawn
    audience = request.private if is_private else request.shared
    file = discord.File(io.BytesIO(content), FILE, description=card.alternative)
    told = say("{speaker}’s words as a picture. The picture's description has them in full.", speaker=escape(card.name))
    below = buttons(replies.reply(exchange), audience, has_article=interaction.client.service.article is not None)
    await send_reply(interaction, told, view=below, is_private=is_private, files=[file])


async def setup(bot: BriefBot) -> None:
    """Register the button, and add the command if pictures can be made."""
    bot.router.button(ShowCard, show_card)
    if bot.draw is not None:
        await bot.add_cog(Cards(bot))
