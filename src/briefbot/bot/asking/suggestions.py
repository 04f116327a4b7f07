"""Choices among suggestions: one of them, or "none of these", as long as the offer lasts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from briefbot.bot.asking.answer_actions import answer_alone
from briefbot.bot.asking.answer_buttons import DismissSuggestions, Suggest, end_buttons
from briefbot.bot.asking.answers import audience_below, replace_by_answer
from briefbot.bot.asking.channels import where_of
from briefbot.bot.asking.holding import hold, words_of
from briefbot.bot.asking.questions import remember
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.transport import item_keys
from briefbot.bot.transport.common_buttons import PickSuggestion
from briefbot.bot.transport.error_reports import RefusedError
from briefbot.bot.transport.interactions import replace_reply
from briefbot.bot.transport.requests import Request, request_of
from briefbot.i18n import mark, say, speaking


async def show_suggested(interaction: Interaction, pressed: Suggest) -> None:
    """Replace the suggestions by the answer to the one with a number."""
    await _choose(interaction, pressed.asker, pressed.item)


async def show_picked(interaction: Interaction, pressed: PickSuggestion, picked: str) -> None:
    """Replace the suggestions by the answer to the picked one."""
    await _choose(interaction, pressed.asker, picked)


async def _choose(interaction: Interaction, asker: int, key: str) -> None:
    """Answer a suggestion: in its place for the asker, privately for anybody else."""
    request = request_of(interaction)
    if request.asker != asker:
        await answer_alone(interaction, key)
    elif await _is_open(interaction, request):
        exchange = item_keys.chosen_by_key(key, interaction.client.knowledge_in(request.place))
        await replace_by_answer(interaction, request, exchange)
        remember(interaction.client, request, exchange)


async def dismiss(interaction: Interaction, pressed: DismissSuggestions) -> None:
    """Replace the suggestions by the message that there is no answer, and further steps."""
    request = request_of(interaction)
    if request.asker != pressed.asker:
        raise RefusedError(mark("Only the person who asked can choose here."))
    if await _is_open(interaction, request):
        if interaction.message is not None:
            interaction.client.delayed.drop(interaction.message.id)
            hold(interaction.client, request.place.guild, words_of(interaction.client, interaction.message), "none")
        await _replace(interaction, request, _no_answer, is_refusal=True)


def _no_answer(interaction: Interaction, request: Request) -> str:
    """Say that there is no answer, and who may know more if moderators have a role."""
    moderators = where_of(interaction.client, request).moderators
    told = say("I have no answer to that.")
    if moderators is None:
        return told
    others = say("{moderators} may know more.", moderators=f"<@&{moderators}>")
    return f"{told} {others}"


def _too_late(_: Interaction, __: Request) -> str:
    return say("Too late to pick: ask again.")


async def _is_open(interaction: Interaction, request: Request) -> bool:
    """Return whether the suggestions can still be chosen."""
    message = interaction.message
    offer_time = timedelta(seconds=interaction.client.limits.offer_time)
    if message is not None and interaction.created_at - (message.edited_at or message.created_at) > offer_time:
        await _replace(interaction, request, _too_late)
        return False
    return True


async def _replace(
    interaction: Interaction, request: Request, tell: Callable[[Interaction, Request], str], *, is_refusal: bool = False
) -> None:
    """Replace the suggestions by a sentence, in the language of its readers."""
    audience = audience_below(interaction, request)
    with speaking(audience.language):
        await replace_reply(interaction, tell(interaction, request), view=end_buttons(audience, is_refusal=is_refusal))


async def setup(bot: BriefBot) -> None:
    """Register the menu and the buttons."""
    bot.router.button(Suggest, show_suggested)
    bot.router.menu(PickSuggestion, show_picked)
    bot.router.button(DismissSuggestions, dismiss)
