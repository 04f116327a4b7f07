"""Topics and their questions, in menus: /topics, "What can I ask?", and a panel that moderators post and pin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from briefbot.bot.access import guild_of
from briefbot.bot.asking.answer_actions import answer_alone
from briefbot.bot.asking.answer_buttons import question_menu
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.transport import item_keys
from briefbot.bot.transport.common_buttons import ShowTopics, pager
from briefbot.bot.transport.components import CHOICE_LIMIT, CHOICES, Control, Controls, menu, view_of
from briefbot.bot.transport.custom_ids import CustomId, Page
from briefbot.bot.transport.error_reports import RefusedError
from briefbot.bot.transport.interactions import replace_reply, send_reply
from briefbot.bot.transport.requests import request_of
from briefbot.domain.knowledge import Item
from briefbot.i18n import mark, say
from briefbot.rendering import help_pages, topics
from briefbot.rendering.markdown import shorten

_SUMMARY = "summary:"
"""The beginning of an option's value for the summary, which is not a topic."""


@dataclass(frozen=True)
class TurnTopics(CustomId):
    """Turn the pages of a list of topics, on messages from before there was a menu."""

    head = "bb:topics"
    page: Page


@dataclass(frozen=True)
class PickTopic(CustomId):
    """Show the questions of a topic."""

    head = "bb-menu:topics"


@dataclass(frozen=True)
class TurnQuestions(CustomId):
    """Turn the pages of a topic's questions."""

    head = "bb:questions"
    page: Page
    topic: str


class Topics(commands.Cog):
    """Shows what can be asked."""

    def __init__(self, bot: BriefBot) -> None:
        """Set the bot."""
        self.bot = bot

    @app_commands.command(name="topics", description=locale_str("Pick from the topics you can ask about"))
    @app_commands.describe(panel=locale_str("For moderators: post it here for everybody, to be pinned"))
    async def topics(self, interaction: Interaction, panel: bool = False) -> None:
        """Answer /topics."""
        if panel:
            await _post(interaction)
        else:
            await show_topics(interaction, ShowTopics())


async def _post(interaction: Interaction) -> None:
    """Post the topics in public, for moderators."""
    guild_of(interaction)
    content, view = await _overview(interaction)
    channel = interaction.channel
    if not isinstance(channel, discord.abc.Messageable) or not await interaction.client.sender.post(channel, content, view=view):
        raise RefusedError(mark("I can't write in this channel."))
    await send_reply(interaction, say("Posted. To keep it at hand, open its menu: Pin Message."), is_private=True)


async def show_topics(interaction: Interaction, _: ShowTopics) -> None:
    """Show one person what can be asked."""
    content, view = await _overview(interaction)
    await send_reply(interaction, content, view=view, is_private=True)


async def _overview(interaction: Interaction) -> tuple[str, Controls | None]:
    found, summary = _topics(interaction), await _summary(interaction)
    return topics.overview(found), view_of([_menu(found, summary)]) if found else None


def _topics(interaction: Interaction) -> tuple[topics.Topic, ...]:
    return topics.topics(interaction.client.knowledge_in(request_of(interaction).place), CHOICES - 1)


async def _summary(interaction: Interaction) -> Item | None:
    client = interaction.client
    return await client.call(client.service.summary, request_of(interaction).place.guild)


def _menu(found: Sequence[topics.Topic], summary: Item | None, chosen: str = "") -> Control:
    """Make the menu of topics, with the summary first."""
    options = [discord.SelectOption(label=each.name, value=each.key, description=each.size, default=each.key == chosen) for each in found]
    if summary is not None:
        first = discord.SelectOption(label=shorten(summary.label, CHOICE_LIMIT), value=_SUMMARY + item_keys.key(summary))
        options.insert(0, first)
    return menu(say("Pick a topic"), PickTopic(), options=options)


async def pick_topic(interaction: Interaction, _: PickTopic, picked: str) -> None:
    """Show the questions of a topic, or answer with the summary, only to the person who picks it."""
    if picked.startswith(_SUMMARY):
        await answer_alone(interaction, picked.removeprefix(_SUMMARY))
    else:
        await _show_questions(interaction, TurnQuestions(1, picked))


async def turn_questions(interaction: Interaction, pressed: TurnQuestions) -> None:
    """Turn the pages of a topic's questions."""
    await _show_questions(interaction, pressed)


async def _show_questions(interaction: Interaction, wanted: TurnQuestions) -> None:
    found = _topics(interaction)
    topic = next((each for each in found if each.key == wanted.topic), None)
    if topic is None:
        raise item_keys.WithdrawnError
    total = -(-len(topic.questions) // CHOICES)
    page = min(wanted.page, total)
    listed = topic.questions[(page - 1) * CHOICES : page * CHOICES]
    turner = pager(page, total, lambda number: replace(wanted, page=number), row=None)
    view = view_of([question_menu(listed, say("Pick a question")), _menu(found, await _summary(interaction), topic.key), *turner])
    content, message = topics.heading(topic, page, total), interaction.message
    if message is not None and message.flags.ephemeral:
        await replace_reply(interaction, content, view=view)
    else:
        await send_reply(interaction, content, view=view, is_private=True)


async def turn_topics(interaction: Interaction, pressed: TurnTopics) -> None:
    """Turn the pages of a list of topics."""
    found = help_pages.topics(interaction.client.knowledge_in(request_of(interaction).place))
    number = min(pressed.page, len(found))
    await replace_reply(interaction, found[number - 1], view=view_of(pager(number, len(found), TurnTopics)))


async def setup(bot: BriefBot) -> None:
    """Add the cog, and register its buttons and menus."""
    await bot.add_cog(Topics(bot))
    bot.router.button(ShowTopics, show_topics)
    bot.router.button(TurnTopics, turn_topics)
    bot.router.menu(PickTopic, pick_topic)
    bot.router.button(TurnQuestions, turn_questions)
