"""What can be pressed below an answer: sources, context, related questions, pages, "show it anyway"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from briefbot.bot.asking.answers import Pressed, answer_in_turn, replace_by_answer, send_answer
from briefbot.bot.transport import item_keys
from briefbot.bot.transport.common_buttons import pager
from briefbot.bot.transport.component_handlers import when_pressed
from briefbot.bot.transport.components import Controls, view_of
from briefbot.bot.transport.places import Place
from briefbot.bot.transport.sending import replace_reply, send_pages, send_reply
from briefbot.domain.knowledge import Quote
from briefbot.domain.outcome import Exchange
from briefbot.i18n import say
from briefbot.rendering import replies, source_pages


@when_pressed("sources")
async def show_sources(interaction: Pressed, args: Sequence[str]) -> None:
    """Tell whoever wants to know where an answer comes from."""
    content, view = _sources(interaction, 1, args)
    await send_reply(interaction, content, view=view, is_private=True)


@when_pressed("sources-page")
async def turn_sources(interaction: Pressed, args: Sequence[str]) -> None:
    """Turn the pages of an answer's sources."""
    content, view = _sources(interaction, int(args[0]), args[1:])
    await replace_reply(interaction, content, view=view)


def _sources(interaction: Pressed, number: int, wanted: Sequence[str]) -> tuple[str, Controls | None]:
    """Make a page of the sources of what is named by keys and, where the button is not an older one, by the stamp of what was shown."""
    knowledge = interaction.client.knowledge_in(interaction)
    shown = replies.shown_in(item_keys.chosen_by_keys(wanted[0], knowledge).outcome)
    is_changed = list(wanted[1:]) not in ([], [item_keys.stamp(shown)])
    found = source_pages.sources(shown, knowledge, interaction.client.service.article, is_changed=is_changed)
    number = min(number, len(found))
    return found[number - 1], view_of(pager(number, len(found), "sources-page", *wanted))


@when_pressed("context")
async def show_context(interaction: Pressed, args: Sequence[str]) -> None:
    """Show a quotation where it stands."""
    knowledge, article = interaction.client.knowledge_in(interaction), interaction.client.service.article
    quote = item_keys.find(knowledge, args[0])
    if not isinstance(quote, Quote):
        raise item_keys.WithdrawnError
    if article is None:
        await send_pages(interaction, [say("The article is not at hand at the moment.")])
    else:
        await send_pages(interaction, source_pages.context(quote, knowledge, article))


@when_pressed("show")
async def show_related(interaction: Pressed, args: Sequence[str]) -> None:
    """Answer a related question, as privately as the answer that it stands under, and as the channel is kept."""
    client, message = interaction.client, interaction.message
    client.admit(interaction)
    is_quiet = Place.of(interaction).is_among(client.settings_in(interaction).quiet_channels)
    is_private = is_quiet or (message is not None and message.flags.ephemeral)

    async def find() -> Exchange:
        return item_keys.chosen_by_key(args[0], client.knowledge_in(interaction))

    give = partial(send_answer, client, interaction, asker=interaction.user.id, is_private=is_private, is_titled=True)
    await answer_in_turn(interaction, find, give, is_private=is_private)


@when_pressed("again")
async def show_again(interaction: Pressed, args: Sequence[str]) -> None:
    """Show an answer in the place of the link to it; to others than the asker privately."""
    asker, wanted = args
    await _turn(interaction, int(asker), wanted, page=1)


@when_pressed("page")
async def turn_page(interaction: Pressed, args: Sequence[str]) -> None:
    """Turn the pages of an answer; for others than the asker in a private copy."""
    number, asker, wanted = args
    await _turn(interaction, int(asker), wanted, page=int(number))


async def _turn(interaction: Pressed, asker: int, wanted: str, page: int) -> None:
    exchange = item_keys.chosen_by_keys(wanted, interaction.client.knowledge_in(interaction))
    if interaction.user.id == asker:
        await replace_by_answer(interaction, exchange, asker=asker, page=page)
    else:
        await send_pages(interaction, replies.reply(exchange).pages)
