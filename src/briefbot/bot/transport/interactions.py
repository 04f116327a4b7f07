"""Answer interactions: within Discord's three seconds, once, and privately if that was asked for."""

from __future__ import annotations

import asyncio
import contextlib
import io
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

import discord
from discord import ui

from briefbot.bot.transport.retries import ALREADY_RESPONDED, is_barred, once, persistently
from briefbot.i18n import say_many
from briefbot.rendering.markdown import CONTENT_LIMIT, pages, small

log = logging.getLogger(__name__)

T = TypeVar("T")
MakeFiles: TypeAlias = Callable[[], list[discord.File]]

NOTHING: Any = discord.utils.MISSING
NO_MENTIONS = discord.AllowedMentions.none()
PRIVATE_PAGES = 5
"""The most messages of a private answer; Discord allows 5 if the bot is only installed to the user."""


@dataclass(slots=True)
class _State:
    """How far an interaction has been answered."""

    arrived: discord.InteractionResponseType | None = None
    """The first response, if it arrived although Discord's answer was lost."""
    is_deferred_privately: bool = False
    is_filled: bool = False
    """Whether the deferred answer was given."""


def _state(interaction: discord.Interaction[Any]) -> _State:
    made: _State = interaction.extras.setdefault(_State, _State())
    return made


def is_answered(interaction: discord.Interaction[Any]) -> bool:
    """Return whether an interaction had its first response, even if the answer to that was lost."""
    return _first_response(interaction) is not None


def _first_response(interaction: discord.Interaction[Any]) -> discord.InteractionResponseType | None:
    return interaction.response.type or _state(interaction).arrived


def is_private_message(interaction: discord.Interaction[Any]) -> bool:
    """Return whether a control of a private message was pressed, which another message can replace."""
    return interaction.message is not None and interaction.message.flags.ephemeral


