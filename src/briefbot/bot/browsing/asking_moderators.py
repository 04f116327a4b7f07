"""Ask the moderators: post a member's question in their channel, with controls to act on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import discord

from briefbot.bot.asking.care import care
from briefbot.bot.asking.holding import words_of
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.moderating.inbox.answering import asked_buttons
from briefbot.bot.moderating.inbox.group_ids import ActOnAsked, PickForGroup
from briefbot.bot.moderating.inbox.panel import near_to, way_options
from briefbot.bot.transport.common_buttons import AskModerators
from briefbot.bot.transport.components import Control, menu, view_of
from briefbot.bot.transport.custom_ids import CustomId, Snowflake
from briefbot.bot.transport.error_reports import RefusedError
from briefbot.bot.transport.interactions import fill_in, is_private_message, put_off, show_form
from briefbot.bot.transport.requests import request_of
from briefbot.bot.transport.router import Typed
from briefbot.bot.transport.word_forms import WORDS, words_form
from briefbot.domain.outcome import QUESTION_LIMIT
from briefbot.i18n import clip, mark, say, speaking
from briefbot.rendering import moderation
from briefbot.rendering.markdown import CONTENT_LIMIT


@dataclass(frozen=True)
class AskForm(CustomId):
    """The form for a question to the moderators."""

    head = "bb-form:ask-moderators"
    group: int
    message: Snowflake


async def ask_moderators(interaction: Interaction, pressed: AskModerators) -> None:
    """Ask for the question, unless its words are known."""
    client, place, message = interaction.client, request_of(interaction).place, interaction.message
    client.knowledge_in(place)  # raises an error for a blocked person
    _channel(interaction)
    client.cooldowns.refuse_handing_over(place)
    if pressed.message:
        words, about = client.recent_answers.words(pressed.message), pressed.message
    elif message is not None:
        words, about = words_of(client, message), 0 if is_private_message(interaction) else message.id
    else:
        raise RefusedError(AskModerators.outdated)
    if not words and pressed.group:
        group = await client.call(client.service.inbox.find, place.guild or 0, pressed.group)
        words = group.wordings[0] if group is not None else ""
    note = say("The moderators of this server see it with your name.")
    form = words_form(say("Ask the moderators"), AskForm(pressed.group, about), say("Your question"), QUESTION_LIMIT, text=words, note=note)
    await show_form(interaction, form)


async def hand_over(interaction: Interaction, submitted: AskForm, typed: Typed) -> None:
    """Post a question to the moderators, and let its asker hear of the answer; never one about self-harm."""
    client, place = interaction.client, request_of(interaction).place
    client.knowledge_in(place)
    guild, channel = _channel(interaction)
    words = typed.get(WORDS, "").strip()
    if await care(client, request_of(interaction), [words]):
        return
    if not words:
        raise RefusedError(mark("Your question has no words yet."))
    client.cooldowns.hand_over(place)
    await put_off(interaction)
    await client.writes.finish()  # a refused question that is still to be saved must not make a group of its own
    group = submitted.group or await client.call_apart(_group, client, guild.id, words)
    asked = ActOnAsked("answer", group, place.person, place.channel, submitted.message)
    with speaking(client.language_in(guild.id)):
        content = clip(moderation.handed_over(place.person, words, _link(guild.id, asked)), CONTENT_LIMIT)
        view = view_of([*await _ways(client, guild.id, group), *asked_buttons(asked)])
    if not await client.sender.post(channel, content, view=view):
        client.cooldowns.take_back(place)
        await fill_in(interaction, say("I couldn't reach the moderators just now. Please try again later."))
        return
    if group:
        await client.call(client.service.waiting.add, guild.id, group, place.person, place.channel, submitted.message)
    await fill_in(interaction, say("The moderators have your question. I'll tell you when they answer."))


def _channel(interaction: Interaction) -> tuple[discord.Guild, discord.abc.Messageable]:
    """Return the server and its channel for questions; raise RefusedError if there is none."""
    guild, client = interaction.guild, interaction.client
    channel = guild.get_channel(client.service.settings(guild.id).asked_in or 0) if guild is not None else None
    if guild is None or not isinstance(channel, discord.abc.Messageable):
        raise RefusedError(mark("The moderators no longer have a channel for questions."))
    return guild, channel


def _group(client: BriefBot, guild: int, words: str) -> int:
    """Return the group of a question, adding it if necessary; 0 if the inbox is off."""
    inbox = client.service.inbox
    return inbox.find_group(guild, words) or inbox.hold(guild, words, "asked") or 0


def _link(guild: int, asked: ActOnAsked) -> str:
    """Return a link to the reply, or to its channel if the reply was private."""
    address = f"https://discord.com/channels/{guild}/{asked.channel}"
    return f"{address}/{asked.message}" if asked.message else address


async def _ways(client: BriefBot, guild: int, number: int) -> Iterator[Control]:
    """Make the menu of entries to add a question to."""
    group = await client.call(client.service.inbox.find, guild, number) if number else None
    options = way_options(client, guild, near_to(client, guild, group)) if group is not None else []
    return iter([menu(say("Add as a way to ask …"), PickForGroup(number), options=options)] if options else [])


async def setup(bot: BriefBot) -> None:
    """Register the button and the form."""
    bot.router.button(AskModerators, ask_moderators)
    bot.router.form(AskForm, hand_over)
