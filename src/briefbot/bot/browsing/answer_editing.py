"""The entry in the menu of the bot's answers with which a moderator edits them."""

from __future__ import annotations

from collections.abc import Iterator

import discord
from discord import app_commands
from discord.app_commands import locale_str

from briefbot.bot.access import editor_of, guild_of, may_edit
from briefbot.bot.asking.answer_buttons import ShowAgain, ShowSources
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.moderating.custom_ids import EditPicked, key_of, ref
from briefbot.bot.moderating.editing.draft_ids import draft_of
from briefbot.bot.moderating.editing.forms import begin
from briefbot.bot.transport import item_keys
from briefbot.bot.transport.components import CHOICE_LIMIT, find_below, menu, view_of
from briefbot.bot.transport.error_reports import RefusedError
from briefbot.bot.transport.interactions import send_reply
from briefbot.bot.transport.requests import request_of
from briefbot.domain.knowledge import Entry, Item, Key
from briefbot.i18n import mark, say
from briefbot.rendering.markdown import shorten


async def edit_answer(interaction: Interaction, message: discord.Message) -> None:
    """Open the form of the item in a reply, or a menu if there are several; show anybody else who may edit."""
    if not may_edit(interaction):
        raise who_may(interaction)
    if message.author.id != interaction.client.me.id:
        raise RefusedError(mark("That message isn't mine. Use this on one of my answers."))
    items = list(_shown(interaction, message))
    if not items:
        raise RefusedError(mark("That message shows nothing that could be edited. `/knowledge add` adds an answer."))
    if len(items) == 1:
        await begin(interaction, draft_of(interaction, _key(items[0])))
        return
    options = [discord.SelectOption(label=shorten(item.label, CHOICE_LIMIT), value=ref(_key(item))) for item in items]
    view = view_of([menu(say("Which one?"), EditPicked(), options=options)])
    await send_reply(interaction, say("That message shows several answers. Which one do you want to edit?"), view=view, is_private=True)


def who_may(interaction: Interaction) -> RefusedError:
    """Say who may edit; a private message does not ping anybody."""
    role = interaction.client.service.settings(request_of(interaction).place.guild).moderators
    if role is None:
        return RefusedError(mark("Only people who can manage this server can edit answers."))
    return RefusedError(mark("Only people who can manage this server, and <@&{role}>, can edit answers."), role=role)


def _shown(interaction: Interaction, message: discord.Message) -> Iterator[Item]:
    """Yield the items that a reply shows, according to its buttons."""
    sourced, linked = find_below(message, ShowSources), find_below(message, ShowAgain)
    keys = sourced.items if sourced is not None else linked.items if linked is not None else ""
    knowledge = interaction.client.service.knowledge(guild_of(interaction))
    return (item for item in (item_keys.find(knowledge, key) for key in keys.split(".")) if item is not None)


def _key(item: Item) -> Key:
    return "entry" if isinstance(item, Entry) else "quote", item.id


async def edit_picked(interaction: Interaction, _: EditPicked, picked: str) -> None:
    """Open the form of the picked item."""
    key = key_of(picked, editor_of(interaction).names(guild_of(interaction)))
    await begin(interaction, draft_of(interaction, key))


async def setup(bot: BriefBot) -> None:
    """Add the entry in the menu of messages, and register its menu."""
    command = app_commands.ContextMenu(name=locale_str("Edit this answer"), callback=edit_answer)
    command.guild_only = True
    bot.tree.add_command(command)
    bot.router.menu(EditPicked, edit_picked, check=guild_of)
