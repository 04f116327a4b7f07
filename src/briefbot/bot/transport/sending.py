"""The one way to send, change and remove messages, within Discord's limits."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from enum import Enum, auto
from hashlib import blake2b
from typing import TypeVar

import discord
from discord import ui

from briefbot.bot.transport.interactions import NO_MENTIONS, copying, send_reply
from briefbot.bot.transport.limits import Limits
from briefbot.bot.transport.requests import Source
from briefbot.bot.transport.retries import TROUBLE, is_barred, is_question_gone, persistently
from briefbot.rendering.markdown import pages

log = logging.getLogger(__name__)

T = TypeVar("T")

NONCE_BITS = 62
_NONCE_BYTES = 7


class Posted(Enum):
    """Whether a message arrived where nobody waits for it."""

    YES = auto()
    NEVER = auto()
    """Discord does not let the bot write there."""
    LATER = auto()
    """The connection or Discord failed; another try may help."""


def _nonce(name: str) -> int:
    """Turn a name into the nonce by which Discord recognises a message."""
    return int.from_bytes(blake2b(name.encode(), digest_size=_NONCE_BYTES).digest())


class Sender:
    """Sends, changes and removes messages, and retries if the connection or Discord fails."""

    def __init__(self, limits: Limits) -> None:
        """Set the limits."""
        self._limits = limits

    async def deliver(
        self, source: Source, content: str, *, view: ui.View | None = None, is_private: bool = False
    ) -> discord.Message | None:
        """Reply to a message or an interaction; return None if Discord does not allow it, which is logged."""
        if not isinstance(source, discord.Message):
            return await send_reply(source, content, view=view, is_private=is_private)
        where = {"channel": source.channel.id}
        try:
            return await self._reply_to(source, pages(content)[0], view or discord.utils.MISSING)
        except discord.HTTPException as error:
            if is_question_gone(error):
                log.info("question deleted before it was answered", extra=where | {"code": error.code})
            elif is_barred(error):
                log.warning("reply not allowed", extra=where | {"code": error.code})
            else:
                raise
        return None

    async def send_notice(self, message: discord.Message, content: str) -> discord.Message | None:
        """Send a short-lived notice, which is removed later; return None if that fails."""
        try:
            return await self._reply_to(message, content, discord.utils.MISSING)
        except (discord.HTTPException, *TROUBLE) as error:
            log.warning("notice not sent", extra={"channel": message.channel.id, "error": str(error)})
            return None

    async def find(self, channel: discord.abc.Messageable, message: int) -> discord.Message | None:
        """Return a sent reply; None if it is gone."""
        try:
            return await self._persistently(lambda: channel.fetch_message(message))
        except discord.NotFound:
            return None

    async def change(self, reply: discord.Message, content: str, *, view: ui.View | None = None) -> bool:
        """Change a sent reply; return whether Discord allowed it."""
        try:
            await self._edit(reply, content, view)
        except discord.HTTPException as error:
            if not is_barred(error):
                raise
            return False
        return True

    async def end_offer(self, reply: discord.Message, content: str, view: ui.View | None) -> None:
        """Remove the controls of a reply that can no longer be used."""
        try:
            await self._edit(reply, content, view)
        except (discord.HTTPException, *TROUBLE) as error:
            log.info("offer could not be ended", extra={"reply": reply.id, "error": str(error)})

    async def remove(self, reply: discord.Message | discord.PartialMessage) -> bool:
        """Remove a reply, if it is still there; return whether it is gone."""
        try:
            await self._persistently(reply.delete)
        except discord.NotFound:
            return True
        except (discord.HTTPException, *TROUBLE) as error:
            log.info("reply could not be taken back", extra={"reply": reply.id, "error": str(error)})
            return False
        return True

    async def post(
        self, channel: discord.abc.Messageable, content: str, *, view: ui.View | None = None, files: Sequence[discord.File] = ()
    ) -> bool:
        """Post a message in a channel.

        Return whether it arrived: what it reports is done either way.
        """
        shown, made, nonce = view or discord.utils.MISSING, copying(files), secrets.randbits(NONCE_BITS)
        return await self._try(
            channel,
            lambda: channel.send(
                pages(content)[0],
                view=shown,
                files=made() or discord.utils.MISSING,
                allowed_mentions=NO_MENTIONS,
                suppress_embeds=True,
                nonce=nonce,
            ),
        ) is Posted.YES  # fmt: skip

    async def call_to(self, message: discord.PartialMessage, content: str, people: Sequence[discord.abc.Snowflake], name: str) -> Posted:
        """Reply to a message, if it is still there, and notify people who asked for that.

        Discord recognises a repeated message by the name for some minutes, even after a restart, and does not post it
        twice.
        """
        below, nonce = message.to_reference(fail_if_not_exists=False), _nonce(name)
        called = discord.AllowedMentions(everyone=False, roles=False, users=list(people), replied_user=False)
        return await self._try(
            message.channel,
            lambda: message.channel.send(
                pages(content)[0], reference=below, allowed_mentions=called, suppress_embeds=True, nonce=nonce
            ),
        )  # fmt: skip

    async def write_to(self, person: discord.Member, content: str, name: str) -> Posted:
        """Send a direct message, if the person allows it; the name is as in `call_to`."""
        nonce = _nonce(name)
        return await self._try(
            person, lambda: person.send(pages(content)[0], allowed_mentions=NO_MENTIONS, suppress_embeds=True, nonce=nonce)
        )

    async def _try(self, where: object, send: Callable[[], Awaitable[object]]) -> Posted:
        try:
            await self._persistently(send)
        except (discord.HTTPException, *TROUBLE) as error:
            log.warning("post failed", extra={"channel": getattr(where, "id", None), "error": str(error)})
            return Posted.NEVER if is_barred(error) else Posted.LATER
        return Posted.YES

    async def _reply_to(self, message: discord.Message, content: str, view: ui.View) -> discord.Message:
        # By the nonce Discord recognises a message that arrived although its answer was lost, and does not post it
        # twice.
        nonce = secrets.randbits(NONCE_BITS)
        return await self._persistently(
            lambda: message.reply(content, view=view, mention_author=False, allowed_mentions=NO_MENTIONS, suppress_embeds=True, nonce=nonce)
        )

    async def _edit(self, reply: discord.Message, content: str, view: ui.View | None) -> None:
        await self._persistently(lambda: reply.edit(content=pages(content)[0], view=view, allowed_mentions=NO_MENTIONS))

    async def _persistently(self, send: Callable[[], Awaitable[T]]) -> T:
        return await persistently(send, self._limits.pauses)
