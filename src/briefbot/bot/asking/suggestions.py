"""What becomes of suggestions: chosen by the asker, or "none of these", as long as the offer stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from briefbot.bot.asking.answer_buttons import DismissSuggestions, Suggest
from briefbot.bot.asking.answers import audience_below, replace_by_answer
from briefbot.bot.asking.questions import remember
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.transport import item_keys
from briefbot.bot.transport.common_buttons import remover, topics_teller
from briefbot.bot.transport.components import Control, view_of
from briefbot.bot.transport.error_reports import RefusedError
from briefbot.bot.transport.interactions import replace_reply
from briefbot.bot.transport.requests import Request, request_of
from briefbot.i18n import Message, joined, mark, say, speaking


async def show_suggested(interaction: Interaction, pressed: Suggest) -> None:
    """Replace the suggestions by the answer to the one that was chosen."""
    request = request_of(interaction)
    if await _is_open(interaction, request, pressed.asker):
        exchange = item_keys.chosen_by_key(pressed.item, interaction.client.knowledge_in(request.place))
        await replace_by_answer(interaction, request, exchange)
        remember(interaction.client, request, exchange)


async def dismiss(interaction: Interaction, pressed: DismissSuggestions) -> None:
    """Replace the suggestions by a word that there is no answer."""
    request = request_of(interaction)
    if await _is_open(interaction, request, pressed.asker):
        if interaction.message is not None:
            interaction.client.delayed.drop(interaction.message.id)
        told = mark("Then I have no answer to that. You can ask again in other words.")
        await _replace(interaction, request, told, topics_teller, partial(remover, request.asker))


async def _is_open(interaction: Interaction, request: Request, asker: int) -> bool:
    """Return whether the suggestions can still be chosen; raise RefusedError for anybody but the asker."""
    if request.asker != asker:
        how = [Message(mark("Ask me yourself: mention me or use `/ask`."))] if request.is_present else []
        raise RefusedError(joined(" ", Message(mark("Only the person who asked can choose here.")), *how))
    message = interaction.message
    offer_time = timedelta(seconds=interaction.client.limits.offer_time)
    if message is not None and interaction.created_at - (message.edited_at or message.created_at) > offer_time:
        await _replace(interaction, request, mark("This offer has run out. Please ask again."), partial(remover, asker))
        return False
    return True


async def _replace(interaction: Interaction, request: Request, told: str, *buttons: Callable[[], Control]) -> None:
    """Replace the suggestions by a sentence, in the language of those who read them."""
    with speaking(audience_below(interaction, request).language):
        await replace_reply(interaction, say(told), view=view_of([button() for button in buttons]))


async def setup(bot: BriefBot) -> None:
    """Register the buttons."""
    bot.router.button(Suggest, show_suggested)
    bot.router.button(DismissSuggestions, dismiss)
