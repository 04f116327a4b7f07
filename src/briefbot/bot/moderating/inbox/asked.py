"""Ask the moderators: a question is posted where they are told of the inbox, with what can be done about it."""

from __future__ import annotations

import discord

from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.moderating.inbox.digest import group_menus
from briefbot.bot.moderating.inbox.group_ids import TurnInbox
from briefbot.bot.moderating.inbox.panel import Shown, near_to
from briefbot.bot.transport.common_buttons import AskModerators
from briefbot.bot.transport.components import button, view_of
from briefbot.bot.transport.error_reports import RefusedError
from briefbot.bot.transport.interactions import fill_in, put_off
from briefbot.bot.transport.requests import Place, request_of
from briefbot.domain.inbox import HeldGroup
from briefbot.i18n import clip, mark, say, speaking
from briefbot.rendering import moderation
from briefbot.rendering.markdown import CONTENT_LIMIT


async def ask_moderators(interaction: Interaction, pressed: AskModerators) -> None:
    """Post a question to the moderators, and let its asker hear of the answer."""
    client, place, guild = interaction.client, request_of(interaction).place, interaction.guild
    client.knowledge_in(place)  # refuses who is blocked
    channel = guild.get_channel(client.service.settings(guild.id).digest_channel or 0) if guild is not None else None
    if guild is None or not isinstance(channel, discord.abc.Messageable):
        raise RefusedError(mark("The moderators have no channel for questions any more."))
    group = await client.call(client.service.inbox.find, guild.id, pressed.group)
    if group is None:
        raise RefusedError(mark("This question is no longer held, so the moderators cannot be asked it. Please ask me again."))
    client.cooldowns.hand_over(place)
    await put_off(interaction)
    link = f"https://discord.com/channels/{guild.id}/{place.channel}/{pressed.message}"
    words = client.recent_answers.words(pressed.message) or group.wordings[0]
    with speaking(str(guild.preferred_locale)):
        is_posted = await _post(client, channel, place, group, moderation.handed_over(place.person, words, link))
    if is_posted:
        await client.call(client.service.waiting.add, guild.id, group.id, place.person, place.channel, pressed.message)
        told = say("The moderators have your question. I'll tell you once when there's an answer, within thirty days.")
    else:
        client.cooldowns.take_back(place)
        told = say("The moderators could not be asked just now. Please try again later.")
    await fill_in(interaction, told)


async def _post(client: BriefBot, channel: discord.abc.Messageable, place: Place, group: HeldGroup, content: str) -> bool:
    """Post a question with a menu of what can be done about its group."""
    if place.guild is None:
        return False
    menus = group_menus(client, place.guild, [Shown(group, near_to(client, place.guild, group))])
    view = view_of([*menus, button(say("Open the inbox"), TurnInbox(1))])
    return await client.sender.post(channel, clip(content, CONTENT_LIMIT), view=view)


async def setup(bot: BriefBot) -> None:
    """Register the button."""
    bot.router.button(AskModerators, ask_moderators)
