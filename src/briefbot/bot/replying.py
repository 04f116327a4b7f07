"""The one way out: everything that is sent, changed or taken back goes through here, within Discord's limits."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from typing import Any, TypeAlias, TypeVar

import discord
from discord import ui

from briefbot.bot.markdown import pages

log = logging.getLogger(__name__)

Target: TypeAlias = discord.Message | discord.Interaction[Any]
"""What is replied to: a message, or an interaction, which may be answered privately."""
T = TypeVar("T")

MOMENT = 1.5
"""Seconds after which an interaction is told that an answer will come; Discord gives up after 3."""
NO_MENTIONS = discord.AllowedMentions.none()
UNKNOWN_INTERACTION = 10062
INVALID_BODY = 50035


async def in_time(interaction: discord.Interaction[Any], work: Awaitable[T], *, is_private: bool = False) -> T:
    """Await work, and acknowledge the interaction where that takes longer than a moment."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.wait({task}, timeout=MOMENT)
        if not task.done() and not interaction.response.is_done():
            await interaction.response.defer(ephemeral=is_private, thinking=True)
        return await task
    finally:
        task.cancel()


async def send_reply(target: Target, content: str, *, view: ui.View | None = None, is_private: bool = False) -> discord.Message | None:
    """Reply to a message or an interaction; None where Discord does not let us, which is logged."""
    content = pages(content)[0]
    try:
        if isinstance(target, discord.Message):
            return await _reply_to(target, content, view or discord.utils.MISSING)
        return await _respond_to(target, content, view or discord.utils.MISSING, is_private)
    except (discord.Forbidden, discord.NotFound) as error:
        log.warning("reply not allowed", extra={"channel": target.channel and target.channel.id, "code": error.code})
    except discord.HTTPException as error:
        if error.code != INVALID_BODY or "message_reference" not in error.text:
            raise
        log.info("question deleted before it was answered", extra={"channel": target.channel and target.channel.id})
    return None


async def _reply_to(message: discord.Message, content: str, view: ui.View) -> discord.Message:
    return await message.reply(content, view=view, mention_author=False, allowed_mentions=NO_MENTIONS, suppress_embeds=True)


async def _respond_to(interaction: discord.Interaction[Any], content: str, view: ui.View, is_private: bool) -> discord.Message | None:
    if interaction.response.is_done():
        return await interaction.followup.send(
            content, view=view, ephemeral=is_private, allowed_mentions=NO_MENTIONS, suppress_embeds=True, wait=True
        )
    callback = await interaction.response.send_message(
        content, view=view, ephemeral=is_private, allowed_mentions=NO_MENTIONS, suppress_embeds=True
    )
    return callback.resource if isinstance(callback.resource, discord.InteractionMessage) else None


async def replace_reply(interaction: discord.Interaction[Any], content: str, *, view: ui.View | None = None) -> None:
    """Put another content in the place of the message whose button was pressed."""
    await interaction.response.edit_message(content=pages(content)[0], view=view, allowed_mentions=NO_MENTIONS)


async def change_reply(reply: discord.Message, content: str, *, view: ui.View | None = None) -> bool:
    """Change a reply that was sent; tell whether it is still there."""
    try:
        await reply.edit(content=pages(content)[0], view=view, allowed_mentions=NO_MENTIONS)
    except (discord.NotFound, discord.Forbidden):
        return False
    return True


async def switch_off(reply: discord.Message, view: ui.View) -> bool:
    """Show a reply's buttons as what can no longer be pressed; tell whether it is still there."""
    for item in view.walk_children():
        if isinstance(item, ui.DynamicItem):
            item.item.disabled = True
    return await change_reply(reply, reply.content, view=view)


async def choose(interaction: discord.Interaction[Any], choices: list[str]) -> None:
    """Offer choices while an option is typed."""
    offered = [discord.app_commands.Choice(name=choice, value=choice) for choice in choices]
    if not interaction.response.is_done():
        await interaction.response.autocomplete(offered)
