"""The life of a reply: it follows its question's edits, goes with the question, and can be removed."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from functools import partial

import discord
from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from briefbot.bot.access import may_remove
from briefbot.bot.asking.addressing import Address, addressed, questions_in
from briefbot.bot.asking.answers import change_answer, change_into_hint, renew_links, take_back
from briefbot.bot.asking.care import send_care
from briefbot.bot.asking.messages import answer, tell_refusal
from briefbot.bot.asking.questions import ask, calls_for_hint, calls_for_reply, found, remember
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.pacing.cooldowns import Times, WaitError
from briefbot.bot.pacing.job import Job
from briefbot.bot.transport.common_buttons import Remove, removers
from briefbot.bot.transport.error_reports import RefusedError
from briefbot.bot.transport.interactions import remove_pressed, send_reply
from briefbot.bot.transport.requests import Request, request_by_message
from briefbot.domain.outcome import Exchange
from briefbot.domain.records import Receipt
from briefbot.errors import StoreError
from briefbot.i18n import mark, say

log = logging.getLogger(__name__)

TIDY = 86_400.0
"""Seconds between two deletions of expired data."""


class Following(commands.Cog):
    """Lets replies follow their questions."""

    def __init__(self, bot: BriefBot) -> None:
        """Set the bot."""
        self.bot = bot
        self._started = discord.utils.utcnow()
        self._edit_time = timedelta(seconds=bot.limits.edit_time)
        self._edited = Times()
        self._job = Job(self.tidy, TIDY)

    async def cog_load(self) -> None:
        """Start the deletions."""
        self._job.start()

    async def cog_unload(self) -> None:
        """Stop tidying."""
        self._job.cancel()

    async def tidy(self) -> None:
        """Delete the records of replies that no longer follow their questions."""
        try:
            await self.bot.call(self.bot.service.receipts.tidy, discord.utils.utcnow())
        except StoreError as error:
            log.error("old receipts stay for another day", extra={"error": error.why})

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Answer an edited question again, in its existing reply."""
        message = payload.message
        request = request_by_message(message, "edit", self.bot.language_in)
        if not self._is_followed(request, message):
            return
        address = addressed(message, self.bot.me)
        if address is not None:
            self.bot.cooldowns.is_new(message.id)  # a late event may show the text from before the edit
        try:
            try:
                await self._follow_edit(request, message, address)
            except WaitError:  # the answer is seconds old
                await self._follow_edit(await self.bot.cooldowns.wait_out(request), message, address)
        except RefusedError as refusal:
            if address is not None:
                await tell_refusal(self.bot, request, message, address, refusal)

    async def _follow_edit(self, request: Request, message: discord.Message, address: Address | None) -> None:
        # The question may be about to be answered: its turn comes first.
        async with self.bot.queues.turn(request.place.channel, request.asker):
            replies = await self._replies(message)
            if replies:
                await self._answer_again(request, message, address, replies)
        for _, reply in replies:
            await renew_links(self.bot, message.channel, reply.id)
        if address is not None and not replies:
            # the mention was forgotten, or the question refused
            await answer(self.bot, request.by(address.way), message, address)

    def _is_followed(self, request: Request, message: discord.Message) -> bool:
        """Return whether an edit may change a reply: a new one, soon enough, by a person who may ask."""
        edited, settings = message.edited_at, self.bot.service.settings(request.place.guild)
        # both times are Discord's
        if edited is None or message.author.bot or edited - message.created_at > self._edit_time:
            return False
        if not message.content or request.asker in settings.blocked:
            return False
        is_answered = not settings.is_paused or self.bot.service.care(*questions_in(message)) is not None
        return is_answered and self._is_new(message.id, edited)

    async def _replies(self, message: discord.Message) -> list[tuple[Receipt, discord.Message]]:
        """List the existing replies to a message, and forget the others."""
        found = []
        for receipt in await self._receipts(message.channel.id, message.id, message.created_at):
            reply = await self.bot.sender.find(message.channel, receipt.message_id)
            if reply is None:
                await self._forget(receipt)
            else:
                found.append((receipt, reply))
        return found

    def _is_new(self, message: int, edited: datetime) -> bool:
        """Return whether an edit is reported for the first time.

        Discord reports it again when the message is pinned and the like.
        """
        is_new = edited >= self._started and self._edited.since(message, edited.timestamp()) > 0
        self._edited.note(message, edited.timestamp())
        return is_new

    async def _answer_again(
        self, request: Request, message: discord.Message, address: Address | None, replies: Iterable[tuple[Receipt, discord.Message]]
    ) -> None:
        questions = address.questions if address is not None else questions_in(message)
        cared = self.bot.service.care(*questions)
        if cared is not None:
            await self._take_back(replies)
            await send_care(self.bot, request, cared, *questions)
            return
        self.bot.cooldowns.take_on(request)
        leans = address is None or address.leans
        async with AsyncExitStack() as stack:
            find = partial(ask, self.bot, request, questions, leans=leans)
            exchange = await found(stack, self.bot, request, find) if questions else None
            for receipt, reply in replies:
                is_changed = await (
                    self._change_into_hint(request, message, address, reply)
                    if exchange is None
                    else self._change_answer(request, address, reply, exchange)
                )
                if not is_changed:
                    await self._take_back([(receipt, reply)])

    async def _change_answer(self, request: Request, address: Address | None, reply: discord.Message, exchange: Exchange) -> bool:
        """Change a reply to the current outcome of its question; return False if there should be no reply."""
        if not calls_for_reply(address, exchange):
            return False
        if await change_answer(self.bot, request, reply, exchange):
            remember(self.bot, request, exchange)
        return True

    async def _change_into_hint(self, request: Request, message: discord.Message, address: Address | None, reply: discord.Message) -> bool:
        """Change a reply into a hint; return False if there should be none."""
        if not calls_for_hint(self.bot, message, address):
            return False
        await change_into_hint(self.bot, request, message, reply)
        return True

    async def _take_back(self, replies: Iterable[tuple[Receipt, discord.Message]]) -> None:
        for receipt, reply in replies:
            await take_back(self.bot, reply)
            await self._forget(receipt)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Remove the reply to a deleted question."""
        await self._follow(self._channel(payload), [payload.message_id])

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Remove the replies to deleted questions."""
        await self._follow(self._channel(payload), sorted(payload.message_ids))

    def _channel(self, payload: discord.RawMessageDeleteEvent | discord.RawBulkMessageDeleteEvent) -> discord.PartialMessageable:
        return self.bot.get_partial_messageable(payload.channel_id, guild_id=payload.guild_id)

    async def _follow(self, channel: discord.PartialMessageable, gone: Sequence[int]) -> None:
        for message in gone:
            self.bot.recent_answers.forget(message)
            self.bot.delayed.drop(message)
            async with self.bot.queues.turn(channel.id):  # it may be about to be answered
                receipts = await self._receipts(channel.id, message, discord.utils.snowflake_time(message))
            for receipt in receipts:
                self.bot.recent_answers.forget(receipt.message_id)
                await self.bot.sender.remove(channel.get_partial_message(receipt.message_id))
                await self._forget(receipt)
        for message in gone:
            await renew_links(self.bot, channel, message)

    async def _receipts(self, channel: int, question: int, asked: datetime) -> tuple[Receipt, ...]:
        """List the replies to a message; its menu can answer it more than once.

        The store knows the replies from before the start.
        """
        receipts = self.bot.service.receipts
        if asked >= self._started:
            return receipts.recent(channel, question)
        return await self.bot.call(receipts.find, channel, question)

    async def _forget(self, receipt: Receipt) -> None:
        await self.bot.writes.finish()  # data that is being written now would otherwise come back
        await self.bot.call(self.bot.service.receipts.forget, receipt)


