"""The one way out: everything that is sent, changed or taken back goes through here, within Discord's limits."""

from __future__ import annotations

import asyncio
import contextlib
import io
import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeAlias, TypeVar

import aiohttp
import discord
from discord import ui

from briefbot.bot.transport.components import Controls
from briefbot.errors import BriefbotError
from briefbot.i18n import mark, say_many
from briefbot.rendering.markdown import CONTENT_LIMIT, pages, small

log = logging.getLogger(__name__)

Target: TypeAlias = discord.Message | discord.Interaction[Any]
"""What is replied to: a message, or an interaction, which may be answered privately."""
T = TypeVar("T")

PRIVATE_PAGES = 5
"""Messages that one person is told something in at most; Discord allows 5 where the bot is only installed to them."""
NO_MENTIONS = discord.AllowedMentions.none()
PAUSES = (0.5, 2.0)
"""Seconds until something is sent again, each time that it failed."""
TROUBLE = (OSError, aiohttp.ClientError, discord.DiscordServerError)
"""What may be over in a moment; discord.py itself does not try again after each of these."""
NOT_TAKEN = (aiohttp.ClientConnectorError, discord.DiscordServerError)
"""The same, where Discord certainly has not taken what was sent."""
NONCE_BITS = 62
_FILLED = "the answer that was put off is given"
_PRIVATE = "the answer that was put off is for one person alone"
_ARRIVED = "the first response arrived, although Discord's answer to it was lost"
UNKNOWN_INTERACTION = 10062
ALREADY_RESPONDED = 40060
INVALID_BODY = 50035
UNKNOWN_MESSAGE = 10008
THREAD_CLOSED = (50083, 160005)
"""Archived, and locked."""
NOT_LET = (*THREAD_CLOSED, 160002, 200000)
"""The same, a reply without the permission to read what it replies to, and what a server's AutoMod blocks."""
OUT_OF_REACH = (UNKNOWN_INTERACTION, UNKNOWN_MESSAGE, *THREAD_CLOSED)
"""Where nothing can be told any more: too late, or below what is gone, or in a closed thread."""


class CutOffError(BriefbotError):
    """The line was cut while something was sent that Discord would take twice; the message says what to do."""


def is_answered(interaction: discord.Interaction[Any]) -> bool:
    """Return whether an interaction had its first response, also where the answer to that was lost."""
    return _first_response(interaction) is not None


def _first_response(interaction: discord.Interaction[Any]) -> discord.InteractionResponseType | None:
    arrived: discord.InteractionResponseType | None = interaction.extras.get(_ARRIVED)
    return interaction.response.type or arrived