async def in_time(interaction: discord.Interaction[Any], work: Awaitable[T], *, is_private: bool = False) -> T:
    """Await work, and acknowledge the interaction if that takes longer than a moment."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.wait({task}, timeout=interaction.client.limits.acknowledge_after)
        if not task.done() and not is_answered(interaction):
            await _think(interaction, is_private=is_private)
        return await task
    finally:
        task.cancel()


async def send_reply(
    interaction: discord.Interaction[Any],
    content: str,
    *,
    view: ui.View | None = None,
    is_private: bool = False,
    files: Sequence[discord.File] = (),
) -> discord.Message | None:
    """Answer an interaction; return None if Discord does not allow it, which is logged."""
    try:
        return await _respond_to(interaction, pages(content)[0], view or NOTHING, copying(files), is_private=is_private)
    except discord.HTTPException as error:
        if not is_barred(error):
            raise
        log.warning("reply not allowed", extra={"channel": interaction.channel_id, "code": error.code})
        return None


async def _persistently(interaction: discord.Interaction[Any], send: Callable[[], Awaitable[T]]) -> T:
    return await persistently(send, interaction.client.limits.pauses)


async def _once(interaction: discord.Interaction[Any], send: Callable[[], Awaitable[T]]) -> T:
    return await once(send, interaction.client.limits.pauses)


async def _respond_first(
    interaction: discord.Interaction[Any], kind: discord.InteractionResponseType, send: Callable[[], Awaitable[T]]
) -> T | None:
    """Send the first response of an interaction, which is only possible once; None if an earlier try had arrived."""
    try:
        return await _persistently(interaction, send)
    except discord.HTTPException as error:
        if error.code != ALREADY_RESPONDED:
            raise
        _state(interaction).arrived = kind
        return None


async def _think(interaction: discord.Interaction[Any], *, is_private: bool) -> None:
    _state(interaction).is_deferred_privately = is_private
    kind = discord.InteractionResponseType.deferred_channel_message
    await _respond_first(interaction, kind, lambda: interaction.response.defer(ephemeral=is_private, thinking=True))


async def _respond_to(
    interaction: discord.Interaction[Any], content: str, view: ui.View, made: MakeFiles, *, is_private: bool
) -> discord.Message | None:
    if is_answered(interaction):
        return await _follow_up(interaction, content, view, made, is_private=is_private)
    callback = await _respond_first(
        interaction,
        discord.InteractionResponseType.channel_message,
        lambda: interaction.response.send_message(
            content, view=view, files=made() or NOTHING, ephemeral=is_private, allowed_mentions=NO_MENTIONS, suppress_embeds=True
        ),
    )
    if callback is None:
        return await interaction.original_response()
    return callback.resource if isinstance(callback.resource, discord.InteractionMessage) else None


async def _follow_up(
    interaction: discord.Interaction[Any], content: str, view: ui.View, made: MakeFiles, *, is_private: bool
) -> discord.Message:
    state = _state(interaction)
    if _first_response(interaction) is discord.InteractionResponseType.deferred_channel_message and not state.is_filled:
        if state.is_deferred_privately or not is_private:
            # Replaces "is thinking": that can be repeated without harm if an answer is lost.
            filled = await _persistently(
                interaction,
                lambda: interaction.edit_original_response(
                    content=content, view=view, attachments=made() or NOTHING, allowed_mentions=NO_MENTIONS
                ),
            )
            state.is_filled = True  # if that failed, the message about it replaces it
            return filled
        state.is_filled = True
        await _delete_original(interaction)  # what everybody has seen cannot become private
    return await _once(
        interaction,
        lambda: interaction.followup.send(
            content, view=view, files=made() or NOTHING, ephemeral=is_private, allowed_mentions=NO_MENTIONS, suppress_embeds=True, wait=True
        ),
    )


async def replace_reply(interaction: discord.Interaction[Any], content: str, *, view: ui.View | None = None) -> None:
    """Replace the message whose button was pressed."""
    await _respond_first(
        interaction,
        discord.InteractionResponseType.message_update,
        lambda: interaction.response.edit_message(content=pages(content)[0], view=view, allowed_mentions=NO_MENTIONS),
    )


async def remove_pressed(interaction: discord.Interaction[Any]) -> None:
    """Remove the message whose button was pressed."""
    await _respond_first(interaction, discord.InteractionResponseType.deferred_message_update, interaction.response.defer)
    await _delete_original(interaction)


async def _delete_original(interaction: discord.Interaction[Any]) -> None:
    with contextlib.suppress(discord.NotFound):  # somebody else was quicker
        await _persistently(interaction, interaction.delete_original_response)


async def send_pages(interaction: discord.Interaction[Any], contents: Sequence[str], *, view: ui.View | None = None) -> None:
    """Send one person a text that may be longer than a message, with its controls below.

    It says how much of it is left out.
    """
    shown, left_out = contents[:PRIVATE_PAGES], len(contents) - PRIVATE_PAGES
    if left_out > 0:
        rest = small(say_many("{count} more page does not fit here.", "{count} more pages do not fit here.", left_out))
        shown = [*shown[:-1], f"{pages(shown[-1], CONTENT_LIMIT - len(rest) - 1)[0]}\n{rest}"]
    for number, content in enumerate(shown, 1):
        await send_reply(interaction, content, view=view if number == len(shown) else None, is_private=True)


async def show_form(interaction: discord.Interaction[Any], form: ui.Modal) -> None:
    """Open a form, which must be the first response to an interaction."""
    await _respond_first(interaction, discord.InteractionResponseType.modal, lambda: interaction.response.send_modal(form))


async def show_panel(interaction: discord.Interaction[Any], panel: ui.LayoutView) -> None:
    """Show one person texts with menus; replace the message whose menu was used, if it was acknowledged."""
    if is_answered(interaction):
        await _persistently(
            interaction,
            lambda: interaction.edit_original_response(content=None, view=panel, attachments=[], allowed_mentions=NO_MENTIONS),
        )
        _state(interaction).is_filled = True
        return
    await _respond_first(
        interaction,
        discord.InteractionResponseType.channel_message,
        lambda: interaction.response.send_message(view=panel, ephemeral=True, allowed_mentions=NO_MENTIONS),
    )


async def put_off(interaction: discord.Interaction[Any]) -> None:
    """Acknowledge at once that a private answer will come; after a button, it replaces the message.

    A panel stays, because Discord cannot turn it into a plain message, and so does a message that others see.
    """
    if interaction.message is None or not is_private_message(interaction) or interaction.message.flags.components_v2:
        await _think(interaction, is_private=True)
    else:
        await _respond_first(interaction, discord.InteractionResponseType.deferred_message_update, interaction.response.defer)


async def put_off_panel(interaction: discord.Interaction[Any]) -> None:
    """Acknowledge at once that a panel will come; it replaces the private message whose button or menu was used."""
    if is_private_message(interaction):
        await _respond_first(interaction, discord.InteractionResponseType.deferred_message_update, interaction.response.defer)
    else:
        await _think(interaction, is_private=True)


async def change_later(interaction: discord.Interaction[Any]) -> None:
    """Acknowledge at once that the message whose button was pressed will change; `fill_in` does that."""
    await _respond_first(interaction, discord.InteractionResponseType.deferred_message_update, interaction.response.defer)


async def fill_in(
    interaction: discord.Interaction[Any], content: str, *, view: ui.View | None = None, files: Sequence[discord.File] = ()
) -> None:
    """Send the acknowledged answer."""
    made = copying(files)
    await _persistently(
        interaction,
        lambda: interaction.edit_original_response(content=pages(content)[0], view=view, attachments=made(), allowed_mentions=NO_MENTIONS),
    )
    _state(interaction).is_filled = True


def text_file(name: str, text: str) -> discord.File:
    """Make a file from a text."""
    return discord.File(io.BytesIO(text.encode("utf-8", "backslashreplace")), name)


def copying(files: Sequence[discord.File]) -> MakeFiles:
    """Make new copies of files for each try: a sent file cannot be sent again."""
    for file in files:
        file.reset()  # it may have been read before
    contents = [(file.filename, file.description, file.fp.read()) for file in files]
    return lambda: [discord.File(io.BytesIO(content), name, description=told) for name, told, content in contents]


async def send_files(interaction: discord.Interaction[Any], content: str, files: Sequence[discord.File]) -> None:
    """Send files to one person."""
    made = copying(files)
    if is_answered(interaction):
        await _once(interaction, lambda: interaction.followup.send(content, files=made(), ephemeral=True, allowed_mentions=NO_MENTIONS))
    else:
        await _respond_first(
            interaction,
            discord.InteractionResponseType.channel_message,
            lambda: interaction.response.send_message(content, files=made(), ephemeral=True, allowed_mentions=NO_MENTIONS),
        )
