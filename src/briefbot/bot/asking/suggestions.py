"""What becomes of suggestions: chosen by the asker, or "none of these", as long as the offer stands."""

from __future__ import annotations

from briefbot.bot.asking.answer_buttons import DismissSuggestions, Suggest
from briefbot.bot.asking.answers import OFFER_TIME, replace_by_answer
from briefbot.bot.asking.commands import remember
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.transport import item_keys
from briefbot.bot.transport.common_buttons import remover, topics_teller
from briefbot.bot.transport.components import view_of
from briefbot.bot.transport.error_reports import RefusedError
from briefbot.bot.transport.places import is_present, language_below
from briefbot.bot.transport.sending import replace_reply
from briefbot.i18n import Message, joined, mark, say, speak


async def show_suggested(interaction: Interaction, pressed: Suggest) -> None:
    """Replace the suggestions by the answer to the one that was chosen."""
    if await _is_open(interaction, pressed.asker):
        exchange = item_keys.chosen_by_key(pressed.item, interaction.client.knowledge_in(interaction))
        await replace_by_answer(interaction, exchange, asker=interaction.user.id)
        remember(interaction.client, interaction, exchange)


async def dismiss(interaction: Interaction, pressed: DismissSuggestions) -> None:
    """Replace the suggestions by a word that there is no answer."""
    if await _is_open(interaction, pressed.asker):
        if interaction.message is not None:
            interaction.client.later.drop(interaction.message.id)
        content = say("Then I have no answer to that. You can ask again in other words.")
        await replace_reply(interaction, content, view=view_of([topics_teller(), remover(interaction.user.id)]))


async def _is_open(interaction: Interaction, asker: int) -> bool:
    """Return whether the suggestions can still be chosen; raise RefusedError for anybody but the asker."""
    if interaction.user.id != asker:
        how = [Message(mark("Ask me yourself: mention me or use `/ask`."))] if is_present(interaction) else []
        raise RefusedError(joined(" ", Message(mark("Only the person who asked can choose here.")), *how))
    speak(language_below(interaction))
    message = interaction.message
    if message is not None and interaction.created_at - (message.edited_at or message.created_at) > OFFER_TIME:
        await replace_reply(interaction, say("This offer has run out. Please ask again."), view=view_of([remover(asker)]))
        return False
    return True


async def setup(bot: BriefBot) -> None:
    """Register the buttons."""
    bot.router.button(Suggest, show_suggested)
    bot.router.button(DismissSuggestions, dismiss)
