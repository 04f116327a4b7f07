"""The bot as Discord sees it: a client that holds the service, and what its parts share."""

from __future__ import annotations

import asyncio
import contextvars
import gc
import logging
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, ParamSpec, TypeAlias, TypeVar, cast

import discord
from discord.ext import commands

from briefbot.bot.connection import command_sync
from briefbot.bot.connection.command_translations import CatalogueTranslator
from briefbot.bot.connection.fleet import Fleet, LogIns, alone
from briefbot.bot.connection.membership import State
from briefbot.bot.connection.rate_limit import RateLimit
from briefbot.bot.drafts import Desk
from briefbot.bot.pacing.channel_queue import ChannelQueues
from briefbot.bot.pacing.cooldowns import Cooldowns, refuse_blocked, refuse_while_paused
from briefbot.bot.pacing.delayed import Delayed
from briefbot.bot.pacing.loop_turns import LoopTurns
from briefbot.bot.pacing.recent_answers import RecentAnswers
from briefbot.bot.pacing.temporary_messages import TemporaryMessages
from briefbot.bot.pacing.under_way import UnderWay
from briefbot.bot.pacing.write_behind import WriteBehind
from briefbot.bot.transport.error_reports import Tree, note
from briefbot.bot.transport.interactions import NO_MENTIONS
from briefbot.bot.transport.limits import Limits
from briefbot.bot.transport.requests import Place
from briefbot.bot.transport.retries import limit_calls
from briefbot.bot.transport.router import Router
from briefbot.bot.transport.sending import Sender
from briefbot.domain.knowledge import Knowledge
from briefbot.errors import StoreError
from briefbot.i18n import languages
from briefbot.rendering.cards import Draw
from briefbot.rendering.figures.text import Chart
from briefbot.service import Service

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

MODERATORS = 2
"""Threads for moderators' work.

One import does not keep all other moderators waiting, and the processor has time for questions.
"""


def needed_intents(*, message_content: bool) -> discord.Intents:
    """List the events that the bot receives; the contents of all messages only if Discord grants them."""
    return discord.Intents(guilds=True, guild_messages=True, dm_messages=True, message_content=message_content)