async def in_time(interaction: discord.Interaction[Any], work: Awaitable[T], *, is_private: bool = False) -> T:
    """Await work, and acknowledge the interaction where that takes longer than a moment."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.wait({task}, timeout=interaction.client.limits.acknowledge_after)
        if not task.done() and not is_answered(interaction):
            await _think(interaction, is_private=is_private)
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
    except discord.HTTPException as error:
        where = {"channel": target.channel and target.channel.id, "code": error.code}
        if error.code == INVALID_BODY and "message_reference" in error.text:
            log.info("question deleted before it was answered", extra=where)
        elif is_barred(error):
            log.warning("reply not allowed", extra=where)
        else:
            raise
    return None


def is_barred(error: BaseException) -> bool:
    """Return whether Discord does not let the bot write somewhere: by its permissions, by AutoMod, or because a thread is closed."""
    is_not_let = isinstance(error, discord.HTTPException) and error.code in NOT_LET
    return is_not_let or isinstance(error, discord.Forbidden | discord.NotFound)


async def _persistently(send: Callable[[], Awaitable[T]], trouble: tuple[type[Exception], ...] = TROUBLE) -> T:
    """Send again where the line or Discord fails."""
    for pause in PAUSES:
        try:
            return await send()
        except trouble as error:
            log.warning("sending again", extra={"error": type(error).__name__})
            await asyncio.sleep(pause)
    return await send()


async def _respond_first(
    interaction: discord.Interaction[Any], kind: discord.InteractionResponseType, send: Callable[[], Awaitable[T]]
) -> T | None:
    """Give an interaction its first response, of which Discord takes one only; None where an earlier try had arrived."""
    try:
        return await _persistently(send)
    except discord.HTTPException as error:
        if error.code != ALREADY_RESPONDED:
            raise
        interaction.extras[_ARRIVED] = kind
        return None


async def _think(interaction: discord.Interaction[Any], *, is_private: bool) -> None:
    interaction.extras[_PRIVATE] = is_private
    kind = discord.InteractionResponseType.deferred_channel_message
    await _respond_first(interaction, kind, lambda: interaction.response.defer(ephemeral=is_private, thinking=True))


async def _reply_to(message: discord.Message, content: str, view: ui.View) -> discord.Message:
    # By the nonce Discord knows a message that arrived although its answer was lost, and does not post it twice.
    nonce = secrets.randbits(NONCE_BITS)
    return await _persistently(
        lambda: message.reply(content, view=view, mention_author=False, allowed_mentions=NO_MENTIONS, suppress_embeds=True, nonce=nonce)
    )


async def _respond_to(interaction: discord.Interaction[Any], content: str, view: ui.View, is_private: bool) -> discord.Message | None:
    if is_answered(interaction):
        return await _follow_up(interaction, content, view, is_private)
    callback = await _respond_first(
        interaction,
        discord.InteractionResponseType.channel_message,
        lambda: interaction.response.send_message(
            content, view=view, ephemeral=is_private, allowed_mentions=NO_MENTIONS, suppress_embeds=True
        ),
    )
    if callback is None:
        return await interaction.original_response()
    return callback.resource if isinstance(callback.resource, discord.InteractionMessage) else None


async def _follow_up(interaction: discord.Interaction[Any], content: str, view: ui.View, is_private: bool) -> discord.Message:
    if _first_response(interaction) is discord.InteractionResponseType.deferred_channel_message and _FILLED not in interaction.extras:
        interaction.extras[_FILLED] = True
        if interaction.extras.get(_PRIVATE) or not is_private:
            # In the place of "is thinking": that can be done twice without harm, where an answer to it is lost.
            return await _persistently(lambda: interaction.edit_original_response(content=content, view=view, allowed_mentions=NO_MENTIONS))
        await _delete_original(interaction)  # what all have seen cannot become private
    return await _once(
        lambda: interaction.followup.send(
            content, view=view, ephemeral=is_private, allowed_mentions=NO_MENTIONS, suppress_embeds=True, wait=True
        )
    )


async def _once(send: Callable[[], Awaitable[T]]) -> T:
    """Send what Discord would take twice: it knows no nonce of a follow-up, so where one may have arrived the person is told."""
    try:
        return await _persistently(send, NOT_TAKEN)
    except NOT_TAKEN:
        raise
    except TROUBLE as error:
        raise CutOffError(mark("The line to Discord was cut just now. If a part of my answer is missing, please ask again.")) from error


async def replace_reply(interaction: discord.Interaction[Any], content: str, *, view: ui.View | None = None) -> None:
    """Put another content in the place of the message whose button was pressed."""
    await _respond_first(
        interaction,
        discord.InteractionResponseType.message_update,
        lambda: interaction.response.edit_message(content=pages(content)[0], view=view, allowed_mentions=NO_MENTIONS),
    )


async def find_reply(channel: discord.abc.Messageable, message: int) -> discord.Message | None:
    """Find a reply that was sent; None where it is gone."""
    try:
        return await _persistently(lambda: channel.fetch_message(message))
    except discord.NotFound:
        return None


async def change_reply(reply: discord.Message, content: str, *, view: ui.View | None = None) -> bool:
    """Change a reply that was sent; return whether Discord let us."""
    try:
        await _persistently(lambda: reply.edit(content=pages(content)[0], view=view, allowed_mentions=NO_MENTIONS))
    except discord.HTTPException as error:
        if not is_barred(error):
            raise
        return False
    return True


async def switch_off(reply: discord.Message, content: str, controls: Controls, *, keep: Sequence[str] = ()) -> None:
    """Say that a reply's buttons can no longer be pressed, and show it, except for some, by their custom ids."""
    try:
        await _persistently(lambda: reply.edit(content=pages(content)[0], view=controls.switched_off(keep), allowed_mentions=NO_MENTIONS))
    except (discord.HTTPException, *TROUBLE) as error:
        log.info("offer could not be switched off", extra={"message": reply.id, "error": str(error)})


