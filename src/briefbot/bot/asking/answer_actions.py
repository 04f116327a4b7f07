"""What can be pressed below an answer: sources, context, related questions, pages, "show it anyway"."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from briefbot.bot.asking.answer_buttons import ShowAgain, ShowContext, ShowRelated, ShowSources, TurnPage, TurnSources
from briefbot.bot.asking.answers import answer_in_turn, replace_by_answer, send_answer
from briefbot.bot.asking.channels import is_quiet
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.transport import item_keys
from briefbot.bot.transport.common_buttons import pager
from briefbot.bot.transport.components import Controls, view_of
from briefbot.bot.transport.interactions import replace_reply, send_pages, send_reply
from briefbot.bot.transport.requests import request_of
from briefbot.domain.knowledge import Quote
from briefbot.domain.outcome import Exchange
from briefbot.i18n import say
from briefbot.rendering import replies, source_pages


async def show_sources(interaction: Interaction, pressed: ShowSources) -> None:
    """Show one person where an answer comes from."""
    content, view = _sources(interaction, TurnSources(1, pressed.items, pressed.stamp))
    await send_reply(interaction, content, view=view, is_private=True)


async def turn_sources(interaction: Interaction, pressed: TurnSources) -> None:
    """Turn the pages of an answer's sources."""
    content, view = _sources(interaction, pressed)
    await replace_reply(interaction, content, view=view)


def _sources(interaction: Interaction, wanted: TurnSources) -> tuple[str, Controls | None]:
    """Make a page of the sources of some items; the stamp tells whether they have changed since they were shown."""
    knowledge = interaction.client.knowledge_in(request_of(interaction).place)
    shown = replies.shown_in(item_keys.chosen_by_keys(wanted.items, knowledge).outcome)
    is_changed = wanted.stamp not in (None, item_keys.stamp(shown))
    found = source_pages.sources(shown, knowledge, interaction.client.service.article, is_changed=is_changed)
    number = min(wanted.page, len(found))
    return found[number - 1], view_of(pager(number, len(found), lambda page: replace(wanted, page=page)))


async def show_context(interaction: Interaction, pressed: ShowContext) -> None:
    """Show a quotation within its paragraph."""
    client, place = interaction.client, request_of(interaction).place
    knowledge, article = client.knowledge_in(place), client.service.article
    quote = item_keys.find(knowledge, pressed.item)
    if not isinstance(quote, Quote):
        raise item_keys.WithdrawnError
    if article is None:
        await send_pages(interaction, [say("The article is not at hand at the moment.")])
    else:
        await send_pages(interaction, source_pages.context(quote, knowledge, article))


async def show_related(interaction: Interaction, pressed: ShowRelated) -> None:
    """Answer a related question, as privately as the answer that it stands under, and as the channel is kept."""
    client, message, request = interaction.client, interaction.message, request_of(interaction)
    client.cooldowns.admit(request)
    is_private = is_quiet(client, request) or (message is not None and message.flags.ephemeral)

    async def find() -> Exchange:
        return item_keys.chosen_by_key(pressed.item, client.knowledge_in(request.place))

    give = partial(send_answer, client, request, is_private=is_private, is_titled=True)
    await answer_in_turn(interaction, find, give, request, is_private=is_private)


async def show_again(interaction: Interaction, pressed: ShowAgain) -> None:
    """Replace a link to an answer by the answer; show it privately to anybody but the asker."""
    await turn_page(interaction, TurnPage(1, pressed.asker, pressed.items))


async def turn_page(interaction: Interaction, pressed: TurnPage) -> None:
    """Turn the pages of an answer; send all of them privately to anybody but the asker."""
    request = request_of(interaction)
    exchange = item_keys.chosen_by_keys(pressed.items, interaction.client.knowledge_in(request.place))
    if request.asker == pressed.asker:
        await replace_by_answer(interaction, request, exchange, page=pressed.page)
    else:
        await send_pages(interaction, replies.reply(exchange).pages)


async def setup(bot: BriefBot) -> None:
    """Register the buttons."""
    bot.router.button(ShowSources, show_sources)
    bot.router.button(TurnSources, turn_sources)
    bot.router.button(ShowContext, show_context)
    bot.router.button(ShowRelated, show_related)
    bot.router.button(ShowAgain, show_again)
    bot.router.button(TurnPage, turn_page)