class BriefBot(commands.AutoShardedBot):
    """Translates between Discord and the service."""

    def __init__(  # noqa: PLR0913 - settings and collaborators, of which most calls leave out most
        self,
        service: Service,
        data: Path,
        *,
        parts: Sequence[Part],
        message_content: bool,
        limits: Limits | None = None,
        draw: Draw | None = None,
        chart: Chart | None = None,
        fleet: Fleet | None = None,
        **options: Any,
    ) -> None:
        """Set the service, a directory for small files, and the parts to set up.

        `draw` and `chart` draw quotations and figures, if that is installed; `fleet` is the processes that share the
        shards with this one.
        """
        self.service, self.data, self.limits = service, data, limits or Limits()
        self.rate_limit = RateLimit(self.limits.calls, share=self.limits.share)
        super().__init__(
            command_prefix=(),
            help_command=None,
            tree_cls=Tree,
            intents=needed_intents(message_content=message_content),
            allowed_mentions=NO_MENTIONS,
            allowed_contexts=discord.app_commands.AppCommandContext(guild=True, dm_channel=True),
            allowed_installs=discord.app_commands.AppInstallationType(guild=True),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            http_trace=limit_calls(self.rate_limit.trace(), self.limits.call_time),
            **options,
        )
        self.chart = chart
        self.draw, self.fleet, self._parts, self.sender = draw, fleet, parts, Sender(self.limits)
        self.cooldowns, self.queues = Cooldowns(service.settings), ChannelQueues(self.limits)
        self.recent_answers = RecentAnswers()
        self.command_ids: Mapping[str, int] = {}
        self._moderators = ThreadPoolExecutor(MODERATORS, "moderators")
        self.loop_turns, self.writes, self.router, self.under_way = LoopTurns(), WriteBehind(), Router(), UnderWay()
        self.desk = Desk(service.drafts, self.writes.add)
        self.temporary = TemporaryMessages(service.temporary, self.writes.add)
        self.delayed = Delayed(self.temporary.forget)
        self.telling = asyncio.Lock()
        """Held while people are notified of answers that they wait for."""
        self._log_ins = LogIns(fleet, self._buckets) if fleet is not None else None

    async def setup_hook(self) -> None:
        """Load the service, set up every part, and synchronise the commands if they differ from those at Discord."""
        await self.call(self.service.wake)
        await self.call(self.service.snapshot().matcher.get_ready)  # else the first question about each item waits
        for set_up in self._parts:
            await set_up(self)
        if len(languages()) > 1:  # discord.py asks for each text in each of thirty languages
            await self.tree.set_translator(CatalogueTranslator())
        self.command_ids = await self._synchronise()
        settle_memory()

    async def _synchronise(self) -> Mapping[str, int]:
        """Synchronise the commands unless another process has, and return their ids."""
        notes = self.fleet or command_sync.FileNotes(self.data)
        try:
            async with alone(self.fleet, "commands"):
                await command_sync.sync_when_changed(self.tree, notes)
                return await self.call(command_sync.command_ids, self.tree, notes)
        except StoreError as error:
            log.error("it is not known whether the commands have to be synchronised", extra={"error": error.why})
            return {}

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait until Discord lets a shard log in, after those of other processes too."""
        if self._log_ins is None or shard_id is None:
            await super().before_identify_hook(shard_id, initial=initial)
        else:
            await self._log_ins.wait(shard_id)

    async def _buckets(self) -> int:
        """Ask Discord how many shards may log in at once."""
        return (await self.fetch_session_start_limits()).max_concurrency

    def _get_state(self, **options: Any) -> State:
        return State(self.language_in, dispatch=self.dispatch, handlers=self._handlers, hooks=self._hooks, http=self.http, **options)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002 -- discord.py's signature
        """Log an error that nobody waits to hear about."""
        error = _current_error()
        if error is not None:
            note(error)

    async def on_interaction(self, interaction: Interaction) -> None:
        """Pass on interactions from buttons, menus and forms; commands have their tree."""
        with self.under_way.one():
            await self.router.dispatch(interaction)

    async def close(self) -> None:
        """Finish the accepted work, then disconnect.

        Answer the waiting questions, save the edits in progress, drop delayed work, and write what is still to be
        written.
        """
        self.desk.end_all_work()
        await self.cooldowns.finish()
        await asyncio.gather(*(each.finish(self.limits.stopping_time) for each in (self.queues, self.under_way)))
        self.delayed.drop_all()
        self._moderators.shutdown(wait=False, cancel_futures=True)
        await self.writes.finish()
        await self._disconnect()
        await self.writes.finish()

    async def _disconnect(self) -> None:
        """Close the connections to Discord, even if it does not answer: discord.py would wait for half a minute."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self.limits.disconnecting_time):
                await asyncio.shield(super().close())  # a second caller waits for the same task
                return
        await self.http.close()

    async def call(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call the service in a thread, so that the event loop continues."""
        return await asyncio.to_thread(work, *args, **kwargs)

    async def call_apart(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call the service in one of a few threads for work that may take seconds.

        No question or completion waits for it.
        """
        speaking = contextvars.copy_context()
        return await asyncio.get_running_loop().run_in_executor(self._moderators, partial(speaking.run, work, *args, **kwargs))

    def forget(self, person: int) -> None:
        """Delete from this process's memory what a person is writing, and when they asked."""
        self.desk.forget(person)
        self.cooldowns.forget(person)

    @property
    def me(self) -> discord.ClientUser:
        """Return the bot's own user, known from logging in."""
        return cast(discord.ClientUser, self.user)

    def knowledge_in(self, place: Place) -> Knowledge:
        """Return the knowledge in use at a place; raise RefusedError if nothing of it may be shown now."""
        settings = self.service.settings(place.guild)
        refuse_blocked(settings, place)
        refuse_while_paused(settings)
        return self.service.knowledge(place.guild)

    def language_in(self, guild: int | None) -> str | None:
        """Return the language of what everybody in a server reads.

        It is the one that moderators set, else that of the server's locale.
        """
        found = self.get_guild(guild) if guild is not None else None
        return self.service.settings(guild).language or (str(found.preferred_locale) if found is not None else None)

    def is_closed_to(self, place: Place) -> bool:
        """Return whether completions must not be offered to a person who types."""
        settings = self.service.settings(place.guild)
        return settings.is_paused or place.person in settings.blocked

    def opened_in(self, guild: int | None) -> Set[int]:
        """List the channels of a guild in which a question needs no mention."""
        settings = self.service.settings(guild)
        return {each for each in settings.open_channels if not settings.is_silent_in(each)} if self.intents.message_content else frozenset()


Interaction: TypeAlias = discord.Interaction[BriefBot]
Part: TypeAlias = Callable[[BriefBot], Awaitable[None]]
"""Sets up a part of the bot: its cog, its commands, its handlers in the router."""


def settle_memory() -> None:
    """Exclude what is loaded from garbage collection, and free what it has replaced.

    A collection over a whole knowledge delays every answer.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _current_error() -> BaseException | None:
    return sys.exc_info()[1]