async def remove(interaction: Interaction, pressed: Remove) -> None:
    """Remove a reply, for the asker, for the author of the message that it replies to, and for moderators."""
    _refuse_others(interaction, (pressed.asker, *pressed.others))
    if interaction.message is not None:
        _forget_what_it_says(interaction.client, interaction.message.id)
    await remove_pressed(interaction)


async def remove_answer(interaction: Interaction, message: discord.Message) -> None:
    """Remove a reply by its message's menu."""
    client = interaction.client
    if message.author.id != client.me.id:
        raise RefusedError(mark("That message isn't mine. Use this on one of my answers."))
    if message.flags.ephemeral:
        raise RefusedError(mark("Only you can see that message: just dismiss it."))
    _refuse_others(interaction, _askers_of(message))
    _forget_what_it_says(client, message.id)
    is_gone = await client.sender.remove(message)
    await send_reply(interaction, say("Removed.") if is_gone else say("I couldn't remove that. Please try again."), is_private=True)


def _askers_of(message: discord.Message) -> tuple[int, ...]:
    """List who may remove a reply besides moderators.

    If it has no controls, this is the author of the message that it replies to.
    """
    question = message.reference.resolved if message.reference is not None else None
    authors = (question.author.id,) if isinstance(question, discord.Message) else ()
    return removers(message) or authors


def _refuse_others(interaction: Interaction, askers: Sequence[int]) -> None:
    if interaction.user.id not in askers and not may_remove(interaction):
        raise RefusedError(mark("Only the person who asked and moderators can remove this."))


def _forget_what_it_says(bot: BriefBot, message: int) -> None:
    bot.recent_answers.forget(message)
    bot.delayed.drop(message)


async def setup(bot: BriefBot) -> None:
    """Add the cog, and register what removes a reply: the entry in the menu of messages, and the button."""
    await bot.add_cog(Following(bot))
    bot.tree.add_command(app_commands.ContextMenu(name=locale_str("Remove this answer"), callback=remove_answer))
    bot.router.button(Remove, remove)