async def remove_reply(reply: discord.Message | discord.PartialMessage) -> None:
    """Take a reply back, if it is still there."""
    try:
        await _persistently(reply.delete)
    except (discord.HTTPException, *TROUBLE) as error:
        log.info("reply could not be taken back", extra={"message": reply.id, "error": str(error)})


async def remove_pressed(interaction: discord.Interaction[Any]) -> None:
    """Take back the message whose button was pressed."""
    await _respond_first(interaction, discord.InteractionResponseType.deferred_message_update, interaction.response.defer)
    await _delete_original(interaction)


async def _delete_original(interaction: discord.Interaction[Any]) -> None:
    with contextlib.suppress(discord.NotFound):  # somebody else was quicker
        await _persistently(interaction.delete_original_response)


async def send_notice(message: discord.Message, content: str) -> discord.Message | None:
    """Tell somebody something that matters for a moment only, and is taken back then; None where it cannot be told."""
    try:
        return await _reply_to(message, content, discord.utils.MISSING)
    except (discord.HTTPException, *TROUBLE) as error:
        log.warning("notice not sent", extra={"channel": message.channel.id, "error": str(error)})
        return None


async def send_pages(interaction: discord.Interaction[Any], contents: Sequence[str]) -> None:
    """Tell one person something that may be longer than a message, and how much of it is left out."""
    shown, left_out = contents[:PRIVATE_PAGES], len(contents) - PRIVATE_PAGES
    if left_out > 0:
        rest = small(say_many("{count} more page does not fit here.", "{count} more pages do not fit here.", left_out))
        shown = [*shown[:-1], f"{pages(shown[-1], CONTENT_LIMIT - len(rest) - 1)[0]}\n{rest}"]
    for content in shown:
        await send_reply(interaction, content, is_private=True)


async def show_form(interaction: discord.Interaction[Any], form: ui.Modal) -> None:
    """Ask for something in a form, which must be the first response to an interaction."""
    await _respond_first(interaction, discord.InteractionResponseType.modal, lambda: interaction.response.send_modal(form))


async def put_off(interaction: discord.Interaction[Any]) -> None:
    """Acknowledge at once that a private answer will come; where a button was pressed, in the place of its message."""
    if interaction.message is None:
        await _think(interaction, is_private=True)
    else:
        await _respond_first(interaction, discord.InteractionResponseType.deferred_message_update, interaction.response.defer)


async def fill_in(
    interaction: discord.Interaction[Any], content: str, *, view: ui.View | None = None, files: Sequence[discord.File] = ()
) -> None:
    """Give the answer that was put off."""
    interaction.extras[_FILLED] = True
    made = _copying(files)
    await _persistently(
        lambda: interaction.edit_original_response(content=pages(content)[0], view=view, attachments=made(), allowed_mentions=NO_MENTIONS)
    )


def _copying(files: Sequence[discord.File]) -> Callable[[], list[discord.File]]:
    """Make new files of what some hold, each time: one that was sent cannot be sent again."""
    contents = [(file.filename, file.fp.read()) for file in files]
    return lambda: [discord.File(io.BytesIO(content), name) for name, content in contents]


async def send_files(interaction: discord.Interaction[Any], content: str, files: Sequence[discord.File]) -> None:
    """Hand files to one person."""
    made = _copying(files)
    if is_answered(interaction):
        await _once(lambda: interaction.followup.send(content, files=made(), ephemeral=True, allowed_mentions=NO_MENTIONS))
    else:
        await _respond_first(
            interaction,
            discord.InteractionResponseType.channel_message,
            lambda: interaction.response.send_message(content, files=made(), ephemeral=True, allowed_mentions=NO_MENTIONS),
        )


async def post(channel: discord.abc.Messageable, content: str, *, view: ui.View | None = None) -> bool:
    """Say something in a channel unasked; return whether it got there: what it is about has been done, whatever comes of this."""
    nonce, shown = secrets.randbits(NONCE_BITS), view or discord.utils.MISSING
    try:
        await _persistently(
            lambda: channel.send(pages(content)[0], view=shown, allowed_mentions=NO_MENTIONS, suppress_embeds=True, nonce=nonce)
        )
    except (discord.HTTPException, *TROUBLE) as error:
        log.warning("post failed", extra={"channel": getattr(channel, "id", None), "error": str(error)})
        return False
    return True
