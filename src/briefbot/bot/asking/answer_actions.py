"""The controls below an answer: sources, context, more questions, pages, "show it anyway"."""

from __future__ import annotations

from dataclasses import replace

from briefbot.bot.asking.answer_buttons import (
    NOTHING,
    PickQuestion,
    ShowAgain,
    ShowContext,
    ShowRelated,
    ShowSources,
    TurnPage,
    TurnSources,
    question_menu,
)
from briefbot.bot.asking.answers import answer_in_turn, replace_by_answer, send_answer
from briefbot.bot.asking.channels import is_quiet
from briefbot.bot.asking.questions import items_of, remember
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.transport import item_keys
from briefbot.bot.transport.common_buttons import AskMore, pager, topics_teller
from briefbot.bot.transport.components import Controls, find_below, view_of
from briefbot.bot.transport.interactions import replace_reply, send_pages, send_reply
from briefbot.bot.transport.requests import request_of
from briefbot.domain.knowledge import Item, Knowledge, Quote
from briefbot.domain.outcome import Exchange
from briefbot.i18n import say
from briefbot.rendering import related, replies, source_pages


async def show_sources(interaction: Interaction, pressed: ShowSources) -> None:
    """Show one person the sources of an answer."""
    content, view = _sources(interaction, TurnSources(1, pressed.items, pressed.stamp))
    await send_reply(interaction, content, view=view, is_private=True)


async def turn_sources(interaction: Interaction, pressed: TurnSources) -> None:
    """Turn the pages of an answer's sources."""
    content, view = _sources(interaction, pressed)
    await replace_reply(interaction, content, view=view)


def _sources(interaction: Interaction, wanted: TurnSources) -> tuple[str, Controls | None]:
    """Make a page of the sources of some items; the stamp shows whether they have changed since they were shown."""
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
        await send_pages(interaction, [say("I can't show the article's text right now.")])
    else:
        await send_pages(interaction, source_pages.context(quote, knowledge, article))


async def show_related(interaction: Interaction, pressed: ShowRelated) -> None:
    """Answer a related question.

    The answer is private for anybody but the asker, below a private answer, and in a quiet channel.
    """
    message, request = interaction.message, request_of(interaction)
    is_private = is_quiet(interaction.client, request) or (message is not None and message.flags.ephemeral) or not request.has_waited
    await _answer_chosen(interaction, pressed.item, is_private=is_private)


async def answer_picked(interaction: Interaction, _: PickQuestion, picked: str) -> None:
    """Answer a question from a menu, only to the person who picked it."""
    await answer_alone(interaction, picked)


async def answer_alone(interaction: Interaction, key: str) -> None:
    """Answer a question by its key, only to the person who used the control."""
    await _answer_chosen(interaction, key, is_private=True)


async def _answer_chosen(interaction: Interaction, key: str, *, is_private: bool) -> None:
    client, request = interaction.client, request_of(interaction)
    client.cooldowns.admit(request)

    async def find() -> Exchange:
        return item_keys.chosen_by_key(key, client.knowledge_in(request.place))

    async def give(exchange: Exchange) -> None:
        if await send_answer(client, request, exchange, is_private=is_private, is_titled=True) is not None:
            remember(client, request, exchange)

    await answer_in_turn(interaction, find, give, request, is_private=is_private)


async def ask_more(interaction: Interaction, pressed: AskMore) -> None:
    """Show one person what else can be asked, without what the reply has settled."""
    knowledge = interaction.client.knowledge_in(request_of(interaction).place)
    listed = () if pressed.near == NOTHING else items_of(pressed.near, knowledge)
    found = related.to_go_on_with(_shown_above(interaction, knowledge), listed, knowledge)
    if found:
        told = say("**Ask more.** Only you see this and the answer.")
        await send_reply(interaction, told, view=view_of([question_menu(found, say("Pick a question"))]), is_private=True)
    else:
        await send_reply(interaction, say("I have nothing more on that."), view=view_of([topics_teller()]), is_private=True)


def _shown_above(interaction: Interaction, knowledge: Knowledge) -> tuple[Item, ...]:
    """Return the items that a reply shows, according to its buttons."""
    message = interaction.message
    found = message and (find_below(message, ShowSources) or find_below(message, ShowAgain))
    return items_of(found.items, knowledge) if found else ()


async def show_again(interaction: Interaction, pressed: ShowAgain) -> None:
    """Replace a link by its answer; anybody but the asker sees the answer privately."""
    await turn_page(interaction, TurnPage(1, pressed.asker, pressed.items))


async def turn_page(interaction: Interaction, pressed: TurnPage) -> None:
    """Turn the pages of an answer; anybody but the asker gets all of them privately."""
    request = request_of(interaction)
    exchange = item_keys.chosen_by_keys(pressed.items, interaction.client.knowledge_in(request.place))
    if interaction.message is not None:
        exchange = interaction.client.recent_answers.whole(interaction.message.id, exchange)
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
    bot.router.button(AskMore, ask_more)
    bot.router.menu(PickQuestion, answer_picked)
    bot.router.button(ShowAgain, show_again)
    bot.router.button(TurnPage, turn_page)
